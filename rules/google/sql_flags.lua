-- SPDX-License-Identifier: Apache-2.0
-- Cloud SQL: flags of the database engines. The model is in sql.lua.

-- The flag of this name. A name that cannot be known may be it: then there is no verdict.
local function find(d, name)
  for f in each(d.flags) do
    if known(f, "name") and f.name == name then return f end
  end
  for f in each(d.flags) do
    if f.name == name then return f end
  end
end

-- Major version, 8 for "MYSQL_8_0_31".
local function major(d)
  return tonumber((re.match(d.version, "^[A-Z]+_([0-9]+)"))) or 0
end

-- One rule about one flag. default: what counts when the flag is not set, a text or a function of the instance;
-- good: values that are right, or bad: values that are wrong.
local function flag(r)
  rule("google-sql-" .. r.id) {
    title    = { en = r.en, ja = r.ja },
    severity = r.severity or "low",
    on       = "google.sql.instance",
    items    = r.items,
    aka      = r.aka,
    fix      = {
      en = "Add a database_flags block with name = \"" .. r.name .. "\" and value = \"" .. r.set .. "\".",
      ja = "database_flagsブロックでname = \"" .. r.name .. "\"、value = \"" .. r.set .. "\"を設定する。",
    },
    check    = function(d)
      if not (d.version or ""):starts(r.engine) then return skip() end
      local f = find(d, r.name)
      local value = f and f.value or type(r.default) == "function" and r.default(d) or r.default
      value = tostring(value):lower()
      local wrong = r.bad and includes(r.bad, value) or r.good and not includes(r.good, value)
      if wrong then fail(f and { f, "value" } or d) end
    end,
  }
end

local on <const>, off <const> = { "on", "1", "true" }, { "off", "0", "false" }
local logs <const> = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" }
local hardening <const> = { "ds200-2:4-4", "ds200-2:3-3" }

local function items(cis, list)
  local ret = { "cis-gcp-2.0.0:" .. cis }
  for _, item in ipairs(list) do table.insert(ret, item) end
  return ret
end

-- ---- MySQL --------------------------------------------------------------------------------------------------

flag {
  id = "mysql-local-infile", engine = "MYSQL", name = "local_infile", set = "off",
  en = "Clients of MySQL can have files read into the database", ja = "MySQLのlocal_infileが有効になっている",
  severity = "medium", items = items("6.1.3", hardening), aka = { "checkov:CKV_GCP_50", "trivy:GCP-0026" },
  default = function(d) return major(d) < 8 and "on" or "off" end, good = off,
}
flag {
  id = "mysql-show-databases", engine = "MYSQL", name = "skip_show_database", set = "on",
  en = "Every user of MySQL can list the databases", ja = "MySQLの全ユーザーがデータベースの一覧を参照できる",
  items = items("6.1.2", hardening), default = "off", good = on,
}

-- ---- PostgreSQL: what is logged -----------------------------------------------------------------------------

flag {
  id = "pg-no-log-connections", engine = "POSTGRES", name = "log_connections", set = "on",
  en = "Connections to PostgreSQL are not logged", ja = "PostgreSQLの接続がログに記録されない",
  items = items("6.2.2", logs), aka = { "checkov:CKV_GCP_52", "trivy:GCP-0016" },
  default = "off", good = on,
}
flag {
  id = "pg-no-log-disconnections", engine = "POSTGRES", name = "log_disconnections", set = "on",
  en = "Ends of PostgreSQL sessions are not logged", ja = "PostgreSQLの切断がログに記録されない",
  items = items("6.2.3", logs), aka = { "checkov:CKV_GCP_53", "trivy:GCP-0022" },
  default = "off", good = on,
}
flag {
  id = "pg-no-log-checkpoints", engine = "POSTGRES", name = "log_checkpoints", set = "on",
  en = "Checkpoints of PostgreSQL are not logged", ja = "PostgreSQLのチェックポイントがログに記録されない",
  severity = "info", aka = { "checkov:CKV_GCP_51", "trivy:GCP-0025" },
  default = function(d) return major(d) < 15 and "off" or "on" end, good = on,
}
flag {
  id = "pg-no-log-lock-waits", engine = "POSTGRES", name = "log_lock_waits", set = "on",
  en = "Long waits for locks in PostgreSQL are not logged", ja = "PostgreSQLのロック待ちがログに記録されない",
  severity = "info", aka = { "checkov:CKV_GCP_54", "trivy:GCP-0020" },
  default = function(d) return major(d) < 18 and "off" or "on" end, good = on,
}
flag {
  id = "pg-no-log-temp-files", engine = "POSTGRES", name = "log_temp_files", set = "0",
  en = "Temporary files of PostgreSQL are not all logged", ja = "PostgreSQLの一時ファイルの一部がログに記録されない",
  severity = "info", aka = { "checkov:CKV_GCP_56", "trivy:GCP-0014" }, default = "-1", good = { "0" },
}
flag {
  id = "pg-no-log-statement", engine = "POSTGRES", name = "log_statement", set = "ddl",
  en = "Changes of the PostgreSQL schema are not logged", ja = "PostgreSQLのDDL文がログに記録されない",
  items = items("6.2.4", logs), aka = { "checkov:CKV_GCP_111" },
  default = "none", good = { "ddl", "mod", "all" },
}
flag {
  id = "pg-log-messages", engine = "POSTGRES", name = "log_min_messages", set = "warning",
  en = "PostgreSQL logs messages at an unfit level", ja = "PostgreSQLのログ出力レベルが適切でない",
  items = logs, aka = { "checkov:CKV_GCP_55", "trivy:GCP-0018" },
  default = "warning", bad = { "fatal", "panic", "debug6" },
}
flag {
  id = "pg-log-error-statement", engine = "POSTGRES", name = "log_min_error_statement", set = "error",
  en = "PostgreSQL statements that fail are not logged", ja = "PostgreSQLでエラーになったSQL文がログに記録されない",
  items = items("6.2.6", logs), aka = { "checkov:CKV_GCP_109" },
  default = "error", bad = { "log", "fatal", "panic" },
}
flag {
  id = "pg-no-log-duration", engine = "POSTGRES", name = "log_duration", set = "on",
  en = "The time that PostgreSQL statements take is not logged", ja = "PostgreSQLでSQL文の所要時間がログに記録されない",
  severity = "info", items = { "muni-3:42" }, aka = { "checkov:CKV2_GCP_13" }, default = "off", good = on,
}
flag {
  id = "pg-no-audit", engine = "POSTGRES", name = "cloudsql.enable_pgaudit", set = "on",
  en = "Audit extension of PostgreSQL is off", ja = "PostgreSQLのpgAuditが有効になっていない",
  severity = "medium", items = items("6.2.8", logs), aka = { "checkov:CKV_GCP_110" }, default = "off", good = on,
}

-- ---- PostgreSQL: what must not be logged --------------------------------------------------------------------

local secrets_in_logs <const> = { "ds200-2:4-4" }

flag {
  id = "pg-log-slow-statements", engine = "POSTGRES", name = "log_min_duration_statement", set = "-1",
  en = "Text of slow PostgreSQL statements is logged", ja = "PostgreSQLで遅いSQL文の内容がログに記録される",
  items = items("6.2.7", secrets_in_logs), aka = { "checkov:CKV_GCP_57", "trivy:GCP-0021" },
  default = "-1", good = { "-1" },
}
flag {
  id = "pg-log-verbose", engine = "POSTGRES", name = "log_error_verbosity", set = "default",
  en = "PostgreSQL logs errors with internal detail", ja = "PostgreSQLのエラーログが詳細すぎる",
  items = items("6.2.1", secrets_in_logs), default = "default", bad = { "verbose" },
}
for _, s in ipairs({
  { "executor", "14", "実行器" }, { "parser", "15", "構文解析器" }, { "planner", "16", "プランナー" },
  { "statement", "17", "SQL文" },
}) do
  flag {
    id = "pg-log-" .. s[1] .. "-stats", engine = "POSTGRES", name = "log_" .. s[1] .. "_stats", set = "off",
    en = "Statistics of PostgreSQL's " .. s[1] .. " are logged for every query",
    ja = "PostgreSQLの" .. s[3] .. "の統計がクエリごとにログに記録される",
    items = secrets_in_logs, aka = { "checkov:CKV2_GCP_" .. s[2] }, default = "off", good = off,
  }
end

-- ---- SQL Server ---------------------------------------------------------------------------------------------

flag {
  id = "mssql-external-scripts", engine = "SQLSERVER", name = "external scripts enabled", set = "off",
  en = "External scripts may run in SQL Server", ja = "SQL Serverで外部スクリプトの実行が有効になっている",
  severity = "medium", items = items("6.3.1", hardening), default = "off", good = off,
}
flag {
  id = "mssql-ownership-chaining", engine = "SQLSERVER", name = "cross db ownership chaining", set = "off",
  en = "Owners reach across databases of SQL Server", ja = "SQL Serverでデータベース間の所有権の継承が有効になっている",
  severity = "medium", items = items("6.3.2", { "ds200-2:4-4", "muni-3:17" }),
  aka = { "checkov:CKV_GCP_58", "trivy:GCP-0019" }, default = "off", good = off,
}
flag {
  id = "mssql-user-connections", engine = "SQLSERVER", name = "user connections", set = "0",
  en = "Number of connections to SQL Server is limited by hand", ja = "SQL Serverの同時接続数が手動で制限されている",
  severity = "info", items = { "cis-gcp-2.0.0:6.3.3" }, default = "0", good = { "0" },
}
flag {
  id = "mssql-remote-access", engine = "SQLSERVER", name = "remote access", set = "off",
  en = "Other servers may run procedures in SQL Server", ja = "SQL Serverでリモートアクセスが有効になっている",
  severity = "medium", items = items("6.3.5", hardening), default = "on", good = off,
}
flag {
  id = "mssql-trace-3625", engine = "SQLSERVER", name = "3625", set = "on",
  en = "Error messages of SQL Server show details to all users", ja = "SQL Serverのエラーメッセージが全ユーザーに詳細を示す",
  items = items("6.3.6", { "ds200-2:4-4" }), default = "off", good = on,
}
flag {
  id = "mssql-contained-auth", engine = "SQLSERVER", name = "contained database authentication", set = "off",
  en = "Databases of SQL Server keep logins of their own", ja = "SQL Serverで包含データベース認証が有効になっている",
  severity = "medium", items = items("6.3.7", { "ds200-2:4-4", "muni-3:17" }),
  aka = { "checkov:CKV_GCP_59", "trivy:GCP-0023" }, default = "off", good = off,
}
