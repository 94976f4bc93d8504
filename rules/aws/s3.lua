-- SPDX-License-Identifier: Apache-2.0
-- Amazon S3: who may reach buckets, how they are encrypted, what is kept and logged.
local access = lib "iam"

model "aws.s3.bucket" {
  label  = { en = "S3 bucket", ja = "S3バケット" },
  fields = {
    name = text,
    holds_logs = flag,          -- by its access control list
    ownership = text,           -- "BucketOwnerEnforced": access control lists are off
    policy = policy,
    algorithm = text,           -- of the default encryption; absent when none is set
    versioned = flag, mfa_delete = flag,
    logged = flag, log_target = flag, expires = flag, replicated = list, notifies = flag,
  },
}

-- A bucket's access control list, or one of a bucket that is declared elsewhere.
model "aws.s3.acl" {
  label  = { en = "S3 access control list", ja = "S3のACL" },
  fields = {
    acl = text,                 -- "private", "public-read", "public-read-write", "authenticated-read", ...
    grants = list,              -- of Terraform: { permission(s), uri or grantee }
    ignored = flag,
  },
}

-- A bucket's public access block, or one of a bucket that is declared elsewhere.
model "aws.s3.block" {
  label  = { en = "S3 public access block", ja = "S3のパブリックアクセスブロック" },
  fields = { set = flag, block_acls = flag, ignore_acls = flag, block_policy = flag, restrict = flag },
}

bind "aws.s3.bucket" "cloudformation:AWS::S3::Bucket" {
  with         = {
    policies = { "cloudformation:AWS::S3::BucketPolicy", by = "Bucket" },
    sources  = { "cloudformation:AWS::S3::Bucket", by = "LoggingConfiguration.DestinationBucketName" },
  },
  names        = "BucketName",
  name         = "BucketName",
  holds_logs   = { "AccessControl", is = "LogDeliveryWrite", default = false },
  ownership    = { "OwnershipControls.Rules[0].ObjectOwnership", default = "BucketOwnerEnforced" },
  policy       = { "policies:PolicyDocument", join = true },
  algorithm    = {
    "BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm",
  },
  versioned    = { "VersioningConfiguration.Status", is = "Enabled", default = false },
  logged       = { "LoggingConfiguration", present = true },
  log_target   = { "sources:LoggingConfiguration.DestinationBucketName", present = true },
  expires      = { "LifecycleConfiguration.Rules", present = true },
  replicated   = { "ReplicationConfiguration.Rules[*].Status", join = true },
  notifies     = { "NotificationConfiguration", present = true },
}

bind "aws.s3.acl" "cloudformation:AWS::S3::Bucket" {
  acl     = {
    "AccessControl", default = "private",
    map = {
      PublicRead = "public-read", PublicReadWrite = "public-read-write", AuthenticatedRead = "authenticated-read",
      LogDeliveryWrite = "log-delivery-write",
    },
  },
  grants  = { default = {} },
  ignored = { "PublicAccessBlockConfiguration.IgnorePublicAcls", default = false },
}

bind "aws.s3.block" "cloudformation:AWS::S3::Bucket" {
  set          = { "PublicAccessBlockConfiguration", present = true },
  block_acls   = { "PublicAccessBlockConfiguration.BlockPublicAcls", default = false },
  ignore_acls  = { "PublicAccessBlockConfiguration.IgnorePublicAcls", default = false },
  block_policy = { "PublicAccessBlockConfiguration.BlockPublicPolicy", default = false },
  restrict     = { "PublicAccessBlockConfiguration.RestrictPublicBuckets", default = false },
}

-- Terraform writes a bucket's settings inside the bucket (version 3 of the provider) or as resources of their own.
bind "aws.s3.bucket" "terraform:aws_s3_bucket" {
  with       = {
    acl         = { "terraform:aws_s3_bucket_acl", "terraform:aws_s3_bucket_ownership_controls", by = "bucket" },
    policies    = { "terraform:aws_s3_bucket_policy", by = "bucket" },
    encryption  = {
      "terraform:aws_s3_bucket_server_side_encryption_configuration", "terraform:aws_s3_bucket_logging", by = "bucket",
    },
    copies      = {
      "terraform:aws_s3_bucket_versioning", "terraform:aws_s3_bucket_replication_configuration",
      "terraform:aws_s3_bucket_notification", by = "bucket",
    },
    lifecycle   = { "terraform:aws_s3_bucket_lifecycle_configuration", by = "bucket" },
    sources     = { "terraform:aws_s3_bucket_logging", by = "target_bucket" },
    old_sources = { "terraform:aws_s3_bucket", by = "logging[0].target_bucket" },
  },
  names      = "bucket",
  name       = "bucket",
  holds_logs = { "acl:acl", "acl", is = "log-delivery-write", default = false },
  ownership  = { "acl:rule[0].object_ownership", default = "BucketOwnerEnforced" },
  policy     = { "policies:policy", "policy", join = true },
  algorithm  = {
    "encryption:rule[0].apply_server_side_encryption_by_default[0].sse_algorithm",
    "server_side_encryption_configuration[0].rule[0].apply_server_side_encryption_by_default[0].sse_algorithm",
  },
  versioned  = {
    "copies:versioning_configuration[0].status", "versioning[0].enabled", is = { "Enabled", true }, default = false,
  },
  mfa_delete = {
    "copies:versioning_configuration[0].mfa_delete", "versioning[0].mfa_delete", is = { "Enabled", true },
    default = false,
  },
  logged     = { "encryption:target_bucket", "logging[0].target_bucket", present = true },
  log_target = { "sources:", "old_sources:", present = true },
  expires    = { "lifecycle:rule", "lifecycle_rule", present = true },
  replicated = { "copies:rule[*].status", "replication_configuration[0].rules[*].status", join = true },
  notifies   = {
    "copies:topic", "copies:queue", "copies:lambda_function", "copies:eventbridge", present = true,
  },
}

local acl_of_terraform = {
  acl     = { "acl:acl", "acl", default = "private" },
  grants  = { "acl:access_control_policy[*].grant[*]", "grant", join = true, default = {} },
  ignored = { "block:ignore_public_acls", default = false },
}
acl_of_terraform.with = {
  acl   = { "terraform:aws_s3_bucket_acl", by = "bucket" },
  block = { "terraform:aws_s3_bucket_public_access_block", by = "bucket" },
}
bind "aws.s3.acl" "terraform:aws_s3_bucket" (acl_of_terraform)
bind "aws.s3.acl" "terraform:aws_s3_bucket_acl" {
  with    = { bucket = { "terraform:aws_s3_bucket", to = "bucket" } },
  when    = { "bucket:", is = "none", default = true },
  acl     = { "acl", default = "private" },
  grants  = { "access_control_policy[*].grant[*]", join = true, default = {} },
  ignored = { default = false },
}

bind "aws.s3.block" "terraform:aws_s3_bucket" {
  with         = { block = { "terraform:aws_s3_bucket_public_access_block", by = "bucket" } },
  set          = { "block:", present = true },
  block_acls   = { "block:block_public_acls", default = false },
  ignore_acls  = { "block:ignore_public_acls", default = false },
  block_policy = { "block:block_public_policy", default = false },
  restrict     = { "block:restrict_public_buckets", default = false },
}
bind "aws.s3.block" "terraform:aws_s3_bucket_public_access_block" {
  with         = { bucket = { "terraform:aws_s3_bucket", to = "bucket" } },
  when         = { "bucket:", is = "none", default = true },
  set          = { default = true },
  block_acls   = { "block_public_acls", default = false },
  ignore_acls  = { "ignore_public_acls", default = false },
  block_policy = { "block_public_policy", default = false },
  restrict     = { "restrict_public_buckets", default = false },
}

-- Grants of an access control list, as the canned one that gives the most of them away.
local function canned(r)
  local rank, acl = 0, "private"
  for g in each(get(r, "supplementaryConfiguration.AccessControlList.grantList")) do
    local reads = g.permission == "Read" or g.permission == "ReadAcp"
    if g.grantee == "AllUsers" and not reads then
      rank, acl = 3, "public-read-write"
    elseif g.grantee == "AllUsers" and rank < 2 then
      rank, acl = 2, "public-read"
    elseif g.grantee == "AuthenticatedUsers" and rank < 1 then
      rank, acl = 1, "authenticated-read"
    elseif g.grantee == "LogDelivery" and rank < 1 then
      acl = "log-delivery-write"
    end
  end
  return acl
end

bind "aws.s3.bucket" "aws-config:AWS::S3::Bucket" {
  when         = { "supplementaryConfiguration", present = true },      -- else the query left out what counts
  with         = {
    sources = {
      "aws-config:AWS::S3::Bucket", by = "supplementaryConfiguration.BucketLoggingConfiguration.destinationBucketName",
    },
  },
  names        = "configuration.name",
  name         = "configuration.name",
  holds_logs   = function(r) return canned(r) == "log-delivery-write" end,
  policy       = "supplementaryConfiguration.BucketPolicy.policyText",
  algorithm    = "supplementaryConfiguration.ServerSideEncryptionConfiguration.rules[0]"
    .. ".applyServerSideEncryptionByDefault.sseAlgorithm",
  versioned    = {
    "supplementaryConfiguration.BucketVersioningConfiguration.status", is = "Enabled", default = false,
  },
  mfa_delete   = { "supplementaryConfiguration.BucketVersioningConfiguration.isMfaDeleteEnabled", default = false },
  logged       = {
    "supplementaryConfiguration.BucketLoggingConfiguration.destinationBucketName", present = true,
  },
  log_target   = { "sources:configuration.name", present = true },
  expires      = { "supplementaryConfiguration.BucketLifecycleConfiguration.rules", present = true },
}

bind "aws.s3.acl" "aws-config:AWS::S3::Bucket" {
  when    = { "supplementaryConfiguration", present = true },
  acl     = canned,
  grants  = { default = {} },
  ignored = { "supplementaryConfiguration.PublicAccessBlockConfiguration.ignorePublicAcls", default = false },
}

bind "aws.s3.block" "aws-config:AWS::S3::Bucket" {
  when         = { "supplementaryConfiguration", present = true },
  set          = { "supplementaryConfiguration.PublicAccessBlockConfiguration", present = true },
  block_acls   = { "supplementaryConfiguration.PublicAccessBlockConfiguration.blockPublicAcls", default = false },
  ignore_acls  = { "supplementaryConfiguration.PublicAccessBlockConfiguration.ignorePublicAcls", default = false },
  block_policy = { "supplementaryConfiguration.PublicAccessBlockConfiguration.blockPublicPolicy", default = false },
  restrict     = {
    "supplementaryConfiguration.PublicAccessBlockConfiguration.restrictPublicBuckets", default = false,
  },
}

model "aws.s3.account-block" {
  label  = { en = "S3 public access block of an account", ja = "アカウントのS3パブリックアクセスブロック" },
  fields = { block_acls = flag, ignore_acls = flag, block_policy = flag, restrict = flag },
}

bind "aws.s3.account-block" "aws-config:AWS::S3::AccountPublicAccessBlock" {
  block_acls   = { "configuration.blockPublicAcls", default = false },
  ignore_acls  = { "configuration.ignorePublicAcls", default = false },
  block_policy = { "configuration.blockPublicPolicy", default = false },
  restrict     = { "configuration.restrictPublicBuckets", default = false },
}

bind "aws.s3.account-block" "terraform:aws_s3_account_public_access_block" {
  block_acls   = { "block_public_acls", default = false },
  ignore_acls  = { "ignore_public_acls", default = false },
  block_policy = { "block_public_policy", default = false },
  restrict     = { "restrict_public_buckets", default = false },
}

-- ---- access control lists ----

-- A grant of Terraform that gives one of these permissions to a group: "AllUsers" or "AuthenticatedUsers".
local function granted(r, group, permissions)
  for g in each(r.grants) do
    local uri = g.uri or get(g, "grantee[0].uri")
    if uri and uri:ends("/groups/global/" .. group) then
      for p in each(g.permission or g.permissions) do
        if permissions[p] then return g end
      end
    end
  end
end

local reading <const> = { READ = true, FULL_CONTROL = true }
local writing <const> = { WRITE = true, WRITE_ACP = true, FULL_CONTROL = true }
local any_permission <const> = { READ = true, READ_ACP = true, WRITE = true, WRITE_ACP = true, FULL_CONTROL = true }

-- An access control list that S3 ignores opens nothing.
local function opened(r, acl, group, permissions)
  local where = r.acl == acl and "acl" or granted(r, group, permissions)
  if where and not r.ignored then fail(where) end
end

rule "aws-s3-acl-public-read" {
  title    = { en = "Everyone can list the S3 bucket", ja = "S3バケットを誰でも閲覧できる" },
  severity = "high",
  on       = "aws.s3.acl",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_20", "trivy:AWS-0092", "guard:S3_BUCKET_PUBLIC_READ_ACL" },
  fix      = {
    en = "Set AccessControl (Terraform: acl) to Private and IgnorePublicAcls (ignore_public_acls) to true.",
    ja = "AccessControl（Terraform: acl）をPrivateとし、IgnorePublicAcls（ignore_public_acls）をtrueにする。",
  },
  check    = function(a) opened(a, "public-read", "AllUsers", reading) end,
}

rule "aws-s3-acl-public-write" {
  title    = { en = "Everyone can write to the S3 bucket", ja = "S3バケットに誰でも書き込める" },
  severity = "critical",
  on       = "aws.s3.acl",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_57", "trivy:AWS-0092", "guard:S3_BUCKET_PUBLIC_WRITE_ACL" },
  fix      = {
    en = "Set AccessControl (Terraform: acl) to Private and IgnorePublicAcls (ignore_public_acls) to true.",
    ja = "AccessControl（Terraform: acl）をPrivateとし、IgnorePublicAcls（ignore_public_acls）をtrueにする。",
  },
  check    = function(a) opened(a, "public-read-write", "AllUsers", writing) end,
}

rule "aws-s3-acl-any-aws-account" {
  title    = {
    en = "Every AWS account can list the S3 bucket",
    ja = "S3バケットをAWSの利用者なら誰でも閲覧できる",
  },
  severity = "high",
  on       = "aws.s3.acl",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV2_AWS_43", "trivy:AWS-0092" },
  fix      = {
    en = "Set AccessControl (Terraform: acl) to Private and IgnorePublicAcls (ignore_public_acls) to true.",
    ja = "AccessControl（Terraform: acl）をPrivateとし、IgnorePublicAcls（ignore_public_acls）をtrueにする。",
  },
  check    = function(a) opened(a, "authenticated-read", "AuthenticatedUsers", any_permission) end,
}

rule "aws-s3-acl-readable" {
  title    = {
    en = "Everyone can read the access control list of the S3 bucket",
    ja = "S3バケットのACLを誰でも読み取れる",
  },
  severity = "medium",
  on       = "aws.s3.acl",
  origins  = { "terraform" },           -- a canned list gives this to nobody
  items    = { "ds200-2:4-4", "ds200-3:2-2" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_375" },
  fix      = {
    en = "Remove READ_ACP and FULL_CONTROL of the group AllUsers from the grants.",
    ja = "AllUsersグループへのREAD_ACPとFULL_CONTROLの許可を削除する。",
  },
  check    = function(a)
    local where = granted(a, "AllUsers", { READ_ACP = true, FULL_CONTROL = true })
    if where and not a.ignored then fail(where) end
  end,
}

rule "aws-s3-acl-in-use" {
  title    = {
    en = "S3 bucket grants access by access control lists",
    ja = "S3バケットのACLが無効化されていない",
  },
  severity = "low",
  on       = "aws.s3.bucket",
  origins  = { "cloudformation", "terraform" },
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV2_AWS_65" },
  fix      = {
    en = "Set ObjectOwnership to BucketOwnerEnforced in OwnershipControls (Terraform: "
      .. "aws_s3_bucket_ownership_controls) and grant access by policies.",
    ja = "OwnershipControls（Terraform: aws_s3_bucket_ownership_controls）"
      .. "のObjectOwnershipをBucketOwnerEnforcedとし、アクセスはポリシーで許可する。",
  },
  check    = function(b)
    if b.ownership ~= "BucketOwnerEnforced" then fail("ownership") end
  end,
}

-- ---- the public access block ----

local function block_rule(id, field, setting, of_terraform, title, aka)
  aka[#aka + 1] = "guard:S3_BUCKET_PUBLIC_READ_PROHIBITED"
  aka[#aka + 1] = "guard:S3_BUCKET_PUBLIC_WRITE_PROHIBITED"
  rule(id) {
    title    = title,
    severity = "high",
    on       = "aws.s3.block",
    items    = { "ds200-2:4-4", "ds200-3:8-3", "cis-aws-3.0.0:2.1.4" },
    refs     = { "cwe:284" },
    aka      = aka,
    fix      = {
      en = ("Set %s to true in PublicAccessBlockConfiguration (Terraform: %s in aws_s3_bucket_public_access_block).")
        :format(setting, of_terraform),
      ja = ("PublicAccessBlockConfigurationの%s（Terraform: aws_s3_bucket_public_access_blockの%s）をtrueにする。")
        :format(setting, of_terraform),
    },
    check    = function(b)
      if b[field] then return end
      if not b.set then return skip() end       -- aws-s3-no-public-access-block says so
      fail(field)
    end,
  }
end

block_rule("aws-s3-block-public-acls", "block_acls", "BlockPublicAcls", "block_public_acls", {
  en = "S3 bucket accepts new public access control lists",
  ja = "S3バケットで公開ACLの設定がブロックされていない",
}, { "checkov:CKV_AWS_53", "checkov:CKV2_AWS_6", "trivy:AWS-0086" })

block_rule("aws-s3-ignore-public-acls", "ignore_acls", "IgnorePublicAcls", "ignore_public_acls", {
  en = "S3 bucket honours public access control lists",
  ja = "S3バケットで公開ACLが無視されない",
}, { "checkov:CKV_AWS_55", "trivy:AWS-0091" })

block_rule("aws-s3-block-public-policy", "block_policy", "BlockPublicPolicy", "block_public_policy", {
  en = "S3 bucket accepts public bucket policies",
  ja = "S3バケットで公開ポリシーの設定がブロックされていない",
}, { "checkov:CKV_AWS_54", "checkov:CKV2_AWS_6", "trivy:AWS-0087" })

block_rule("aws-s3-restrict-public-buckets", "restrict", "RestrictPublicBuckets", "restrict_public_buckets", {
  en = "S3 bucket honours public bucket policies",
  ja = "S3バケットで公開ポリシーによるアクセスが制限されない",
}, { "checkov:CKV_AWS_56", "trivy:AWS-0093" })

rule "aws-s3-no-public-access-block" {
  title    = {
    en = "S3 bucket has no public access block",
    ja = "S3バケットにパブリックアクセスブロックの設定がない",
  },
  severity = "medium",
  on       = "aws.s3.block",
  items    = { "ds200-2:4-4", "ds200-3:8-3", "cis-aws-3.0.0:2.1.4" },
  aka      = {
    "checkov:CKV2_AWS_6", "trivy:AWS-0094", "checkov:CKV_AWS_53", "checkov:CKV_AWS_54", "checkov:CKV_AWS_55",
    "checkov:CKV_AWS_56", "trivy:AWS-0086", "trivy:AWS-0087", "trivy:AWS-0091", "trivy:AWS-0093",
    "guard:S3_BUCKET_PUBLIC_READ_PROHIBITED", "guard:S3_BUCKET_PUBLIC_WRITE_PROHIBITED",
  },
  fix      = {
    en = "Add PublicAccessBlockConfiguration (Terraform: aws_s3_bucket_public_access_block) with all four "
      .. "settings true.",
    ja = "PublicAccessBlockConfiguration（Terraform: aws_s3_bucket_public_access_block）を追加し、4つの設定をすべてtrueとする。",
  },
  check    = function(b)
    if not b.set then fail("set") end
  end,
}

rule "aws-s3-account-public-access-block" {
  title    = {
    en = "Public access to S3 is not blocked for the account",
    ja = "アカウント全体のS3パブリックアクセスブロックが有効になっていない",
  },
  severity = "medium",
  on       = "aws.s3.account-block",
  items    = { "ds200-2:4-4", "ds200-3:8-3", "cis-aws-3.0.0:2.1.4" },
  fix      = {
    en = "Turn on all four settings of the account's public access block.",
    ja = "アカウントのパブリックアクセスブロックで、4つの設定をすべて有効にする。",
  },
  check    = function(a)
    for _, field in ipairs { "block_acls", "ignore_acls", "block_policy", "restrict" } do
      if not a[field] then fail(field) end
    end
  end,
}

-- ---- policies: the rules about what they allow are in s3_policies.lua ----

local function denies_plain_http(s)
  if s.effect ~= "Deny" or not s.principals or not (includes(s.principals[1], "*", "id")) then return false end
  for c in each(s.conditions) do
    if c.operator:lower() == "bool" and c.key:lower() == "aws:securetransport" and includes(c.values, "false") then
      return access.allows(s, "s3:GetObject") and access.allows(s, "s3:PutObject")
    end
  end
  return false
end

rule "aws-s3-tls-only" {
  title    = { en = "S3 bucket accepts plain HTTP", ja = "S3バケットが暗号化されていないHTTPを拒否していない" },
  severity = "medium",
  on       = "aws.s3.bucket",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22", "cis-aws-3.0.0:2.1.1" },
  refs     = { "cwe:319" },
  aka      = { "guard:S3_BUCKET_SSL_REQUESTS_ONLY" },
  fix      = {
    en = "Add a policy that denies s3:* to everyone when aws:SecureTransport is false.",
    ja = "aws:SecureTransportがfalseの場合に全員のs3:*を拒否するバケットポリシーを設定する。",
  },
  check    = function(b)
    for s in each(b.policy) do
      if denies_plain_http(s) then return end
    end
    fail("policy")
  end,
}

-- ---- data ----

rule "aws-s3-encryption-set" {
  title    = {
    en = "S3 bucket does not set how objects are encrypted",
    ja = "S3バケットのデフォルト暗号化が設定されていない",
  },
  why      = {
    en = "Since January 2023 S3 encrypts new objects with a key of its own; what is required should be written down.",
    ja = "2023年1月以降はS3が自らの鍵で暗号化するが、要件は設定として明示しておく必要がある。",
  },
  severity = "low",
  on       = "aws.s3.bucket",
  items    = { "ds200-2:4-4", "cis-aws-1.5.0:2.1.1" },
  aka      = {
    "checkov:CKV_AWS_19", "trivy:AWS-0088", "guard:S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED", "checkov:CKV_AWS_145",
    "trivy:AWS-0132", "guard:S3_DEFAULT_ENCRYPTION_KMS",
  },
  fix      = {
    en = "Set BucketEncryption (Terraform: aws_s3_bucket_server_side_encryption_configuration).",
    ja = "BucketEncryption（Terraform: aws_s3_bucket_server_side_encryption_configuration）を設定する。",
  },
  check    = function(b)
    if unresolved(b, "algorithm") then return end       -- one is set, whichever it is
    if not b.algorithm then fail("algorithm") end
  end,
}

rule "aws-s3-encryption-kms" {
  title    = { en = "S3 bucket is not encrypted with a KMS key", ja = "S3バケットの暗号化にKMSの鍵を使っていない" },
  why      = {
    en = "The key that S3 manages itself cannot be restricted, audited or revoked.",
    ja = "S3が顧客管理の鍵では、利用者の制限、使用の記録、無効化ができない。",
  },
  severity = "low",
  on       = "aws.s3.bucket",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_AWS_145", "trivy:AWS-0132", "guard:S3_DEFAULT_ENCRYPTION_KMS" },
  fix      = {
    en = "Set SSEAlgorithm to aws:kms and KMSMasterKeyID (Terraform: sse_algorithm, kms_master_key_id) in "
      .. "the default encryption.",
    ja = "デフォルト暗号化でSSEAlgorithmをaws:kmsとし、KMSMasterKeyIDを設定する（Terraform: sse_algorithm、kms_master_key_id）。",
  },
  check    = function(b)
    if not b.algorithm then return skip() end         -- aws-s3-encryption-set says so
    if not b.algorithm:starts("aws:kms") then fail("algorithm") end
  end,
}

rule "aws-s3-versioning" {
  title    = { en = "S3 bucket keeps no old versions", ja = "S3バケットのバージョニングが有効になっていない" },
  severity = "medium",
  on       = "aws.s3.bucket",
  items    = { "ds200-2:7-8", "muni-3:41" },
  aka      = { "checkov:CKV_AWS_21", "trivy:AWS-0090", "guard:S3_BUCKET_VERSIONING_ENABLED" },
  fix      = {
    en = "Set Status to Enabled in VersioningConfiguration (Terraform: status in aws_s3_bucket_versioning).",
    ja = "VersioningConfigurationのStatus（Terraform: aws_s3_bucket_versioningのstatus）をEnabledにする。",
  },
  check    = function(b)
    if not b.versioned then fail("versioned") end
  end,
}

rule "aws-s3-mfa-delete" {
  title    = { en = "S3 objects can be deleted without MFA", ja = "S3バケットのMFA Deleteが有効になっていない" },
  severity = "low",
  on       = "aws.s3.bucket",
  origins  = { "aws-config", "terraform" },
  items    = { "muni-3:19", "cis-aws-3.0.0:2.1.2" },
  aka      = { "trivy:AWS-0170" },
  fix      = {
    en = "Turn on MFA delete as the root user: aws s3api put-bucket-versioning with --mfa.",
    ja = "ルートユーザーでaws s3api put-bucket-versioningに--mfaを付け、MFA Deleteを有効にする。",
  },
  check    = function(b)
    if not b.versioned then
      return skip { en = "the bucket keeps no versions", ja = "バージョニングが有効になっていない" }
    end
    if not b.mfa_delete then fail("mfa_delete") end
  end,
}

rule "aws-s3-access-logging" {
  title    = { en = "Access to the S3 bucket is not logged", ja = "S3バケットのアクセスログが取得されていない" },
  severity = "medium",
  on       = "aws.s3.bucket",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AWS_18", "trivy:AWS-0089", "guard:S3_BUCKET_LOGGING_ENABLED" },
  fix      = {
    en = "Set DestinationBucketName in LoggingConfiguration (Terraform: target_bucket in aws_s3_bucket_logging).",
    ja = "LoggingConfigurationのDestinationBucketName（Terraform: aws_s3_bucket_loggingのtarget_bucket）を設定する。",
  },
  check    = function(b)
    if b.logged then return end
    if b.holds_logs or known(b, "log_target") and b.log_target then
      return skip { en = "the bucket holds logs itself", ja = "ログの保存先のバケットである" }
    end
    fail("logged")
  end,
}

rule "aws-s3-lifecycle" {
  title    = { en = "S3 bucket has no lifecycle rules", ja = "S3バケットにライフサイクルルールがない" },
  severity = "info",
  on       = "aws.s3.bucket",
  aka      = { "checkov:CKV2_AWS_61" },
  fix      = {
    en = "Add LifecycleConfiguration (Terraform: aws_s3_bucket_lifecycle_configuration) that expires old "
      .. "versions and unfinished uploads.",
    ja = "LifecycleConfiguration（Terraform: aws_s3_bucket_lifecycle_configuration）を追加し、古いバージョンと未完了のアップロードを期限付きで削除する。",
  },
  check    = function(b)
    if not b.expires then fail("expires") end
  end,
}
