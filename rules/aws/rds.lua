-- SPDX-License-Identifier: Apache-2.0
-- RDS instances and Aurora clusters. What belongs to the cluster is judged there and not at its members.
local password = lib "password"

model "aws.rds.db" {
  label  = { en = "RDS database", ja = "RDSデータベース" },
  fields = {
    cluster = flag, member = flag, replica = flag, inherits = flag, engine = text, serverless = flag, encrypted = flag,
    public = flag, subnet_group = flag, backup_days = number, deletion_protection = flag, multi_az = flag,
    iam_auth = flag, minor_upgrades = flag, logs = list, monitoring = number, insights = flag, insights_key = flag,
    password = text, user = text, ca = text, backtrack = number,
  },
}

bind "aws.rds.db" "cloudformation:AWS::RDS::DBInstance" {
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
}
bind "aws.rds.db" "cloudformation:AWS::RDS::DBCluster" {
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

model "aws.rds.parameter_group" {
  label  = { en = "RDS parameter group", ja = "RDSパラメーターグループ" },
  fields = { family = text, force_ssl = text, secure_transport = text },
}
local parameter_group = {
  family           = "Family",
  force_ssl        = 'Parameters."rds.force_ssl"',
  secure_transport = "Parameters.require_secure_transport",
}
bind "aws.rds.parameter_group" "cloudformation:AWS::RDS::DBParameterGroup" (parameter_group)
bind "aws.rds.parameter_group" "cloudformation:AWS::RDS::DBClusterParameterGroup" (parameter_group)

model "aws.rds.proxy" {
  label  = { en = "RDS proxy", ja = "RDSプロキシ" },
  fields = { require_tls = flag },
}
bind "aws.rds.proxy" "cloudformation:AWS::RDS::DBProxy" {
  names       = "DBProxyName",
  require_tls = { "RequireTLS", default = false },
}

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
    en = "Set PubliclyAccessible to false and name a DBSubnetGroupName with private subnets.",
    ja = "PubliclyAccessibleをfalseに設定し、DBSubnetGroupNameにプライベートサブネットを指定する。",
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
  aka      = { "checkov:CKV_AWS_16", "checkov:CKV_AWS_96", "trivy:AWS-0080", "trivy:AWS-0079" },
  fix      = { en = "Set StorageEncrypted to true.", ja = "StorageEncryptedをtrueに設定する。" },
  check    = function(d)
    if d.member then return skip() end
    if d.encrypted or d.serverless then return end
    if d.inherits then return skip() end        -- encrypted as the database or snapshot it is made from
    fail("encrypted")
  end,
}

rule "aws-rds-password-literal" {
  title    = { en = "Master password is written in the template", ja = "マスターパスワードがテンプレートに直接書かれている" },
  severity = "critical",
  on       = "aws.rds.db",
  origins  = { "cloudformation" },
  redact   = true,
  items    = { "ds200-3:1-3", "muni-3:33" },
  refs     = { "cwe:798" },
  aka      = {
    "guard:RDS_CLUSTER_MASTER_USER_PASSWORD_NO_PLAINTEXT_PASSWORD",
  },
  fix      = {
    en = "Set ManageMasterUserPassword to true, or refer to a secret with {{resolve:secretsmanager:...}}; change the password.",
    ja = "ManageMasterUserPasswordをtrueに設定する。または{{resolve:secretsmanager:...}}で参照し、パスワードを変更する。",
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
  title    = { en = "IAM authentication is off", ja = "IAM認証が有効でない" },
  severity = "low",
  on       = "aws.rds.db",
  items    = { "ds200-2:4-4", "muni-3:17" },
  aka      = { "checkov:CKV_AWS_161", "checkov:CKV_AWS_162", "trivy:AWS-0176" },
  fix      = {
    en = "Set EnableIAMDatabaseAuthentication to true.",
    ja = "EnableIAMDatabaseAuthenticationをtrueに設定する。",
  },
  check    = function(d)
    if d.member then return skip() end
    if d.iam_auth then return end
    if not d.cluster and not re.test(d.engine or "", "(?i)^(mysql|mariadb|postgres|aurora)") then return skip() end
    fail("iam_auth")
  end,
}

local on <const> = { "1", "on", "true" }

rule "aws-rds-tls-not-required" {
  title    = { en = "Database accepts connections without TLS", ja = "データベースがTLSなしの接続を受け付ける" },
  severity = "medium",
  on       = "aws.rds.parameter_group",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV2_AWS_69" },
  fix      = {
    en = "Set rds.force_ssl (PostgreSQL, SQL Server) to 1 or require_secure_transport (MySQL, MariaDB) to ON.",
    ja = "rds.force_ssl（PostgreSQL、SQL Server）を1、またはrequire_secure_transport（MySQL、MariaDB）をONに設定する。",
  },
  check    = function(g)
    local engine, major = re.match(g.family or "", "^(postgres|aurora-postgresql|sqlserver|mysql|aurora-mysql|mariadb)[^0-9]*([0-9]*)")
    if engine == nil then return skip() end
    if engine:has("postgres") or engine == "sqlserver" then
      -- PostgreSQL asks for TLS by itself from version 15 on (Aurora: 17)
      local own = engine == "postgres" and 15 or engine == "aurora-postgresql" and 17
      if g.force_ssl == nil and own and (tonumber(major) or 0) >= own then return end
      if not includes(on, g.force_ssl and g.force_ssl:lower()) then fail("force_ssl") end
    elseif not includes(on, g.secure_transport and g.secure_transport:lower()) then
      fail("secure_transport")
    end
  end,
}

rule "aws-rds-proxy-tls-not-required" {
  title    = { en = "RDS proxy accepts connections without TLS", ja = "RDSプロキシがTLSなしの接続を受け付ける" },
  severity = "medium",
  on       = "aws.rds.proxy",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  fix      = { en = "Set RequireTLS to true.", ja = "RequireTLSをtrueに設定する。" },
  check    = function(p)
    if not p.require_tls then fail("require_tls") end
  end,
}

rule "aws-rds-old-ca" {
  title    = { en = "Server certificate is of an expired authority", ja = "失効した認証局のサーバー証明書を使用している" },
  severity = "medium",
  on       = "aws.rds.db",
  items    = { "ds200-3:3-1" },
  fix      = {
    en = "Set CACertificateIdentifier to rds-ca-rsa2048-g1 or newer.",
    ja = "CACertificateIdentifierにrds-ca-rsa2048-g1以降を設定する。",
  },
  check    = function(d)
    if d.cluster or d.ca == nil then return skip() end
    if d.ca == "rds-ca-2015" or d.ca == "rds-ca-2019" then fail("ca") end
  end,
}

rule "aws-rds-default-user" {
  title    = { en = "Master user has a name that is easily guessed", ja = "マスターユーザー名が推測されやすい" },
  severity = "low",
  on       = "aws.rds.db",
  items    = { "ds200-2:4-4" },
  fix      = {
    en = "Choose another MasterUsername; the database must be made anew.",
    ja = "MasterUsernameを別の名前にする（データベースの再作成が必要）。",
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
    en = "Remove \"all\" from the restore attribute of the snapshot.",
    ja = "スナップショットのrestore属性から「all」を削除する。",
  },
  check    = function(s)
    if includes(s.shared_with, "all") then fail("shared_with") end
  end,
}

-- ---- recovery -----------------------------------------------------------------------------------------------

rule "aws-rds-short-backup" {
  title    = { en = "Backups are kept for less than 7 days", ja = "バックアップの保持期間が7日未満" },
  severity = "medium",
  on       = "aws.rds.db",
  items    = { "ds200-2:7-8", "muni-3:41" },
  aka      = { "checkov:CKV_AWS_133", "trivy:AWS-0077" },
  fix      = { en = "Set BackupRetentionPeriod to 7 or more.", ja = "BackupRetentionPeriodを7以上に設定する。" },
  check    = function(d)
    if d.member or d.replica then return skip() end
    if d.backup_days < 7 then fail("backup_days", { en = "%s days", ja = "%s日", d.backup_days }) end
  end,
}

rule "aws-rds-no-deletion-protection" {
  title    = { en = "Deletion protection is off", ja = "削除保護が有効でない" },
  severity = "medium",
  on       = "aws.rds.db",
  items    = { "muni-3:19" },
  aka      = {
    "checkov:CKV_AWS_293", "checkov:CKV_AWS_139", "trivy:AWS-0177", "trivy:AWS-0343",
    "guard:RDS_INSTANCE_DELETION_PROTECTION_ENABLED",
  },
  fix      = { en = "Set DeletionProtection to true.", ja = "DeletionProtectionをtrueに設定する。" },
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
  fix      = { en = "Set MultiAZ to true.", ja = "MultiAZをtrueに設定する。" },
  check    = function(d)
    if d.cluster or d.member or d.replica then return skip() end
    if not d.multi_az then fail("multi_az") end
  end,
}

rule "aws-rds-no-backtrack" {
  title    = { en = "Aurora MySQL cannot be rewound", ja = "Aurora MySQLのバックトラックが有効でない" },
  severity = "low",
  on       = "aws.rds.db",
  aka      = { "checkov:CKV_AWS_326", "guard:AURORA_MYSQL_BACKTRACKING_ENABLED" },
  fix      = {
    en = "Set BacktrackWindow to the seconds to go back (at most 259200).",
    ja = "BacktrackWindowに巻き戻し可能な秒数（最大259200）を設定する。",
  },
  check    = function(d)
    if not d.cluster or not includes({ "aurora", "aurora-mysql" }, d.engine) then return skip() end
    if d.backtrack < 1 then fail("backtrack") end
  end,
}

-- ---- upkeep and observation ---------------------------------------------------------------------------------

rule "aws-rds-no-minor-upgrades" {
  title    = { en = "Minor versions are not taken automatically", ja = "マイナーバージョンの自動更新が有効でない" },
  severity = "medium",
  on       = "aws.rds.db",
  items    = { "cis-aws-3.0.0:2.3.2", "ds200-2:7-5", "ds200-3:4-2" },
  aka      = { "checkov:CKV_AWS_226" },
  fix      = { en = "Set AutoMinorVersionUpgrade to true.", ja = "AutoMinorVersionUpgradeをtrueに設定する。" },
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
  aka      = { "checkov:CKV_AWS_129", "checkov:CKV_AWS_324" },
  fix      = {
    en = "List the logs of the engine in EnableCloudwatchLogsExports (audit and error at least).",
    ja = "EnableCloudwatchLogsExportsにエンジンのログ（監査ログとエラーログなど）を指定する。",
  },
  check    = function(d)
    if d.member then return skip() end
    if d.logs == nil or #d.logs == 0 then fail("logs") end
  end,
}

rule "aws-rds-no-enhanced-monitoring" {
  title    = { en = "Enhanced monitoring is off", ja = "拡張モニタリングが有効でない" },
  severity = "low",
  on       = "aws.rds.db",
  items    = { "muni-3:42" },
  aka      = { "checkov:CKV_AWS_118", "guard:RDS_ENHANCED_MONITORING_ENABLED" },
  fix      = {
    en = "Set MonitoringInterval to 1, 5, 10, 15, 30 or 60, and MonitoringRoleArn.",
    ja = "MonitoringInterval（1、5、10、15、30、60のいずれか）とMonitoringRoleArnを設定する。",
  },
  check    = function(d)
    if d.cluster then return skip() end
    if d.monitoring < 1 then fail("monitoring") end
  end,
}

rule "aws-rds-no-performance-insights" {
  title    = { en = "Performance Insights is off", ja = "Performance Insightsが有効でない" },
  severity = "low",
  on       = "aws.rds.db",
  items    = { "muni-3:42" },
  aka      = { "checkov:CKV_AWS_353", "trivy:AWS-0133" },
  fix      = { en = "Set EnablePerformanceInsights to true.", ja = "EnablePerformanceInsightsをtrueに設定する。" },
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
  origins  = { "cloudformation" },          -- AWS Config names the key, not whose it is
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_354", "trivy:AWS-0078" },
  fix      = {
    en = "Set PerformanceInsightsKMSKeyId to a key of your own.",
    ja = "PerformanceInsightsKMSKeyIdに自ら管理する鍵を設定する。",
  },
  check    = function(d)
    if d.cluster or not d.insights then return skip() end
    if not d.insights_key then fail("insights") end
  end,
}
