-- SPDX-License-Identifier: Apache-2.0
-- MSK (Kafka) clusters.

model "aws.msk.cluster" {
  label  = { en = "MSK cluster", ja = "MSKクラスター" },
  fields = {
    kms = flag, said = flag, client_broker = text, in_cluster = flag, logs = list, public = text, unauthenticated = flag,
  },
}

bind "aws.msk.cluster" "cloudformation:AWS::MSK::Cluster" {
  said            = { "EncryptionInfo", present = true },
  kms             = { "EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId", present = true },
  client_broker   = { "EncryptionInfo.EncryptionInTransit.ClientBroker", default = "TLS" },
  in_cluster      = { "EncryptionInfo.EncryptionInTransit.InCluster", default = true },
  logs            = { "LoggingInfo.BrokerLogs.CloudWatchLogs.Enabled", "LoggingInfo.BrokerLogs.Firehose.Enabled",
                      "LoggingInfo.BrokerLogs.S3.Enabled", join = true },
  public          = { "BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type", default = "DISABLED" },
  unauthenticated = { "ClientAuthentication.Unauthenticated.Enabled", default = false },
}

bind "aws.msk.cluster" "terraform:aws_msk_cluster" {
  names           = "cluster_name",
  said            = { "encryption_info", present = true },
  kms             = { "encryption_info[0].encryption_at_rest_kms_key_arn", present = true },
  client_broker   = { "encryption_info[0].encryption_in_transit[0].client_broker", default = "TLS" },
  in_cluster      = { "encryption_info[0].encryption_in_transit[0].in_cluster", default = true },
  logs            = { "logging_info[0].broker_logs[0].cloudwatch_logs[0].enabled",
                      "logging_info[0].broker_logs[0].firehose[0].enabled",
                      "logging_info[0].broker_logs[0].s3[0].enabled", join = true },
  public          = { "broker_node_group_info[0].connectivity_info[0].public_access[0].type", default = "DISABLED" },
  unauthenticated = { "client_authentication[0].unauthenticated", default = false },
}

bind "aws.msk.cluster" "aws-config:AWS::MSK::Cluster" {
  kms             = { "configuration.EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId", present = true },
  client_broker   = { "configuration.EncryptionInfo.EncryptionInTransit.ClientBroker", required = true },
  in_cluster      = { "configuration.EncryptionInfo.EncryptionInTransit.InCluster", required = true },
  logs            = { "configuration.LoggingInfo.BrokerLogs.CloudWatchLogs.Enabled",
                      "configuration.LoggingInfo.BrokerLogs.Firehose.Enabled",
                      "configuration.LoggingInfo.BrokerLogs.S3.Enabled", join = true },
  public          = { "configuration.BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type", required = true },
  unauthenticated = { "configuration.ClientAuthentication.Unauthenticated.Enabled", required = true },
}

rule "aws-msk-kms" {
  title    = {
    en = "MSK cluster is not encrypted with a customer-managed key",
    ja = "MSKクラスターが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.msk.cluster",
  items    = { "ds200-2:4-4", "muni-3:38" },
  refs     = { "cwe:311" },
  aka      = { "trivy:AWS-0179" },
  fix      = {
    en = "Set EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId (Terraform: "
      .. "encryption_at_rest_kms_key_arn of encryption_info); it cannot be changed later.",
    ja = "EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId（Terraform: encryption_infoの"
      .. "encryption_at_rest_kms_key_arn）を設定する。作成後は変更できない。",
  },
  check    = function(c)
    if not c.kms then fail("kms") end
  end,
}

rule "aws-msk-encryption-set" {
  title    = {
    en = "MSK cluster does not set how data are encrypted",
    ja = "MSKクラスターの暗号化方式が設定されていない",
  },
  severity = "info",
  on       = "aws.msk.cluster",
  origins  = { "cloudformation", "terraform" },
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_AWS_81" },
  fix      = {
    en = "Set EncryptionInfo (Terraform: encryption_info); what is required should be written down.",
    ja = "EncryptionInfo（Terraform: encryption_info）を設定し、要件を明示する。",
  },
  check    = function(c)
    if not c.said then fail("said") end
  end,
}

rule "aws-msk-plaintext" {
  title    = { en = "MSK cluster accepts plain text", ja = "MSKクラスターが平文の通信を許可している" },
  severity = "high",
  on       = "aws.msk.cluster",
  items    = { "ds200-3:3-1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "trivy:AWS-0073", "checkov:CKV_AWS_81" },
  fix      = {
    en = "Set ClientBroker to TLS and InCluster to true in EncryptionInTransit (Terraform: client_broker "
      .. "and in_cluster in encryption_in_transit).",
    ja = "EncryptionInTransitのClientBrokerをTLS、"
      .. "InClusterをtrueにする（Terraform: encryption_in_transitのclient_brokerとin_cluster）。",
  },
  check    = function(c)
    if c.client_broker ~= "TLS" then return fail("client_broker") end
    if not c.in_cluster then fail("in_cluster") end
  end,
}

rule "aws-msk-logs" {
  title    = {
    en = "Brokers of an MSK cluster keep no logs",
    ja = "MSKクラスターのブローカーログが有効になっていない",
  },
  severity = "medium",
  on       = "aws.msk.cluster",
  items    = { "ds200-2:3-7", "ds200-3:6-1" },
  refs     = { "cwe:778" },
  aka      = { "trivy:AWS-0074", "checkov:CKV_AWS_80" },
  fix      = {
    en = "Enable CloudWatchLogs, Firehose or S3 in LoggingInfo.BrokerLogs (Terraform: cloudwatch_logs, "
      .. "firehose or s3 in logging_info.broker_logs).",
    ja = "LoggingInfo.BrokerLogsのCloudWatchLogs、Firehose、"
      .. "S3のいずれかを有効にする（Terraform: logging_info.broker_logsのcloudwatch_logs、firehose、s3）。",
  },
  check    = function(c)
    for on in each(c.logs) do
      if on == true or on == "true" then return end
    end
    fail("logs")
  end,
}

rule "aws-msk-public" {
  title    = {
    en = "MSK cluster is reachable from the internet",
    ja = "MSKクラスターがインターネットに公開されている",
  },
  severity = "high",
  on       = "aws.msk.cluster",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:668" },
  aka      = { "checkov:CKV_AWS_291" },
  fix      = {
    en = "Set ConnectivityInfo.PublicAccess.Type (Terraform: connectivity_info.public_access.type) to DISABLED.",
    ja = "ConnectivityInfo.PublicAccess.Type（Terraform: connectivity_info.public_access.type）をDISABLEDにする。",
  },
  check    = function(c)
    if c.public ~= "DISABLED" then fail("public") end
  end,
}

rule "aws-msk-unauthenticated" {
  title    = {
    en = "MSK cluster takes clients without authentication",
    ja = "MSKクラスターが認証なしの接続を許可している",
  },
  severity = "high",
  on       = "aws.msk.cluster",
  items    = { "ds200-3:2-1", "ds200-2:4-4", "muni-3:17" },
  refs     = { "cwe:306" },
  fix      = {
    en = "Set ClientAuthentication.Unauthenticated.Enabled (Terraform: "
      .. "client_authentication.unauthenticated) to false and use IAM, SCRAM or TLS.",
    ja = "ClientAuthentication.Unauthenticated.Enabled（Terraform: "
      .. "client_authentication.unauthenticated）をfalseにし、IAM、SCRAM、TLSのいずれかを使う。",
  },
  check    = function(c)
    if c.unauthenticated then fail("unauthenticated") end
  end,
}
