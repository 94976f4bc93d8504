-- SPDX-License-Identifier: Apache-2.0
-- EMR clusters and their security configurations.

model "aws.emr.cluster" {
  label  = { en = "EMR cluster", ja = "EMRクラスター" },
  fields = { configuration = flag, logs = flag, password = text },
}

bind "aws.emr.cluster" "cloudformation:AWS::EMR::Cluster" {
  configuration = { "SecurityConfiguration", present = true },
  logs          = { "LogUri", present = true },
  password      = "KerberosAttributes.KdcAdminPassword",
}

bind "aws.emr.cluster" "terraform:aws_emr_cluster" {
  configuration = { "security_configuration", present = true },
  logs          = { "log_uri", present = true },
  password      = "kerberos_attributes[0].kdc_admin_password",
}

model "aws.emr.security" {
  label  = { en = "EMR security configuration", ja = "EMRのセキュリティ設定" },
  fields = { settings = map },
}

bind "aws.emr.security" "cloudformation:AWS::EMR::SecurityConfiguration" { settings = "SecurityConfiguration" }
bind "aws.emr.security" "terraform:aws_emr_security_configuration" { settings = "configuration" }

rule "aws-emr-security-configuration" {
  title    = {
    en = "EMR cluster has no security configuration",
    ja = "EMRクラスターにセキュリティ設定がない",
  },
  severity = "medium",
  on       = "aws.emr.cluster",
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:311" },
  fix      = {
    en = "Make a security configuration with encryption and name it in SecurityConfiguration "
      .. "(Terraform: security_configuration).",
    ja = "暗号化を有効にしたセキュリティ設定を作り、SecurityConfiguration（Terraform: security_configuration）に指定する。",
  },
  check    = function(c)
    if not c.configuration then fail("configuration") end
  end,
}

rule "aws-emr-no-logs" {
  title    = { en = "Logs of an EMR cluster are lost with it", ja = "EMRクラスターのログが保存されない" },
  severity = "low",
  on       = "aws.emr.cluster",
  items    = { "ds200-2:3-7", "ds200-3:6-1" },
  refs     = { "cwe:778" },
  fix      = {
    en = "Set LogUri (Terraform: log_uri) to an S3 path.",
    ja = "LogUri（Terraform: log_uri）にS3のパスを指定する。",
  },
  check    = function(c)
    if not c.logs then fail("logs") end
  end,
}

-- Fails where a member of the encryption settings does not say true.
local function wants(path)
  return function(s)
    local value = get(s, "settings.EncryptionConfiguration." .. path)
    if value ~= true and value ~= "true" then fail("settings") end
  end
end

rule "aws-emr-plain-storage" {
  title    = {
    en = "EMR security configuration leaves stored data unencrypted",
    ja = "EMRのセキュリティ設定で保存データが暗号化されない",
  },
  severity = "high",
  on       = "aws.emr.security",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "trivy:AWS-0137" },
  fix      = {
    en = "Set EnableAtRestEncryption to true and describe it in AtRestEncryptionConfiguration.",
    ja = "EnableAtRestEncryptionをtrueにし、AtRestEncryptionConfigurationを設定する。",
  },
  check    = wants "EnableAtRestEncryption",
}

rule "aws-emr-plain-transit" {
  title    = {
    en = "EMR security configuration leaves traffic between nodes unencrypted",
    ja = "EMRのセキュリティ設定でノード間の通信が暗号化されない",
  },
  severity = "high",
  on       = "aws.emr.security",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "trivy:AWS-0138", "checkov:CKV_AWS_351" },
  fix      = {
    en = "Set EnableInTransitEncryption to true and name certificates in "
      .. "InTransitEncryptionConfiguration.",
    ja = "EnableInTransitEncryptionをtrueにし、InTransitEncryptionConfigurationに証明書を指定する。",
  },
  check    = wants "EnableInTransitEncryption",
}

rule "aws-emr-plain-disks" {
  title    = {
    en = "EMR security configuration leaves local disks unencrypted",
    ja = "EMRのセキュリティ設定でローカルディスクが暗号化されない",
  },
  severity = "medium",
  on       = "aws.emr.security",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "trivy:AWS-0139", "checkov:CKV_AWS_349" },
  fix      = {
    en = "Add LocalDiskEncryptionConfiguration with a KMS key to AtRestEncryptionConfiguration.",
    ja = "AtRestEncryptionConfigurationにKMSの鍵を使うLocalDiskEncryptionConfigurationを追加する。",
  },
  check    = function(s)
    local at = "settings.EncryptionConfiguration.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration"
    if not has(s, at) then fail("settings") end
  end,
}

rule "aws-emr-password-literal" {
  title    = {
    en = "Kerberos administrator's password of an EMR cluster is written in the code",
    ja = "EMRクラスターのKerberos管理者のパスワードがコードに直接書かれている",
  },
  severity = "critical",
  on       = "aws.emr.cluster",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Refer to a secret ({{resolve:secretsmanager:...}}, Terraform: aws_secretsmanager_secret_version).",
    ja = "シークレット（{{resolve:secretsmanager:...}}、Terraform: aws_secretsmanager_secret_version）を参照する。",
  },
  check    = lib "password".literal("password"),
}

rule "aws-emr-storage-no-kms" {
  title    = {
    en = "EMR security configuration does not encrypt data in S3 with a KMS key",
    ja = "EMRのセキュリティ設定でS3のデータがKMSの鍵で暗号化されない",
  },
  severity = "low",
  on       = "aws.emr.security",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_171" },
  fix      = {
    en = "Set EncryptionMode of S3EncryptionConfiguration to SSE-KMS and name the key.",
    ja = "S3EncryptionConfigurationのEncryptionModeをSSE-KMSにし、鍵を指定する。",
  },
  check    = function(s)
    local at = "settings.EncryptionConfiguration.AtRestEncryptionConfiguration.S3EncryptionConfiguration.EncryptionMode"
    local mode = get(s, at)
    if mode == nil or not mode:ends("-KMS") then fail("settings") end
  end,
}
