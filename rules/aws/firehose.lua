-- SPDX-License-Identifier: Apache-2.0
-- Amazon Data Firehose: encryption, credentials of destinations.
local password = lib "password"

model "aws.firehose.stream" {
  label  = { en = "Firehose stream", ja = "Firehoseストリーム" },
  fields = {
    name = text, sourced = flag, encrypted = flag, key_type = text, key = flag,
    redshift_password = text, access_key = text, hec_token = text, private_key = text,
  },
}

local sources <const> = { "KinesisStreamAsSource", "MSKAsSource", "DatabaseAsSource" }

bind "aws.firehose.stream" "cloudformation:AWS::KinesisFirehose::DeliveryStream" {
  names             = "DeliveryStreamName",
  name              = "DeliveryStreamName",
  sourced           = { "DeliveryStreamType", is = sources, default = false },
  encrypted         = { "DeliveryStreamEncryptionConfigurationInput.KeyType", present = true },
  key_type          = "DeliveryStreamEncryptionConfigurationInput.KeyType",
  key               = { "DeliveryStreamEncryptionConfigurationInput.KeyARN", present = true },
  redshift_password = "RedshiftDestinationConfiguration.Password",
  access_key        = "HttpEndpointDestinationConfiguration.EndpointConfiguration.AccessKey",
  hec_token         = "SplunkDestinationConfiguration.HECToken",
  private_key       = "SnowflakeDestinationConfiguration.PrivateKey",
}

bind "aws.firehose.stream" "terraform:aws_kinesis_firehose_delivery_stream" {
  names             = "name",
  name              = "name",
  sourced           = { "kinesis_source_configuration", "msk_source_configuration", present = true },
  encrypted         = { "server_side_encryption[0].enabled", default = false },
  key_type          = { "server_side_encryption[0].key_type", default = "AWS_OWNED_CMK" },
  key               = { "server_side_encryption[0].key_arn", present = true },
  redshift_password = "redshift_configuration[0].password",
  access_key        = "http_endpoint_configuration[0].access_key",
  hec_token         = "splunk_configuration[0].hec_token",
  private_key       = "snowflake_configuration[0].private_key",
}

local source_counts <const> = {
  en = "its source is another stream, whose encryption counts", ja = "入力元のストリームで暗号化する",
}

rule "aws-firehose-encrypted" {
  title    = { en = "Firehose stream is not encrypted at rest", ja = "Firehoseストリームが暗号化されていない" },
  severity = "high",
  on       = "aws.firehose.stream",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_240", "guard:KINESIS_FIREHOSE_DELIVERY_STREAM_ENCRYPTION_RULE" },
  fix      = {
    en = "Set KeyType in DeliveryStreamEncryptionConfigurationInput (Terraform: enabled in "
      .. "server_side_encryption).",
    ja = "DeliveryStreamEncryptionConfigurationInputのKeyType"
      .. "（Terraform: server_side_encryptionのenabled）を設定する。",
  },
  check    = function(f)
    if f.sourced then return skip(source_counts) end
    if not f.encrypted then fail("encrypted") end
  end,
}

rule "aws-firehose-plain-credential" {
  title    = {
    en = "Credential of a Firehose destination is written in the code",
    ja = "Firehoseの配信先の認証情報がコードに書かれている",
  },
  severity = "critical",
  on       = "aws.firehose.stream",
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  aka      = { "guard:KINESIS_FIREHOSE_REDSHIFT_DESTINATION_CONFIGURATION_NO_PLAINTEXT_PASSWORD" },
  redact   = true,
  fix      = {
    en = "Use SecretsManagerConfiguration (Terraform: secrets_manager_configuration) or another "
      .. "reference to a secret.",
    ja = "SecretsManagerConfiguration（Terraform: secrets_manager_configuration）などでシークレットを参照する。",
  },
  check    = function(f)
    for _, field in ipairs { "redshift_password", "access_key", "hec_token", "private_key" } do
      password.judge(f, field)
    end
  end,
}

rule "aws-firehose-no-customer-key" {
  title    = {
    en = "Firehose stream is not encrypted with a customer-managed key",
    ja = "Firehoseストリームが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.firehose.stream",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_241" },
  fix      = {
    en = "Set KeyType (Terraform: key_type) to CUSTOMER_MANAGED_CMK and name the key.",
    ja = "KeyType（Terraform: key_type）をCUSTOMER_MANAGED_CMKにし、鍵を指定する。",
  },
  check    = function(f)
    if f.sourced then return skip(source_counts) end
    if not f.encrypted then return fail("encrypted") end
    if f.key_type ~= "CUSTOMER_MANAGED_CMK" then return fail("key_type") end
    if not f.key then fail("key") end
  end,
}
