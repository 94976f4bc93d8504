-- SPDX-License-Identifier: Apache-2.0
-- Amazon Kinesis Data Streams: encryption.
model "aws.kinesis.stream" {
  label  = { en = "Kinesis stream", ja = "Kinesisストリーム" },
  fields = { name = text, encryption = text, key = flag },
}

bind "aws.kinesis.stream" "cloudformation:AWS::Kinesis::Stream" {
  names      = "Name",
  name       = "Name",
  encryption = { "StreamEncryption.EncryptionType", default = "NONE" },
  key        = { "StreamEncryption.KeyId", present = true },
}

bind "aws.kinesis.stream" "aws-config:AWS::Kinesis::Stream" {
  name       = { "configuration.Name", "resourceName" },
  encryption = { "configuration.StreamEncryption.EncryptionType", default = "NONE" },
  key        = { "configuration.StreamEncryption.KeyId", present = true },
}

rule "aws-kinesis-encrypted" {
  title    = { en = "Kinesis stream is not encrypted at rest", ja = "Kinesisストリームが暗号化されていない" },
  severity = "high",
  on       = "aws.kinesis.stream",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_43", "trivy:AWS-0064", "guard:KINESIS_STREAM_ENCRYPTION_RULE" },
  fix      = {
    en = "Set StreamEncryption with EncryptionType: KMS and KeyId.",
    ja = "StreamEncryptionでEncryptionType: KMSとKeyIdを設定する。",
  },
  check    = function(s)
    if s.encryption ~= "KMS" then
      fail("encryption")
    elseif known(s, "key") and not s.key then
      fail("encryption", { en = "KeyId is missing", ja = "KeyIdが指定されていない" })
    end
  end,
}
