-- SPDX-License-Identifier: Apache-2.0
-- ElastiCache: replication groups (Redis OSS, Valkey), clusters, and the security groups of EC2-Classic.

model "aws.elasticache.group" {
  label  = { en = "ElastiCache replication group", ja = "ElastiCacheレプリケーショングループ" },
  fields = { at_rest = flag, in_transit = flag, token = any, users = flag, key = flag, failover = flag, backup_days = number },
}
bind "aws.elasticache.group" "cloudformation:AWS::ElastiCache::ReplicationGroup" {
  names       = "ReplicationGroupId",
  at_rest     = { "AtRestEncryptionEnabled", default = false },
  in_transit  = { "TransitEncryptionEnabled", default = false },
  token       = "AuthToken",
  users       = { "UserGroupIds", present = true },
  key         = { "KmsKeyId", present = true },
  failover    = { "AutomaticFailoverEnabled", default = false },
  backup_days = { "SnapshotRetentionLimit", default = 0 },
}

model "aws.elasticache.cluster" {
  label  = { en = "ElastiCache cluster", ja = "ElastiCacheクラスター" },
  fields = { engine = text, type = text, backup_days = number },
}
bind "aws.elasticache.cluster" "cloudformation:AWS::ElastiCache::CacheCluster" {
  names       = "ClusterName",
  engine      = "Engine",
  type        = "CacheNodeType",
  backup_days = { "SnapshotRetentionLimit", default = 0 },
}

model "aws.elasticache.classic_group" {
  label  = { en = "ElastiCache security group (EC2-Classic)", ja = "ElastiCacheセキュリティグループ（EC2-Classic）" },
  fields = { description = text },
}
bind "aws.elasticache.classic_group" "cloudformation:AWS::ElastiCache::SecurityGroup" { description = "Description" }

rule "aws-elasticache-unencrypted" {
  title    = { en = "Cache is not encrypted at rest", ja = "キャッシュの保存データが暗号化されていない" },
  severity = "high",
  on       = "aws.elasticache.group",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_29", "trivy:AWS-0045", "guard:ELASTICACHE_REPLICATION_GROUP_ENCRYPTION_AT_REST" },
  fix      = { en = "Set AtRestEncryptionEnabled to true.", ja = "AtRestEncryptionEnabledをtrueに設定する。" },
  check    = function(g)
    if not g.at_rest then fail("at_rest") end
  end,
}

rule "aws-elasticache-no-customer-key" {
  title    = {
    en = "Cache is not encrypted with a customer-managed key",
    ja = "キャッシュが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.elasticache.group",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_191" },
  fix      = { en = "Set KmsKeyId to a key of your own.", ja = "KmsKeyIdに自ら管理する鍵を設定する。" },
  check    = function(g)
    if not g.key then fail("key") end
  end,
}

rule "aws-elasticache-no-tls" {
  title    = { en = "Cache is reached without TLS", ja = "キャッシュとの通信がTLSで暗号化されていない" },
  severity = "high",
  on       = "aws.elasticache.group",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_AWS_30", "trivy:AWS-0051", "guard:ELASTICACHE_REPLICATION_GROUP_ENCRYPTION_IN_TRANSIT" },
  fix      = { en = "Set TransitEncryptionEnabled to true.", ja = "TransitEncryptionEnabledをtrueに設定する。" },
  check    = function(g)
    if not g.in_transit then fail("in_transit") end
  end,
}

rule "aws-elasticache-no-auth" {
  title    = {
    en = "Cache does not ask for authentication over TLS",
    ja = "キャッシュでTLSと認証が有効でない",
  },
  severity = "high",
  on       = "aws.elasticache.group",
  items    = { "ds200-3:2-1", "ds200-2:4-4", "muni-3:17" },
  refs     = { "cwe:306" },
  aka      = { "checkov:CKV_AWS_31" },
  fix      = {
    en = "Set TransitEncryptionEnabled to true and UserGroupIds (or AuthToken).",
    ja = "TransitEncryptionEnabledをtrueに設定し、UserGroupIds（またはAuthToken）を設定する。",
  },
  check    = function(g)
    if not g.in_transit then fail("in_transit") return end
    if g.users or not known(g, "token") then return end     -- a token that is not known is there
    if g.token == nil then fail("token") end
  end,
}

rule "aws-elasticache-token-literal" {
  title    = { en = "Token of the cache is written in the template", ja = "キャッシュの認証トークンがテンプレートに直接書かれている" },
  severity = "high",
  on       = "aws.elasticache.group",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Refer to a secret with {{resolve:secretsmanager:...}} and change the token.",
    ja = "{{resolve:secretsmanager:...}}で参照し、トークンを変更する。",
  },
  check    = lib "password".literal("token"),
}

rule "aws-elasticache-no-failover" {
  title    = { en = "Automatic failover is off", ja = "自動フェイルオーバーが有効でない" },
  severity = "low",
  on       = "aws.elasticache.group",
  items    = { "muni-3:30" },
  aka      = { "checkov:CKV2_AWS_50" },
  fix      = {
    en = "Set AutomaticFailoverEnabled to true and keep two nodes or more.",
    ja = "AutomaticFailoverEnabledをtrueに設定し、2ノード以上とする。",
  },
  check    = function(g)
    if not g.failover then fail("failover") end
  end,
}

rule "aws-elasticache-no-backup" {
  title    = { en = "Automatic snapshots of the cache are off", ja = "キャッシュの自動スナップショットが有効でない" },
  severity = "low",
  on       = "aws.elasticache.cluster",
  items    = { "ds200-2:7-8", "muni-3:41" },
  aka      = { "checkov:CKV_AWS_134", "trivy:AWS-0050" },
  fix      = { en = "Set SnapshotRetentionLimit to 1 or more.", ja = "SnapshotRetentionLimitを1以上に設定する。" },
  check    = function(c)
    if c.engine and c.engine:lower() == "memcached" then return skip() end
    if c.type == "cache.t1.micro" then return skip() end                -- has no snapshots
    if c.backup_days < 1 then fail("backup_days") end
  end,
}

rule "aws-elasticache-classic-group-no-description" {
  title    = {
    en = "Security group of the cache has no description",
    ja = "キャッシュのセキュリティグループに説明がない",
  },
  severity = "low",
  on       = "aws.elasticache.classic_group",
  aka      = { "trivy:AWS-0049" },
  fix      = { en = "Say in Description who needs the group and why.", ja = "Descriptionに利用者と目的を記載する。" },
  check    = function(g)
    if g.description == nil or g.description:trim() == "" then fail("description") end
  end,
}
