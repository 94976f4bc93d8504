-- SPDX-License-Identifier: Apache-2.0
-- RDS instances and Aurora clusters. What belongs to the cluster is judged there and not at its members.
local password = lib "password"

model "aws.rds.db" {
  label  = { en = "RDS database", ja = "RDSデータベース" },
  fields = {
    cluster = flag, member = flag, replica = flag, inherits = flag, engine = text, serverless = flag, encrypted = flag,
    public = flag, subnet_group = flag, backup_days = number, deletion_protection = flag, multi_az = flag,
    iam_auth = flag, minor_upgrades = flag, logs = list, monitoring = number, insights = flag, insights_key = flag,
    password = text, user = text, ca = text, backtrack = number, key = flag, copy_tags = flag,
    version = text, log_statement = text, log_duration = text, own_parameters = flag, in_backup_plan = flag,
  },
}

bind "aws.rds.db" "cloudformation:AWS::RDS::DBInstance" {
  with                = { parameters = { "cloudformation:AWS::RDS::DBParameterGroup", to = "DBParameterGroupName" } },
  names               = "DBInstanceIdentifier",
  cluster             = { default = false },
  member              = { "DBClusterIdentifier", present = true },
  replica             = { "SourceDBInstanceIdentifier", "SourceDBClusterIdentifier", present = true },
  inherits            = { "SourceDBInstanceIdentifier", "DBSnapshotIdentifier", present = true },
  engine              = "Engine",
  serverless          = { default = false },
  encrypted           = { "StorageEncrypted", default = false },
  public              = "PubliclyAccessible",
  subnet_group        = { "DBSubnetGroupName", present = true },
  backup_days         = { "BackupRetentionPeriod", default = 1 },
  deletion_protection = { "DeletionProtection", default = false },
  multi_az            = { "MultiAZ", default = false },
  iam_auth            = { "EnableIAMDatabaseAuthentication", default = false },
  minor_upgrades      = { "AutoMinorVersionUpgrade", default = true },
  logs                = "EnableCloudwatchLogsExports",
  monitoring          = { "MonitoringInterval", default = 0 },
  insights            = { "EnablePerformanceInsights", default = false },
  insights_key        = { "PerformanceInsightsKMSKeyId", present = true },
  password            = "MasterUserPassword",
  user                = "MasterUsername",
  ca                  = "CACertificateIdentifier",
  key                 = { "KmsKeyId", present = true },
  copy_tags           = { "CopyTagsToSnapshot", default = false },
  version             = "EngineVersion",
  log_statement       = "parameters:Parameters.log_statement",
  log_duration        = "parameters:Parameters.log_min_duration_statement",
  own_parameters      = { "parameters:", present = true },
}
bind "aws.rds.db" "cloudformation:AWS::RDS::DBCluster" {
  with                = {
    parameters = { "cloudformation:AWS::RDS::DBClusterParameterGroup", to = "DBClusterParameterGroupName" },
    backups    = { "cloudformation:AWS::Backup::BackupSelection", by = "BackupSelection.Resources" },
  },
  names               = "DBClusterIdentifier",
  cluster             = { default = true },
  member              = { default = false },
  replica             = { "ReplicationSourceIdentifier", present = true },
  inherits            = { "SourceDBClusterIdentifier", "SnapshotIdentifier", present = true },
  engine              = "Engine",
  serverless          = { "EngineMode", is = "serverless", default = false },
  encrypted           = { "StorageEncrypted", default = false },
  public              = { "PubliclyAccessible", default = false },
  subnet_group        = { "DBSubnetGroupName", present = true },
  backup_days         = { "BackupRetentionPeriod", default = 1 },
  deletion_protection = { "DeletionProtection", default = false },
  iam_auth            = { "EnableIAMDatabaseAuthentication", default = false },
  minor_upgrades      = { "AutoMinorVersionUpgrade", default = true },
  logs                = "EnableCloudwatchLogsExports",
  password            = "MasterUserPassword",
  user                = "MasterUsername",
  backtrack           = { "BacktrackWindow", default = 0 },
  key                 = { "KmsKeyId", present = true },
  copy_tags           = { "CopyTagsToSnapshot", default = false },
  version             = "EngineVersion",
  log_statement       = "parameters:Parameters.log_statement",
  log_duration        = "parameters:Parameters.log_min_duration_statement",
  own_parameters      = { "parameters:", present = true },
  in_backup_plan      = { "backups:", present = true },
}

local instance_of_terraform = {
  with                = { parameters = { "terraform:aws_db_parameter_group", to = "parameter_group_name" } },
  names               = "identifier",
  cluster             = { default = false },
  member              = { default = false },
  replica             = { "replicate_source_db", present = true },
  inherits            = { "replicate_source_db", "snapshot_identifier", present = true },
  engine              = "engine",
  serverless          = { default = false },
  encrypted           = { "storage_encrypted", default = false },
  public              = { "publicly_accessible", default = false },
  subnet_group        = { "db_subnet_group_name", present = true },
  backup_days         = { "backup_retention_period", default = 0 },
  deletion_protection = { "deletion_protection", default = false },
  multi_az            = { "multi_az", default = false },
  iam_auth            = { "iam_database_authentication_enabled", default = false },
  minor_upgrades      = { "auto_minor_version_upgrade", default = true },
  logs                = "enabled_cloudwatch_logs_exports",
  monitoring          = { "monitoring_interval", default = 0 },
  insights            = { "performance_insights_enabled", default = false },
  insights_key        = { "performance_insights_kms_key_id", present = true },
  password            = "password",
  user                = "username",
  ca                  = "ca_cert_identifier",
  key                 = { "kms_key_id", present = true },
  copy_tags           = { "copy_tags_to_snapshot", default = false },
  version             = "engine_version",
  log_statement       = "parameters:parameter[name=log_statement].value",
  log_duration        = "parameters:parameter[name=log_min_duration_statement].value",
  own_parameters      = { "parameters:", present = true },
}
bind "aws.rds.db" "terraform:aws_db_instance" (instance_of_terraform)

instance_of_terraform.with = { parameters = { "terraform:aws_db_parameter_group", to = "db_parameter_group_name" } }
instance_of_terraform.member = { default = true }
instance_of_terraform.replica, instance_of_terraform.inherits = { default = false }, { default = false }
bind "aws.rds.db" "terraform:aws_rds_cluster_instance" (instance_of_terraform)

bind "aws.rds.db" "terraform:aws_rds_cluster" {
  with                = {
    parameters = { "terraform:aws_rds_cluster_parameter_group", to = "db_cluster_parameter_group_name" },
    backups    = { "terraform:aws_backup_selection", by = "resources" },
  },
  names               = "cluster_identifier",
  cluster             = { default = true },
  member              = { default = false },
  replica             = { "replication_source_identifier", present = true },
  inherits            = { "snapshot_identifier", "replication_source_identifier", present = true },
  engine              = { "engine", default = "aurora" },       -- as before version 5 of the provider
  serverless          = { "engine_mode", is = "serverless", default = false },
  encrypted           = { "storage_encrypted", default = false },
  public              = { default = false },            -- its instances say it
  subnet_group        = { "db_subnet_group_name", present = true },
  backup_days         = { "backup_retention_period", default = 1 },
  deletion_protection = { "deletion_protection", default = false },
  iam_auth            = { "iam_database_authentication_enabled", default = false },
  minor_upgrades      = { default = true },             -- its instances say it
  logs                = "enabled_cloudwatch_logs_exports",
  password            = "master_password",
  user                = "master_username",
  backtrack           = { "backtrack_window", default = 0 },
  key                 = { "kms_key_id", present = true },
  copy_tags           = { "copy_tags_to_snapshot", default = false },
  version             = "engine_version",
  log_statement       = "parameters:parameter[name=log_statement].value",
  log_duration        = "parameters:parameter[name=log_min_duration_statement].value",
  own_parameters      = { "parameters:", present = true },
  in_backup_plan      = { "backups:", present = true },
}
bind "aws.rds.db" "aws-config:AWS::RDS::DBInstance" {
  names               = "configuration.dBInstanceIdentifier",
  cluster             = { default = false },
  member              = { "configuration.dBClusterIdentifier", "configuration.dbclusterIdentifier", present = true },
  replica             = {
    "configuration.readReplicaSourceDBInstanceIdentifier", "configuration.readReplicaSourceDBClusterIdentifier",
    present = true,
  },
  inherits            = { default = false },
  engine              = { "configuration.engine", required = true },
  serverless          = { default = false },
  encrypted           = { "configuration.storageEncrypted", required = true },
  public              = { "configuration.publiclyAccessible", required = true },
  subnet_group        = { default = true },     -- AWS Config says whether it is public
  backup_days         = { "configuration.backupRetentionPeriod", required = true },
  deletion_protection = { "configuration.deletionProtection", required = true },
  multi_az            = { "configuration.multiAZ", "configuration.multiAz", required = true },
  iam_auth            = {
    "configuration.iAMDatabaseAuthenticationEnabled", "configuration.iamdatabaseAuthenticationEnabled",
    required = true,
  },
  minor_upgrades      = { "configuration.autoMinorVersionUpgrade", required = true },
  logs                = { "configuration.enabledCloudwatchLogsExports", required = true },
  monitoring          = { "configuration.monitoringInterval", required = true },
  insights            = { "configuration.performanceInsightsEnabled", required = true },
  insights_key        = { "configuration.performanceInsightsKMSKeyId", "configuration.performanceInsightsKmsKeyId",
                          present = true },
  user                = "configuration.masterUsername",
  ca                  = { "configuration.cACertificateIdentifier", "configuration.cacertificateIdentifier" },
}
bind "aws.rds.db" "aws-config:AWS::RDS::DBCluster" {
  names               = { "configuration.dbclusterIdentifier", "configuration.dBClusterIdentifier" },
  cluster             = { default = true },
  member              = { default = false },
  replica             = { "configuration.replicationSourceIdentifier", present = true },
  inherits            = { default = false },
  engine              = { "configuration.engine", required = true },
  serverless          = { "configuration.engineMode", is = "serverless", default = false },
  encrypted           = { "configuration.storageEncrypted", required = true },
  public              = { "configuration.publiclyAccessible", default = false },
  subnet_group        = { default = true },
  backup_days         = { "configuration.backupRetentionPeriod", required = true },
  deletion_protection = { "configuration.deletionProtection", required = true },
  iam_auth            = {
    "configuration.iamdatabaseAuthenticationEnabled", "configuration.iAMDatabaseAuthenticationEnabled",
    required = true,
  },
  minor_upgrades      = { "configuration.autoMinorVersionUpgrade", default = true },
  logs                = { "configuration.enabledCloudwatchLogsExports", required = true },
  user                = "configuration.masterUsername",
  backtrack           = { "configuration.backtrackWindow", default = 0 },
}

model "aws.rds.snapshot" {
  label  = { en = "RDS snapshot", ja = "RDSスナップショット" },
  fields = { shared_with = list },
}
bind "aws.rds.snapshot" "aws-config:AWS::RDS::DBSnapshot" {
  shared_with = "supplementaryConfiguration.DBSnapshotAttributes[attributeName=restore].attributeValues",
}

for _, kind in ipairs { "aws_db_snapshot", "aws_db_snapshot_copy", "aws_db_cluster_snapshot" } do
  bind "aws.rds.snapshot" ("terraform:" .. kind) { shared_with = "shared_accounts" }
end

-- ---- exposure and encryption --------------------------------------------------------------------------------

rule "aws-rds-public" {
  title    = { en = "Database has a public address", ja = "データベースがパブリックアクセス可能になっている" },
  severity = "high",
  on       = "aws.rds.db",
  items    = { "cis-aws-3.0.0:2.3.3", "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_17", "trivy:AWS-0180", "guard:RDS_INSTANCE_PUBLIC_ACCESS_CHECK" },
  why      = {
    en = "Only the security group then stands between the internet and the data.",
    ja = "インターネットとデータの間に、セキュリティグループしか残らない。",
  },
  fix      = {
    en = "Set PubliclyAccessible (Terraform: publicly_accessible) to false and use a subnet group of "
      .. "private subnets.",
    ja = "PubliclyAccessible（Terraform: publicly_accessible）をfalseに設定し、プライベートサブネットのサブネットグループを使用する。",
  },
  check    = function(d)
    if d.public then
      fail("public")
    elseif d.public == nil and not d.subnet_group then
      fail("public", {
        en = "without a subnet group the default is a public address",
        ja = "サブネットグループを指定しない場合、既定でパブリックアクセス可能になる",
      })
    end
  end,
}

rule "aws-rds-unencrypted" {
  title    = { en = "Database storage is not encrypted", ja = "データベースのストレージが暗号化されていない" },
  severity = "high",
  on       = "aws.rds.db",
  items    = { "cis-aws-3.0.0:2.3.1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_16", "checkov:CKV_AWS_96", "trivy:AWS-0080", "trivy:AWS-0079", "checkov:CKV_AWS_327" },
  fix      = {
    en = "Set StorageEncrypted (Terraform: storage_encrypted) to true.",
    ja = "StorageEncrypted（Terraform: storage_encrypted）をtrueに設定する。",
  },
  check    = function(d)
    if d.member then return skip() end
    if d.encrypted or d.serverless then return end
    if d.inherits then return skip() end        -- encrypted as the database or snapshot it is made from
    fail("encrypted")
  end,
}

rule "aws-rds-no-customer-key" {
  title    = {
    en = "Database is not encrypted with a customer-managed key",
    ja = "データベースが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.rds.db",
  origins  = { "cloudformation", "terraform" },     -- AWS Config names the key, not whose it is
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_327" },
  fix      = {
    en = "Set KmsKeyId (Terraform: kms_key_id) to a key of your own.",
    ja = "KmsKeyId（Terraform: kms_key_id）に顧客管理の鍵を設定する。",
  },
  check    = function(d)
    if d.member then return skip() end
    if d.key then return end
    if not d.encrypted and not d.serverless then return skip() end      -- aws-rds-unencrypted says so
    if d.inherits then return skip() end        -- the key of the database or snapshot it is made from
    fail("key")
  end,
}

rule "aws-rds-password-literal" {
  title    = { en = "Master password of the database is written in the code", ja = "データベースのマスターパスワードがコードに直接書かれている" },
  severity = "critical",
  on       = "aws.rds.db",
  origins  = { "cloudformation", "terraform" },
  redact   = true,
  items    = { "ds200-3:1-3", "muni-3:33" },
  refs     = { "cwe:798" },
  aka      = {
    "guard:RDS_CLUSTER_MASTER_USER_PASSWORD_NO_PLAINTEXT_PASSWORD",
  },
  fix      = {
    en = "Set ManageMasterUserPassword (Terraform: manage_master_user_password) to true, or take it from "
      .. "a secret store; change the password.",
    ja = "ManageMasterUserPassword（Terraform: manage_master_user_password）をtrueに設定する。またはシークレットストアから取得し、パスワードを変更する。",
  },
  check    = password.literal("password"),
}

rule "aws-rds-password-not-from-store" {
  title    = {
    en = "Master password does not come from a secret store",
    ja = "マスターパスワードがシークレットストアから取得されていない",
  },
  severity = "low",
  on       = "aws.rds.db",
  origins  = { "cloudformation" },
  redact   = true,
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:522" },
  aka      = { "guard:RDS_CLUSTER_MASTER_USER_PASSWORD_USES_SECURE_SERVICE" },
  why      = {
    en = "A parameter is typed by a person, kept in scripts and not rotated.",
    ja = "パラメーターは人が入力し、スクリプトに残り、更新されない。",
  },
  fix      = {
    en = "Set ManageMasterUserPassword to true, or use {{resolve:secretsmanager:...}}.",
    ja = "ManageMasterUserPasswordをtrueに設定する。または{{resolve:secretsmanager:...}}を使用する。",
  },
  check    = password.not_from_store("password"),
}

rule "aws-rds-no-iam-auth" {
  title    = { en = "IAM authentication of the database is off", ja = "データベースのIAM認証が有効になっていない" },
  severity = "low",
  on       = "aws.rds.db",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_AWS_161", "checkov:CKV_AWS_162", "trivy:AWS-0176" },
  fix      = {
    en = "Set EnableIAMDatabaseAuthentication (Terraform: iam_database_authentication_enabled) to true.",
    ja = "EnableIAMDatabaseAuthentication（Terraform: iam_database_authentication_enabled）をtrueに設定する。",
  },
  check    = function(d)
    if d.member then return skip() end
    if d.iam_auth then return end
    if not d.cluster and not re.test(d.engine or "", "(?i)^(mysql|mariadb|postgres|aurora)") then return skip() end
    fail("iam_auth")
  end,
}

rule "aws-rds-old-ca" {
  title    = {
    en = "Server certificate of the database is of an expired authority",
    ja = "データベースが有効期限の切れた認証局のサーバー証明書を使用している",
  },
  severity = "medium",
  on       = "aws.rds.db",
  items    = { "ds200-3:3-1" },
  aka      = { "checkov:CKV_AWS_211" },
  fix      = {
    en = "Set CACertificateIdentifier (Terraform: ca_cert_identifier) to rds-ca-rsa2048-g1 or newer.",
    ja = "CACertificateIdentifier（Terraform: ca_cert_identifier）にrds-ca-rsa2048-g1以降を設定する。",
  },
  check    = function(d)
    if d.cluster or d.ca == nil then return skip() end
    -- the first ended on 2020-03-05, the second on 2024-08-22
    if d.ca == "rds-ca-2015" or d.ca == "rds-ca-2019" then fail("ca") end
  end,
}

rule "aws-rds-default-user" {
  title    = { en = "Master user has a name that is easily guessed", ja = "マスターユーザー名が推測されやすい" },
  severity = "low",
  on       = "aws.rds.db",
  items    = { "ds200-2:4-4" },
  fix      = {
    en = "Choose another MasterUsername (Terraform: username, master_username); the database must be made anew.",
    ja = "MasterUsername（Terraform: username、master_username）を別の名前にする（データベースの再作成が必要）。",
  },
  check    = function(d)
    if d.member or d.user == nil then return skip() end
    if includes({ "admin", "administrator", "root", "sa", "postgres", "master", "mysql" }, d.user:lower()) then fail("user") end
  end,
}

rule "aws-rds-snapshot-public" {
  title    = { en = "Snapshot can be restored by every AWS account", ja = "スナップショットが全AWSアカウントに公開されている" },
  severity = "critical",
  on       = "aws.rds.snapshot",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_302" },
  fix      = {
    en = "Remove \"all\" from the accounts the snapshot is shared with (Terraform: shared_accounts).",
    ja = "スナップショットの共有先（Terraform: shared_accounts）から「all」を削除する。",
  },
  check    = function(s)
    if includes(s.shared_with, "all") then fail("shared_with") end
  end,
}

-- ---- recovery -----------------------------------------------------------------------------------------------

rule "aws-rds-no-backup" {
  title    = {
    en = "Backups are off or kept for a single day",
    ja = "自動バックアップが無効、または保持期間が1日しかない",
  },
  severity = "medium",
  on       = "aws.rds.db",
  items    = { "ds200-2:7-8", "muni-3:41" },
  aka      = { "checkov:CKV_AWS_133", "trivy:AWS-0077" },
  fix      = {
    en = "Set BackupRetentionPeriod (Terraform: backup_retention_period) to 7 or more.",
    ja = "BackupRetentionPeriod（Terraform: backup_retention_period）を7以上に設定する。",
  },
  check    = function(d)
    if d.member or d.replica then return skip() end
    if d.backup_days < 2 then fail("backup_days", { en = "%s days", ja = "%s日", d.backup_days }) end
  end,
}

rule "aws-rds-short-backup" {
  title    = { en = "Database backups are kept for less than 7 days", ja = "データベースのバックアップの保持期間が7日未満" },
  severity = "low",
  on       = "aws.rds.db",
  fix      = {
    en = "Set BackupRetentionPeriod (Terraform: backup_retention_period) to 7 or more.",
    ja = "BackupRetentionPeriod（Terraform: backup_retention_period）を7以上に設定する。",
  },
  check    = function(d)
    if d.member or d.replica then return skip() end
    if d.backup_days > 1 and d.backup_days < 7 then fail("backup_days", { en = "%s days", ja = "%s日", d.backup_days }) end
  end,
}

rule "aws-rds-no-deletion-protection" {
  title    = { en = "Deletion protection of the database is off", ja = "データベースの削除保護が有効になっていない" },
  severity = "low",
  on       = "aws.rds.db",
  items    = { "muni-3:19" },
  aka      = {
    "checkov:CKV_AWS_293", "checkov:CKV_AWS_139", "trivy:AWS-0177", "trivy:AWS-0343",
    "guard:RDS_INSTANCE_DELETION_PROTECTION_ENABLED",
  },
  fix      = {
    en = "Set DeletionProtection (Terraform: deletion_protection) to true.",
    ja = "DeletionProtection（Terraform: deletion_protection）をtrueに設定する。",
  },
  check    = function(d)
    if d.member then return skip() end
    if not d.deletion_protection then fail("deletion_protection") end
  end,
}

rule "aws-rds-single-az" {
  title    = { en = "Database runs in one availability zone", ja = "データベースが単一のアベイラビリティーゾーンで動作する" },
  severity = "medium",
  on       = "aws.rds.db",
  items    = { "muni-3:30" },
  aka      = { "checkov:CKV_AWS_157" },
  fix      = {
    en = "Set MultiAZ (Terraform: multi_az) to true.",
    ja = "MultiAZ（Terraform: multi_az）をtrueに設定する。",
  },
  check    = function(d)
    if d.cluster or d.member or d.replica then return skip() end
    if not d.multi_az then fail("multi_az") end
  end,
}

rule "aws-rds-no-backtrack" {
  title    = { en = "Aurora MySQL cannot be rewound", ja = "Aurora MySQLのバックトラックが有効になっていない" },
  severity = "info",
  on       = "aws.rds.db",
  aka      = { "checkov:CKV_AWS_326", "guard:AURORA_MYSQL_BACKTRACKING_ENABLED" },
  fix      = {
    en = "Set BacktrackWindow (Terraform: backtrack_window) to the seconds to go back (at most 259200).",
    ja = "BacktrackWindow（Terraform: backtrack_window）に巻き戻し可能な秒数（最大259200）を設定する。",
  },
  check    = function(d)
    if not d.cluster or not includes({ "aurora", "aurora-mysql" }, d.engine) then return skip() end
    if d.backtrack < 1 then fail("backtrack") end
  end,
}

-- ---- upkeep and observation ---------------------------------------------------------------------------------

rule "aws-rds-no-minor-upgrades" {
  title    = { en = "Database does not take minor versions automatically", ja = "データベースのマイナーバージョンの自動更新が有効になっていない" },
  severity = "medium",
  on       = "aws.rds.db",
  items    = { "cis-aws-3.0.0:2.3.2", "ds200-2:7-5", "ds200-3:4-2" },
  aka      = { "checkov:CKV_AWS_226" },
  fix      = {
    en = "Set AutoMinorVersionUpgrade (Terraform: auto_minor_version_upgrade) to true.",
    ja = "AutoMinorVersionUpgrade（Terraform: auto_minor_version_upgrade）をtrueに設定する。",
  },
  check    = function(d)
    if not d.minor_upgrades then fail("minor_upgrades") end
  end,
}

rule "aws-rds-no-log-export" {
  title    = { en = "Database logs are not exported to CloudWatch Logs", ja = "データベースのログがCloudWatch Logsに出力されていない" },
  severity = "medium",
  on       = "aws.rds.db",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AWS_129", "checkov:CKV_AWS_324", "checkov:CKV_AWS_325" },
  fix      = {
    en = "List the logs of the engine in EnableCloudwatchLogsExports (Terraform: "
      .. "enabled_cloudwatch_logs_exports) (audit and error at least).",
    ja = "EnableCloudwatchLogsExports（Terraform: enabled_cloudwatch_logs_exports）にエンジンのログ（監査ログとエラーログなど）を指定する。",
  },
  check    = function(d)
    if d.member then return skip() end
    if d.logs == nil or #d.logs == 0 then fail("logs") end
  end,
}

rule "aws-rds-no-enhanced-monitoring" {
  title    = { en = "Enhanced monitoring is off", ja = "拡張モニタリングが有効になっていない" },
  severity = "low",
  on       = "aws.rds.db",
  aka      = { "checkov:CKV_AWS_118", "guard:RDS_ENHANCED_MONITORING_ENABLED" },
  fix      = {
    en = "Set MonitoringInterval (Terraform: monitoring_interval) to 1, 5, 10, 15, 30 or 60, and a monitoring role.",
    ja = "MonitoringInterval（Terraform: monitoring_interval）を1、5、10、15、30、60のいずれかとし、監視用のロールを設定する。",
  },
  check    = function(d)
    if d.cluster then return skip() end
    if d.monitoring < 1 then fail("monitoring") end
  end,
}

rule "aws-rds-no-performance-insights" {
  title    = { en = "Performance Insights is off", ja = "Performance Insightsが有効になっていない" },
  severity = "low",
  on       = "aws.rds.db",
  aka      = { "checkov:CKV_AWS_353", "trivy:AWS-0133" },
  fix      = {
    en = "Set EnablePerformanceInsights (Terraform: performance_insights_enabled) to true.",
    ja = "EnablePerformanceInsights（Terraform: performance_insights_enabled）をtrueに設定する。",
  },
  check    = function(d)
    if d.cluster then return skip() end
    if not d.insights then fail("insights") end
  end,
}

rule "aws-rds-insights-no-customer-key" {
  title    = {
    en = "Performance Insights is not encrypted with a customer-managed key",
    ja = "Performance Insightsが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.rds.db",
  origins  = { "cloudformation", "terraform" },     -- AWS Config names the key, not whose it is
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_354", "trivy:AWS-0078" },
  fix      = {
    en = "Set PerformanceInsightsKMSKeyId (Terraform: performance_insights_kms_key_id) to a key of your own.",
    ja = "PerformanceInsightsKMSKeyId（Terraform: performance_insights_kms_key_id）に顧客管理の鍵を設定する。",
  },
  check    = function(d)
    if d.cluster then return skip() end
    if d.insights and not d.insights_key then fail("insights") end
  end,
}
