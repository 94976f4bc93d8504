-- SPDX-License-Identifier: Apache-2.0
-- Amazon MQ brokers.

model "aws.mq.broker" {
  label  = { en = "Amazon MQ broker", ja = "Amazon MQのブローカー" },
  fields = { engine = text, public = flag, audit = flag, general = flag, upgrades = flag },
}

bind "aws.mq.broker" "cloudformation:AWS::AmazonMQ::Broker" {
  engine   = "EngineType",
  public   = { "PubliclyAccessible", default = false },
  audit    = { "Logs.Audit", default = false },
  general  = { "Logs.General", default = false },
  upgrades = { "AutoMinorVersionUpgrade", default = false },
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
  fix      = { en = "Set PubliclyAccessible to false.", ja = "PubliclyAccessibleをfalseにする。" },
  check    = function(b)
    if b.public then fail("public") end
  end,
}

rule "aws-mq-audit-log" {
  title    = {
    en = "Amazon MQ broker keeps no audit log",
    ja = "Amazon MQのブローカーの監査ログが有効でない",
  },
  severity = "medium",
  on       = "aws.mq.broker",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:35" },
  refs     = { "cwe:778" },
  aka      = { "trivy:AWS-0070", "checkov:CKV_AWS_197" },
  fix      = { en = "Set Logs.Audit to true.", ja = "Logs.Auditをtrueにする。" },
  check    = function(b)
    local engine = (b.engine or "ACTIVEMQ"):upper()
    if engine == "RABBITMQ" then return skip { en = "RabbitMQ has no audit log", ja = "RabbitMQには監査ログがない" } end
    if not b.audit then fail("audit") end
  end,
}

rule "aws-mq-general-log" {
  title    = {
    en = "Amazon MQ broker keeps no general log",
    ja = "Amazon MQのブローカーの一般ログが有効でない",
  },
  severity = "low",
  on       = "aws.mq.broker",
  items    = { "ds200-2:3-7", "ds200-3:6-1" },
  refs     = { "cwe:778" },
  aka      = { "trivy:AWS-0071", "checkov:CKV_AWS_48" },
  fix      = { en = "Set Logs.General to true.", ja = "Logs.Generalをtrueにする。" },
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
  fix      = { en = "Set AutoMinorVersionUpgrade to true.", ja = "AutoMinorVersionUpgradeをtrueにする。" },
  check    = function(b)
    if not b.upgrades then fail("upgrades") end
  end,
}

rule "aws-mq-plain-password" {
  title    = {
    en = "Password of a broker user stands in the template",
    ja = "ブローカーの利用者のパスワードがテンプレートに書かれている",
  },
  severity = "critical",
  on       = "aws.mq.user",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Take the password from Secrets Manager with {{resolve:secretsmanager:...}}.",
    ja = "{{resolve:secretsmanager:...}}でSecrets Managerからパスワードを取得する。",
  },
  check    = function(u)
    if known(u, "password") and u.password ~= nil then fail("password") end
  end,
}
