-- SPDX-License-Identifier: Apache-2.0
-- The OpenSSH server: what it does for every connection, and what each Match block makes of it.
-- An instance is the effective configuration in one context, so every rule here looks into every Match block.

local ssh = lib "ssh"
local items = ssh.items

model "ssh.server" {
  label  = { en = "OpenSSH server", ja = "OpenSSHサーバー" },
  fields = {
    version = text, criteria = map, overrides = list,
    permit_root_login = text, password = text, keyboard_interactive = text, pubkey = text, gssapi = text,
    hostbased = text, methods = list, use_pam = text, pam_second_factor = text, empty_passwords = text,
    allow_users = list, allow_groups = list, deny_users = list, deny_groups = list,
    banner = text, ciphers = list, macs = list, kex = list, hostkey_algorithms = list, pubkey_algorithms = list,
    rsa_bits = number, alive_interval = number, alive_count = number, disable_forwarding = text,
    tcp_forwarding = text, x11_forwarding = text, agent_forwarding = text, ignore_rhosts = text,
    login_grace = number, log_level = text, max_tries = number, max_sessions = number, max_startups = text,
    user_environment = text, strict_modes = text, keys_command = text, keys_command_user = text,
    tunnel = text, gateway_ports = text, crypto_policy = text,
  },
}

local fields = {
  version = "version", criteria = "criteria", overrides = "overrides",
  permit_root_login = "permitrootlogin", password = "passwordauthentication",
  keyboard_interactive = "kbdinteractiveauthentication", pubkey = "pubkeyauthentication",
  gssapi = "gssapiauthentication", hostbased = "hostbasedauthentication", methods = "authenticationmethods",
  use_pam = "usepam", pam_second_factor = "pam_second_factor", empty_passwords = "permitemptypasswords",
  allow_users = "allowusers", allow_groups = "allowgroups", deny_users = "denyusers", deny_groups = "denygroups",
  banner = "banner", ciphers = "ciphers", macs = "macs", kex = "kexalgorithms",
  hostkey_algorithms = "hostkeyalgorithms", pubkey_algorithms = "pubkeyacceptedalgorithms",
  rsa_bits = "requiredrsasize", alive_interval = "clientaliveinterval", alive_count = "clientalivecountmax",
  disable_forwarding = "disableforwarding", tcp_forwarding = "allowtcpforwarding",
  x11_forwarding = "x11forwarding", agent_forwarding = "allowagentforwarding", ignore_rhosts = "ignorerhosts",
  login_grace = "logingracetime", log_level = "loglevel", max_tries = "maxauthtries",
  max_sessions = "maxsessions", max_startups = "maxstartups", user_environment = "permituserenvironment",
  strict_modes = "strictmodes", keys_command = "authorizedkeyscommand",
  keys_command_user = "authorizedkeyscommanduser", tunnel = "permittunnel", gateway_ports = "gatewayports",
  crypto_policy = "crypto_policy",
}
bind "ssh.server" "sshd:server" (fields)
bind "ssh.server" "sshd:match" (fields)

-- A Match block is judged by what it changes: what it leaves alone is judged once, in the global context.
local function where(names, check)
  return function(s)
    if kind(s) == "sshd:match" then
      local changed = false
      for _, name in ipairs(names) do changed = changed or includes(s.overrides, fields[name]) end
      if not changed then
        return skip({ en = "the Match block does not change it", ja = "Matchブロックで変更されていない" })
      end
    end
    return check(s)
  end
end

-- ---- who may log in ---------------------------------------------------------------------------

rule "ssh-root-login" {
  title    = { en = "root can log in over SSH", ja = "rootがSSHでログインできる" },
  severity = "high",
  on       = "ssh.server",
  items    = items("5.1.20", "5.1.20", "ds200-3:1-1", "ds200-3:2-3", "ds200-2:4-4"),
  refs     = { "cwe:250" },
  fix      = { en = "Set PermitRootLogin no, in every Match block too; log in as a person and use sudo.",
               ja = "PermitRootLogin noを設定する（Matchブロック内も含む）。個人のアカウントでログインしてsudoを使う。" },
  check    = where({ "permit_root_login" }, function(s)
    if s.permit_root_login == "no" then return end
    fail("permit_root_login", { en = "PermitRootLogin is %s", ja = "PermitRootLoginが%s", s.permit_root_login })
  end),
}

rule "ssh-root-login-password" {
  title    = { en = "root can log in over SSH with a password", ja = "rootがSSHでパスワードによりログインできる" },
  severity = "critical",
  on       = "ssh.server",
  items    = items(nil, nil, "ds200-3:1-1", "ds200-3:2-1", "muni-3:18"),
  refs     = { "cwe:308" },
  fix      = { en = "Set PermitRootLogin no, or at least prohibit-password.",
               ja = "PermitRootLogin noを設定する。少なくともprohibit-passwordとする。" },
  check    = where({ "permit_root_login", "password", "keyboard_interactive" }, function(s)
    if s.permit_root_login ~= "yes" then return end
    if s.password == "yes" or s.keyboard_interactive == "yes" then fail("permit_root_login") end
  end),
}

rule "ssh-empty-passwords" {
  title    = { en = "Accounts with an empty password can log in over SSH", ja = "空のパスワードのアカウントがSSHでログインできる" },
  severity = "critical",
  on       = "ssh.server",
  items    = items("5.1.19", "5.1.19", "ds200-3:1-2", "ds200-2:4-4"),
  refs     = { "cwe:258" },
  fix      = { en = "Set PermitEmptyPasswords no.", ja = "PermitEmptyPasswords noを設定する。" },
  check    = where({ "empty_passwords" }, function(s)
    if s.empty_passwords ~= "no" then fail("empty_passwords") end
  end),
}

rule "ssh-password-login" {
  title    = { en = "A password alone may open an SSH session", ja = "パスワードによるSSHログインが許可されている" },
  severity = "medium",
  on       = "ssh.server",
  items    = items(nil, nil, "ds200-3:2-1"),
  refs     = { "cwe:308" },
  fix      = { en = "Set PasswordAuthentication no and KbdInteractiveAuthentication no, or require a key as well with AuthenticationMethods.",
               ja = "PasswordAuthentication noとKbdInteractiveAuthentication noを設定する。または、AuthenticationMethodsで鍵認証を併せて必須にする。" },
  check    = where({ "methods", "hostbased", "gssapi", "password", "keyboard_interactive" }, function(s)
    for way in each(s.methods) do
      if way == "any" or not (way:has("publickey") or way:has("hostbased") or way:has("gssapi")) then
        if s.password == "yes" then return fail("password") end
        if s.keyboard_interactive == "yes" then return fail("keyboard_interactive") end
      end
    end
  end),
}

local function alone(s, method)
  local asks_pam = method:starts("password") or method:starts("keyboard-interactive")
  return not (asks_pam and s.use_pam == "yes" and s.pam_second_factor)
end

-- Is one way of logging in, "publickey,keyboard-interactive:pam", a single factor?
local function single_factor(s, way)
  local kinds, n = {}, 0
  for _, part in ipairs(way:split(",")) do
    local kind = part:split(":")[1]
    if kind == "keyboard-interactive" then kind = "password" end
    if not kinds[kind] then
      kinds[kind] = true
      n = n + 1
    end
  end
  if n >= 2 then return false end
  return alone(s, way)
end

rule "ssh-mfa" {
  title    = { en = "SSH login needs one factor only", ja = "SSHログインに多要素認証が要求されない" },
  severity = "medium",
  on       = "ssh.server",
  items    = items(nil, nil, "ds200-3:2-1", "muni-3:18", "muni-3:21"),
  refs     = { "cwe:308" },
  fix      = { en = "Require two factors in every alternative of AuthenticationMethods (publickey,keyboard-interactive:pam with a one-time password module in /etc/pam.d/sshd).",
               ja = "AuthenticationMethodsのすべての選択肢で2要素を必須にする（publickey,keyboard-interactive:pamとし、/etc/pam.d/sshdにワンタイムパスワードのモジュールを置く）。" },
  check    = where({ "methods", "pubkey", "gssapi", "hostbased", "password", "keyboard_interactive", "use_pam" }, function(s)
    local single
    for way in each(s.methods) do
      if way == "any" then
        if s.pubkey == "yes" then single = "publickey"
        elseif s.gssapi == "yes" then single = "gssapi-with-mic"
        elseif s.hostbased == "yes" then single = "hostbased"
        elseif s.password == "yes" and alone(s, "password") then single = "password"
        elseif s.keyboard_interactive == "yes" and alone(s, "keyboard-interactive") then single = "keyboard-interactive"
        end
      elseif single_factor(s, way) then
        single = way
      end
      if single then
        return fail("methods", { en = "%s is enough to log in", ja = "%sだけでログインできる", single })
      end
    end
  end),
}

rule "ssh-access-not-limited" {
  title    = { en = "SSH login is not limited to named users or groups", ja = "SSHログインできる利用者・グループが限定されていない" },
  severity = "low",
  on       = "ssh.server",
  items    = items("5.1.4", "5.1.7", "muni-3:17", "ds200-3:2-3"),
  refs     = { "cwe:284" },
  fix      = { en = "Name those who may log in with AllowUsers or AllowGroups.",
               ja = "AllowUsersまたはAllowGroupsでログインできる利用者・グループを指定する。" },
  check    = where({ "allow_users", "allow_groups", "deny_users", "deny_groups" }, function(s)
    for _, list in ipairs({ "allow_users", "allow_groups", "deny_users", "deny_groups" }) do
      if s[list] and #s[list] > 0 then return end
    end
    fail("allow_groups")
  end),
}

rule "ssh-hostbased" {
  title    = { en = "SSH trusts other hosts (host-based authentication)", ja = "ホストベース認証が有効" },
  severity = "high",
  on       = "ssh.server",
  items    = items("5.1.10", "5.1.12", "ds200-3:2-1", "ds200-2:4-4"),
  fix      = { en = "Set HostbasedAuthentication no.", ja = "HostbasedAuthentication noを設定する。" },
  check    = where({ "hostbased" }, function(s)
    if s.hostbased ~= "no" then fail("hostbased") end
  end),
}

rule "ssh-rhosts" {
  title    = { en = ".rhosts and .shosts files of users are honoured", ja = "利用者の.rhosts・.shostsファイルが有効" },
  severity = "medium",
  on       = "ssh.server",
  items    = items("5.1.11", "5.1.13", "ds200-2:4-4"),
  fix      = { en = "Set IgnoreRhosts yes.", ja = "IgnoreRhosts yesを設定する。" },
  check    = where({ "ignore_rhosts" }, function(s)
    if s.ignore_rhosts ~= "yes" then fail("ignore_rhosts") end
  end),
}

rule "ssh-gssapi" {
  title    = { en = "GSSAPI login is on", ja = "GSSAPI認証が有効" },
  severity = "low",
  on       = "ssh.server",
  items    = items("5.1.9", "5.1.11", "ds200-2:4-4"),
  fix      = { en = "Set GSSAPIAuthentication no where Kerberos is not used.",
               ja = "Kerberosを使わない場合はGSSAPIAuthentication noを設定する。" },
  check    = where({ "gssapi" }, function(s)
    if s.gssapi ~= "no" then fail("gssapi") end
  end),
}

rule "ssh-pam" {
  title    = { en = "SSH sessions bypass PAM", ja = "SSHでPAMが使われていない" },
  severity = "medium",
  on       = "ssh.server",
  items    = items("5.1.22", "5.1.22", "ds200-2:4-4"),
  fix      = { en = "Set UsePAM yes, so that account checks, lockout and session limits apply.",
               ja = "UsePAM yesを設定し、アカウントの検査、ロックアウト、セッションの制限が働くようにする。" },
  check    = where({ "use_pam" }, function(s)
    if s.use_pam ~= "yes" then fail("use_pam") end
  end),
}

rule "ssh-pubkey-off" {
  title    = { en = "Public key login is off, so passwords are all there is", ja = "公開鍵認証が無効でパスワードしか使えない" },
  severity = "medium",
  on       = "ssh.server",
  items    = items(nil, nil, "ds200-3:2-1"),
  fix      = { en = "Remove PubkeyAuthentication no, and also DSAAuthentication no, which is an old name for it.",
               ja = "PubkeyAuthentication noを削除する。旧名のDSAAuthentication noも同じ意味なので削除する。" },
  check    = where({ "pubkey", "password", "keyboard_interactive" }, function(s)
    if s.pubkey ~= "yes" and (s.password == "yes" or s.keyboard_interactive == "yes") then fail("pubkey") end
  end),
}

rule "ssh-keys-command-as-root" {
  title    = { en = "AuthorizedKeysCommand runs as root", ja = "AuthorizedKeysCommandがroot権限で実行される" },
  severity = "medium",
  on       = "ssh.server",
  items    = items(nil, nil, "ds200-3:2-3"),
  refs     = { "cwe:250" },
  fix      = { en = "Name a user of its own with AuthorizedKeysCommandUser.",
               ja = "AuthorizedKeysCommandUserに専用の利用者を指定する。" },
  check    = where({ "keys_command", "keys_command_user" }, function(s)
    if s.keys_command == nil or s.keys_command == "none" then return skip() end
    if s.keys_command_user == "root" then fail("keys_command_user") end
  end),
}

-- ---- cryptography --------------------------------------------------------------------------------

rule "ssh-weak-ciphers" {
  title    = { en = "SSH offers weak ciphers", ja = "SSHで弱い暗号方式が使用可能" },
  severity = "high",
  on       = "ssh.server",
  items    = items("5.1.6", "5.1.4", "ds200-3:3-1", "muni-3:22"),
  refs     = { "cwe:327" },
  fix      = { en = "Take CBC modes, 3DES, arcfour, blowfish and cast128 out: Ciphers aes256-gcm@openssh.com,aes128-gcm@openssh.com,aes256-ctr,aes192-ctr,aes128-ctr.",
               ja = "CBCモード、3DES、arcfour、blowfish、cast128を外す: Ciphers aes256-gcm@openssh.com,aes128-gcm@openssh.com,aes256-ctr,aes192-ctr,aes128-ctr" },
  check    = where({ "ciphers" }, function(s)
    local weak = ssh.weak(s.ciphers, { "*-cbc", "*-cbc@*", "arcfour*", "3des*", "blowfish*", "cast128*", "none" })
    if #weak > 0 then fail("ciphers", ssh.offers(weak)) end
  end),
}

rule "ssh-weak-macs" {
  title    = { en = "SSH offers weak message authentication codes", ja = "SSHで弱いMACが使用可能" },
  severity = "medium",
  on       = "ssh.server",
  items    = items("5.1.15", "5.1.6", "ds200-3:3-1", "muni-3:22"),
  refs     = { "cwe:328" },
  fix      = { en = "Take MD5, SHA-1, RIPEMD, 96-bit and umac-64 codes out: MACs hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@openssh.com,hmac-sha2-512,hmac-sha2-256.",
               ja = "MD5、SHA-1、RIPEMD、96ビット、umac-64を外す: MACs hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@openssh.com,hmac-sha2-512,hmac-sha2-256" },
  check    = where({ "macs" }, function(s)
    local weak = ssh.weak(s.macs, { "hmac-md5*", "hmac-sha1*", "hmac-ripemd*", "*-96", "*-96-etm@*", "umac-64*" })
    if #weak > 0 then fail("macs", ssh.offers(weak)) end
  end),
}

rule "ssh-weak-kex" {
  title    = { en = "SSH offers weak key exchange", ja = "SSHで弱い鍵交換方式が使用可能" },
  severity = "high",
  on       = "ssh.server",
  items    = items("5.1.12", "5.1.5", "ds200-3:3-1", "muni-3:22"),
  refs     = { "cwe:327" },
  fix      = { en = "Take the SHA-1 groups out of KexAlgorithms (diffie-hellman-group1-sha1, -group14-sha1, -group-exchange-sha1).",
               ja = "KexAlgorithmsからSHA-1の方式（diffie-hellman-group1-sha1、-group14-sha1、-group-exchange-sha1）を外す。" },
  check    = where({ "kex" }, function(s)
    local weak = ssh.weak(s.kex, { "*-sha1", "*-sha1-*", "gss-*-sha1-*", "rsa1024-*" })
    if #weak > 0 then fail("kex", ssh.offers(weak)) end
  end),
}

rule "ssh-sha1-signatures" {
  title    = { en = "SSH accepts SHA-1 or DSA signatures", ja = "SSHでSHA-1またはDSAの署名が受け入れられる" },
  severity = "medium",
  on       = "ssh.server",
  items    = items(nil, nil, "ds200-3:3-1", "muni-3:22"),
  refs     = { "cwe:328" },
  fix      = { en = "Take ssh-rsa and ssh-dss out of HostKeyAlgorithms and PubkeyAcceptedAlgorithms.",
               ja = "HostKeyAlgorithmsとPubkeyAcceptedAlgorithmsからssh-rsaとssh-dssを外す。" },
  check    = where({ "hostkey_algorithms", "pubkey_algorithms" }, function(s)
    local patterns = { "ssh-rsa", "ssh-rsa-cert-*", "ssh-dss", "ssh-dss-cert-*" }
    for _, field in ipairs({ "hostkey_algorithms", "pubkey_algorithms" }) do
      local weak = ssh.weak(s[field], patterns)
      if #weak > 0 then fail(field, ssh.offers(weak)) end
    end
  end),
}

rule "ssh-cryptrec-list" {
  title    = { en = "SSH offers algorithms outside the CRYPTREC recommended list", ja = "CRYPTREC電子政府推奨暗号リストにない方式が使用可能" },
  severity = "low",
  on       = "ssh.server",
  items    = items(nil, nil, "muni-3:22"),
  fix      = { en = "Keep to AES with CTR or GCM (Ciphers) and HMAC with SHA-2 (MACs); take chacha20-poly1305 and umac out.",
               ja = "CiphersはAESのCTR・GCM、MACsはSHA-2のHMACに限り、chacha20-poly1305とumacを外す。" },
  check    = where({ "ciphers", "macs" }, function(s)
    local odd = ssh.weak(s.ciphers, { "chacha20-*" })
    if #odd > 0 then fail("ciphers", ssh.offers(odd)) end
    odd = ssh.weak(s.macs, { "umac-*" })
    if #odd > 0 then fail("macs", ssh.offers(odd)) end
  end),
}

rule "ssh-rsa-size" {
  title    = { en = "RSA keys shorter than 2048 bits are accepted", ja = "2048ビット未満のRSA鍵が受け入れられる" },
  severity = "medium",
  on       = "ssh.server",
  items    = items(nil, nil, "ds200-3:3-1", "muni-3:22"),
  refs     = { "cwe:326" },
  fix      = { en = "Set RequiredRSASize 2048 or more.", ja = "RequiredRSASizeを2048以上に設定する。" },
  check    = where({ "rsa_bits" }, function(s)
    if s.rsa_bits == nil then return skip({ en = "this version of OpenSSH has no RequiredRSASize", ja = "このバージョンのOpenSSHにはRequiredRSASizeがない" }) end
    if s.rsa_bits < 2048 then fail("rsa_bits", { en = "RequiredRSASize is %s", ja = "RequiredRSASizeが%s", s.rsa_bits }) end
  end),
}

rule "ssh-crypto-policy" {
  title    = { en = "sshd opts out of the system-wide crypto policy", ja = "sshdがシステム全体の暗号ポリシーに従っていない" },
  severity = "medium",
  on       = "ssh.server",
  items    = { "cis-rhel-9-2.0.0:1.6.2", "ds200-3:3-1", "muni-3:22" },
  fix      = { en = "Remove CRYPTO_POLICY from /etc/sysconfig/sshd.", ja = "/etc/sysconfig/sshdからCRYPTO_POLICYを削除する。" },
  check    = function(s)
    if kind(s) ~= "sshd:server" then return skip() end
    if s.crypto_policy then fail("crypto_policy") end
  end,
}

-- ---- sessions ----------------------------------------------------------------------------------------

rule "ssh-idle-sessions" {
  title    = { en = "Dead SSH sessions stay open", ja = "応答のないSSHセッションが切断されない" },
  severity = "low",
  on       = "ssh.server",
  items    = items("5.1.7", "5.1.9", "ds200-2:4-4"),
  fix      = { en = "Set ClientAliveInterval 15 and ClientAliveCountMax 3 (neither may be 0).",
               ja = "ClientAliveInterval 15、ClientAliveCountMax 3を設定する（いずれも0は無効の意味）。" },
  check    = where({ "alive_interval", "alive_count" }, function(s)
    if s.alive_interval <= 0 then return fail("alive_interval") end
    if s.alive_count <= 0 then fail("alive_count") end
  end),
}

rule "ssh-login-grace" {
  title    = { en = "Unauthenticated connections may wait too long", ja = "認証までの猶予時間が長すぎる" },
  severity = "low",
  on       = "ssh.server",
  items    = items("5.1.13", "5.1.14", "ds200-2:4-4"),
  fix      = { en = "Set LoginGraceTime to 60 seconds or less, not 0 (no limit).",
               ja = "LoginGraceTimeを60秒以下に設定する。0は無制限の意味なので使わない。" },
  check    = where({ "login_grace" }, function(s)
    if s.login_grace == 0 or s.login_grace > 60 then
      fail("login_grace", { en = "LoginGraceTime is %s seconds", ja = "LoginGraceTimeが%s秒", s.login_grace })
    end
  end),
}

rule "ssh-max-auth-tries" {
  title    = { en = "Too many password tries for one connection", ja = "1接続あたりの認証試行回数が多すぎる" },
  severity = "medium",
  on       = "ssh.server",
  items    = items("5.1.16", "5.1.16", "ds200-2:4-4"),
  refs     = { "cwe:307" },
  fix      = { en = "Set MaxAuthTries 4 or less.", ja = "MaxAuthTriesを4以下に設定する。" },
  check    = where({ "max_tries" }, function(s)
    if s.max_tries > 4 then fail("max_tries", { en = "MaxAuthTries is %s", ja = "MaxAuthTriesが%s", s.max_tries }) end
  end),
}

rule "ssh-max-sessions" {
  title    = { en = "Too many sessions for one connection", ja = "1接続あたりのセッション数が多すぎる" },
  severity = "low",
  on       = "ssh.server",
  items    = items("5.1.17", "5.1.18", "ds200-2:4-4"),
  fix      = { en = "Set MaxSessions 10 or less.", ja = "MaxSessionsを10以下に設定する。" },
  check    = where({ "max_sessions" }, function(s)
    if s.max_sessions > 10 then fail("max_sessions", { en = "MaxSessions is %s", ja = "MaxSessionsが%s", s.max_sessions }) end
  end),
}

rule "ssh-max-startups" {
  title    = { en = "Unauthenticated connections are hardly limited", ja = "未認証の接続数の制限が緩い" },
  severity = "low",
  on       = "ssh.server",
  items    = items("5.1.18", "5.1.17", "ds200-2:4-4"),
  fix      = { en = "Set MaxStartups 10:30:60 or less.", ja = "MaxStartupsを10:30:60以下に設定する。" },
  check    = where({ "max_startups" }, function(s)
    local start, rate, full = re.match(s.max_startups, "^(\\d+)(?::(\\d+):(\\d+))?$")
    start, full = tonumber(start or ""), tonumber(full or "")
    if start > 10 or (rate and tonumber(rate) < 30) or (full or start) > 60 then
      fail("max_startups", { en = "MaxStartups is %s", ja = "MaxStartupsが%s", s.max_startups })
    end
  end),
}

rule "ssh-forwarding" {
  title    = { en = "SSH forwarding is not switched off", ja = "SSHの転送機能が無効化されていない" },
  severity = "low",
  on       = "ssh.server",
  items    = items("5.1.8", "5.1.10", "ds200-2:3-3", "muni-3:20"),
  fix      = { en = "Set DisableForwarding yes; allow what is needed in a Match block for those who need it.",
               ja = "DisableForwarding yesを設定し、必要な利用者にだけMatchブロックで許可する。" },
  check    = where({ "disable_forwarding" }, function(s)
    if s.disable_forwarding ~= "yes" then fail("disable_forwarding") end
  end),
}

rule "ssh-x11-forwarding" {
  title    = { en = "X11 forwarding is on", ja = "X11転送が有効" },
  severity = "low",
  on       = "ssh.server",
  items    = items(nil, nil, "ds200-2:3-3", "muni-3:20"),
  fix      = { en = "Set X11Forwarding no.", ja = "X11Forwarding noを設定する。" },
  check    = where({ "x11_forwarding", "disable_forwarding" }, function(s)
    if s.x11_forwarding == "yes" and s.disable_forwarding ~= "yes" then fail("x11_forwarding") end
  end),
}

rule "ssh-gateway-ports" {
  title    = { en = "Forwarded ports are open to other hosts", ja = "転送ポートが他のホストに公開される" },
  severity = "medium",
  on       = "ssh.server",
  items    = items(nil, nil, "ds200-2:3-2", "muni-3:20"),
  fix      = { en = "Set GatewayPorts no.", ja = "GatewayPorts noを設定する。" },
  check    = where({ "gateway_ports", "disable_forwarding" }, function(s)
    if s.gateway_ports ~= "no" and s.disable_forwarding ~= "yes" then fail("gateway_ports") end
  end),
}

rule "ssh-tunnel" {
  title    = { en = "SSH may open network tunnels", ja = "SSHによるトンネルデバイスの作成が許可されている" },
  severity = "medium",
  on       = "ssh.server",
  items    = items(nil, nil, "ds200-2:3-3", "muni-3:20"),
  fix      = { en = "Set PermitTunnel no.", ja = "PermitTunnel noを設定する。" },
  check    = where({ "tunnel", "disable_forwarding" }, function(s)
    if s.tunnel ~= "no" and s.disable_forwarding ~= "yes" then fail("tunnel") end
  end),
}

rule "ssh-user-environment" {
  title    = { en = "Users may set environment variables of their login", ja = "利用者がログイン時の環境変数を設定できる" },
  severity = "medium",
  on       = "ssh.server",
  items    = items("5.1.21", "5.1.21", "ds200-2:4-4"),
  fix      = { en = "Set PermitUserEnvironment no.", ja = "PermitUserEnvironment noを設定する。" },
  check    = where({ "user_environment" }, function(s)
    if s.user_environment ~= "no" then fail("user_environment") end
  end),
}

rule "ssh-strict-modes" {
  title    = { en = "Modes of key files are not checked", ja = "鍵ファイルの権限が検査されない" },
  severity = "medium",
  on       = "ssh.server",
  items    = items(nil, nil, "ds200-2:4-4"),
  refs     = { "cwe:732" },
  fix      = { en = "Set StrictModes yes.", ja = "StrictModes yesを設定する。" },
  check    = where({ "strict_modes" }, function(s)
    if s.strict_modes ~= "yes" then fail("strict_modes") end
  end),
}

-- ---- notice and records --------------------------------------------------------------------------------

rule "ssh-banner" {
  title    = { en = "No notice is shown before login", ja = "ログイン前の警告バナーがない" },
  severity = "info",
  on       = "ssh.server",
  items    = items("5.1.5", "5.1.8"),
  fix      = { en = "Set Banner to a file with the notice your organisation requires (/etc/issue.net).",
               ja = "組織が定める警告文のファイル（/etc/issue.netなど）をBannerに指定する。" },
  check    = where({ "banner" }, function(s)
    if s.banner == nil or s.banner == "none" then fail("banner") end
  end),
}

rule "ssh-log-level" {
  title    = { en = "SSH logs too little", ja = "SSHのログレベルが不十分" },
  severity = "medium",
  on       = "ssh.server",
  items    = items("5.1.14", "5.1.15", "ds200-2:3-7", "ds200-3:6-1", "muni-3:20"),
  refs     = { "cwe:778" },
  fix      = { en = "Set LogLevel INFO or VERBOSE. DEBUG levels write private data.",
               ja = "LogLevelをINFOまたはVERBOSEに設定する。DEBUGは利用者の情報まで記録するので使わない。" },
  check    = where({ "log_level" }, function(s)
    local level = s.log_level:upper()
    if level ~= "INFO" and level ~= "VERBOSE" then fail("log_level", { en = "LogLevel is %s", ja = "LogLevelが%s", level }) end
  end),
}

-- ---- Match blocks ------------------------------------------------------------------------------------------

local root_rank = { no = 0, ["forced-commands-only"] = 1, ["without-password"] = 2, yes = 3 }
local yes_is_weaker = {
  "password", "keyboard_interactive", "empty_passwords", "hostbased", "gssapi", "x11_forwarding",
  "tcp_forwarding", "agent_forwarding", "tunnel", "gateway_ports",
}
local no_is_weaker = { "ignore_rhosts", "disable_forwarding" }

local function weaker(global, here)
  local found = {}
  if root_rank[here.permit_root_login] and root_rank[here.permit_root_login] > (root_rank[global.permit_root_login] or 3) then
    table.insert(found, "permit_root_login")
  end
  for _, f in ipairs(yes_is_weaker) do
    if global[f] == "no" and here[f] ~= "no" then table.insert(found, f) end
  end
  for _, f in ipairs(no_is_weaker) do
    if global[f] == "yes" and here[f] ~= "yes" then table.insert(found, f) end
  end
  if here.max_tries > global.max_tries then table.insert(found, "max_tries") end
  return found
end

rule "ssh-match-weakens" {
  title    = { en = "A Match block weakens a global setting", ja = "Matchブロックが全体の設定を弱めている" },
  severity = "medium",
  on       = "ssh.server",
  items    = items(nil, nil, "ds200-2:4-4"),
  fix      = { en = "Take the setting out of the Match block, or narrow the block and record why it is needed.",
               ja = "Matchブロックから設定を削除する。必要な場合は対象を絞り、理由を記録する。" },
  check    = function(s)
    if kind(s) ~= "sshd:match" then return skip() end
    for server in each(resources("ssh.server")) do
      if kind(server) == "sshd:server" then
        for _, field in ipairs(weaker(server, s)) do fail(field) end
      end
    end
  end,
}
