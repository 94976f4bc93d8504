-- SPDX-License-Identifier: Apache-2.0
-- DynamoDB tables; of a global table every replica by itself.

model "aws.dynamodb.table" {
  label  = { en = "DynamoDB table", ja = "DynamoDBテーブル" },
  fields = { recovery = flag, sse = flag, key = flag, deletion_protection = flag },
}
bind "aws.dynamodb.table" "cloudformation:AWS::DynamoDB::Table" {
  names               = "TableName",
  recovery            = { "PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", default = false },
  sse                 = { "SSESpecification.SSEEnabled", default = false },
  key                 = { "SSESpecification.KMSMasterKeyId", present = true },
  deletion_protection = { "DeletionProtectionEnabled", default = false },
}
bind "aws.dynamodb.table" "cloudformation:AWS::DynamoDB::GlobalTable" {
  each                = "Replicas",
  recovery            = { "PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", default = false },
  sse                 = { "/SSESpecification.SSEEnabled", default = false },
  key                 = { "SSESpecification.KMSMasterKeyId", present = true },
  deletion_protection = { "DeletionProtectionEnabled", default = false },
}
bind "aws.dynamodb.table" "terraform:aws_dynamodb_table" {
  names               = "name",
  recovery            = { "point_in_time_recovery[0].enabled", default = false },
  sse                 = { "server_side_encryption[0].enabled", default = false },
  key                 = { "server_side_encryption[0].kms_key_arn", present = true },
  deletion_protection = { "deletion_protection_enabled", default = false },
}
bind "aws.dynamodb.table" "terraform:aws_dynamodb_table" {
  each                = "replica",
  recovery            = { "point_in_time_recovery", default = false },
  sse                 = { "/server_side_encryption[0].enabled", default = false },
  key                 = { "kms_key_arn", present = true },
  deletion_protection = { "deletion_protection_enabled", "/deletion_protection_enabled", default = false },
}
bind "aws.dynamodb.table" "terraform:aws_dynamodb_table_replica" {
  recovery            = { "point_in_time_recovery", default = false },
  sse                 = { default = true },
  key                 = { "kms_key_arn", present = true },
  deletion_protection = { "deletion_protection_enabled", default = false },
}

bind "aws.dynamodb.table" "aws-config:AWS::DynamoDB::Table" {
  names               = "configuration.tableName",
  recovery            = {
    "supplementaryConfiguration.ContinuousBackupsDescription.pointInTimeRecoveryDescription.pointInTimeRecoveryStatus",
    is = "ENABLED", required = true,
  },
  deletion_protection = { "configuration.deletionProtectionEnabled", required = true },
}

rule "aws-dynamodb-no-point-in-time-recovery" {
  title    = { en = "Point-in-time recovery of a DynamoDB table is off", ja = "DynamoDBテーブルのポイントインタイムリカバリが有効になっていない" },
  severity = "medium",
  on       = "aws.dynamodb.table",
  items    = { "ds200-2:7-8", "muni-3:41" },
  aka      = { "checkov:CKV_AWS_28", "checkov:CKV_AWS_165", "trivy:AWS-0024", "guard:DYNAMODB_PITR_ENABLED" },
  fix      = {
    en = "Set PointInTimeRecoveryEnabled (Terraform: enabled in point_in_time_recovery) to true.",
    ja = "PointInTimeRecoveryEnabled（Terraform: point_in_time_recoveryのenabled）をtrueに設定する。",
  },
  check    = function(t)
    if not t.recovery then fail("recovery") end
  end,
}

rule "aws-dynamodb-no-customer-key" {
  title    = {
    en = "DynamoDB table is not encrypted with a customer-managed key",
    ja = "DynamoDBテーブルが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.dynamodb.table",
  origins  = { "cloudformation", "terraform" },          -- AWS Config names the key, not whose it is
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_119", "trivy:AWS-0025", "checkov:CKV_AWS_271" },
  why      = {
    en = "The default key belongs to AWS: its use is neither limited by a key policy nor logged.",
    ja = "既定の鍵はAWSの所有であり、利用をキーポリシーで制限することも記録することもできない。",
  },
  fix      = {
    en = "Turn on SSESpecification (Terraform: server_side_encryption) and name a key of your own "
      .. "in it.",
    ja = "SSESpecification（Terraform: server_side_encryption）を有効にし、顧客管理の鍵を設定する。",
  },
  check    = function(t)
    if not t.sse then fail("sse")
    elseif not t.key then fail("key") end
  end,
}

rule "aws-dynamodb-no-deletion-protection" {
  title    = { en = "Deletion protection of a DynamoDB table is off", ja = "DynamoDBテーブルの削除保護が有効になっていない" },
  severity = "low",
  on       = "aws.dynamodb.table",
  items    = { "muni-3:19" },
  fix      = {
    en = "Set DeletionProtectionEnabled (Terraform: deletion_protection_enabled) to true.",
    ja = "DeletionProtectionEnabled（Terraform: deletion_protection_enabled）をtrueに設定する。",
  },
  check    = function(t)
    if not t.deletion_protection then fail("deletion_protection") end
  end,
}
