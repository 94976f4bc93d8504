-- SPDX-License-Identifier: Apache-2.0
-- Redshift clusters, their parameter groups, and the security groups of EC2-Classic.
local password = lib "password"

model "aws.redshift.cluster" {
  label  = { en = "Redshift cluster", ja = "Redshiftクラスター" },
  fields = {
    encrypted = flag, key = flag, public = flag, subnet_group = flag, backup_days = number, upgrades = flag,
    window = text, routing = flag, logged = flag, password = text, database = text, restored = flag,
    log_resource = flag,
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
  log_resource = { default = false },
  password     = "MasterUserPassword",
  database     = "DBName",
  restored     = { "SnapshotIdentifier", present = true },
}
bind "aws.redshift.cluster" "terraform:aws_redshift_cluster" {
  with         = { logs = { "terraform:aws_redshift_logging", by = "cluster_identifier" } },
  names        = "cluster_identifier",
  encrypted    = { "encrypted", default = false },
  key          = { "kms_key_id", present = true },
  public       = { "publicly_accessible", default = true },     -- of provider 5; the API's own default is false
  subnet_group = { "cluster_subnet_group_name", present = true },
  backup_days  = { "automated_snapshot_retention_period", default = 1 },
  upgrades     = { "allow_version_upgrade", default = true },
  window       = "preferred_maintenance_window",
  routing      = { "enhanced_vpc_routing", default = false },
  logged       = { "logging[0].enable", default = false },
  log_resource = { "logs:", present = true },
  password     = "master_password",
  database     = "database_name",
  restored     = { "snapshot_identifier", "snapshot_arn", present = true },
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
  log_resource = { default = false },
}

model "aws.redshift.parameter_group" {
  label  = { en = "Redshift parameter group", ja = "Redshiftパラメーターグループ" },
  fields = { require_ssl = flag },
}
bind "aws.redshift.parameter_group" "cloudformation:AWS::Redshift::ClusterParameterGroup" {
  require_ssl = { "Parameters[ParameterName=require_ssl].ParameterValue", is = { true, "true" }, default = false },
}

bind "aws.redshift.parameter_group" "terraform:aws_redshift_parameter_group" {
  require_ssl = { "parameter[name=require_ssl].value", is = { true, "true" }, default = false },
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

bind "aws.redshift.classic" "terraform:aws_redshift_cluster" { classic = { "cluster_security_groups", present = true } }
bind "aws.redshift.classic" "terraform:aws_redshift_security_group" { classic = { default = true } }
bind "aws.redshift.classic_group" "terraform:aws_redshift_security_group" {
  description = { "description", default = "Managed by Terraform" },
}

model "aws.redshift.copy_grant" {
  label  = { en = "Redshift snapshot copy grant", ja = "Redshiftスナップショットコピー権限" },
  fields = { key = flag },
}
bind "aws.redshift.copy_grant" "terraform:aws_redshift_snapshot_copy_grant" { key = { "kms_key_id", present = true } }

model "aws.redshift.namespace" {
  label  = { en = "Redshift Serverless namespace", ja = "Redshift Serverlessの名前空間" },
  fields = { key = flag, password = text },
}
bind "aws.redshift.namespace" "cloudformation:AWS::RedshiftServerless::Namespace" {
  key      = { "KmsKeyId", present = true },
  password = "AdminUserPassword",
}
bind "aws.redshift.namespace" "terraform:aws_redshiftserverless_namespace" {
  key      = { "kms_key_id", present = true },
  password = "admin_user_password",
}

rule "aws-redshift-unencrypted" {
  title    = { en = "Redshift cluster is not encrypted", ja = "Redshiftクラスターが暗号化されていない" },
  severity = "high",
  on       = "aws.redshift.cluster",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_64", "trivy:AWS-0084" },
  fix      = {
    en = "Set Encrypted (Terraform: encrypted) to true.",
    ja = "Encrypted（Terraform: encrypted）をtrueに設定する。",
  },
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
  origins  = { "cloudformation", "terraform" },     -- AWS Config names the key, not whose it is
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_142", "checkov:CKV_AWS_188" },
  fix      = {
    en = "Set KmsKeyId (Terraform: kms_key_id) to a key of your own.",
    ja = "KmsKeyId（Terraform: kms_key_id）に顧客管理の鍵を設定する。",
  },
  check    = function(c)
    if c.key then return end
    if not c.encrypted then return skip() end           -- aws-redshift-unencrypted says so
    fail("key")
  end,
}

rule "aws-redshift-public" {
  title    = { en = "Redshift cluster has a public address", ja = "Redshiftクラスターがパブリックアクセス可能になっている" },
  severity = "high",
  on       = "aws.redshift.cluster",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_87" },
  fix      = {
    en = "Set PubliclyAccessible (Terraform: publicly_accessible) to false.",
    ja = "PubliclyAccessible（Terraform: publicly_accessible）をfalseに設定する。",
  },
  check    = function(c)
    if c.public then fail("public") end
  end,
}

rule "aws-redshift-no-backup" {
  title    = { en = "Automatic snapshots of Redshift are off", ja = "Redshiftの自動スナップショットが無効になっている" },
  severity = "medium",
  on       = "aws.redshift.cluster",
  items    = { "ds200-2:7-8", "muni-3:41" },
  aka      = { "checkov:CKV_AWS_343", "guard:REDSHIFT_BACKUP_ENABLED" },
  fix      = {
    en = "Set AutomatedSnapshotRetentionPeriod (Terraform: automated_snapshot_retention_period) to 1 or more.",
    ja = "AutomatedSnapshotRetentionPeriod（Terraform: automated_snapshot_retention_period）を1以上に設定する。",
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
    en = "Leave AllowVersionUpgrade true, set PreferredMaintenanceWindow and keep snapshots (Terraform: "
      .. "allow_version_upgrade, preferred_maintenance_window, automated_snapshot_retention_period).",
    ja = "AllowVersionUpgradeをtrueとし、PreferredMaintenanceWindowを設定し、"
      .. "スナップショットを保持する（Terraform: allow_version_upgrade、preferred_maintenance_window、automated_snapshot_retention_period）。",
  },
  check    = function(c)
    if not c.upgrades then fail("upgrades")
    elseif c.backup_days < 1 then fail("backup_days")
    elseif c.window == nil then fail("window") end
  end,
}

rule "aws-redshift-no-vpc-routing" {
  title    = { en = "Enhanced VPC routing of Redshift is off", ja = "Redshiftの拡張VPCルーティングが有効になっていない" },
  severity = "medium",
  on       = "aws.redshift.cluster",
  items    = { "ds200-2:3-6" },
  aka      = { "checkov:CKV_AWS_321", "guard:REDSHIFT_ENHANCED_VPC_ROUTING_ENABLED" },
  why      = {
    en = "Loads and unloads leave the VPC, where flow logs and security groups do not see them.",
    ja = "データの入出力がVPCの外を通り、フローログやセキュリティグループの対象にならない。",
  },
  fix      = {
    en = "Set EnhancedVpcRouting (Terraform: enhanced_vpc_routing) to true.",
    ja = "EnhancedVpcRouting（Terraform: enhanced_vpc_routing）をtrueに設定する。",
  },
  check    = function(c)
    if not c.routing then fail("routing") end
  end,
}

rule "aws-redshift-no-log" {
  title    = { en = "Audit log of the Redshift cluster is off", ja = "Redshiftクラスターの監査ログが有効になっていない" },
  severity = "medium",
  on       = "aws.redshift.cluster",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AWS_71" },
  fix      = {
    en = "Set LoggingProperties (Terraform: aws_redshift_logging).",
    ja = "LoggingProperties（Terraform: aws_redshift_logging）を設定する。",
  },
  check    = function(c)
    if not c.logged and not c.log_resource then fail("logged") end
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
    en = "Set ClusterSubnetGroupName (Terraform: cluster_subnet_group_name) to a group of private subnets.",
    ja = "ClusterSubnetGroupName（Terraform: cluster_subnet_group_name）にプライベートサブネットのグループを設定する。",
  },
  check    = function(c)
    if not c.subnet_group then fail("subnet_group") end
  end,
}

rule "aws-redshift-password-literal" {
  title    = { en = "Master password of Redshift is written in the code", ja = "Redshiftのマスターパスワードがコードに直接書かれている" },
  severity = "critical",
  on       = "aws.redshift.cluster",
  origins  = { "cloudformation", "terraform" },
  redact   = true,
  items    = { "ds200-3:1-3", "muni-3:33" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Set ManageMasterPassword (Terraform: manage_master_password) to true, or take it from a secret "
      .. "store; change the password.",
    ja = "ManageMasterPassword（Terraform: manage_master_password）をtrueに設定する。またはシークレットストアから取得し、パスワードを変更する。",
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
    en = "Place the cluster in a VPC and use security groups of the VPC: VpcSecurityGroupIds (Terraform: "
      .. "vpc_security_group_ids).",
    ja = "クラスターをVPCに配置し、VPCのセキュリティグループを使用する（VpcSecurityGroupIds。Terraform: vpc_security_group_ids）。",
  },
  check    = function(r)
    if r.classic then fail("classic") end
  end,
}

rule "aws-redshift-classic-group-no-description" {
  title    = { en = "Redshift security group has no description", ja = "Redshiftセキュリティグループに説明がない" },
  severity = "info",
  on       = "aws.redshift.classic_group",
  aka      = { "trivy:AWS-0083" },
  fix      = {
    en = "Say in Description (Terraform: description) who needs the group and why.",
    ja = "Description（Terraform: description）に利用者と目的を記載する。",
  },
  check    = function(g)
    if includes({ "", "Managed by Terraform" }, (g.description or ""):trim()) then fail("description") end
  end,
}

rule "aws-redshift-default-database" {
  title    = { en = "Redshift cluster uses the default database name", ja = "Redshiftクラスターが既定のデータベース名を使っている" },
  severity = "info",
  on       = "aws.redshift.cluster",
  origins  = { "cloudformation", "terraform" },
  aka      = { "checkov:CKV_AWS_320" },
  fix      = {
    en = "Set DBName (Terraform: database_name) to a name other than dev.",
    ja = "DBName（Terraform: database_name）にdev以外の名前を設定する。",
  },
  check    = function(c)
    if c.restored then return skip() end        -- the snapshot says it
    if c.database == nil or c.database == "dev" then fail("database") end
  end,
}

rule "aws-redshift-copy-grant-no-customer-key" {
  title    = {
    en = "Snapshots copied to another region are not encrypted with a customer-managed key",
    ja = "他リージョンにコピーされるスナップショットが顧客管理の鍵で暗号化されない",
  },
  severity = "low",
  on       = "aws.redshift.copy_grant",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_281" },
  fix      = {
    en = "Set kms_key_id of aws_redshift_snapshot_copy_grant to a key of your own.",
    ja = "aws_redshift_snapshot_copy_grantのkms_key_idに顧客管理の鍵を設定する。",
  },
  check    = function(g)
    if not g.key then fail("key") end
  end,
}

rule "aws-redshift-namespace-no-customer-key" {
  title    = {
    en = "Redshift Serverless namespace is not encrypted with a customer-managed key",
    ja = "Redshift Serverlessの名前空間が顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.redshift.namespace",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_282" },
  fix      = {
    en = "Set KmsKeyId (Terraform: kms_key_id) to a key of your own.",
    ja = "KmsKeyId（Terraform: kms_key_id）に顧客管理の鍵を設定する。",
  },
  check    = function(n)
    if not n.key then fail("key") end
  end,
}

rule "aws-redshift-namespace-password-literal" {
  title    = {
    en = "Administrator password of a Redshift Serverless namespace is written in the code",
    ja = "Redshift Serverlessの管理者パスワードがコードに直接書かれている",
  },
  severity = "critical",
  on       = "aws.redshift.namespace",
  redact   = true,
  items    = { "ds200-3:1-3", "muni-3:33" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Set ManageAdminPassword (Terraform: manage_admin_password) to true and change the password.",
    ja = "ManageAdminPassword（Terraform: manage_admin_password）をtrueに設定し、パスワードを変更する。",
  },
  check    = password.literal("password"),
}
