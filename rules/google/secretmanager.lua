-- SPDX-License-Identifier: Apache-2.0
-- Secret Manager, and secrets written in Terraform code.
local google = lib "google"
local literal = lib "literal"

model "google.secretmanager.version" {
  label  = { en = "Version of a secret", ja = "シークレットのバージョン" },
  fields = { data = text },
}
bind "google.secretmanager.version" "terraform:google_secret_manager_secret_version" { data = "secret_data" }

model "google.secretmanager.secret" {
  label  = { en = "Secret", ja = "シークレット" },
  fields = { rotation = flag },
}
bind "google.secretmanager.secret" "terraform:google_secret_manager_secret" {
  rotation = { "rotation", present = true },
}

model "google.secretmanager.grant" {
  label  = { en = "IAM grant on a secret", ja = "シークレットのIAM権限" },
  fields = { role = text, member = text, members = list },
}
for _, kind in ipairs(google.grants("secret_manager_secret")) do
  bind "google.secretmanager.grant" (kind) (google.grant)
end

model "google.provider" {
  label  = { en = "Google provider", ja = "Googleプロバイダー" },
  fields = { credentials = text, token = text },
}
for _, name in ipairs({ "google", "google-beta" }) do
  bind "google.provider" ("terraform:provider." .. name) { credentials = "credentials", token = "access_token" }
end

rule "google-secret-public" {
  title    = { en = "Everyone can read the secret", ja = "シークレットを誰でも参照できる" },
  severity = "critical",
  on       = "google.secretmanager.grant",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Grant the role to the service accounts that need the secret.",
    ja = "シークレットを必要とするサービスアカウントに限って付与する。",
  },
  check    = google.no_public(),
}

rule "google-secret-literal" {
  title    = { en = "Secret is written in the code", ja = "シークレットの値がコードに直接書かれている" },
  severity = "critical",
  on       = "google.secretmanager.version",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Add the version outside of Terraform, or pass it through secret_data_wo; change the secret.",
    ja = "Terraform以外でバージョンを追加するかsecret_data_woで渡し、値を変更する。",
  },
  check    = literal.written("data"),
}

rule "google-secret-no-rotation" {
  title    = { en = "Secret has no rotation schedule", ja = "シークレットのローテーションが設定されていない" },
  severity = "low",
  on       = "google.secretmanager.secret",
  items    = { "ds200-2:4-4" },
  fix      = { en = "Add a rotation block.", ja = "rotationブロックを追加する。" },
  check    = function(s)
    if not s.rotation then fail("rotation") end
  end,
}

rule "google-provider-credentials" {
  title    = { en = "Credentials are written in the provider block", ja = "providerブロックに認証情報が直接書かれている" },
  severity = "critical",
  on       = "google.provider",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Remove credentials and access_token; use application default credentials or workload identity federation.",
    ja = "credentialsとaccess_tokenを外し、アプリケーションのデフォルト認証情報やWorkload Identity連携を使う。",
  },
  check    = function(p)
    -- a path to a file of credentials is none
    if not unresolved(p, "credentials") and re.test(p.credentials or "", "private_key|BEGIN") then
      fail("credentials")
    end
    if not unresolved(p, "token") and p.token ~= nil then fail("token") end
  end,
}
