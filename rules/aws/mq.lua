-- SPDX-License-Identifier: Apache-2.0
-- Amazon MQ brokers.

model "aws.mq.broker" {
  label  = { en = "Amazon MQ broker", ja = "Amazon MQのブローカー" },
  fields = { engine = text, public = flag, audit = flag, general = flag, upgrades = flag, kms = flag },
}

bind "aws.mq.broker" "cloudformation:AWS::AmazonMQ::Broker" {
  engine   = "EngineType",
  public   = { "PubliclyAccessible", default = false },
  audit    = { "Logs.Audit", default = false },
  general  = { "Logs.General", default = false },
  upgrades = { "AutoMinorVersionUpgrade", default = false },
  kms      = { "EncryptionOptions.KmsKeyId", present = true },
}

bind "aws.mq.broker" "terraform:aws_mq_broker" {
  engine   = "engine_type",
  public   = { "publicly_accessible", default = false },
  audit    = { "logs[0].audit", default = false },
  general  = { "logs[0].general", default = false },
  upgrades = { "auto_minor_version_upgrade", default = false },
  kms      = { "encryption_options[0].kms_key_id", present = true },
}

bind "aws.mq.broker" "aws-config:AWS::AmazonMQ::Broker" {
  engine   = "configuration.EngineType",
  public   = { "configuration.PubliclyAccessible", required = true },
  audit    = { "configuration.Logs.Audit", default = false },
  general  = { "configuration.Logs.General", default = false },
  upgrades = { "configuration.AutoMinorVersionUpgrade", required = true },
}

model "aws.mq.user" {
  label  = { en = "user of an Amazon MQ broker", ja = "Amazon MQのブローカーの利用者" },
  fields = { password = text },
}

bind "aws.mq.user" "cloudformation:AWS::AmazonMQ::Broker" {
  each     = "Users",
  password = "Password",
}

bind "aws.mq.user" "terraform:aws_mq_broker" {
  each     = "user",
  password = "password",
}

rule "aws-mq-public" {
  title    = {
    en = "Amazon MQ broker is reachable from the internet",
    ja = "Amazon MQのブローカーがインターネットに公開されている",
  },
  severity = "high",
  on       = "aws.mq.broker",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:668" },
  aka      = { "trivy:AWS-0072", "checkov:CKV_AWS_69" },
  fix      = {
    en = "Set PubliclyAccessible (Terraform: publicly_accessible) to false.",
    ja = "PubliclyAccessible（Terraform: publicly_accessible）をfalseにする。",
  },
  check    = function(b)
    if b.public then fail("public") end
  end,
}

rule "aws-mq-audit-log" {
  title    = {
    en = "Amazon MQ broker keeps no audit log",
    ja = "Amazon MQのブローカーの監査ログが有効になっていない",
  },
  severity = "medium",
  on       = "aws.mq.broker",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:35" },
  refs     = { "cwe:778" },
  aka      = { "trivy:AWS-0070", "checkov:CKV_AWS_197" },
  fix      = {
    en = "Set Logs.Audit (Terraform: logs.audit) to true.",
    ja = "Logs.Audit（Terraform: logs.audit）をtrueにする。",
  },
  check    = function(b)
    local engine = (b.engine or "ACTIVEMQ"):upper()
    if engine == "RABBITMQ" then return skip { en = "RabbitMQ has no audit log", ja = "RabbitMQには監査ログがない" } end
    if not b.audit then fail("audit") end
  end,
}

rule "aws-mq-general-log" {
  title    = {
    en = "Amazon MQ broker keeps no general log",
    ja = "Amazon MQのブローカーの一般ログが有効になっていない",
  },
  severity = "low",
  on       = "aws.mq.broker",
  items    = { "ds200-2:3-7", "ds200-3:6-1" },
  refs     = { "cwe:778" },
  aka      = { "trivy:AWS-0071", "checkov:CKV_AWS_48" },
  fix      = {
    en = "Set Logs.General (Terraform: logs.general) to true.",
    ja = "Logs.General（Terraform: logs.general）をtrueにする。",
  },
  check    = function(b)
    if not b.general then fail("general") end
  end,
}

rule "aws-mq-minor-upgrades" {
  title    = {
    en = "Amazon MQ broker does not take minor versions",
    ja = "Amazon MQのブローカーのマイナーバージョンが自動で更新されない",
  },
  severity = "low",
  on       = "aws.mq.broker",
  items    = { "ds200-2:7-5", "ds200-3:4-2" },
  refs     = { "cwe:1104" },
  aka      = { "checkov:CKV_AWS_207" },
  fix      = {
    en = "Set AutoMinorVersionUpgrade (Terraform: auto_minor_version_upgrade) to true.",
    ja = "AutoMinorVersionUpgrade（Terraform: auto_minor_version_upgrade）をtrueにする。",
  },
  check    = function(b)
    if not b.upgrades then fail("upgrades") end
  end,
}

rule "aws-mq-plain-password" {
  title    = {
    en = "Password of a broker user is written in the code",
    ja = "ブローカーの利用者のパスワードがコードに直接書かれている",
  },
  severity = "critical",
  on       = "aws.mq.user",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Take the password from Secrets Manager: {{resolve:secretsmanager:...}}, in Terraform a data "
      .. "source or a sensitive variable.",
    ja = "Secrets Managerからパスワードを取得する（{{resolve:secretsmanager:...}}。Terraformではデータソースまたはsensitiveな変数）。",
  },
  check    = lib "password".literal("password"),
}

rule "aws-mq-kms" {
  title    = {
    en = "Amazon MQ broker is not encrypted with a customer-managed key",
    ja = "Amazon MQのブローカーが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.mq.broker",
  origins  = { "cloudformation", "terraform" },
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_209" },
  fix      = {
    en = "Set EncryptionOptions.KmsKeyId (Terraform: encryption_options.kms_key_id).",
    ja = "EncryptionOptions.KmsKeyId（Terraform: encryption_options.kms_key_id）を設定する。",
  },
  check    = function(b)
    if not b.kms then fail("kms") end
  end,
}
