-- SPDX-License-Identifier: Apache-2.0
-- Database Migration Service: endpoints and replication instances.
local password = lib "password"

model "aws.dms.endpoint" {
  label  = { en = "DMS endpoint", ja = "DMSエンドポイント" },
  fields = { password = text, engine = text, tls = text, key = flag },
}
bind "aws.dms.endpoint" "cloudformation:AWS::DMS::Endpoint" {
  names    = "EndpointIdentifier",
  password = "Password",
  engine   = "EngineName",
  tls      = { "SslMode", default = "none" },
  key      = { "KmsKeyId", "S3Settings.ServerSideEncryptionKmsKeyId", present = true },
}
bind "aws.dms.endpoint" "terraform:aws_dms_endpoint" {
  names    = "endpoint_id",
  password = "password",
  engine   = "engine_name",
  tls      = { "ssl_mode", default = "none" },
  key      = { "kms_key_arn", "s3_settings[0].server_side_encryption_kms_key_id", present = true },
}
bind "aws.dms.endpoint" "terraform:aws_dms_s3_endpoint" {
  names    = "endpoint_id",
  password = { default = "" },          -- it has none
  engine   = { default = "s3" },
  tls      = { "ssl_mode", default = "none" },
  key      = { "kms_key_arn", present = true },
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
bind "aws.dms.instance" "terraform:aws_dms_replication_instance" {
  names          = "replication_instance_id",
  public         = { "publicly_accessible", default = false },
  minor_upgrades = { "auto_minor_version_upgrade", default = false },
}

rule "aws-dms-password-literal" {
  title    = {
    en = "Database password of a DMS endpoint is written in the code",
    ja = "DMSエンドポイントのデータベースのパスワードがコードに直接書かれている",
  },
  severity = "critical",
  on       = "aws.dms.endpoint",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  aka      = { "guard:DMS_NO_PLAINTEXT_PASSWORD" },
  fix      = {
    en = "Use the secret settings of the endpoint (SecretsManagerSecretId, Terraform: "
      .. "secrets_manager_arn) and change the password.",
    ja = "エンドポイントのシークレットの設定（SecretsManagerSecretId、Terraform: secrets_manager_arn）を使用し、パスワードを変更する。",
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
    en = "Set SslMode (Terraform: ssl_mode) to verify-full (require at least).",
    ja = "SslMode（Terraform: ssl_mode）をverify-full（少なくともrequire）に設定する。",
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
    en = "Set PubliclyAccessible (Terraform: publicly_accessible) to false; in CloudFormation the "
      .. "default is true.",
    ja = "PubliclyAccessible（Terraform: publicly_accessible）をfalseに設定する（CloudFormationの既定はtrue）。",
  },
  check    = function(i)
    if i.public then fail("public") end
  end,
}

rule "aws-dms-no-minor-upgrades" {
  title    = { en = "DMS does not take minor versions automatically", ja = "DMSのマイナーバージョンの自動更新が有効になっていない" },
  severity = "low",
  on       = "aws.dms.instance",
  items    = { "ds200-2:7-5", "ds200-3:4-2" },
  aka      = { "checkov:CKV_AWS_222" },
  fix      = {
    en = "Set AutoMinorVersionUpgrade (Terraform: auto_minor_version_upgrade) to true.",
    ja = "AutoMinorVersionUpgrade（Terraform: auto_minor_version_upgrade）をtrueに設定する。",
  },
  check    = function(i)
    if not i.minor_upgrades then fail("minor_upgrades") end
  end,
}

rule "aws-dms-no-customer-key" {
  title    = {
    en = "DMS endpoint is not encrypted with a customer-managed key",
    ja = "DMSエンドポイントが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.dms.endpoint",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_296", "checkov:CKV_AWS_298" },
  fix      = {
    en = "Set KmsKeyId (Terraform: kms_key_arn) to a key of your own.",
    ja = "KmsKeyId（Terraform: kms_key_arn）に顧客管理の鍵を設定する。",
  },
  check    = function(e)
    if not e.key then fail("key") end
  end,
}
