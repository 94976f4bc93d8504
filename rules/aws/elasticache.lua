-- SPDX-License-Identifier: Apache-2.0
-- ElastiCache: replication groups (Redis OSS, Valkey), clusters, and the security groups of EC2-Classic.

model "aws.elasticache.group" {
  label  = { en = "ElastiCache replication group", ja = "ElastiCacheレプリケーショングループ" },
  fields = {
    engine = text, at_rest = flag, in_transit = flag, token = any, users = flag, key = flag, failover = flag,
    backup_days = number,
  },
}
bind "aws.elasticache.group" "cloudformation:AWS::ElastiCache::ReplicationGroup" {
  names       = "ReplicationGroupId",
  engine      = { "Engine", default = "redis" },
  at_rest     = "AtRestEncryptionEnabled",
  in_transit  = "TransitEncryptionEnabled",
  token       = "AuthToken",
  users       = { "UserGroupIds", present = true },
  key         = { "KmsKeyId", present = true },
  failover    = { "AutomaticFailoverEnabled", default = false },
  backup_days = { "SnapshotRetentionLimit", default = 0 },
}

bind "aws.elasticache.group" "terraform:aws_elasticache_replication_group" {
  names       = "replication_group_id",
  engine      = { "engine", default = "redis" },
  at_rest     = "at_rest_encryption_enabled",
  in_transit  = "transit_encryption_enabled",
  token       = "auth_token",
  users       = { "user_group_ids", present = true },
  key         = { "kms_key_id", present = true },
  failover    = { "automatic_failover_enabled", default = false },
  backup_days = { "snapshot_retention_limit", default = 0 },
}

model "aws.elasticache.cluster" {
  label  = { en = "ElastiCache cluster", ja = "ElastiCacheクラスター" },
  fields = { engine = text, type = text, member = flag, backup_days = number, minor_upgrades = flag },
}
bind "aws.elasticache.cluster" "cloudformation:AWS::ElastiCache::CacheCluster" {
  names          = "ClusterName",
  engine         = "Engine",
  type           = "CacheNodeType",
  member         = { default = false },
  backup_days    = { "SnapshotRetentionLimit", default = 0 },
  minor_upgrades = { "AutoMinorVersionUpgrade", default = true },
}
bind "aws.elasticache.cluster" "terraform:aws_elasticache_cluster" {
  names          = "cluster_id",
  engine         = "engine",
  type           = "node_type",
  member         = { "replication_group_id", present = true },
  backup_days    = { "snapshot_retention_limit", default = 0 },
  minor_upgrades = { "auto_minor_version_upgrade", default = true },
}

model "aws.elasticache.classic_group" {
  label  = { en = "ElastiCache security group (EC2-Classic)", ja = "ElastiCacheセキュリティグループ（EC2-Classic）" },
  fields = { description = text },
}
bind "aws.elasticache.classic_group" "cloudformation:AWS::ElastiCache::SecurityGroup" { description = "Description" }

bind "aws.elasticache.classic_group" "terraform:aws_elasticache_security_group" { description = "description" }

-- What is not said is off, but for Valkey.
local function on(g, field)
  local value = g[field]
  if value == nil then return g.engine:lower() == "valkey" end
  return value
end

rule "aws-elasticache-unencrypted" {
  title    = { en = "Cache is not encrypted at rest", ja = "キャッシュの保存データが暗号化されていない" },
  severity = "high",
  on       = "aws.elasticache.group",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_29", "trivy:AWS-0045", "guard:ELASTICACHE_REPLICATION_GROUP_ENCRYPTION_AT_REST" },
  fix      = {
    en = "Set AtRestEncryptionEnabled (Terraform: at_rest_encryption_enabled) to true.",
    ja = "AtRestEncryptionEnabled（Terraform: at_rest_encryption_enabled）をtrueに設定する。",
  },
  check    = function(g)
    if not on(g, "at_rest") then fail("at_rest") end
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
  fix      = {
    en = "Set KmsKeyId (Terraform: kms_key_id) to a key of your own.",
    ja = "KmsKeyId（Terraform: kms_key_id）に顧客管理の鍵を設定する。",
  },
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
  fix      = {
    en = "Set TransitEncryptionEnabled (Terraform: transit_encryption_enabled) to true.",
    ja = "TransitEncryptionEnabled（Terraform: transit_encryption_enabled）をtrueに設定する。",
  },
  check    = function(g)
    if not on(g, "in_transit") then fail("in_transit") end
  end,
}

rule "aws-elasticache-no-auth" {
  title    = {
    en = "Cache does not ask for authentication",
    ja = "キャッシュの認証が有効になっていない",
  },
  severity = "high",
  on       = "aws.elasticache.group",
  items    = { "ds200-3:2-1", "ds200-2:4-4", "muni-3:17" },
  refs     = { "cwe:306" },
  aka      = { "checkov:CKV_AWS_31" },
  fix      = {
    en = "Turn on encryption in transit and set UserGroupIds or AuthToken (Terraform: "
      .. "user_group_ids, auth_token).",
    ja = "転送時の暗号化を有効にし、UserGroupIdsまたはAuthToken（Terraform: user_group_ids、auth_token）を設定する。",
  },
  check    = function(g)
    if not on(g, "in_transit") then fail("in_transit") return end
    if g.users or not known(g, "token") then return end     -- a token that is not known is there
    if g.token == nil then fail("token") end
  end,
}

rule "aws-elasticache-token-literal" {
  title    = { en = "Token of the cache is written in the code", ja = "キャッシュの認証トークンがコードに直接書かれている" },
  severity = "high",
  on       = "aws.elasticache.group",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Refer to a secret ({{resolve:secretsmanager:...}}, Terraform: "
      .. "aws_secretsmanager_secret_version) and change the token.",
    ja = "シークレット（{{resolve:secretsmanager:...}}、Terraform: aws_secretsmanager_secret_version）を参照し、"
      .. "トークンを変更する。",
  },
  check    = lib "password".literal("token"),
}

rule "aws-elasticache-no-failover" {
  title    = { en = "Automatic failover of the cache is off", ja = "キャッシュの自動フェイルオーバーが有効になっていない" },
  severity = "low",
  on       = "aws.elasticache.group",
  items    = { "muni-3:30" },
  aka      = { "checkov:CKV2_AWS_50" },
  fix      = {
    en = "Set AutomaticFailoverEnabled (Terraform: automatic_failover_enabled) to true and keep "
      .. "two nodes or more.",
    ja = "AutomaticFailoverEnabled（Terraform: automatic_failover_enabled）をtrueに設定し、2ノード以上とする。",
  },
  check    = function(g)
    if not g.failover then fail("failover") end
  end,
}

rule "aws-elasticache-no-backup" {
  title    = { en = "Automatic snapshots of the cache are off", ja = "キャッシュの自動スナップショットが有効になっていない" },
  severity = "low",
  on       = "aws.elasticache.cluster",
  items    = { "ds200-2:7-8", "muni-3:41" },
  aka      = { "checkov:CKV_AWS_134", "trivy:AWS-0050" },
  fix      = {
    en = "Set SnapshotRetentionLimit (Terraform: snapshot_retention_limit) to 1 or more.",
    ja = "SnapshotRetentionLimit（Terraform: snapshot_retention_limit）を1以上に設定する。",
  },
  check    = function(c)
    if c.backup_days >= 1 then return end
    if c.member or (c.engine and c.engine:lower() == "memcached") then return skip() end
    if c.type == "cache.t1.micro" then return skip() end                -- has no snapshots
    fail("backup_days")
  end,
}

rule "aws-elasticache-classic-group-no-description" {
  title    = {
    en = "Security group of the cache has no description",
    ja = "キャッシュのセキュリティグループに説明がない",
  },
  severity = "info",
  on       = "aws.elasticache.classic_group",
  aka      = { "trivy:AWS-0049" },
  fix      = { en = "Say in the description who needs the group and why.", ja = "説明に利用者と目的を記載する。" },
  check    = function(g)
    local said = g.description and g.description:trim() or ""
    if said == "" or said == "Managed by Terraform" then fail("description") end
  end,
}

rule "aws-elasticache-no-minor-upgrades" {
  title    = { en = "Cache does not take minor versions automatically", ja = "キャッシュのマイナーバージョンの自動更新が有効になっていない" },
  severity = "low",
  on       = "aws.elasticache.cluster",
  items    = { "ds200-2:7-5", "ds200-3:4-2" },
  aka      = { "checkov:CKV_AWS_322" },
  fix      = {
    en = "Set AutoMinorVersionUpgrade (Terraform: auto_minor_version_upgrade) to true.",
    ja = "AutoMinorVersionUpgrade（Terraform: auto_minor_version_upgrade）をtrueに設定する。",
  },
  check    = function(c)
    if c.minor_upgrades then return end
    if c.engine and c.engine:lower() == "memcached" then return skip() end
    fail("minor_upgrades")
  end,
}
