-- SPDX-License-Identifier: Apache-2.0
-- Sakura Cloud databases: who may connect, encryption, backups, passwords.
local network = lib "network"
local literal = lib "literal"

model "sakura.database.appliance" {
  label  = { en = "Database appliance", ja = "データベースアプライアンス" },
  fields = { sources = list, encryption = text, backup = flag, password = text, replica_password = text },
}

model "sakura.database.enhanced" {
  label  = { en = "Enhanced database", ja = "エンハンスドデータベース" },
  fields = { networks = list, password = text },
}

for _, provider in ipairs({ "terraform:sakuracloud_", "terraform:sakura_" }) do
  bind "sakura.database.appliance" (provider .. "database") {
    sources          = "network_interface[0].source_ranges",
    encryption       = { "disk[0].encryption_algorithm", default = "none" },
    backup           = { "backup", "continuous_backup", present = true },
    password         = { "password", "password_wo" },
    replica_password = { "replica_password", "replica_password_wo" },
  }
  bind "sakura.database.enhanced" (provider .. "enhanced_db") {
    networks = "allowed_networks", password = { "password", "password_wo" },
  }
end

-- Nobody named, or the whole internet.
local function open(list)
  if list == nil or #list == 0 then return true end
  for range in each(list) do
    if network.anyone(range) then return true end
  end
end

rule "sakura-database-any-source" {
  title    = {
    en = "Any address may connect to the database appliance",
    ja = "データベースアプライアンスへの接続元が制限されていない",
  },
  severity = "medium",
  on       = "sakura.database.appliance",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Set source_ranges in network_interface to the addresses of the applications.",
    ja = "network_interfaceのsource_rangesにアプリケーションのアドレスを指定する。",
  },
  check    = function(d)
    if open(d.sources) then fail("sources") end
  end,
}

rule "sakura-enhanced-db-any-source" {
  title    = {
    en = "Enhanced database is open to the internet",
    ja = "エンハンスドデータベースがインターネットに開放されている",
  },
  severity = "high",
  on       = "sakura.database.enhanced",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Set allowed_networks to the addresses of the applications.",
    ja = "allowed_networksにアプリケーションのアドレスを指定する。",
  },
  check    = function(d)
    if open(d.networks) then fail("networks") end
  end,
}

rule "sakura-database-unencrypted" {
  title    = {
    en = "Disk of the database appliance is not encrypted",
    ja = "データベースアプライアンスのディスクが暗号化されていない",
  },
  severity = "medium",
  on       = "sakura.database.appliance",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  fix      = {
    en = "Set encryption_algorithm to \"aes256_xts\" in disk.",
    ja = "diskのencryption_algorithmを\"aes256_xts\"に設定する。",
  },
  check    = function(d)
    if d.encryption == "none" or d.encryption == "" then fail("encryption") end
  end,
}

rule "sakura-database-no-backup" {
  title    = { en = "Database appliance is not backed up", ja = "データベースアプライアンスのバックアップが設定されていない" },
  severity = "medium",
  on       = "sakura.database.appliance",
  items    = { "ds200-2:7-8", "muni-3:41" },
  fix      = {
    en = "Add backup or continuous_backup.",
    ja = "backupまたはcontinuous_backupを追加する。",
  },
  check    = function(d)
    if not d.backup then fail("backup") end
  end,
}

local written_in_code <const> = {
  en = "Password of the database is written in the code", ja = "データベースのパスワードがコードに直接書かれている",
}
local from_variable <const> = {
  en = "Pass it through a sensitive variable without default (password_wo), and change it.",
  ja = "既定値のないsensitiveな変数（password_wo）で渡し、変更する。",
}

rule "sakura-database-password-literal" {
  title    = written_in_code,
  severity = "critical",
  on       = "sakura.database.appliance",
  redact   = true,
  items    = { "ds200-3:1-3", "muni-3:33" },
  refs     = { "cwe:798" },
  fix      = from_variable,
  check    = literal.written("password", "replica_password"),
}

rule "sakura-enhanced-db-password-literal" {
  title    = written_in_code,
  severity = "critical",
  on       = "sakura.database.enhanced",
  redact   = true,
  items    = { "ds200-3:1-3", "muni-3:33" },
  refs     = { "cwe:798" },
  fix      = from_variable,
  check    = literal.written("password"),
}

rule "sakura-database-password-weak" {
  title    = { en = "Password of the database appliance is weak", ja = "データベースアプライアンスのパスワードが弱い" },
  severity = "high",
  on       = "sakura.database.appliance",
  redact   = true,
  items    = { "ds200-3:1-2", "muni-3:31" },
  refs     = { "cwe:521" },
  fix      = {
    en = "Choose at least 10 characters of four kinds that are in no dictionary.",
    ja = "英大文字、英小文字、数字、記号を含む10文字以上で、推測されにくいものにする。",
  },
  check    = literal.weak("password"),
}
