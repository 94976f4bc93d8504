-- SPDX-License-Identifier: Apache-2.0
-- Azure App Service: web apps and function apps, with their slots. How they are reached and who they are.

model "azure.appservice.app" {
  label  = { en = "App Service app", ja = "App Serviceアプリ" },
  fields = {
    func = flag,                -- a function app
    https_only = flag, min_tls = text, http2 = flag, ftps = text, auth = flag, auth_https = flag,
    client_cert = flag, identity = flag, debugging = flag, cors = list,
    python = text, node = text, php = text, dotnet = text,
    logged = flag, insights = flag,     -- of functions: to the storage account, to Application Insights
    http_logs = flag, errors = flag, failed_requests = flag, health_check = text,
  },
}

local function app(func, own)
  local ret = {
    func            = { default = func },
    https_only      = { "https_only", default = false },
    min_tls         = {
      "site_config[0].minimum_tls_version", "site_config[0].min_tls_version", default = "1.2",
    },
    http2           = { "site_config[0].http2_enabled", default = false },
    ftps            = { "site_config[0].ftps_state", default = "Disabled" },
    auth            = { "auth_settings[0].enabled", "auth_settings_v2[0].auth_enabled", default = false },
    auth_https      = { "auth_settings_v2[0].require_https", default = true },
    client_cert     = { "client_certificate_enabled", "client_cert_enabled", default = false },
    identity        = { "identity[0].type", present = true },
    debugging       = { "site_config[0].remote_debugging_enabled", default = false },
    cors            = "site_config[0].cors[0].allowed_origins",
    python          = "site_config[0].application_stack[0].python_version",
    node            = "site_config[0].application_stack[0].node_version",
    php             = "site_config[0].application_stack[0].php_version",
    dotnet          = "site_config[0].application_stack[0].dotnet_version",
    logged          = { "builtin_logging_enabled", "enable_builtin_logging", default = true },
    insights        = {
      "site_config[0].application_insights_connection_string", "site_config[0].application_insights_key",
      "app_settings.APPLICATIONINSIGHTS_CONNECTION_STRING", "app_settings.APPINSIGHTS_INSTRUMENTATIONKEY",
      present = true,
    },
    http_logs       = { "logs[0].http_logs", present = true },
    errors          = {
      "logs[0].detailed_error_messages", "logs[0].detailed_error_messages_enabled", default = false,
    },
    failed_requests = {
      "logs[0].failed_request_tracing", "logs[0].failed_request_tracing_enabled", default = false,
    },
    health_check    = "site_config[0].health_check_path",
  }
  for k, v in pairs(own or {}) do ret[k] = v end
  return ret
end

local open_ftp <const> = { ftps = { "site_config[0].ftps_state", default = "AllAllowed" } }

bind "azure.appservice.app" "terraform:azurerm_app_service" (app(false, {
  ftps   = open_ftp.ftps,
  python = "site_config[0].python_version",
  php    = "site_config[0].php_version",
}))
bind "azure.appservice.app" "terraform:azurerm_app_service_slot" (app(false, open_ftp))
bind "azure.appservice.app" "terraform:azurerm_function_app" (app(true, open_ftp))
bind "azure.appservice.app" "terraform:azurerm_function_app_slot" (app(true, open_ftp))

for _, kind in ipairs { "linux_web_app", "linux_web_app_slot", "windows_web_app", "windows_web_app_slot" } do
  bind "azure.appservice.app" ("terraform:azurerm_" .. kind) (app(false))
end
for _, kind in ipairs { "linux_function_app", "linux_function_app_slot", "windows_function_app",
                        "windows_function_app_slot" } do
  bind "azure.appservice.app" ("terraform:azurerm_" .. kind) (app(true))
end

-- ---- transport ----------------------------------------------------------------------------------

rule "azure-appservice-plain-http" {
  title    = { en = "App Service app accepts plain HTTP", ja = "App Serviceアプリが平文のHTTPを受け付ける" },
  severity = "high",
  on       = "azure.appservice.app",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22", "cis-azure-2.0.0:9.2", "cis-azure-3.0.0:9.1" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_AZURE_14", "checkov:CKV_AZURE_70", "trivy:AZU-0004" },
  fix      = { en = "Set https_only to true.", ja = "https_onlyをtrueに設定する。" },
  check    = function(a)
    if not a.https_only then fail("https_only") end
  end,
}

rule "azure-appservice-auth-plain-http" {
  title    = {
    en = "Authentication of the App Service app takes logins over plain HTTP",
    ja = "App Service認証でHTTPSが必須になっていない",
  },
  severity = "medium",
  on       = "azure.appservice.app",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_AZURE_70" },
  fix      = {
    en = "Set require_https to true in auth_settings_v2.",
    ja = "auth_settings_v2のrequire_httpsをtrueに設定する。",
  },
  check    = function(a)
    if not a.auth_https then fail("auth_https") end
  end,
}

rule "azure-appservice-old-tls" {
  title    = {
    en = "App Service app accepts TLS older than 1.2",
    ja = "App ServiceアプリがTLS 1.2より古い版を受け付ける",
  },
  severity = "high",
  on       = "azure.appservice.app",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22", "cis-azure-2.0.0:9.3", "cis-azure-3.0.0:9.4" },
  refs     = { "cwe:326" },
  aka      = { "checkov:CKV_AZURE_15", "checkov:CKV_AZURE_145", "trivy:AZU-0006" },
  fix      = {
    en = "Set minimum_tls_version (in old resources min_tls_version) to 1.2 in site_config.",
    ja = "site_configのminimum_tls_version（旧リソースではmin_tls_version）を1.2に設定する。",
  },
  check    = function(a)
    if version.compare(a.min_tls, "1.2") < 0 then fail("min_tls") end
  end,
}

rule "azure-appservice-ftp" {
  title    = {
    en = "App Service app can be deployed by unencrypted FTP",
    ja = "App Serviceアプリで暗号化されていないFTPによるデプロイが許可されている",
  },
  severity = "high",
  on       = "azure.appservice.app",
  items    = { "ds200-3:3-1", "ds200-2:3-3", "muni-3:22", "cis-azure-2.0.0:9.10", "cis-azure-3.0.0:9.3" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_AZURE_78", "trivy:AZU-0071" },
  fix      = {
    en = "Set ftps_state to Disabled (or FtpsOnly) in site_config.",
    ja = "site_configのftps_stateをDisabled（またはFtpsOnly）に設定する。",
  },
  check    = function(a)
    if a.ftps:lower() == "allallowed" then fail("ftps") end
  end,
}

rule "azure-appservice-no-http2" {
  title    = {
    en = "App Service app does not speak HTTP/2",
    ja = "App ServiceアプリでHTTP/2が有効になっていない",
  },
  severity = "info",
  on       = "azure.appservice.app",
  aka      = { "checkov:CKV_AZURE_18", "checkov:CKV_AZURE_67", "trivy:AZU-0005" },
  fix      = { en = "Set http2_enabled to true in site_config.", ja = "site_configのhttp2_enabledをtrueに設定する。" },
  check    = function(a)
    if not a.http2 then fail("http2") end
  end,
}

-- ---- who is who ---------------------------------------------------------------------------------

rule "azure-appservice-no-auth" {
  title    = {
    en = "App Service does not authenticate users of the app",
    ja = "App Serviceアプリの認証が有効になっていない",
  },
  severity = "low",
  on       = "azure.appservice.app",
  items    = { "ds200-3:2-1", "cis-azure-2.0.0:9.1", "cis-azure-3.0.0:9.2" },
  refs     = { "cwe:306" },
  aka      = { "checkov:CKV_AZURE_13", "checkov:CKV_AZURE_56", "trivy:AZU-0003" },
  fix      = {
    en = "Set auth_enabled to true in auth_settings_v2 (enabled in auth_settings), unless the app does so itself.",
    ja = "auth_settings_v2のauth_enabled（auth_settingsではenabled）をtrueに設定する。アプリ自身が認証を行う場合は不要。",
  },
  check    = function(a)
    if not a.auth then fail("auth") end
  end,
}

rule "azure-appservice-no-client-certificate" {
  title    = {
    en = "App Service app does not ask for client certificates",
    ja = "App Serviceアプリでクライアント証明書が要求されていない",
  },
  severity = "info",
  on       = "azure.appservice.app",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_AZURE_17", "trivy:AZU-0001" },
  fix      = {
    en = "Set client_certificate_enabled to true where clients have certificates.",
    ja = "利用者が証明書を持つ場合は、client_certificate_enabledをtrueに設定する。",
  },
  check    = function(a)
    if a.func then return skip() end
    if not a.client_cert then fail("client_cert") end
  end,
}

rule "azure-appservice-no-identity" {
  title    = {
    en = "App Service app has no managed identity",
    ja = "App ServiceアプリにマネージドIDが割り当てられていない",
  },
  why      = {
    en = "Without one the app needs passwords and keys in its settings to reach other services.",
    ja = "マネージドIDがないと、他のサービスに接続するためのパスワードや鍵を設定に持つことになる。",
  },
  severity = "low",
  on       = "azure.appservice.app",
  items    = { "cis-azure-2.0.0:9.5", "cis-azure-3.0.0:9.5" },
  aka      = { "checkov:CKV_AZURE_16", "checkov:CKV_AZURE_71", "trivy:AZU-0002" },
  fix      = {
    en = "Add an identity block with type SystemAssigned.",
    ja = "typeがSystemAssignedのidentityブロックを追加する。",
  },
  check    = function(a)
    if not a.identity then fail("identity") end
  end,
}

rule "azure-appservice-cors-any" {
  title    = {
    en = "Every website may call the App Service app with a visitor's browser",
    ja = "App ServiceアプリのCORSが全オリジンを許可している",
  },
  severity = "medium",
  on       = "azure.appservice.app",
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:942" },
  aka      = { "checkov:CKV_AZURE_57", "checkov:CKV_AZURE_62" },
  fix      = {
    en = "List the sites that need it in allowed_origins.",
    ja = "allowed_originsに必要なオリジンだけを指定する。",
  },
  check    = function(a)
    if includes(a, "*", "cors") then fail("cors") end
  end,
}

rule "azure-appservice-remote-debugging" {
  title    = {
    en = "Remote debugging of the App Service app is on",
    ja = "App Serviceアプリのリモートデバッグが有効になっている",
  },
  severity = "high",
  on       = "azure.appservice.app",
  items    = { "ds200-2:3-3", "ds200-2:4-4" },
  refs     = { "cwe:489" },
  aka      = { "checkov:CKV_AZURE_72" },
  fix      = {
    en = "Set remote_debugging_enabled to false in site_config.",
    ja = "site_configのremote_debugging_enabledをfalseに設定する。",
  },
  check    = function(a)
    if a.debugging then fail("debugging") end
  end,
}

-- ---- records and health -------------------------------------------------------------------------

rule "azure-appservice-no-http-logs" {
  title    = { en = "Requests to the web app are not logged", ja = "WebアプリのHTTPログが取得されていない" },
  severity = "low",
  on       = "azure.appservice.app",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AZURE_63" },
  fix      = { en = "Add http_logs to logs.", ja = "logsにhttp_logsを追加する。" },
  check    = function(a)
    if a.func then return skip() end
    if not a.http_logs then fail("http_logs") end
  end,
}

rule "azure-appservice-no-error-logs" {
  title    = {
    en = "Details of errors of the web app are not logged",
    ja = "Webアプリの詳細なエラーメッセージがログに記録されない",
  },
  severity = "info",
  on       = "azure.appservice.app",
  items    = { "ds200-2:3-7" },
  aka      = { "checkov:CKV_AZURE_65" },
  fix      = {
    en = "Set detailed_error_messages to true in logs (in old resources detailed_error_messages_enabled).",
    ja = "logsのdetailed_error_messages（旧リソースではdetailed_error_messages_enabled）をtrueに設定する。",
  },
  check    = function(a)
    if a.func then return skip() end
    if not a.errors then fail("errors") end
  end,
}

rule "azure-appservice-no-request-tracing" {
  title    = {
    en = "Failed requests of the web app are not traced",
    ja = "Webアプリの失敗した要求のトレースが有効になっていない",
  },
  severity = "info",
  on       = "azure.appservice.app",
  items    = { "ds200-2:3-7" },
  aka      = { "checkov:CKV_AZURE_66" },
  fix      = {
    en = "Set failed_request_tracing to true in logs (in old resources failed_request_tracing_enabled).",
    ja = "logsのfailed_request_tracing（旧リソースではfailed_request_tracing_enabled）をtrueに設定する。",
  },
  check    = function(a)
    if a.func then return skip() end
    if not a.failed_requests then fail("failed_requests") end
  end,
}

rule "azure-function-not-logged" {
  title    = {
    en = "Function app has neither built-in logging nor Application Insights",
    ja = "関数アプリの組み込みのログとApplication Insightsのいずれも有効になっていない",
  },
  severity = "low",
  on       = "azure.appservice.app",
  items    = { "ds200-2:3-7", "ds200-3:6-1" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AZURE_159" },
  fix      = {
    en = "Set application_insights_connection_string in site_config, or builtin_logging_enabled to true.",
    ja = "site_configのapplication_insights_connection_stringを設定するか、builtin_logging_enabledをtrueに設定する。",
  },
  check    = function(a)
    if not a.func then return skip() end
    if not a.logged and not a.insights then fail("logged") end
  end,
}

rule "azure-appservice-no-health-check" {
  title    = {
    en = "Health of the web app's instances is not checked",
    ja = "Webアプリの正常性チェックが設定されていない",
  },
  severity = "info",
  on       = "azure.appservice.app",
  aka      = { "checkov:CKV_AZURE_213" },
  fix      = { en = "Set health_check_path in site_config.", ja = "site_configのhealth_check_pathを設定する。" },
  check    = function(a)
    if a.func then return skip() end
    if a.health_check == nil or a.health_check == "" then fail("health_check") end
  end,
}

-- Oldest version of each language that still gets fixes (May 2026).
local oldest <const> = {
  { "python", "3.10", "Python" }, { "node", "22", "Node.js" }, { "php", "8.2", "PHP" },
  { "dotnet", "8.0", ".NET" },
}

rule "azure-appservice-old-runtime" {
  title    = {
    en = "App Service app runs on a language version past its support",
    ja = "App Serviceアプリがサポートの終了した言語バージョンで動作している",
  },
  severity = "high",
  on       = "azure.appservice.app",
  items    = { "ds200-2:2-4", "ds200-3:4-2" },
  refs     = { "cwe:1104" },
  fix      = {
    en = "Move to a supported version in application_stack.",
    ja = "application_stackで、サポート中のバージョンに移行する。",
  },
  check    = function(a)
    -- .NET Framework 4 is part of Windows and supported with it
    for _, o in ipairs(oldest) do
      local field, least, label = o[1], o[2], o[3]
      local own = known(a, field) and re.match(a[field] or "", "^[v~]?([0-9]+(?:\\.[0-9]+)?)")
      if own and version.compare(own, least) < 0 and not (field == "dotnet" and own:starts("4.")) then
        fail(field, { en = "%s %s", ja = "%s %s", label, own })
      end
    end
  end,
}
