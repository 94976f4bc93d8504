-- SPDX-License-Identifier: Apache-2.0
-- EMR clusters.

model "aws.emr.cluster" {
  label  = { en = "EMR cluster", ja = "EMRクラスター" },
  fields = { configuration = flag, logs = flag },
}

bind "aws.emr.cluster" "cloudformation:AWS::EMR::Cluster" {
  configuration = { "SecurityConfiguration", present = true },
  logs          = { "LogUri", present = true },
}

rule "aws-emr-security-configuration" {
  title    = {
    en = "EMR cluster has no security configuration",
    ja = "EMRクラスターにセキュリティ設定がない",
  },
  severity = "medium",
  on       = "aws.emr.cluster",
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_171" },
  fix      = {
    en = "Make an AWS::EMR::SecurityConfiguration with encryption and name it in SecurityConfiguration.",
    ja = "暗号化を有効にしたAWS::EMR::SecurityConfigurationを作り、SecurityConfigurationに指定する。",
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
  fix      = { en = "Set LogUri to an S3 path.", ja = "LogUriにS3のパスを指定する。" },
  check    = function(c)
    if not c.logs then fail("logs") end
  end,
}
