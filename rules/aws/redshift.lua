-- SPDX-License-Identifier: Apache-2.0
-- Redshift clusters, their parameter groups, and the security groups of EC2-Classic.
local password = lib "password"

model "aws.redshift.cluster" {
  label  = { en = "Redshift cluster", ja = "Redshiftクラスター" },
  fields = {
    encrypted = flag, key = flag, public = flag, subnet_group = flag, backup_days = number, upgrades = flag,
    window = text, routing = flag, logged = flag, password = text,
  },
}
bind "aws.redshift.cluster" "cloudformation:AWS::Redshift::Cluster" {
  names        = "ClusterIdentifier",
  encrypted    = { "Encrypted", default = false },
  key          = { "KmsKeyId", present = true },
  public       = { "PubliclyAccessible", default = false },
  subnet_group = { "ClusterSubnetGroupName", present = true },
  backup_days  = { "AutomatedSnapshotRetentionPeriod", default = 1 },
  upgrades     = { "AllowVersionUpgrade", default = true },
  window       = "PreferredMaintenanceWindow",
  routing      = { "EnhancedVpcRouting", default = false },
  logged       = { "LoggingProperties", present = true },
  password     = "MasterUserPassword",
}
bind "aws.redshift.cluster" "aws-config:AWS::Redshift::Cluster" {
  names        = "configuration.clusterIdentifier",
  encrypted    = { "configuration.encrypted", required = true },
  key          = { "configuration.kmsKeyId", present = true },
  public       = { "configuration.publiclyAccessible", required = true },
  subnet_group = { "configuration.vpcId", present = true },
  backup_days  = { "configuration.automatedSnapshotRetentionPeriod", required = true },
  upgrades     = { "configuration.allowVersionUpgrade", required = true },
  window       = { "configuration.preferredMaintenanceWindow", required = true },
  routing      = { "configuration.enhancedVpcRouting", required = true },
  logged       = { "supplementaryConfiguration.LoggingStatus.loggingEnabled", required = true },
}

model "aws.redshift.parameter_group" {
  label  = { en = "Redshift parameter group", ja = "Redshiftパラメーターグループ" },
  fields = { require_ssl = flag },
}
bind "aws.redshift.parameter_group" "cloudformation:AWS::Redshift::ClusterParameterGroup" {
  require_ssl = { "Parameters[ParameterName=require_ssl].ParameterValue", is = { true, "true" }, default = false },
}

model "aws.redshift.classic_group" {
  label  = { en = "Redshift security group (EC2-Classic)", ja = "Redshiftセキュリティグループ（EC2-Classic）" },
  fields = { description = text },
}
bind "aws.redshift.classic_group" "cloudformation:AWS::Redshift::ClusterSecurityGroup" { description = "Description" }

model "aws.redshift.classic" {
  label  = { en = "Redshift cluster or security group", ja = "Redshiftクラスターまたはセキュリティグループ" },
  fields = { classic = flag },
}
bind "aws.redshift.classic" "cloudformation:AWS::Redshift::Cluster" { classic = { "ClusterSecurityGroups", present = true } }
bind "aws.redshift.classic" "cloudformation:AWS::Redshift::ClusterSecurityGroup" { classic = { default = true } }
bind "aws.redshift.classic" "aws-config:AWS::Redshift::Cluster" {
  classic = { "configuration.clusterSecurityGroups", present = true },
}

rule "aws-redshift-unencrypted" {
  title    = { en = "Redshift cluster is not encrypted", ja = "Redshiftクラスターが暗号化されていない" },
  severity = "high",
  on       = "aws.redshift.cluster",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_64", "trivy:AWS-0084" },
  fix      = { en = "Set Encrypted to true.", ja = "Encryptedをtrueに設定する。" },
  check    = function(c)
    if not c.encrypted then fail("encrypted") end
  end,
}

rule "aws-redshift-no-customer-key" {
  title    = {
    en = "Redshift cluster is not encrypted with a customer-managed key",
    ja = "Redshiftクラスターが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.redshift.cluster",
  origins  = { "cloudformation" },          -- AWS Config names the key, not whose it is
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_142" },
  fix      = { en = "Set KmsKeyId to a key of your own.", ja = "KmsKeyIdに自ら管理する鍵を設定する。" },
  check    = function(c)
    if not c.key then fail("key") end
  end,
}

rule "aws-redshift-public" {
  title    = { en = "Redshift cluster has a public address", ja = "Redshiftクラスターがパブリックアクセス可能になっている" },
  severity = "high",
  on       = "aws.redshift.cluster",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_87" },
  fix      = { en = "Set PubliclyAccessible to false.", ja = "PubliclyAccessibleをfalseに設定する。" },
  check    = function(c)
    if c.public then fail("public") end
  end,
}

rule "aws-redshift-no-backup" {
  title    = { en = "Automatic snapshots are off", ja = "自動スナップショットが無効になっている" },
  severity = "medium",
  on       = "aws.redshift.cluster",
  items    = { "ds200-2:7-8", "muni-3:41" },
  aka      = { "checkov:CKV_AWS_343", "guard:REDSHIFT_BACKUP_ENABLED" },
  fix      = {
    en = "Set AutomatedSnapshotRetentionPeriod to 1 or more.",
    ja = "AutomatedSnapshotRetentionPeriodを1以上に設定する。",
  },
  check    = function(c)
    if c.backup_days < 1 then fail("backup_days") end
  end,
}

rule "aws-redshift-maintenance" {
  title    = {
    en = "Upgrades, maintenance window or snapshots of the cluster are not settled",
    ja = "クラスターの更新、メンテナンス時間またはスナップショットの設定が不十分",
  },
  severity = "low",
  on       = "aws.redshift.cluster",
  aka      = { "checkov:CKV_AWS_141", "guard:REDSHIFT_CLUSTER_MAINTENANCESETTINGS_CHECK" },
  fix      = {
    en = "Leave AllowVersionUpgrade true, set PreferredMaintenanceWindow, and keep snapshots.",
    ja = "AllowVersionUpgradeをtrueとし、PreferredMaintenanceWindowを設定し、スナップショットを保持する。",
  },
  check    = function(c)
    if not c.upgrades then fail("upgrades")
    elseif c.backup_days < 1 then fail("backup_days")
    elseif c.window == nil then fail("window") end
  end,
}

rule "aws-redshift-no-vpc-routing" {
  title    = { en = "Enhanced VPC routing is off", ja = "拡張VPCルーティングが有効でない" },
  severity = "medium",
  on       = "aws.redshift.cluster",
  items    = { "ds200-2:3-6" },
  aka      = { "checkov:CKV_AWS_321", "guard:REDSHIFT_ENHANCED_VPC_ROUTING_ENABLED" },
  why      = {
    en = "Loads and unloads leave the VPC, where flow logs and security groups do not see them.",
    ja = "データの入出力がVPCの外を通り、フローログやセキュリティグループの対象にならない。",
  },
  fix      = { en = "Set EnhancedVpcRouting to true.", ja = "EnhancedVpcRoutingをtrueに設定する。" },
  check    = function(c)
    if not c.routing then fail("routing") end
  end,
}

rule "aws-redshift-no-log" {
  title    = { en = "Audit log of the cluster is off", ja = "クラスターの監査ログが有効でない" },
  severity = "medium",
  on       = "aws.redshift.cluster",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AWS_71" },
  fix      = { en = "Set LoggingProperties.", ja = "LoggingPropertiesを設定する。" },
  check    = function(c)
    if not c.logged then fail("logged") end
  end,
}

rule "aws-redshift-outside-vpc" {
  title    = {
    en = "Redshift cluster is not placed in subnets of your own",
    ja = "Redshiftクラスターが自ら管理するサブネットに配置されていない",
  },
  severity = "medium",
  on       = "aws.redshift.cluster",
  items    = { "ds200-2:3-6" },
  aka      = { "checkov:CKV_AWS_154", "trivy:AWS-0127" },
  fix      = {
    en = "Set ClusterSubnetGroupName to a group of private subnets.",
    ja = "ClusterSubnetGroupNameにプライベートサブネットのグループを設定する。",
  },
  check    = function(c)
    if not c.subnet_group then fail("subnet_group") end
  end,
}

rule "aws-redshift-password-literal" {
  title    = { en = "Master password is written in the template", ja = "マスターパスワードがテンプレートに直接書かれている" },
  severity = "critical",
  on       = "aws.redshift.cluster",
  origins  = { "cloudformation" },
  redact   = true,
  items    = { "ds200-3:1-3", "muni-3:33" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Set ManageMasterPassword to true, or refer to a secret with {{resolve:secretsmanager:...}}; change the password.",
    ja = "ManageMasterPasswordをtrueに設定する。または{{resolve:secretsmanager:...}}で参照し、パスワードを変更する。",
  },
  check    = password.literal("password"),
}

rule "aws-redshift-tls-not-required" {
  title    = { en = "Redshift accepts connections without TLS", ja = "RedshiftがTLSなしの接続を受け付ける" },
  severity = "medium",
  on       = "aws.redshift.parameter_group",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_AWS_105" },
  fix      = {
    en = "Add the parameter require_ssl with the value true.",
    ja = "パラメーターrequire_sslをtrueに設定する。",
  },
  check    = function(g)
    if not g.require_ssl then fail("require_ssl") end
  end,
}

rule "aws-redshift-classic-group" {
  title    = {
    en = "Redshift security groups of EC2-Classic are used, which AWS has ended",
    ja = "提供が終了したEC2-Classic用のRedshiftセキュリティグループを使用している",
  },
  severity = "low",
  on       = "aws.redshift.classic",
  items    = { "ds200-2:2-4", "ds200-2:3-6" },
  aka      = { "trivy:AWS-0085" },
  fix      = {
    en = "Place the cluster in a VPC and use AWS::EC2::SecurityGroup (VpcSecurityGroupIds).",
    ja = "クラスターをVPCに配置し、AWS::EC2::SecurityGroup（VpcSecurityGroupIds）を使用する。",
  },
  check    = function(r)
    if r.classic then fail("classic") end
  end,
}

rule "aws-redshift-classic-group-no-description" {
  title    = { en = "Redshift security group has no description", ja = "Redshiftセキュリティグループに説明がない" },
  severity = "low",
  on       = "aws.redshift.classic_group",
  aka      = { "trivy:AWS-0083" },
  fix      = { en = "Say in Description who needs the group and why.", ja = "Descriptionに利用者と目的を記載する。" },
  check    = function(g)
    if g.description == nil or g.description:trim() == "" then fail("description") end
  end,
}
