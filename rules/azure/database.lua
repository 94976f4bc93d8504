-- SPDX-License-Identifier: Apache-2.0
-- Azure Database for MySQL, PostgreSQL and MariaDB: single and flexible servers, their parameters, and the
-- firewall rules of all databases.

model "azure.database.server" {
  label  = { en = "Database server", ja = "データベースサーバー" },
  fields = {
    engine = text,                              -- "mysql", "postgresql", "mariadb"
    flexible = flag, replica = flag, tls = flag, min_tls = text,     -- of single servers
    public_network = flag, subnet = flag, endpoint = flag,
    double_encryption = flag, threats = flag, geo_backup = flag, backup_days = number, standby = flag,
  },
}

local endpoint <const> = {
  "terraform:azurerm_private_endpoint", by = "private_service_connection[0].private_connection_resource_id",
}

local function single(engine)
  return {
    with              = { link = endpoint },
    names             = "name",
    engine            = { default = engine },
    replica           = { "create_mode", is = "Replica", default = false },
    flexible          = { default = false },
    tls               = {
      "ssl_enforcement_enabled", "ssl_enforcement", default = false,
      map = { Enabled = true, Disabled = false },
    },
    min_tls           = {
      "ssl_minimal_tls_version_enforced", default = "1.2",
      map = { TLSEnforcementDisabled = "0", TLS1_0 = "1.0", TLS1_1 = "1.1", TLS1_2 = "1.2" },
    },
    public_network    = { "public_network_access_enabled", default = true },
    subnet            = { default = false },
    endpoint          = { "link:private_service_connection", present = true },
    double_encryption = { "infrastructure_encryption_enabled", default = false },
    threats           = { "threat_detection_policy[0].enabled", default = false },
    geo_backup        = { "geo_redundant_backup_enabled", default = false },
    backup_days       = { "backup_retention_days", default = 7 },
  }
end

for _, engine in ipairs { "mysql", "postgresql", "mariadb" } do
  bind "azure.database.server" ("terraform:azurerm_" .. engine .. "_server") (single(engine))
end

-- TLS and its version are parameters there, on by default.
local function flexible(engine)
  return {
    with           = { link = endpoint },
    names          = "name",
    engine         = { default = engine },
    flexible       = { default = true },
    replica        = { "create_mode", is = { "Replica", "GeoReplica" }, default = false },
    public_network = {
      "public_network_access_enabled", "public_network_access", default = true,
      map = { Enabled = true, Disabled = false },
    },
    subnet         = { "delegated_subnet_id", present = true },
    endpoint       = { "link:private_service_connection", present = true },
    geo_backup     = { "geo_redundant_backup_enabled", default = false },
    backup_days    = { "backup_retention_days", default = 7 },
    standby        = { "high_availability[0].mode", present = true },
  }
end

bind "azure.database.server" "terraform:azurerm_mysql_flexible_server" (flexible("mysql"))
bind "azure.database.server" "terraform:azurerm_postgresql_flexible_server" (flexible("postgresql"))

model "azure.database.parameter" {
  label  = { en = "Database server parameter", ja = "データベースサーバーのパラメーター" },
  fields = { engine = text, name = text, value = text },
}

for _, of in ipairs {
  { "postgresql_configuration", "postgresql" }, { "postgresql_flexible_server_configuration", "postgresql" },
  { "mysql_configuration", "mysql" }, { "mysql_flexible_server_configuration", "mysql" },
  { "mariadb_configuration", "mariadb" },
} do
  bind "azure.database.parameter" ("terraform:azurerm_" .. of[1]) {
    engine = { default = of[2] },
    name   = { "name", default = "" },
    value  = { "value", default = "" },
  }
end

model "azure.database.firewall_rule" {
  label  = { en = "Database firewall rule", ja = "データベースのファイアウォール規則" },
  fields = { first = text, last = text, public_network = flag },
}

-- Each kind of rule: of which server, and by which attribute.
for _, of in ipairs {
  { "sql_firewall_rule", "sql_server", "server_name" },
  { "mssql_firewall_rule", "mssql_server", "server_id" },
  { "mysql_firewall_rule", "mysql_server", "server_name" },
  { "mysql_flexible_server_firewall_rule", "mysql_flexible_server", "server_name" },
  { "postgresql_firewall_rule", "postgresql_server", "server_name" },
  { "postgresql_flexible_server_firewall_rule", "postgresql_flexible_server", "server_id" },
  { "mariadb_firewall_rule", "mariadb_server", "server_name" },
  { "synapse_firewall_rule", "synapse_workspace", "synapse_workspace_id" },
} do
  bind "azure.database.firewall_rule" ("terraform:azurerm_" .. of[1]) {
    with           = { server = { "terraform:azurerm_" .. of[2], to = of[3] } },
    first          = { "start_ip_address", default = "" },
    last           = { "end_ip_address", default = "" },
    public_network = { "server:public_network_access_enabled", default = true },
  }
end

-- ---- connections --------------------------------------------------------------------------------

local function tls_not_required(engine, label, items, aka)
  rule("azure-" .. engine .. "-tls-not-required") {
    title    = {
      en = label .. " server accepts connections without TLS",
      ja = label .. "サーバーがTLSなしの接続を受け付ける",
    },
    severity = "high",
    on       = "azure.database.server",
    items    = items,
    refs     = { "cwe:319" },
    aka      = aka,
    fix      = {
      en = "Set ssl_enforcement_enabled to true.",
      ja = "ssl_enforcement_enabledをtrueに設定する。",
    },
    check    = function(s)
      if s.engine ~= engine or s.flexible then return skip() end
      if not s.tls then fail("tls") end
    end,
  }
end

tls_not_required("postgresql", "PostgreSQL", {
  "ds200-2:4-4", "ds200-3:3-1", "muni-3:22", "cis-azure-2.0.0:4.3.1", "cis-azure-3.0.0:5.2.1",
}, { "checkov:CKV_AZURE_29", "trivy:AZU-0020" })
tls_not_required("mysql", "MySQL", {
  "ds200-2:4-4", "ds200-3:3-1", "muni-3:22", "cis-azure-3.0.0:5.3.1",
}, { "checkov:CKV_AZURE_28", "trivy:AZU-0020" })
tls_not_required("mariadb", "MariaDB", {
  "ds200-2:4-4", "ds200-3:3-1", "muni-3:22",
}, { "checkov:CKV_AZURE_47", "checkov:CKV2_AZURE_37", "trivy:AZU-0020" })

rule "azure-database-old-tls" {
  title    = {
    en = "Database server accepts TLS older than 1.2",
    ja = "データベースサーバーがTLS 1.2より古い版を受け付ける",
  },
  severity = "medium",
  on       = "azure.database.server",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:326" },
  aka      = {
    "checkov:CKV_AZURE_54", "checkov:CKV_AZURE_147", "checkov:CKV2_AZURE_37", "trivy:AZU-0026",
  },
  fix      = {
    en = "Set ssl_minimal_tls_version_enforced to TLS1_2.",
    ja = "ssl_minimal_tls_version_enforcedをTLS1_2に設定する。",
  },
  check    = function(s)
    if s.flexible then return skip() end
    if version.compare(s.min_tls, "1.2") < 0 then fail("min_tls") end
  end,
}

local off <const> = { "off", "false", "0" }

local function tls_turned_off(engine, label, item)
  rule("azure-" .. engine .. "-parameter-no-tls") {
    title    = {
      en = "Parameter turns the need for TLS off for " .. label,
      ja = label .. "のパラメーターでTLSの必須化が無効になっている",
    },
    severity = "high",
    on       = "azure.database.parameter",
    items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22", item },
    refs     = { "cwe:319" },
    fix      = {
      en = "Set require_secure_transport to ON.",
      ja = "require_secure_transportをONに設定する。",
    },
    check    = function(p)
      if p.engine ~= engine or p.name ~= "require_secure_transport" then return skip() end
      if includes(off, p.value:lower()) then fail("value") end
    end,
  }
end

tls_turned_off("postgresql", "PostgreSQL", "cis-azure-3.0.0:5.2.1")
tls_turned_off("mysql", "MySQL", "cis-azure-3.0.0:5.3.1")

rule "azure-database-parameter-old-tls" {
  title    = {
    en = "Parameter of the database server admits TLS older than 1.2",
    ja = "データベースサーバーのパラメーターがTLS 1.2より古い版を許可している",
  },
  severity = "medium",
  on       = "azure.database.parameter",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:326" },
  fix      = {
    en = "Set tls_version (PostgreSQL: ssl_min_protocol_version) to TLSv1.2 or newer.",
    ja = "tls_version（PostgreSQLではssl_min_protocol_version）をTLSv1.2以降に設定する。",
  },
  check    = function(p)
    if p.name ~= "tls_version" and p.name ~= "ssl_min_protocol_version" then return skip() end
    for v in each(p.value:split(",")) do
      if re.test(v, "(?i)^ *TLSv1(\\.1)? *$") then fail("value") end
    end
  end,
}

-- ---- who may reach it ---------------------------------------------------------------------------

rule "azure-database-public-network" {
  title    = {
    en = "Database server can be reached from public networks",
    ja = "データベースサーバーへのパブリックネットワークアクセスが有効になっている",
  },
  severity = "low",
  on       = "azure.database.server",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_48", "checkov:CKV_AZURE_53", "checkov:CKV_AZURE_68", "trivy:AZU-0022" },
  fix      = {
    en = "Set public_network_access_enabled to false, or put a flexible server into a subnet (delegated_subnet_id).",
    ja = "public_network_access_enabledをfalseに設定する。フレキシブルサーバーはdelegated_subnet_idでサブネットに置く。",
  },
  check    = function(s)
    if not s.subnet and s.public_network then fail("public_network") end
  end,
}

rule "azure-database-no-private-endpoint" {
  title    = {
    en = "Database server has no private endpoint",
    ja = "データベースサーバーにプライベートエンドポイントがない",
  },
  severity = "info",
  on       = "azure.database.server",
  items    = { "ds200-2:3-6" },
  aka      = { "checkov:CKV2_AZURE_42", "checkov:CKV2_AZURE_56", "checkov:CKV2_AZURE_57" },
  fix      = {
    en = "Add azurerm_private_endpoint whose private_connection_resource_id is the server.",
    ja = "private_connection_resource_idにサーバーを指定したazurerm_private_endpointを追加する。",
  },
  check    = function(s)
    if not s.subnet and not s.endpoint then fail("endpoint") end
  end,
}

-- Without public network access the rules of the firewall count for nothing.
local function idle(f)
  return known(f, "public_network") and not f.public_network
end

local function number_of(address)
  local a, b, c, d = re.match(address, "^([0-9]+)\\.([0-9]+)\\.([0-9]+)\\.([0-9]+)$")
  return a and ((tonumber(a) * 256 + tonumber(b)) * 256 + tonumber(c)) * 256 + tonumber(d)
end

rule "azure-database-firewall-open" {
  title    = {
    en = "Firewall rule opens the database to the internet",
    ja = "ファイアウォール規則がデータベースをインターネットに開放している",
  },
  severity = "critical",
  on       = "azure.database.firewall_rule",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16", "cis-azure-2.0.0:4.1.2", "cis-azure-3.0.0:5.1.2" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_11", "checkov:CKV2_AZURE_26", "trivy:AZU-0029" },
  fix      = {
    en = "Name the addresses that need access in start_ip_address and end_ip_address.",
    ja = "start_ip_addressとend_ip_addressで、必要なアドレスだけを許可する。",
  },
  check    = function(f)
    if idle(f) then return end
    local first, last = number_of(f.first), number_of(f.last)
    -- a /8 or more is nobody's own network
    if first and last and last - first >= 0xffffff then fail("last") end
  end,
}

rule "azure-database-azure-services" {
  title    = {
    en = "Firewall rule lets every service in Azure reach the database",
    ja = "ファイアウォール規則がAzure内の全サービスからの接続を許可している",
  },
  why      = {
    en = "That includes the virtual machines of every other customer of Azure.",
    ja = "他のAzure利用者の仮想マシンからも接続できる。",
  },
  severity = "medium",
  on       = "azure.database.firewall_rule",
  items    = { "ds200-2:3-2", "ds200-3:2-2" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_11", "checkov:CKV2_AZURE_6", "trivy:AZU-0029" },
  fix      = {
    en = "Remove the rule 0.0.0.0 to 0.0.0.0; use private endpoints or virtual network rules.",
    ja = "0.0.0.0から0.0.0.0の規則を削除し、プライベートエンドポイントか仮想ネットワーク規則を使う。",
  },
  check    = function(f)
    if idle(f) then return end
    if f.first == "0.0.0.0" and f.last == "0.0.0.0" then fail("first") end
  end,
}

-- ---- data ---------------------------------------------------------------------------------------

rule "azure-database-no-double-encryption" {
  title    = {
    en = "Database server has no infrastructure encryption",
    ja = "データベースサーバーのインフラストラクチャ暗号化が有効になっていない",
  },
  severity = "low",
  on       = "azure.database.server",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_AZURE_130" },
  fix      = {
    en = "Set infrastructure_encryption_enabled to true; the server must be made anew.",
    ja = "infrastructure_encryption_enabledをtrueに設定する（サーバーの再作成が必要）。",
  },
  check    = function(s)
    if s.flexible or s.engine == "mariadb" then return skip() end
    if not s.double_encryption then fail("double_encryption") end
  end,
}

rule "azure-database-no-geo-backup" {
  title    = {
    en = "Backups of the database stay in one region",
    ja = "データベースのバックアップが単一リージョンにのみ保存される",
  },
  severity = "low",
  on       = "azure.database.server",
  items    = { "ds200-2:7-8", "muni-3:41" },
  aka      = {
    "checkov:CKV_AZURE_94", "checkov:CKV_AZURE_102", "checkov:CKV_AZURE_129", "checkov:CKV_AZURE_136",
  },
  fix      = {
    en = "Set geo_redundant_backup_enabled to true.",
    ja = "geo_redundant_backup_enabledをtrueに設定する。",
  },
  check    = function(s)
    if s.replica then return end                -- the primary is the one with backups
    if not s.geo_backup then fail("geo_backup") end
  end,
}

rule "azure-database-short-backup" {
  title    = {
    en = "Backups of the database server are kept for less than 7 days",
    ja = "データベースサーバーのバックアップの保持期間が7日未満",
  },
  severity = "medium",
  on       = "azure.database.server",
  items    = { "ds200-2:7-8", "muni-3:41" },
  fix      = { en = "Set backup_retention_days to 7 or more.", ja = "backup_retention_daysを7以上に設定する。" },
  check    = function(s)
    if s.replica then return skip() end
    if s.backup_days < 7 then fail("backup_days", { en = "%s days", ja = "%s日", s.backup_days }) end
  end,
}

rule "azure-database-single-zone" {
  title    = {
    en = "Database server has no standby",
    ja = "データベースサーバーの高可用性が構成されていない",
  },
  severity = "low",
  on       = "azure.database.server",
  items    = { "muni-3:30" },
  fix      = { en = "Add high_availability.", ja = "high_availabilityを追加する。" },
  check    = function(s)
    if not s.flexible or s.replica then return skip() end
    if not s.standby then fail("standby") end
  end,
}

-- ---- records ------------------------------------------------------------------------------------

rule "azure-database-no-threat-detection" {
  title    = {
    en = "Threat detection of the database server is off",
    ja = "データベースサーバーの脅威検出が有効になっていない",
  },
  severity = "medium",
  on       = "azure.database.server",
  items    = { "ds200-2:3-8", "ds200-3:6-2", "muni-3:37" },
  aka      = { "checkov:CKV_AZURE_127", "checkov:CKV_AZURE_128" },
  fix      = {
    en = "Set enabled to true in threat_detection_policy.",
    ja = "threat_detection_policyのenabledをtrueに設定する。",
  },
  check    = function(s)
    if s.flexible or s.engine == "mariadb" then return skip() end
    if not s.threats then fail("threats") end
  end,
}

local function parameter_off(id, name, title, items, aka)
  rule(id) {
    title    = title,
    severity = "low",
    on       = "azure.database.parameter",
    items    = items,
    aka      = aka,
    fix      = { en = "Set " .. name .. " to ON.", ja = name .. "をONに設定する。" },
    check    = function(p)
      if p.name ~= name then return skip() end
      if includes(off, p.value:lower()) then fail("value") end
    end,
  }
end

local logging <const> = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" }

parameter_off("azure-postgresql-checkpoints-not-logged", "log_checkpoints", {
  en = "PostgreSQL does not log checkpoints",
  ja = "PostgreSQLのチェックポイントがログに記録されない",
}, nil, { "checkov:CKV_AZURE_30" })

parameter_off("azure-postgresql-connections-not-logged", "log_connections", {
  en = "PostgreSQL does not log connections",
  ja = "PostgreSQLへの接続がログに記録されない",
}, logging, { "checkov:CKV_AZURE_31" })

parameter_off("azure-postgresql-disconnections-not-logged", "log_disconnections", {
  en = "PostgreSQL does not log the end of connections",
  ja = "PostgreSQLの切断がログに記録されない",
}, logging, {})

parameter_off("azure-postgresql-no-throttling", "connection_throttling", {
  en = "PostgreSQL does not slow down repeated failed logins",
  ja = "PostgreSQLでログイン失敗時の接続制限が有効になっていない",
}, { "ds200-2:4-4" }, { "checkov:CKV_AZURE_32", "trivy:AZU-0021" })

parameter_off("azure-mysql-not-audited", "audit_log_enabled", {
  en = "Audit log of MySQL is off",
  ja = "MySQLの監査ログが有効になっていない",
}, logging, {})
