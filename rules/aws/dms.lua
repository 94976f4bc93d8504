-- SPDX-License-Identifier: Apache-2.0
-- Database Migration Service: endpoints and replication instances.
local password = lib "password"

model "aws.dms.endpoint" {
  label  = { en = "DMS endpoint", ja = "DMSエンドポイント" },
  fields = { password = text, engine = text, tls = text },
}
bind "aws.dms.endpoint" "cloudformation:AWS::DMS::Endpoint" {
  names    = "EndpointIdentifier",
  password = "Password",
  engine   = "EngineName",
  tls      = { "SslMode", default = "none" },
}

model "aws.dms.instance" {
  label  = { en = "DMS replication instance", ja = "DMSレプリケーションインスタンス" },
  fields = { public = flag, minor_upgrades = flag },
}
bind "aws.dms.instance" "cloudformation:AWS::DMS::ReplicationInstance" {
  names          = "ReplicationInstanceIdentifier",
  public         = { "PubliclyAccessible", default = true },
  minor_upgrades = { "AutoMinorVersionUpgrade", default = true },
}

rule "aws-dms-password-literal" {
  title    = { en = "Database password is written in the template", ja = "データベースのパスワードがテンプレートに直接書かれている" },
  severity = "critical",
  on       = "aws.dms.endpoint",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  aka      = { "guard:DMS_NO_PLAINTEXT_PASSWORD" },
  fix      = {
    en = "Use SecretsManagerSecretId in the settings of the engine, or {{resolve:secretsmanager:...}}; change the password.",
    ja = "エンジンの設定のSecretsManagerSecretId、または{{resolve:secretsmanager:...}}を使用し、パスワードを変更する。",
  },
  check    = password.literal("password"),
}

-- Engines that are reached over AWS's own API or set up TLS elsewhere.
local without_tls_mode <const> = {
  "s3", "dynamodb", "kinesis", "kafka", "opensearch", "elasticsearch", "neptune", "redshift", "redis",
}

rule "aws-dms-no-tls" {
  title    = { en = "DMS reaches the database without TLS", ja = "DMSとデータベースの通信がTLSで暗号化されていない" },
  severity = "medium",
  on       = "aws.dms.endpoint",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV2_AWS_49" },
  fix      = {
    en = "Set SslMode to verify-full (require at least).",
    ja = "SslModeをverify-full（少なくともrequire）に設定する。",
  },
  check    = function(e)
    if e.tls ~= "none" then return end
    if includes(without_tls_mode, e.engine and e.engine:lower()) then return skip() end
    fail("tls")
  end,
}

rule "aws-dms-public" {
  title    = { en = "Replication instance has a public address", ja = "レプリケーションインスタンスがパブリックアクセス可能になっている" },
  severity = "high",
  on       = "aws.dms.instance",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "ds200-3:8-3" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_89" },
  fix      = {
    en = "Set PubliclyAccessible to false; the default is true.",
    ja = "PubliclyAccessibleをfalseに設定する（既定はtrue）。",
  },
  check    = function(i)
    if i.public then fail("public") end
  end,
}

rule "aws-dms-no-minor-upgrades" {
  title    = { en = "Minor versions are not taken automatically", ja = "マイナーバージョンの自動更新が有効でない" },
  severity = "low",
  on       = "aws.dms.instance",
  items    = { "ds200-2:7-5", "ds200-3:4-2" },
  aka      = { "checkov:CKV_AWS_222" },
  fix      = { en = "Set AutoMinorVersionUpgrade to true.", ja = "AutoMinorVersionUpgradeをtrueに設定する。" },
  check    = function(i)
    if not i.minor_upgrades then fail("minor_upgrades") end
  end,
}
