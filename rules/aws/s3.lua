-- SPDX-License-Identifier: Apache-2.0
-- Amazon S3: who may reach buckets, how they are encrypted, what is kept and logged.
local access = lib "iam"

model "aws.s3.bucket" {
  label  = { en = "S3 bucket", ja = "S3バケット" },
  fields = {
    name = text,
    acl = text,                 -- "private", "public-read", "public-read-write", "authenticated-read", ...
    ownership = text,           -- "BucketOwnerEnforced": access control lists are off
    block = any,                -- the public access block as a whole
    block_acls = flag, ignore_acls = flag, block_policy = flag, restrict = flag,
    policy = policy,
    algorithm = text,           -- of the default encryption; absent when none is set
    versioned = flag, mfa_delete = flag,
    logged = flag, log_target = flag, expires = flag,
  },
}

bind "aws.s3.bucket" "cloudformation:AWS::S3::Bucket" {
  with         = {
    policies = { "cloudformation:AWS::S3::BucketPolicy", by = "Bucket" },
    sources  = { "cloudformation:AWS::S3::Bucket", by = "LoggingConfiguration.DestinationBucketName" },
  },
  names        = "BucketName",
  name         = "BucketName",
  acl          = {
    "AccessControl", default = "private",
    map = {
      PublicRead = "public-read", PublicReadWrite = "public-read-write", AuthenticatedRead = "authenticated-read",
      LogDeliveryWrite = "log-delivery-write",
    },
  },
  ownership    = { "OwnershipControls.Rules[0].ObjectOwnership", default = "BucketOwnerEnforced" },
  block        = "PublicAccessBlockConfiguration",
  block_acls   = { "PublicAccessBlockConfiguration.BlockPublicAcls", default = false },
  ignore_acls  = { "PublicAccessBlockConfiguration.IgnorePublicAcls", default = false },
  block_policy = { "PublicAccessBlockConfiguration.BlockPublicPolicy", default = false },
  restrict     = { "PublicAccessBlockConfiguration.RestrictPublicBuckets", default = false },
  policy       = { "policies:PolicyDocument", join = true },
  algorithm    = {
    "BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm",
  },
  versioned    = { "VersioningConfiguration.Status", is = "Enabled", default = false },
  logged       = { "LoggingConfiguration", present = true },
  log_target   = { "sources:LoggingConfiguration.DestinationBucketName", present = true },
  expires      = { "LifecycleConfiguration.Rules", present = true },
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
  acl          = canned,
  block        = "supplementaryConfiguration.PublicAccessBlockConfiguration",
  block_acls   = { "supplementaryConfiguration.PublicAccessBlockConfiguration.blockPublicAcls", default = false },
  ignore_acls  = { "supplementaryConfiguration.PublicAccessBlockConfiguration.ignorePublicAcls", default = false },
  block_policy = { "supplementaryConfiguration.PublicAccessBlockConfiguration.blockPublicPolicy", default = false },
  restrict     = {
    "supplementaryConfiguration.PublicAccessBlockConfiguration.restrictPublicBuckets", default = false,
  },
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

model "aws.s3.policy" {
  label  = { en = "S3 bucket policy", ja = "S3バケットポリシー" },
  fields = { policy = policy },
}

bind "aws.s3.policy" "cloudformation:AWS::S3::BucketPolicy" { policy = "PolicyDocument" }
bind "aws.s3.policy" "aws-config:AWS::S3::Bucket" {
  when   = { "supplementaryConfiguration.BucketPolicy.policyText", present = true },
  policy = "supplementaryConfiguration.BucketPolicy.policyText",
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

-- ---- access control lists ----

-- An access control list that S3 ignores opens nothing.
local function acl_is(b, acl)
  return b.acl == acl and not b.ignore_acls
end

rule "aws-s3-acl-public-read" {
  title    = { en = "Everyone can list the S3 bucket", ja = "S3バケットを誰でも閲覧できる" },
  severity = "high",
  on       = "aws.s3.bucket",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_20", "trivy:AWS-0092", "guard:S3_BUCKET_PUBLIC_READ_ACL" },
  fix      = {
    en = "Remove AccessControl: PublicRead and set IgnorePublicAcls: true.",
    ja = "AccessControl: PublicReadを外し、IgnorePublicAcls: trueを設定する。",
  },
  check    = function(b)
    if acl_is(b, "public-read") then fail("acl") end
  end,
}

rule "aws-s3-acl-public-write" {
  title    = { en = "Everyone can write to the S3 bucket", ja = "S3バケットに誰でも書き込める" },
  severity = "critical",
  on       = "aws.s3.bucket",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_57", "trivy:AWS-0092", "guard:S3_BUCKET_PUBLIC_WRITE_ACL" },
  fix      = {
    en = "Remove AccessControl: PublicReadWrite and set IgnorePublicAcls: true.",
    ja = "AccessControl: PublicReadWriteを外し、IgnorePublicAcls: trueを設定する。",
  },
  check    = function(b)
    if acl_is(b, "public-read-write") then fail("acl") end
  end,
}

rule "aws-s3-acl-any-aws-account" {
  title    = {
    en = "Every AWS account can list the S3 bucket",
    ja = "S3バケットをAWSの利用者なら誰でも閲覧できる",
  },
  severity = "high",
  on       = "aws.s3.bucket",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV2_AWS_43", "trivy:AWS-0092" },
  fix      = {
    en = "Remove AccessControl: AuthenticatedRead and set IgnorePublicAcls: true.",
    ja = "AccessControl: AuthenticatedReadを外し、IgnorePublicAcls: trueを設定する。",
  },
  check    = function(b)
    if acl_is(b, "authenticated-read") then fail("acl") end
  end,
}

rule "aws-s3-acl-in-use" {
  title    = {
    en = "S3 bucket grants access by access control lists",
    ja = "S3バケットのACLが無効化されていない",
  },
  severity = "low",
  on       = "aws.s3.bucket",
  origins  = { "cloudformation" },
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV2_AWS_65" },
  fix      = {
    en = "Set ObjectOwnership: BucketOwnerEnforced in OwnershipControls and grant access by policies.",
    ja = "OwnershipControlsのObjectOwnershipをBucketOwnerEnforcedとし、アクセスはポリシーで許可する。",
  },
  check    = function(b)
    if b.ownership ~= "BucketOwnerEnforced" then fail("ownership") end
  end,
}

-- ---- the public access block ----

local function block_rule(id, field, setting, title, aka)
  aka[#aka + 1] = "guard:S3_BUCKET_PUBLIC_READ_PROHIBITED"
  aka[#aka + 1] = "guard:S3_BUCKET_PUBLIC_WRITE_PROHIBITED"
  rule(id) {
    title    = title,
    severity = "high",
    on       = "aws.s3.bucket",
    items    = { "ds200-2:4-4", "ds200-3:8-3", "cis-aws-3.0.0:2.1.4" },
    refs     = { "cwe:284" },
    aka      = aka,
    fix      = {
      en = ("Set %s: true in PublicAccessBlockConfiguration."):format(setting),
      ja = ("PublicAccessBlockConfigurationで%s: trueを設定する。"):format(setting),
    },
    check    = function(b)
      if not b[field] then fail(field) end
    end,
  }
end

block_rule("aws-s3-block-public-acls", "block_acls", "BlockPublicAcls", {
  en = "S3 bucket accepts new public access control lists",
  ja = "S3バケットで公開ACLの設定がブロックされていない",
}, { "checkov:CKV_AWS_53", "trivy:AWS-0086" })

block_rule("aws-s3-ignore-public-acls", "ignore_acls", "IgnorePublicAcls", {
  en = "S3 bucket honours public access control lists",
  ja = "S3バケットで公開ACLが無視されない",
}, { "checkov:CKV_AWS_55", "trivy:AWS-0091" })

block_rule("aws-s3-block-public-policy", "block_policy", "BlockPublicPolicy", {
  en = "S3 bucket accepts public bucket policies",
  ja = "S3バケットで公開ポリシーの設定がブロックされていない",
}, { "checkov:CKV_AWS_54", "trivy:AWS-0087" })

block_rule("aws-s3-restrict-public-buckets", "restrict", "RestrictPublicBuckets", {
  en = "S3 bucket honours public bucket policies",
  ja = "S3バケットで公開ポリシーによるアクセスが制限されない",
}, { "checkov:CKV_AWS_56", "trivy:AWS-0093" })

rule "aws-s3-no-public-access-block" {
  title    = {
    en = "S3 bucket has no public access block",
    ja = "S3バケットにパブリックアクセスブロックの設定がない",
  },
  severity = "medium",
  on       = "aws.s3.bucket",
  items    = { "ds200-2:4-4", "ds200-3:8-3", "cis-aws-3.0.0:2.1.4" },
  aka      = { "checkov:CKV2_AWS_6", "trivy:AWS-0094" },
  fix      = {
    en = "Add PublicAccessBlockConfiguration with all four settings true.",
    ja = "PublicAccessBlockConfigurationを追加し、4つの設定をすべてtrueとする。",
  },
  check    = function(b)
    if not has(b, "block") then fail("block") end
  end,
}

rule "aws-s3-account-public-access-block" {
  title    = {
    en = "Public access to S3 is not blocked for the account",
    ja = "アカウント全体のS3パブリックアクセスブロックが有効でない",
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

-- ---- policies ----

rule "aws-s3-policy-public" {
  title    = { en = "S3 bucket policy lets everyone in", ja = "S3バケットポリシーが全員に操作を許可している" },
  severity = "critical",
  on       = "aws.s3.policy",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_70" },
  fix      = {
    en = "Name accounts or roles in Principal, or narrow the statement with aws:PrincipalOrgID or aws:SourceVpce. "
      .. "Publish through CloudFront with origin access control.",
    ja = "Principalにアカウントまたはロールを指定するか、aws:PrincipalOrgIDやaws:SourceVpceの条件で限定する。"
      .. "公開する場合はCloudFrontのオリジンアクセスコントロールを使う。",
  },
  check    = access.no_public("policy"),
}

rule "aws-s3-policy-not-principal" {
  title    = {
    en = "S3 bucket policy allows everyone but those named in NotPrincipal",
    ja = "S3バケットポリシーがNotPrincipal以外の全員に操作を許可している",
  },
  severity = "critical",
  on       = "aws.s3.policy",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "guard:S3_BUCKETPOLICY_NO_ALLOW_PLUS_NOTPRINCIPAL" },
  fix      = {
    en = "Name the allowed accounts or roles in Principal.",
    ja = "NotPrincipalをやめ、許可するアカウントやロールをPrincipalに指定する。",
  },
  check    = access.no_not_principal("policy"),
}

rule "aws-s3-policy-not-action" {
  title    = {
    en = "S3 bucket policy allows every action but those in NotAction",
    ja = "S3バケットポリシーがNotAction以外の全操作を許可している",
  },
  severity = "high",
  on       = "aws.s3.policy",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:732" },
  fix      = { en = "List the allowed actions in Action.", ja = "NotActionをやめ、許可する操作をActionに列挙する。" },
  check    = access.no_not_action("policy"),
}

rule "aws-s3-policy-all-actions" {
  title    = { en = "S3 bucket policy allows every action", ja = "S3バケットポリシーが全操作を許可している" },
  why      = {
    en = "Whoever has s3:* can change the policy itself and delete the bucket.",
    ja = "s3:*を許可された者は、ポリシー自体の変更やバケットの削除もできる。",
  },
  severity = "medium",
  on       = "aws.s3.policy",
  items    = { "ds200-2:3-6", "ds200-3:2-3" },
  refs     = { "cwe:732" },
  fix      = {
    en = "List the actions needed, such as s3:GetObject.",
    ja = "s3:GetObjectなど、必要な操作だけをActionに列挙する。",
  },
  check    = access.no_all_actions("policy", "s3"),
}

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
  aka      = { "checkov:CKV_AWS_379", "guard:S3_BUCKET_SSL_REQUESTS_ONLY" },
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
  aka      = { "checkov:CKV_AWS_19", "trivy:AWS-0088", "guard:S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED" },
  fix      = { en = "Set BucketEncryption.", ja = "BucketEncryptionを設定する。" },
  check    = function(b)
    if unresolved(b, "algorithm") then return end       -- one is set, whichever it is
    if not b.algorithm then fail("algorithm") end
  end,
}

rule "aws-s3-encryption-kms" {
  title    = { en = "S3 bucket is not encrypted with a KMS key", ja = "S3バケットの暗号化にKMSの鍵を使っていない" },
  why      = {
    en = "The key that S3 manages itself cannot be restricted, audited or revoked.",
    ja = "S3が自ら管理する鍵では、利用者の制限、使用の記録、無効化ができない。",
  },
  severity = "low",
  on       = "aws.s3.bucket",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_AWS_145", "trivy:AWS-0132", "guard:S3_DEFAULT_ENCRYPTION_KMS" },
  fix      = {
    en = "Set SSEAlgorithm: aws:kms and KMSMasterKeyID in BucketEncryption.",
    ja = "BucketEncryptionでSSEAlgorithm: aws:kmsとKMSMasterKeyIDを設定する。",
  },
  check    = function(b)
    if not b.algorithm or not b.algorithm:starts("aws:kms") then fail("algorithm") end
  end,
}

rule "aws-s3-versioning" {
  title    = { en = "S3 bucket keeps no old versions", ja = "S3バケットのバージョニングが有効でない" },
  severity = "medium",
  on       = "aws.s3.bucket",
  items    = { "ds200-2:7-8", "muni-3:41" },
  aka      = { "checkov:CKV_AWS_21", "trivy:AWS-0090", "guard:S3_BUCKET_VERSIONING_ENABLED" },
  fix      = {
    en = "Set Status: Enabled in VersioningConfiguration.",
    ja = "VersioningConfigurationでStatus: Enabledを設定する。",
  },
  check    = function(b)
    if not b.versioned then fail("versioned") end
  end,
}

rule "aws-s3-mfa-delete" {
  title    = { en = "S3 objects can be deleted without MFA", ja = "S3バケットのMFA Deleteが有効でない" },
  severity = "low",
  on       = "aws.s3.bucket",
  origins  = { "aws-config" },
  items    = { "muni-3:19", "cis-aws-3.0.0:2.1.2" },
  aka      = { "trivy:AWS-0170" },
  fix      = {
    en = "Turn on MFA delete as the root user: aws s3api put-bucket-versioning with --mfa.",
    ja = "ルートユーザーでaws s3api put-bucket-versioningに--mfaを付け、MFA Deleteを有効にする。",
  },
  check    = function(b)
    if not b.versioned then
      return skip { en = "the bucket keeps no versions", ja = "バージョニングが有効でない" }
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
    en = "Set DestinationBucketName in LoggingConfiguration.",
    ja = "LoggingConfigurationでDestinationBucketNameを設定する。",
  },
  check    = function(b)
    if b.logged then return end
    if b.acl == "log-delivery-write" or known(b, "log_target") and b.log_target then
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
    en = "Add LifecycleConfiguration that expires old versions and unfinished uploads.",
    ja = "LifecycleConfigurationを追加し、古いバージョンと未完了のアップロードを期限付きで削除する。",
  },
  check    = function(b)
    if not b.expires then fail("expires") end
  end,
}
