-- SPDX-License-Identifier: Apache-2.0
-- RDS: what parameter groups and proxies ask of clients, and what PostgreSQL logs. The databases are in rds.lua.

model "aws.rds.parameter_group" {
  label  = { en = "RDS parameter group", ja = "RDSパラメーターグループ" },
  fields = { family = text, force_ssl = text, secure_transport = text },
}
local parameter_group = {
  family           = "Family",
  force_ssl        = 'Parameters."rds.force_ssl"',
  secure_transport = "Parameters.require_secure_transport",
}
bind "aws.rds.parameter_group" "cloudformation:AWS::RDS::DBParameterGroup" (parameter_group)
bind "aws.rds.parameter_group" "cloudformation:AWS::RDS::DBClusterParameterGroup" (parameter_group)

local group_of_terraform = {
  names            = "name",
  family           = "family",
  force_ssl        = "parameter[name=rds.force_ssl].value",
  secure_transport = "parameter[name=require_secure_transport].value",
}
bind "aws.rds.parameter_group" "terraform:aws_db_parameter_group" (group_of_terraform)
bind "aws.rds.parameter_group" "terraform:aws_rds_cluster_parameter_group" (group_of_terraform)

model "aws.rds.proxy" {
  label  = { en = "RDS proxy", ja = "RDSプロキシ" },
  fields = { require_tls = flag },
}
bind "aws.rds.proxy" "cloudformation:AWS::RDS::DBProxy" {
  names       = "DBProxyName",
  require_tls = { "RequireTLS", default = false },
}
bind "aws.rds.proxy" "terraform:aws_db_proxy" {
  names       = "name",
  require_tls = { "require_tls", default = false },
}

-- ---- TLS ----------------------------------------------------------------------------------------------------

local on <const> = { "1", "on", "true" }

rule "aws-rds-tls-not-required" {
  title    = { en = "Database accepts connections without TLS", ja = "データベースがTLSなしの接続を受け付ける" },
  severity = "medium",
  on       = "aws.rds.parameter_group",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV2_AWS_69" },
  fix      = {
    en = "Set rds.force_ssl (PostgreSQL, SQL Server) to 1 or require_secure_transport (MySQL, MariaDB) to ON.",
    ja = "rds.force_ssl（PostgreSQL、SQL Server）を1、またはrequire_secure_transport（MySQL、MariaDB）をONに設定する。",
  },
  check    = function(g)
    local engine, major = re.match(g.family or "", "^(postgres|aurora-postgresql|sqlserver|mysql|aurora-mysql|mariadb)[^0-9]*([0-9]*)")
    if engine == nil then return skip() end
    if engine:has("postgres") or engine == "sqlserver" then
      -- PostgreSQL asks for TLS by itself from version 15 on (Aurora: 17)
      local own = engine == "postgres" and 15 or engine == "aurora-postgresql" and 17
      if g.force_ssl == nil and own and (tonumber(major) or 0) >= own then return end
      if not includes(on, g.force_ssl and g.force_ssl:lower()) then fail("force_ssl") end
    elseif not includes(on, g.secure_transport and g.secure_transport:lower()) then
      fail("secure_transport")
    end
  end,
}

rule "aws-rds-proxy-tls-not-required" {
  title    = { en = "RDS proxy accepts connections without TLS", ja = "RDSプロキシがTLSなしの接続を受け付ける" },
  severity = "medium",
  on       = "aws.rds.proxy",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  fix      = {
    en = "Set RequireTLS (Terraform: require_tls) to true.",
    ja = "RequireTLS（Terraform: require_tls）をtrueに設定する。",
  },
  check    = function(p)
    if not p.require_tls then fail("require_tls") end
  end,
}

-- ---- PostgreSQL ---------------------------------------------------------------------------------------------

rule "aws-rds-no-query-log" {
  title    = { en = "PostgreSQL does not log its statements", ja = "PostgreSQLのクエリログが有効になっていない" },
  severity = "low",
  on       = "aws.rds.db",
  origins  = { "cloudformation", "terraform" },
  items    = { "ds200-2:3-7", "ds200-3:6-1" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV2_AWS_27", "checkov:CKV2_AWS_30" },
  fix      = {
    en = "Set log_statement and log_min_duration_statement in a parameter group of your own.",
    ja = "独自のパラメーターグループでlog_statementとlog_min_duration_statementを設定する。",
  },
  check    = function(d)
    if d.member or not re.test(d.engine or "", "(?i)^(aurora-)?postgres") then return skip() end
    if d.log_statement == nil or d.log_statement == "none" then fail("log_statement")
    elseif d.log_duration == nil or d.log_duration == "-1" then fail("log_duration") end
  end,
}

-- The first version of each major one in which log_fdw no longer lets its users read files of AWS (AWS-2022-004).
local fixed <const> = {
  postgres = { ["9"] = "9.6.22", ["10"] = "10.17", ["11"] = "11.12", ["12"] = "12.7", ["13"] = "13.3" },
  ["aurora-postgresql"] = { ["9"] = "9.7", ["10"] = "10.14", ["11"] = "11.9", ["12"] = "12.4" },
}

rule "aws-rds-log-fdw" {
  title    = {
    en = "PostgreSQL version lets users of log_fdw read files of the host",
    ja = "log_fdw拡張からホストのファイルを読み取れる脆弱なPostgreSQLのバージョンを使っている",
  },
  severity = "high",
  on       = "aws.rds.db",
  origins  = { "cloudformation", "terraform" },
  items    = { "ds200-2:7-5", "ds200-3:4-2" },
  refs     = { "cwe:22" },
  aka      = { "checkov:CKV_AWS_250" },
  fix      = {
    en = "Set EngineVersion (Terraform: engine_version) to a supported version.",
    ja = "EngineVersion（Terraform: engine_version）をサポート中のバージョンにする。",
  },
  check    = function(d)
    local versions = fixed[d.engine or ""]
    if versions == nil or d.version == nil then return skip() end
    local major, minor = re.match(d.version, "^([0-9]+)[.]?([0-9]*)")
    local first = versions[major or ""]
    if first == nil then return end
    -- "13" and "9.6" name no release: the newest of them is installed
    if minor == "" or major == "9" and not re.test(d.version, "^9[.][0-9]+[.]") then return end
    if version.compare(d.version, first) < 0 then fail("version") end
  end,
}

-- ---- MySQL --------------------------------------------------------------------------------------------------

rule "aws-rds-no-audit-log" {
  title    = { en = "Aurora MySQL does not export its audit log", ja = "Aurora MySQLの監査ログが出力されていない" },
  severity = "medium",
  on       = "aws.rds.db",
  origins  = { "cloudformation", "terraform" },
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AWS_325" },
  fix      = {
    en = "Add audit to EnableCloudwatchLogsExports (Terraform: enabled_cloudwatch_logs_exports).",
    ja = "EnableCloudwatchLogsExports（Terraform: enabled_cloudwatch_logs_exports）にauditを追加する。",
  },
  check    = function(d)
    if not d.cluster or not includes({ "aurora", "aurora-mysql" }, d.engine) then return skip() end
    if includes(d.logs, "audit") then return end
    if d.logs == nil or #d.logs == 0 then return skip() end     -- aws-rds-no-log-export says so
    fail("logs")
  end,
}
