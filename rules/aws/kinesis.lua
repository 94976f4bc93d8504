-- SPDX-License-Identifier: Apache-2.0
-- Amazon Kinesis Data Streams and Video Streams: encryption.
model "aws.kinesis.stream" {
  label  = { en = "Kinesis stream", ja = "Kinesisストリーム" },
  fields = { name = text, encryption = text, key = flag, key_id = text },
}

bind "aws.kinesis.stream" "cloudformation:AWS::Kinesis::Stream" {
  names      = "Name",
  name       = "Name",
  encryption = { "StreamEncryption.EncryptionType", default = "NONE" },
  key        = { "StreamEncryption.KeyId", present = true },
  key_id     = "StreamEncryption.KeyId",
}

bind "aws.kinesis.stream" "terraform:aws_kinesis_stream" {
  names      = "name",
  name       = "name",
  encryption = { "encryption_type", default = "NONE" },
  key        = { "kms_key_id", present = true },
  key_id     = "kms_key_id",
}

bind "aws.kinesis.stream" "aws-config:AWS::Kinesis::Stream" {
  name       = { "configuration.Name", "resourceName" },
  encryption = { "configuration.StreamEncryption.EncryptionType", default = "NONE" },
  key        = { "configuration.StreamEncryption.KeyId", present = true },
}

model "aws.kinesis.video" {
  label  = { en = "Kinesis video stream", ja = "Kinesisビデオストリーム" },
  fields = { kms = flag },
}

bind "aws.kinesis.video" "cloudformation:AWS::KinesisVideo::Stream" { kms = { "KmsKeyId", present = true } }
bind "aws.kinesis.video" "terraform:aws_kinesis_video_stream" { kms = { "kms_key_id", present = true } }

rule "aws-kinesis-encrypted" {
  title    = { en = "Kinesis stream is not encrypted at rest", ja = "Kinesisストリームが暗号化されていない" },
  severity = "high",
  on       = "aws.kinesis.stream",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_43", "trivy:AWS-0064", "guard:KINESIS_STREAM_ENCRYPTION_RULE" },
  fix      = {
    en = "Set StreamEncryption with EncryptionType: KMS and KeyId (Terraform: encryption_type and kms_key_id).",
    ja = "StreamEncryptionでEncryptionType: KMSとKeyId（Terraform: encryption_type、kms_key_id）を設定する。",
  },
  check    = function(s)
    if s.encryption ~= "KMS" then
      fail("encryption")
    elseif known(s, "key") and not s.key then
      fail("encryption", { en = "KeyId is missing", ja = "KeyIdが指定されていない" })
    end
  end,
}

rule "aws-kinesis-customer-key" {
  title    = {
    en = "Kinesis stream is encrypted with the AWS managed key",
    ja = "Kinesisストリームの暗号化にAWS管理の鍵を使っている",
  },
  why      = {
    en = "The policy of alias/aws/kinesis cannot be changed: use of the key cannot be granted or refused.",
    ja = "alias/aws/kinesisのキーポリシーは変更できず、鍵の利用者を制限できない。",
  },
  severity = "info",
  on       = "aws.kinesis.stream",
  origins  = { "cloudformation", "terraform" },     -- AWS Config names the key, not whose it is
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_AWS_185" },
  fix      = {
    en = "Set KeyId (Terraform: kms_key_id) to a key of your own.",
    ja = "KeyId（Terraform: kms_key_id）に顧客管理の鍵を設定する。",
  },
  check    = function(s)
    if s.encryption ~= "KMS" then return skip { en = "no KMS key is used", ja = "KMSの鍵を使っていない" } end
    if not s.key then return fail("key") end
    if known(s, "key_id") and s.key_id:ends("alias/aws/kinesis") then fail("key_id") end
  end,
}

rule "aws-kinesis-video-customer-key" {
  title    = {
    en = "Kinesis video stream is not encrypted with a customer-managed key",
    ja = "Kinesisビデオストリームが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.kinesis.video",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_177" },
  fix      = {
    en = "Set KmsKeyId (Terraform: kms_key_id) to a key of your own.",
    ja = "KmsKeyId（Terraform: kms_key_id）に顧客管理の鍵を設定する。",
  },
  check    = function(s)
    if not s.kms then fail("kms") end
  end,
}
