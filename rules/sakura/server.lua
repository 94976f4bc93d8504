-- SPDX-License-Identifier: Apache-2.0
-- Sakura Cloud servers and disks: packet filters, logins, encryption.
local literal = lib "literal"

model "sakura.server.interface" {
  label  = { en = "Network interface of a server", ja = "サーバーのネットワークインターフェイス" },
  fields = { upstream = text, filter = flag },
}

model "sakura.server.login" {
  label  = { en = "Login settings of a server", ja = "サーバーのログイン設定" },
  fields = { password = text, keys_only = flag },
}

model "sakura.server.disk" {
  label  = { en = "Disk", ja = "ディスク" },
  fields = { encryption = text },
}

model "sakura.server.ssh_key" {
  label  = { en = "SSH public key", ja = "SSH公開鍵" },
  fields = { key = text, generated = flag },
}

bind "sakura.server.ssh_key" "terraform:sakuracloud_ssh_key_gen" { generated = { default = true } }

for _, provider in ipairs({ "terraform:sakuracloud_", "terraform:sakura_" }) do
  bind "sakura.server.interface" (provider .. "server") {
    each = "network_interface", upstream = "upstream", filter = { "packet_filter_id", present = true },
  }
  bind "sakura.server.login" (provider .. "server") {
    each = "disk_edit_parameter", password = { "password", "password_wo" },
    keys_only = { "disable_pw_auth", default = false },
  }
  bind "sakura.server.disk" (provider .. "disk") { encryption = { "encryption_algorithm", default = "none" } }
  bind "sakura.server.ssh_key" (provider .. "ssh_key") { key = "public_key", generated = { default = false } }
end

rule "sakura-server-no-filter" {
  title    = {
    en = "Server on the shared segment has no packet filter",
    ja = "共有セグメントのサーバーにパケットフィルタが設定されていない",
  },
  severity = "medium",
  on       = "sakura.server.interface",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Set packet_filter_id in network_interface.",
    ja = "network_interfaceのpacket_filter_idを設定する。",
  },
  check    = function(i)
    if unresolved(i, "upstream") == "reference" then return skip() end      -- a switch of one's own
    if i.upstream ~= "shared" then return skip() end
    if not i.filter then fail("filter") end
  end,
}

rule "sakura-server-password-login" {
  title    = { en = "Server takes passwords for SSH", ja = "サーバーのSSHのパスワード認証が無効になっていない" },
  severity = "medium",
  on       = "sakura.server.login",
  items    = { "ds200-3:2-1", "ds200-2:4-4", "muni-3:20" },
  refs     = { "cwe:309" },
  fix      = {
    en = "Set disable_pw_auth to true and name keys in ssh_key_ids.",
    ja = "disable_pw_authをtrueに設定し、ssh_key_idsに公開鍵を指定する。",
  },
  check    = function(l)
    if not l.keys_only then fail("keys_only") end
  end,
}

rule "sakura-server-password-literal" {
  title    = { en = "Server password is written in the code", ja = "サーバーのパスワードがコードに直接書かれている" },
  severity = "critical",
  on       = "sakura.server.login",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Pass it through a sensitive variable without default (password_wo), and change it.",
    ja = "既定値のないsensitiveな変数（password_wo）で渡し、変更する。",
  },
  check    = literal.written("password"),
}

rule "sakura-server-password-weak" {
  title    = { en = "Server password is weak", ja = "サーバーのパスワードが弱い" },
  severity = "high",
  on       = "sakura.server.login",
  redact   = true,
  items    = { "ds200-3:1-2", "muni-3:31" },
  refs     = { "cwe:521" },
  fix      = {
    en = "Choose at least 10 characters of four kinds that are in no dictionary.",
    ja = "英大文字、英小文字、数字、記号を含む10文字以上で、推測されにくいものにする。",
  },
  check    = literal.weak("password"),
}

rule "sakura-disk-unencrypted" {
  title    = { en = "Disk is not encrypted", ja = "ディスクが暗号化されていない" },
  severity = "medium",
  on       = "sakura.server.disk",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  fix      = {
    en = "Set encryption_algorithm to \"aes256_xts\"; the disk must be made anew.",
    ja = "encryption_algorithmを\"aes256_xts\"に設定する（ディスクの再作成が必要）。",
  },
  check    = function(d)
    if d.encryption == "none" or d.encryption == "" then fail("encryption") end
  end,
}

rule "sakura-ssh-key-weak" {
  title    = { en = "SSH key is weak", ja = "SSH鍵が弱い" },
  severity = "medium",
  on       = "sakura.server.ssh_key",
  items    = { "ds200-2:4-4", "ds200-3:3-1" },
  refs     = { "cwe:326" },
  fix      = {
    en = "Use an Ed25519 key, or RSA with 3072 bits or more.",
    ja = "Ed25519、または3072ビット以上のRSA鍵を使う。",
  },
  check    = function(k)
    if k.generated or unresolved(k, "key") == "reference" then return skip() end
    -- DSA, and RSA with less than 2048 bits, whose text is shorter than 372 characters
    if re.test(k.key or "", "^ssh-dss |^ssh-rsa [A-Za-z0-9+/=]{1,350}(\\s|$)") then fail("key") end
  end,
}

rule "sakura-ssh-key-generated" {
  title    = { en = "Private key is made and kept by Terraform", ja = "秘密鍵をTerraformで生成している" },
  severity = "medium",
  on       = "sakura.server.ssh_key",
  items    = { "ds200-2:4-4", "ds200-3:1-3" },
  refs     = { "cwe:312" },
  why      = {
    en = "The private key lies in the state for all who can read it.",
    ja = "秘密鍵がstateに残り、stateを読める者全員に渡る。",
  },
  fix      = {
    en = "Make the key on the machine of its user and register it as sakuracloud_ssh_key.",
    ja = "利用者の端末で鍵を生成し、sakuracloud_ssh_keyとして登録する。",
  },
  check    = function(k)
    if k.generated then fail(k) end
  end,
}
