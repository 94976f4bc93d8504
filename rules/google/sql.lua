-- SPDX-License-Identifier: Apache-2.0
-- Cloud SQL: exposure, TLS, backups, users. The engines' own flags are in sql_flags.lua.
local network = lib "network"
local literal = lib "literal"

model "google.sql.instance" {
  label  = { en = "Cloud SQL instance", ja = "Cloud SQLインスタンス" },
  fields = {
    name = text,
    version = text,                 -- "POSTGRES_15", "MYSQL_8_0", "SQLSERVER_2019_STANDARD"
    replica = flag,
    require_ssl = flag, ssl_mode = text,
    public_ip = flag,
    networks = list,                -- who may connect: { name, value }
    backup = flag, point_in_time = flag,
    deletion_protection = flag,
    customer_key = flag,
    availability = text,
    root_password = text,
    flags = list,                   -- { name, value }
  },
}

local ip <const> = "settings[0].ip_configuration[0]."
local backup <const> = "settings[0].backup_configuration[0]."

bind "google.sql.instance" "terraform:google_sql_database_instance" {
  names               = "name",
  name                = "name",
  version             = "database_version",
  replica             = { "master_instance_name", present = true },
  require_ssl         = { ip .. "require_ssl", default = false },
  ssl_mode            = ip .. "ssl_mode",
  public_ip           = { ip .. "ipv4_enabled", default = true },
  networks            = ip .. "authorized_networks",
  backup              = { backup .. "enabled", default = false },
  point_in_time       = {
    backup .. "point_in_time_recovery_enabled", backup .. "binary_log_enabled", default = false,
  },
  deletion_protection = { "settings[0].deletion_protection_enabled", default = false },
  customer_key        = { "encryption_key_name", present = true },
  availability        = { "settings[0].availability_type", default = "ZONAL" },
  root_password       = "root_password",
  flags               = "settings[0].database_flags",
}

model "google.sql.user" {
  label  = { en = "Cloud SQL user", ja = "Cloud SQLユーザー" },
  fields = { name = text, password = text, has_password = flag, type = text, version = text, host = text },
}
bind "google.sql.user" "terraform:google_sql_user" {
  with         = { instance = { "terraform:google_sql_database_instance", to = "instance" } },
  name         = "name",
  password     = { "password", "password_wo" },
  has_password = { "password", "password_wo", "password_wo_version", present = true },
  type         = { "type", default = "BUILT_IN" },
  version      = "instance:database_version",
  host         = "host",
}

-- ---- exposure and TLS ---------------------------------------------------------------------------------------

rule "google-sql-no-tls" {
  title    = { en = "Cloud SQL accepts connections without TLS", ja = "Cloud SQLがTLSなしの接続を受け付ける" },
  severity = "high",
  on       = "google.sql.instance",
  items    = { "cis-gcp-2.0.0:6.4", "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_GCP_6", "trivy:GCP-0015" },
  fix      = {
    en = "Set ssl_mode to \"ENCRYPTED_ONLY\" or \"TRUSTED_CLIENT_CERTIFICATE_REQUIRED\" in ip_configuration.",
    ja = "ip_configurationのssl_modeを\"ENCRYPTED_ONLY\"または\"TRUSTED_CLIENT_CERTIFICATE_REQUIRED\"に設定する。",
  },
  check    = function(d)
    if d.ssl_mode == nil then
      if not d.require_ssl then fail("require_ssl") end
    elseif d.ssl_mode:starts("ALLOW_") then
      fail("ssl_mode")
    end
  end,
}

rule "google-sql-open-to-world" {
  title    = { en = "Every address may connect to Cloud SQL", ja = "Cloud SQLへの接続が全アドレスに許可されている" },
  severity = "critical",
  on       = "google.sql.instance",
  items    = { "cis-gcp-2.0.0:6.5", "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_11", "trivy:GCP-0017" },
  fix      = {
    en = "Limit authorized_networks to known addresses, or use private addresses only.",
    ja = "authorized_networksを既知のアドレスに限定する。または内部IPだけを使う。",
  },
  check    = function(d)
    for n in each(d.networks) do
      if network.anyone(n.value or "") then fail({ n, "value" }) end
    end
  end,
}

rule "google-sql-public-ip" {
  title    = {
    en = "Cloud SQL instance has a public address",
    ja = "Cloud SQLインスタンスにパブリックIPアドレスが割り当てられている",
  },
  severity = "medium",
  on       = "google.sql.instance",
  items    = { "cis-gcp-2.0.0:6.6", "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_60" },
  fix      = {
    en = "Set ipv4_enabled to false and private_network in ip_configuration.",
    ja = "ip_configurationでipv4_enabledをfalseとし、private_networkを設定する。",
  },
  check    = function(d)
    if d.public_ip then fail("public_ip") end
  end,
}

-- ---- users --------------------------------------------------------------------------------------------------

rule "google-sql-root-no-password" {
  title    = {
    en = "Administrator of the MySQL database in Cloud SQL has no password",
    ja = "Cloud SQLのMySQL管理者にパスワードがない",
  },
  severity = "critical",
  on       = "google.sql.user",
  items    = { "ds200-3:1-2", "ds200-2:4-4" },
  refs     = { "cwe:521" },
  aka      = { "checkov:CKV2_GCP_7" },
  fix      = { en = "Set password.", ja = "passwordを設定する。" },
  check    = function(u)
    if not re.test(u.name or "", "^root([^a-z0-9]|$)") or u.type ~= "BUILT_IN" then return skip() end
    if not (u.version or ""):starts("MYSQL") then return skip() end
    if unresolved(u, "has_password") then return end        -- some value is handed in
    if not u.has_password then fail("has_password") end
  end,
}

rule "google-sql-password-literal" {
  title    = {
    en = "Password of a Cloud SQL user is written in the code",
    ja = "Cloud SQLのユーザーのパスワードがコードに直接書かれている",
  },
  severity = "critical",
  on       = "google.sql.user",
  redact   = true,
  items    = { "ds200-3:1-3", "muni-3:33" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Generate it, or read it from Secret Manager, with password_wo; change the password.",
    ja = "生成するかSecret Managerから読み、password_woで渡す。パスワードを変更する。",
  },
  check    = literal.written("password"),
}

rule "google-sql-root-password-literal" {
  title    = {
    en = "Root password of Cloud SQL is written in the code",
    ja = "Cloud SQLのrootパスワードがコードに直接書かれている",
  },
  severity = "critical",
  on       = "google.sql.instance",
  redact   = true,
  items    = { "ds200-3:1-3", "muni-3:33" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Generate it, or read it from Secret Manager, with root_password_wo; change the password.",
    ja = "生成するかSecret Managerから読み、root_password_woで渡す。パスワードを変更する。",
  },
  check    = literal.written("root_password"),
}

-- ---- recovery and upkeep ------------------------------------------------------------------------------------

rule "google-sql-no-backup" {
  title    = { en = "Cloud SQL instance is not backed up", ja = "Cloud SQLの自動バックアップが有効になっていない" },
  severity = "medium",
  on       = "google.sql.instance",
  items    = { "cis-gcp-2.0.0:6.7", "ds200-2:7-8", "muni-3:41" },
  aka      = { "checkov:CKV_GCP_14", "trivy:GCP-0024" },
  fix      = {
    en = "Set enabled to true in backup_configuration.",
    ja = "backup_configurationのenabledをtrueに設定する。",
  },
  check    = function(d)
    if d.replica then return skip() end
    if not d.backup then fail("backup") end
  end,
}

rule "google-sql-no-point-in-time" {
  title    = {
    en = "Cloud SQL instance cannot be restored to a point in time",
    ja = "Cloud SQLのポイントインタイムリカバリが有効になっていない",
  },
  severity = "low",
  on       = "google.sql.instance",
  items    = { "ds200-2:7-8", "muni-3:41" },
  aka      = { "checkov:CKV2_GCP_20" },
  fix      = {
    en = "Set point_in_time_recovery_enabled (MySQL: binary_log_enabled) to true in backup_configuration.",
    ja = "backup_configurationのpoint_in_time_recovery_enabled（MySQLはbinary_log_enabled）をtrueに設定する。",
  },
  check    = function(d)
    if d.replica or known(d, "backup") and not d.backup then return skip() end     -- said by google-sql-no-backup
    if not d.point_in_time then fail("point_in_time") end
  end,
}

rule "google-sql-no-deletion-protection" {
  title    = {
    en = "Cloud SQL instance can be deleted by mistake",
    ja = "Cloud SQLの削除保護が有効になっていない",
  },
  severity = "low",
  on       = "google.sql.instance",
  items    = { "muni-3:19" },
  fix      = {
    en = "Set deletion_protection_enabled to true in settings.",
    ja = "settingsのdeletion_protection_enabledをtrueに設定する。",
  },
  check    = function(d)
    if d.replica then return skip() end
    if not d.deletion_protection then fail("deletion_protection") end
  end,
}

rule "google-sql-single-zone" {
  title    = { en = "Cloud SQL instance runs in one zone", ja = "Cloud SQLインスタンスが単一のゾーンで動作する" },
  severity = "low",
  on       = "google.sql.instance",
  items    = { "muni-3:30" },
  fix      = {
    en = "Set availability_type to \"REGIONAL\" in settings.",
    ja = "settingsのavailability_typeを\"REGIONAL\"に設定する。",
  },
  check    = function(d)
    if d.replica then return skip() end
    if d.availability ~= "REGIONAL" then fail("availability") end
  end,
}

rule "google-sql-no-customer-key" {
  title    = {
    en = "Cloud SQL instance is not encrypted with a customer-managed key",
    ja = "Cloud SQLインスタンスが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "google.sql.instance",
  items    = { "ds200-2:4-4", "muni-3:38" },
  fix      = { en = "Set encryption_key_name.", ja = "encryption_key_nameを設定する。" },
  check    = function(d)
    if d.replica then return skip() end
    if not d.customer_key then fail("customer_key") end
  end,
}

-- Their makers give no fixes any more (May 2026).
local ended <const> = {
  MYSQL_5_5 = true, MYSQL_5_6 = true, MYSQL_5_7 = true,
  POSTGRES_9_6 = true, POSTGRES_10 = true, POSTGRES_11 = true, POSTGRES_12 = true, POSTGRES_13 = true,
}

rule "google-sql-version-ended" {
  title    = {
    en = "Database version of Cloud SQL is past its support",
    ja = "Cloud SQLのデータベースのバージョンがサポートを終了している",
  },
  severity = "high",
  on       = "google.sql.instance",
  items    = { "ds200-2:2-4", "ds200-3:4-2" },
  refs     = { "cwe:1104" },
  fix      = {
    en = "Set database_version to a version that gets fixes.",
    ja = "database_versionをサポート中のバージョンに上げる。",
  },
  check    = function(d)
    local version = d.version or ""
    if ended[version] or re.test(version, "^SQLSERVER_(2012|2014)_") then fail("version") end
  end,
}
