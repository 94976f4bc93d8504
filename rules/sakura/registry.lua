-- SPDX-License-Identifier: Apache-2.0
-- Sakura Cloud: container registry, secrets, keys, and credentials of the provider.
local literal = lib "literal"

model "sakura.registry.registry" {
  label  = { en = "Container registry", ja = "コンテナレジストリ" },
  fields = { access = text },
}

model "sakura.registry.user" {
  label  = { en = "User of a container registry", ja = "コンテナレジストリのユーザー" },
  fields = { password = text },
}

model "sakura.secret.secret" {
  label  = { en = "Secret", ja = "シークレット" },
  fields = { value = text },
}

model "sakura.kms.key" {
  label  = { en = "KMS key", ja = "KMSの鍵" },
  fields = { plain = text },
}

for _, provider in ipairs({ "terraform:sakuracloud_", "terraform:sakura_" }) do
  bind "sakura.registry.registry" (provider .. "container_registry") { access = "access_level" }
  bind "sakura.registry.user" (provider .. "container_registry") {
    each = "user", password = { "password", "password_wo" },
  }
  bind "sakura.secret.secret" (provider .. "secret_manager_secret") { value = { "value", "value_wo" } }
  bind "sakura.kms.key" (provider .. "kms") { plain = { "plain_key", "plain_key_wo" } }
end

model "sakura.provider" {
  label  = { en = "Sakura Cloud provider", ja = "さくらのクラウドのプロバイダー" },
  fields = { token = text, secret = text },
}
for _, name in ipairs({ "sakuracloud", "sakura" }) do
  bind "sakura.provider" ("terraform:provider." .. name) { token = "token", secret = "secret" }
end

local from_variable <const> = {
  en = "Pass it through a sensitive variable without default, and change it.",
  ja = "既定値のないsensitiveな変数で渡し、変更する。",
}

rule "sakura-registry-public" {
  title    = { en = "Container registry is public", ja = "コンテナレジストリが公開されている" },
  severity = "high",
  on       = "sakura.registry.registry",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Set access_level to \"none\" and give the users a permission.",
    ja = "access_levelを\"none\"に設定し、ユーザーに権限を与える。",
  },
  check    = function(r)
    if r.access ~= "none" then fail("access") end
  end,
}

rule "sakura-registry-password-literal" {
  title    = {
    en = "Password of a container registry user is written in the code",
    ja = "コンテナレジストリのパスワードがコードに直接書かれている",
  },
  severity = "critical",
  on       = "sakura.registry.user",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  fix      = from_variable,
  check    = literal.written("password"),
}

rule "sakura-secret-literal" {
  title    = { en = "Secret is written in the code", ja = "シークレットの値がコードに直接書かれている" },
  severity = "critical",
  on       = "sakura.secret.secret",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  fix      = from_variable,
  check    = literal.written("value"),
}

rule "sakura-kms-key-literal" {
  title    = { en = "KMS key is written in the code", ja = "KMSの鍵がコードに直接書かれている" },
  severity = "critical",
  on       = "sakura.kms.key",
  redact   = true,
  items    = { "ds200-3:1-3", "muni-3:38" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Remove plain_key and key_origin: let the service make the key.",
    ja = "plain_keyとkey_originを外し、サービスに鍵を生成させる。",
  },
  check    = literal.written("plain"),
}

rule "sakura-provider-credentials" {
  title    = { en = "API key is written in the provider block", ja = "providerブロックにAPIキーが直接書かれている" },
  severity = "critical",
  on       = "sakura.provider",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Remove token and secret; use environment variables or a usacloud profile, and renew the key.",
    ja = "tokenとsecretを外して環境変数やusacloudのプロファイルを使い、APIキーを更新する。",
  },
  check    = literal.written("token", "secret"),
}
