-- SPDX-License-Identifier: Apache-2.0
-- ECR repositories.
local access = lib "iam"

model "aws.ecr.repository" {
  label  = { en = "ECR repository", ja = "ECRリポジトリ" },
  fields = { mutability = text, scan = flag, encryption = text, key = flag },
}

bind "aws.ecr.repository" "cloudformation:AWS::ECR::Repository" {
  names      = "RepositoryName",
  mutability = { "ImageTagMutability", default = "MUTABLE" },
  scan       = { "ImageScanningConfiguration.ScanOnPush", default = false },
  encryption = { "EncryptionConfiguration.EncryptionType", default = "AES256" },
  key        = { "EncryptionConfiguration.KmsKey", present = true },
}

bind "aws.ecr.repository" "aws-config:AWS::ECR::Repository" {
  mutability = { "configuration.ImageTagMutability", required = true },
  scan       = { "configuration.ImageScanningConfiguration.ScanOnPush", required = true },
  encryption = { "configuration.EncryptionConfiguration.EncryptionType", required = true },
}

bind "aws.ecr.repository" "terraform:aws_ecr_repository" {
  names      = "name",
  mutability = { "image_tag_mutability", default = "MUTABLE" },
  scan       = { "image_scanning_configuration[0].scan_on_push", default = false },
  encryption = { "encryption_configuration[0].encryption_type", default = "AES256" },
  key        = { "encryption_configuration[0].kms_key", present = true },
}

model "aws.ecr.policy" {
  label  = { en = "policy of an ECR repository", ja = "ECRリポジトリのポリシー" },
  fields = { policy = policy },
}

bind "aws.ecr.policy" "cloudformation:AWS::ECR::Repository" { policy = "RepositoryPolicyText" }
bind "aws.ecr.policy" "aws-config:AWS::ECR::Repository" { policy = "configuration.RepositoryPolicyText" }
bind "aws.ecr.policy" "terraform:aws_ecr_repository_policy" { policy = "policy" }
bind "aws.ecr.policy" "terraform:aws_ecr_registry_policy" { policy = "policy" }

rule "aws-ecr-mutable-tags" {
  title    = {
    en = "Tags of an ECR repository can be moved to another image",
    ja = "ECRリポジトリのタグを別のイメージに付け替えられる",
  },
  severity = "medium",
  on       = "aws.ecr.repository",
  items    = { "ds200-2:7-2" },
  refs     = { "cwe:494" },
  aka      = { "trivy:AWS-0031", "checkov:CKV_AWS_51" },
  fix      = {
    en = "Set ImageTagMutability (Terraform: image_tag_mutability) to IMMUTABLE.",
    ja = "ImageTagMutability（Terraform: image_tag_mutability）をIMMUTABLEにする。",
  },
  check    = function(r)
    if r.mutability:starts("MUTABLE") then fail("mutability") end
  end,
}

rule "aws-ecr-scan" {
  title    = {
    en = "Images of an ECR repository are not scanned on push",
    ja = "ECRリポジトリのイメージがプッシュ時にスキャンされない",
  },
  severity = "medium",
  on       = "aws.ecr.repository",
  items    = { "ds200-2:7-5", "ds200-3:4-2" },
  refs     = { "cwe:1104" },
  aka      = { "trivy:AWS-0030", "checkov:CKV_AWS_163" },
  fix      = {
    en = "Set ScanOnPush (Terraform: scan_on_push) to true in the scanning configuration.",
    ja = "スキャン設定のScanOnPush（Terraform: scan_on_push）をtrueにする。",
  },
  check    = function(r)
    if not r.scan then fail("scan") end
  end,
}

rule "aws-ecr-kms" {
  title    = {
    en = "ECR repository is not encrypted with a KMS key",
    ja = "ECRリポジトリがKMSの鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.ecr.repository",
  items    = { "ds200-2:4-4", "muni-3:38" },
  refs     = { "cwe:311" },
  aka      = { "trivy:AWS-0033", "checkov:CKV_AWS_136" },
  fix      = {
    en = "Set EncryptionType (Terraform: encryption_type) to KMS; it cannot be changed later.",
    ja = "EncryptionType（Terraform: encryption_type）をKMSにする。作成後は変更できない。",
  },
  check    = function(r)
    if not r.encryption:starts("KMS") then fail("encryption") end
  end,
}

rule "aws-ecr-public" {
  title    = { en = "Everyone may use an ECR repository", ja = "ECRリポジトリが全ての主体に公開されている" },
  severity = "high",
  on       = "aws.ecr.policy",
  items    = { "ds200-3:2-2", "ds200-2:3-2", "muni-3:17" },
  refs     = { "cwe:732" },
  aka      = { "trivy:AWS-0032", "checkov:CKV_AWS_32" },
  fix      = {
    en = "Name accounts or roles in Principal, or add a condition on aws:PrincipalOrgID.",
    ja = "Principalにアカウントまたはロールを指定するか、aws:PrincipalOrgIDの条件を付ける。",
  },
  check    = access.no_public "policy",
}

rule "aws-ecr-no-customer-key" {
  title    = {
    en = "ECR repository is not encrypted with a customer-managed key",
    ja = "ECRリポジトリが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.ecr.repository",
  origins  = { "cloudformation", "terraform" },     -- AWS Config names the key, not whose it is
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "trivy:AWS-0033" },
  fix      = {
    en = "Set KmsKey (Terraform: kms_key) to a key of your own; it cannot be changed later.",
    ja = "KmsKey（Terraform: kms_key）に顧客管理の鍵を設定する。作成後は変更できない。",
  },
  check    = function(r)
    if not r.encryption:starts("KMS") then return skip() end    -- aws-ecr-kms says so
    if not r.key then fail("key") end
  end,
}
