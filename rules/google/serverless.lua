-- SPDX-License-Identifier: Apache-2.0
-- Cloud Run and Cloud Functions: who may call them, and what they are told.
local google = lib "google"
local variables = lib "variables"

model "google.functions.function" {
  label  = { en = "Cloud Functions function", ja = "Cloud Functionsの関数" },
  fields = {
    http = flag, https_only = flag,
    ingress = text,
    env = map,
    account = text,
  },
}
bind "google.functions.function" "terraform:google_cloudfunctions_function" {
  http       = { "trigger_http", default = false },
  https_only = { "https_trigger_security_level", is = "SECURE_ALWAYS", default = false },
  ingress    = { "ingress_settings", default = "ALLOW_ALL" },
  env        = "environment_variables",
  account    = "service_account_email",
}
bind "google.functions.function" "terraform:google_cloudfunctions2_function" {
  http       = { default = true },
  https_only = { default = true },
  ingress    = { "service_config[0].ingress_settings", default = "ALLOW_ALL" },
  env        = "service_config[0].environment_variables",
  account    = "service_config[0].service_account_email",
}

model "google.functions.grant" {
  label  = { en = "IAM grant on a function", ja = "関数のIAM権限" },
  fields = { role = text, member = text, members = list },
}
for _, kind in ipairs(google.grants("cloudfunctions_function", "cloudfunctions2_function")) do
  bind "google.functions.grant" (kind) (google.grant)
end

model "google.run.grant" {
  label  = { en = "IAM grant on a Cloud Run service", ja = "Cloud RunサービスのIAM権限" },
  fields = { role = text, member = text, members = list },
}
for _, kind in ipairs(google.grants("cloud_run_service", "cloud_run_v2_service", "cloud_run_v2_job")) do
  bind "google.run.grant" (kind) (google.grant)
end

model "google.run.service" {
  label  = { en = "Cloud Run service", ja = "Cloud Runサービス" },
  fields = { ingress = text, account = text, env = list },
}
bind "google.run.service" "terraform:google_cloud_run_v2_service" {
  ingress = { "ingress", default = "INGRESS_TRAFFIC_ALL" },
  account = "template[0].service_account",
  env     = { "template[0].containers[*].env[*]", join = true },
}
bind "google.run.service" "terraform:google_cloud_run_service" {
  ingress = {
    'metadata[0].annotations."run.googleapis.com/ingress"', default = "INGRESS_TRAFFIC_ALL",
    map = { all = "INGRESS_TRAFFIC_ALL" },
  },
  account = "template[0].spec[0].service_account_name",
  env     = { "template[0].spec[0].containers[*].env[*]", join = true },
}

local public <const> = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" }

rule "google-function-public" {
  title    = {
    en = "Everyone can call the Cloud Functions function",
    ja = "Cloud Functionsの関数を誰でも呼び出せる",
  },
  severity = "high",
  on       = "google.functions.grant",
  items    = public,
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_107" },
  fix      = {
    en = "Grant the role to the accounts that call the function.",
    ja = "呼び出し元のアカウントに限って権限を付与する。",
  },
  check    = google.no_public(),
}

rule "google-run-public" {
  title    = { en = "Everyone can call the Cloud Run service", ja = "Cloud Runサービスを誰でも呼び出せる" },
  severity = "medium",
  on       = "google.run.grant",
  items    = public,
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_102" },
  fix      = {
    en = "Grant roles/run.invoker to the accounts that call it; put public sites behind a load balancer.",
    ja = "roles/run.invokerを呼び出し元に限って付与する。公開サイトはロードバランサーの背後に置く。",
  },
  check    = google.no_public(),
}

rule "google-function-open-ingress" {
  title    = {
    en = "Cloud Functions function takes calls from the internet",
    ja = "Cloud Functionsの関数がインターネットからの呼び出しを受け付ける",
  },
  severity = "low",
  on       = "google.functions.function",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" },
  aka      = { "checkov:CKV_GCP_124" },
  fix      = {
    en = "Set ingress_settings to \"ALLOW_INTERNAL_ONLY\" or \"ALLOW_INTERNAL_AND_GCLB\".",
    ja = "ingress_settingsを\"ALLOW_INTERNAL_ONLY\"または\"ALLOW_INTERNAL_AND_GCLB\"に設定する。",
  },
  check    = function(f)
    if f.ingress == "ALLOW_ALL" then fail("ingress") end
  end,
}

rule "google-function-plain-http" {
  title    = {
    en = "Cloud Functions function answers to plain HTTP",
    ja = "Cloud Functionsの関数が平文のHTTPを受け付ける",
  },
  severity = "medium",
  on       = "google.functions.function",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV2_GCP_10" },
  fix      = {
    en = "Set https_trigger_security_level to \"SECURE_ALWAYS\".",
    ja = "https_trigger_security_levelを\"SECURE_ALWAYS\"に設定する。",
  },
  check    = function(f)
    if not f.http then return skip() end
    if not f.https_only then fail("https_only") end
  end,
}

rule "google-function-secret-env" {
  title    = {
    en = "Variable of the Cloud Functions function holds a credential",
    ja = "Cloud Functionsの環境変数に認証情報が書かれている",
  },
  severity = "critical",
  on       = "google.functions.function",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Keep it in Secret Manager and name it in secret_environment_variables.",
    ja = "Secret Managerに保存し、secret_environment_variablesで参照する。",
  },
  check    = function(f)
    for _, name in ipairs(keys(f.env)) do
      local path = '"' .. name .. '"'
      if known(f.env, path) and variables.secret(name, tostring(f.env[name])) then fail({ f.env, path }) end
    end
  end,
}

rule "google-run-open-ingress" {
  title    = {
    en = "Cloud Run service takes requests from the internet",
    ja = "Cloud Runサービスがインターネットからのリクエストを受け付ける",
  },
  severity = "low",
  on       = "google.run.service",
  items    = { "ds200-2:3-2", "muni-3:16" },
  fix      = {
    en = "Set ingress to INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER or INGRESS_TRAFFIC_INTERNAL_ONLY.",
    ja = "ingressをINGRESS_TRAFFIC_INTERNAL_LOAD_BALANCERまたはINGRESS_TRAFFIC_INTERNAL_ONLYに設定する。",
  },
  check    = function(s)
    if s.ingress == "INGRESS_TRAFFIC_ALL" then fail("ingress") end
  end,
}

rule "google-run-secret-env" {
  title    = {
    en = "Variable of the Cloud Run service holds a credential",
    ja = "Cloud Runの環境変数に認証情報が書かれている",
  },
  severity = "critical",
  on       = "google.run.service",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Keep it in Secret Manager and name it in value_source (value_from).",
    ja = "Secret Managerに保存し、value_source（value_from）で参照する。",
  },
  check    = function(s)
    for e in each(s.env) do
      if known(e, "name", "value") and e.value ~= nil and variables.secret(e.name, tostring(e.value)) then
        fail({ e, "value" })
      end
    end
  end,
}

local function runs_as_default(r)
  if unresolved(r, "account") == "reference" then return end
  if r.account == nil or google.default_account(r.account) then fail("account") end
end

rule "google-run-default-account" {
  title    = {
    en = "Cloud Run service runs as the default service account",
    ja = "Cloud Runサービスがデフォルトのサービスアカウントで動作する",
  },
  severity = "medium",
  on       = "google.run.service",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  fix      = {
    en = "Set service_account (service_account_name) to an account made for this service.",
    ja = "service_account（service_account_name）に専用のサービスアカウントを指定する。",
  },
  check    = runs_as_default,
}

rule "google-function-default-account" {
  title    = {
    en = "Cloud Functions function runs as the default service account",
    ja = "Cloud Functionsの関数がデフォルトのサービスアカウントで動作する",
  },
  severity = "medium",
  on       = "google.functions.function",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  fix      = {
    en = "Set service_account_email to an account made for this function.",
    ja = "service_account_emailに専用のサービスアカウントを指定する。",
  },
  check    = runs_as_default,
}
