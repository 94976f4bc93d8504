-- SPDX-License-Identifier: Apache-2.0
-- Amazon Data Firehose: encryption, credentials of destinations.
local password = lib "password"

model "aws.firehose.stream" {
  label  = { en = "Firehose stream", ja = "Firehoseストリーム" },
  fields = {
    name = text, source = text, key_type = text,
    redshift_password = text, access_key = text, hec_token = text, private_key = text,
  },
}

bind "aws.firehose.stream" "cloudformation:AWS::KinesisFirehose::DeliveryStream" {
  names             = "DeliveryStreamName",
  name              = "DeliveryStreamName",
  source            = { "DeliveryStreamType", default = "DirectPut" },
  key_type          = "DeliveryStreamEncryptionConfigurationInput.KeyType",
  redshift_password = "RedshiftDestinationConfiguration.Password",
  access_key        = "HttpEndpointDestinationConfiguration.EndpointConfiguration.AccessKey",
  hec_token         = "SplunkDestinationConfiguration.HECToken",
  private_key       = "SnowflakeDestinationConfiguration.PrivateKey",
}

rule "aws-firehose-encrypted" {
  title    = { en = "Firehose stream is not encrypted at rest", ja = "Firehoseストリームが暗号化されていない" },
  severity = "high",
  on       = "aws.firehose.stream",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_240", "guard:KINESIS_FIREHOSE_DELIVERY_STREAM_ENCRYPTION_RULE" },
  fix      = {
    en = "Set KeyType in DeliveryStreamEncryptionConfigurationInput.",
    ja = "DeliveryStreamEncryptionConfigurationInputでKeyTypeを設定する。",
  },
  check    = function(f)
    if f.source ~= "DirectPut" then
      return skip { en = "its source is another stream, whose encryption counts", ja = "入力元のストリームで暗号化する" }
    end
    if not f.key_type then fail("key_type") end
  end,
}

rule "aws-firehose-plain-credential" {
  title    = {
    en = "Credential of a Firehose destination is written in the template",
    ja = "Firehoseの配信先の認証情報がテンプレートに書かれている",
  },
  severity = "critical",
  on       = "aws.firehose.stream",
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  aka      = { "guard:KINESIS_FIREHOSE_REDSHIFT_DESTINATION_CONFIGURATION_NO_PLAINTEXT_PASSWORD" },
  redact   = true,
  fix      = {
    en = "Set SecretsManagerConfiguration, or use a NoEcho parameter or {{resolve:secretsmanager:...}}.",
    ja = "SecretsManagerConfigurationを使うか、NoEchoのパラメータまたは{{resolve:secretsmanager:...}}で値を渡す。",
  },
  check    = function(f)
    for _, field in ipairs { "redshift_password", "access_key", "hec_token", "private_key" } do
      password.judge(f, field)
    end
  end,
}
