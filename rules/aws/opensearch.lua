-- SPDX-License-Identifier: Apache-2.0
-- OpenSearch and Elasticsearch domains.
local access = lib "iam"

model "aws.opensearch.domain" {
  label  = { en = "search domain", ja = "検索ドメイン" },
  fields = {
    at_rest = flag, node_to_node = flag, https = flag, tls = text, subnets = flag, security = flag, anonymous = flag,
    audit_log = map, application_log = map, logs = any, zones = flag, nodes = number, policy = policy, kms = flag,
    groups = flag, masters = number,
    endpoint = flag,            -- Terraform: a block that turns HTTPS on unless it says otherwise
  },
}

bind "aws.opensearch.domain" "cloudformation:AWS::OpenSearchService::Domain" {
  at_rest         = { "EncryptionAtRestOptions.Enabled", default = false },
  node_to_node    = { "NodeToNodeEncryptionOptions.Enabled", default = false },
  https           = { "DomainEndpointOptions.EnforceHTTPS", default = false },
  tls             = { "DomainEndpointOptions.TLSSecurityPolicy", default = "Policy-Min-TLS-1-0-2019-07" },
  subnets         = { "VPCOptions.SubnetIds", present = true },
  security        = { "AdvancedSecurityOptions.Enabled", default = false },
  anonymous       = { "AdvancedSecurityOptions.AnonymousAuthEnabled", default = false },
  logs            = "LogPublishingOptions",
  audit_log       = "LogPublishingOptions.AUDIT_LOGS",
  application_log = "LogPublishingOptions.ES_APPLICATION_LOGS",
  zones           = { "ClusterConfig.ZoneAwarenessEnabled", default = false },
  nodes           = { "ClusterConfig.InstanceCount", default = 1 },
  policy          = "AccessPolicies",
  kms             = { "EncryptionAtRestOptions.KmsKeyId", present = true },
  groups          = { "VPCOptions.SecurityGroupIds", present = true },
  masters         = { "ClusterConfig.DedicatedMasterCount", default = 0 },
}

bind "aws.opensearch.domain" "cloudformation:AWS::Elasticsearch::Domain" {
  at_rest         = { "EncryptionAtRestOptions.Enabled", default = false },
  node_to_node    = { "NodeToNodeEncryptionOptions.Enabled", default = false },
  https           = { "DomainEndpointOptions.EnforceHTTPS", default = false },
  tls             = { "DomainEndpointOptions.TLSSecurityPolicy", default = "Policy-Min-TLS-1-0-2019-07" },
  subnets         = { "VPCOptions.SubnetIds", present = true },
  security        = { "AdvancedSecurityOptions.Enabled", default = false },
  anonymous       = { "AdvancedSecurityOptions.AnonymousAuthEnabled", default = false },
  logs            = "LogPublishingOptions",
  audit_log       = "LogPublishingOptions.AUDIT_LOGS",
  application_log = "LogPublishingOptions.ES_APPLICATION_LOGS",
  zones           = { "ElasticsearchClusterConfig.ZoneAwarenessEnabled", default = false },
  nodes           = { "ElasticsearchClusterConfig.InstanceCount", default = 1 },
  policy          = "AccessPolicies",
  kms             = { "EncryptionAtRestOptions.KmsKeyId", present = true },
  groups          = { "VPCOptions.SecurityGroupIds", present = true },
  masters         = { "ElasticsearchClusterConfig.DedicatedMasterCount", default = 0 },
}

for _, kind in ipairs { "opensearch", "elasticsearch" } do
  bind "aws.opensearch.domain" ("terraform:aws_" .. kind .. "_domain") {
    with            = { policies = { "terraform:aws_" .. kind .. "_domain_policy", by = "domain_name" } },
    names           = "domain_name",
    at_rest         = { "encrypt_at_rest[0].enabled", default = false },
    node_to_node    = { "node_to_node_encryption[0].enabled", default = false },
    https           = "domain_endpoint_options[0].enforce_https",
    endpoint        = { "domain_endpoint_options", present = true },
    tls             = { "domain_endpoint_options[0].tls_security_policy", default = "Policy-Min-TLS-1-0-2019-07" },
    subnets         = { "vpc_options[0].subnet_ids", present = true },
    security        = { "advanced_security_options[0].enabled", default = false },
    anonymous       = { "advanced_security_options[0].anonymous_auth_enabled", default = false },
    logs            = "log_publishing_options",
    audit_log       = "log_publishing_options[log_type=AUDIT_LOGS]",
    application_log = "log_publishing_options[log_type=ES_APPLICATION_LOGS]",
    zones           = { "cluster_config[0].zone_awareness_enabled", default = false },
    nodes           = { "cluster_config[0].instance_count", default = 1 },
    policy          = { "access_policies", "policies:access_policies" },
    kms             = { "encrypt_at_rest[0].kms_key_id", present = true },
    groups          = { "vpc_options[0].security_group_ids", present = true },
    masters         = { "cluster_config[0].dedicated_master_count", default = 0 },
  }
end

bind "aws.opensearch.domain" "aws-config:AWS::OpenSearch::Domain" {
  at_rest         = { "configuration.EncryptionAtRestOptions.Enabled", required = true },
  node_to_node    = { "configuration.NodeToNodeEncryptionOptions.Enabled", required = true },
  https           = { "configuration.DomainEndpointOptions.EnforceHTTPS", required = true },
  tls             = { "configuration.DomainEndpointOptions.TLSSecurityPolicy", required = true },
  subnets         = { "configuration.VPCOptions.SubnetIds", present = true },
  security        = { "configuration.AdvancedSecurityOptions.Enabled", required = true },
  anonymous       = { "configuration.AdvancedSecurityOptions.AnonymousAuthEnabled", default = false },
  logs            = "configuration.LogPublishingOptions",
  audit_log       = "configuration.LogPublishingOptions.AUDIT_LOGS",
  application_log = "configuration.LogPublishingOptions.ES_APPLICATION_LOGS",
  zones           = { "configuration.ClusterConfig.ZoneAwarenessEnabled", required = true },
  nodes           = { "configuration.ClusterConfig.InstanceCount", required = true },
  policy          = "configuration.AccessPolicies",
}

bind "aws.opensearch.domain" "aws-config:AWS::Elasticsearch::Domain" {
  at_rest         = { "configuration.encryptionAtRestOptions.enabled", required = true },
  node_to_node    = { "configuration.nodeToNodeEncryptionOptions.enabled", required = true },
  https           = { "configuration.domainEndpointOptions.enforceHTTPS", required = true },
  tls             = { "configuration.domainEndpointOptions.tlssecurityPolicy",
                   "configuration.domainEndpointOptions.tLSSecurityPolicy", required = true },
  subnets         = { "configuration.vpcoptions.subnetIds", "configuration.vPCOptions.subnetIds", present = true },
  security        = { "configuration.advancedSecurityOptions.enabled", required = true },
  anonymous       = { "configuration.advancedSecurityOptions.anonymousAuthEnabled", default = false },
  logs            = "configuration.logPublishingOptions",
  audit_log       = "configuration.logPublishingOptions.AUDIT_LOGS",
  application_log = "configuration.logPublishingOptions.ES_APPLICATION_LOGS",
  zones           = { "configuration.elasticsearchClusterConfig.zoneAwarenessEnabled", required = true },
  nodes           = { "configuration.elasticsearchClusterConfig.instanceCount", required = true },
  policy          = "configuration.accessPolicies",
}

rule "aws-opensearch-at-rest" {
  title    = {
    en = "Search domain is not encrypted at rest",
    ja = "検索ドメインの保存データが暗号化されていない",
  },
  severity = "high",
  on       = "aws.opensearch.domain",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "trivy:AWS-0048", "checkov:CKV_AWS_5", "guard:OPENSEARCH_ENCRYPTED_AT_REST",
               "guard:ELASTICSEARCH_ENCRYPTED_AT_REST" },
  fix      = {
    en = "Set EncryptionAtRestOptions.Enabled (Terraform: encrypt_at_rest.enabled) to true.",
    ja = "EncryptionAtRestOptions.Enabled（Terraform: encrypt_at_rest.enabled）をtrueにする。",
  },
  check    = function(d)
    if not d.at_rest then fail("at_rest") end
  end,
}

rule "aws-opensearch-node-to-node" {
  title    = {
    en = "Nodes of a search domain talk in plain text",
    ja = "検索ドメインのノード間の通信が暗号化されていない",
  },
  severity = "high",
  on       = "aws.opensearch.domain",
  items    = { "ds200-3:3-1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "trivy:AWS-0043", "checkov:CKV_AWS_6", "guard:ELASTICSEARCH_NODE_TO_NODE_ENCRYPTION_CHECK" },
  fix      = {
    en = "Set NodeToNodeEncryptionOptions.Enabled (Terraform: node_to_node_encryption.enabled) to true.",
    ja = "NodeToNodeEncryptionOptions.Enabled（Terraform: node_to_node_encryption.enabled）をtrueにする。",
  },
  check    = function(d)
    if not d.node_to_node then fail("node_to_node") end
  end,
}

rule "aws-opensearch-https" {
  title    = { en = "Search domain accepts plain HTTP", ja = "検索ドメインが平文のHTTPを受け付ける" },
  severity = "high",
  on       = "aws.opensearch.domain",
  items    = { "ds200-3:3-1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "trivy:AWS-0046", "checkov:CKV_AWS_83" },
  fix      = {
    en = "Set DomainEndpointOptions.EnforceHTTPS (Terraform: domain_endpoint_options.enforce_https) to true.",
    ja = "DomainEndpointOptions.EnforceHTTPS（Terraform: domain_endpoint_options.enforce_https）をtrueにする。",
  },
  check    = function(d)
    local on = d.https
    if on == nil then on = d.endpoint end
    if not on then fail("https") end
  end,
}

rule "aws-opensearch-tls" {
  title    = {
    en = "Search domain accepts TLS older than 1.2",
    ja = "検索ドメインがTLS 1.2より古い版を受け付ける",
  },
  severity = "high",
  on       = "aws.opensearch.domain",
  items    = { "ds200-3:3-1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:327" },
  aka      = { "trivy:AWS-0126", "checkov:CKV_AWS_228" },
  fix      = {
    en = "Set TLSSecurityPolicy in DomainEndpointOptions to Policy-Min-TLS-1-2-PFS-2023-10 (Terraform: "
      .. "tls_security_policy).",
    ja = "DomainEndpointOptionsのTLSSecurityPolicy（Terraform: tls_security_policy）をPolicy-Min-TLS-1-2-PFS-2023-10にする。",
  },
  check    = function(d)
    if not re.test(d.tls, "^Policy-Min-TLS-1-[23]-") then fail("tls") end
  end,
}

rule "aws-opensearch-outside-vpc" {
  title    = {
    en = "Search domain has a public endpoint",
    ja = "検索ドメインのエンドポイントが公開されている",
  },
  severity = "high",
  on       = "aws.opensearch.domain",
  items    = { "ds200-2:3-2", "ds200-2:3-6" },
  refs     = { "cwe:668" },
  aka      = { "checkov:CKV_AWS_137", "guard:OPENSEARCH_IN_VPC_ONLY" },
  fix      = {
    en = "Set VPCOptions (Terraform: vpc_options) with subnets and security groups.",
    ja = "VPCOptions（Terraform: vpc_options）でサブネットとセキュリティグループを指定する。",
  },
  check    = function(d)
    if not d.subnets then fail("subnets") end
  end,
}

rule "aws-opensearch-access-control" {
  title    = {
    en = "Search domain has no fine-grained access control",
    ja = "検索ドメインのきめ細かなアクセス制御が有効になっていない",
  },
  severity = "medium",
  on       = "aws.opensearch.domain",
  items    = { "ds200-3:2-3", "ds200-2:3-6", "muni-3:17" },
  refs     = { "cwe:862" },
  aka      = { "checkov:CKV2_AWS_52", "guard:OPENSEARCH_ACCESS_CONTROL_ENABLED" },
  fix      = {
    en = "Set AdvancedSecurityOptions.Enabled (Terraform: advanced_security_options.enabled) to true and "
      .. "name a master user.",
    ja = "AdvancedSecurityOptions.Enabled（Terraform: advanced_security_options.enabled）をtrueにし、マスターユーザーを指定する。",
  },
  check    = function(d)
    if not d.security then return fail("security") end
    if d.anonymous then
      fail("anonymous", { en = "Anonymous access is allowed", ja = "匿名アクセスが許可されている" })
    end
  end,
}

rule "aws-opensearch-public-policy" {
  title    = {
    en = "Access policy of a search domain lets everyone in",
    ja = "検索ドメインのアクセスポリシーが全ての主体を許可している",
  },
  severity = "critical",
  on       = "aws.opensearch.domain",
  items    = { "ds200-3:2-2", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:732" },
  fix      = {
    en = "Name accounts or roles in Principal, or add a condition on aws:SourceIp.",
    ja = "Principalにアカウントまたはロールを指定するか、aws:SourceIpの条件を付ける。",
  },
  check    = function(d)
    -- within a VPC, or with users of its own, the domain asks for more than the policy
    if d.policy == nil or d.subnets or d.security then return end
    for s in access.allowing(d.policy) do
      local who = access.everyone(s)
      if who then fail(who) end
    end
  end,
}

-- Does a log go somewhere? In Terraform an entry is on unless it says otherwise.
local function publishes(o)
  if o == nil then return false end
  local on = o.Enabled
  if on == nil then on = o.enabled end
  if on == nil then on = has(o, "log_type") end
  if on ~= true and on ~= "true" then return false end
  for _, name in ipairs { "CloudWatchLogsLogGroupArn", "cloudWatchLogsLogGroupArn", "cloudwatch_log_group_arn" } do
    if has(o, name) then
      return not known(o, name) or re.test(tostring(get(o, name)), "^arn:")     -- of this code, or a parameter
    end
  end
  return false
end

local function publishes_any(d)
  for o in each(d.logs) do
    if publishes(o) then return true end
    for kind in each(keys(o)) do
      if re.test(kind, "_LOGS$") and publishes(o[kind]) then return true end
    end
  end
  return false
end

rule "aws-opensearch-audit-logs" {
  title    = { en = "Search domain keeps no audit log", ja = "検索ドメインの監査ログが有効になっていない" },
  severity = "medium",
  on       = "aws.opensearch.domain",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "trivy:AWS-0042", "checkov:CKV_AWS_317", "guard:OPENSEARCH_AUDIT_LOGGING_ENABLED" },
  fix      = {
    en = "Publish AUDIT_LOGS to a log group in LogPublishingOptions (Terraform: log_publishing_options).",
    ja = "LogPublishingOptions（Terraform: log_publishing_options）でAUDIT_LOGSをロググループに出力する。",
  },
  check    = function(d)
    if publishes(d.audit_log) then return end
    if not publishes_any(d) then return skip() end      -- aws-opensearch-no-logs says so
    fail("audit_log")
  end,
}

rule "aws-opensearch-application-logs" {
  title    = {
    en = "Search domain keeps no application log",
    ja = "検索ドメインのアプリケーションログが有効になっていない",
  },
  severity = "low",
  on       = "aws.opensearch.domain",
  items    = { "ds200-2:3-7", "ds200-3:6-1" },
  refs     = { "cwe:778" },
  aka      = { "guard:OPENSEARCH_APPLICATION_LOGGING_ENABLED", "guard:ELASTICSEARCH_LOGS_TO_CLOUDWATCH" },
  fix      = {
    en = "Publish ES_APPLICATION_LOGS to a log group in LogPublishingOptions (Terraform: log_publishing_options).",
    ja = "LogPublishingOptions（Terraform: log_publishing_options）でES_APPLICATION_LOGSをロググループに出力する。",
  },
  check    = function(d)
    if publishes(d.application_log) then return end
    if not publishes_any(d) then return skip() end      -- aws-opensearch-no-logs says so
    fail("application_log")
  end,
}

rule "aws-opensearch-no-logs" {
  title    = { en = "Search domain publishes no log at all", ja = "検索ドメインのログが一つも出力されていない" },
  severity = "medium",
  on       = "aws.opensearch.domain",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = {
    "checkov:CKV_AWS_84", "trivy:AWS-0042", "checkov:CKV_AWS_317", "guard:OPENSEARCH_AUDIT_LOGGING_ENABLED",
    "guard:OPENSEARCH_APPLICATION_LOGGING_ENABLED", "guard:ELASTICSEARCH_LOGS_TO_CLOUDWATCH",
  },
  fix      = {
    en = "Publish at least one log in LogPublishingOptions (Terraform: log_publishing_options).",
    ja = "LogPublishingOptions（Terraform: log_publishing_options）で少なくとも1種類のログを出力する。",
  },
  check    = function(d)
    if not publishes_any(d) then fail("logs") end
  end,
}

rule "aws-opensearch-kms" {
  title    = {
    en = "Search domain is not encrypted with a customer-managed key",
    ja = "検索ドメインが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.opensearch.domain",
  origins  = { "cloudformation", "terraform" },
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_247" },
  fix      = {
    en = "Set KmsKeyId in EncryptionAtRestOptions (Terraform: kms_key_id in encrypt_at_rest).",
    ja = "EncryptionAtRestOptionsのKmsKeyId（Terraform: encrypt_at_restのkms_key_id）を設定する。",
  },
  check    = function(d)
    if not d.kms then fail("kms") end
  end,
}

rule "aws-opensearch-default-group" {
  title    = {
    en = "Search domain uses the default security group",
    ja = "検索ドメインがデフォルトのセキュリティグループを使っている",
  },
  severity = "low",
  on       = "aws.opensearch.domain",
  origins  = { "cloudformation", "terraform" },
  items    = { "ds200-2:3-6" },
  aka      = { "checkov:CKV_AWS_248" },
  fix      = {
    en = "Set SecurityGroupIds in VPCOptions (Terraform: security_group_ids in vpc_options).",
    ja = "VPCOptionsのSecurityGroupIds（Terraform: vpc_optionsのsecurity_group_ids）を設定する。",
  },
  check    = function(d)
    if d.subnets and not d.groups then fail("groups") end
  end,
}

rule "aws-opensearch-dedicated-masters" {
  title    = {
    en = "Search domain has no three dedicated master nodes in several zones",
    ja = "検索ドメインに複数ゾーンの専用マスターノードが3台ない",
  },
  severity = "low",
  on       = "aws.opensearch.domain",
  origins  = { "cloudformation", "terraform" },
  items    = { "muni-3:30" },
  aka      = { "checkov:CKV_AWS_318", "checkov:CKV2_AWS_59" },
  fix      = {
    en = "Set DedicatedMasterCount to 3 and ZoneAwarenessEnabled to true in ClusterConfig (Terraform: dedicated_master_count, "
      .. "zone_awareness_enabled).",
    ja = "ClusterConfigのDedicatedMasterCountを3、ZoneAwarenessEnabledをtrueにする（Terraform: dedicated_master_count、"
      .. "zone_awareness_enabled）。",
  },
  check    = function(d)
    if d.masters < 3 then return fail("masters") end
    if not d.zones then fail("zones") end
  end,
}

rule "aws-opensearch-fault-tolerance" {
  title    = {
    en = "Search domain does not spread three data nodes over zones",
    ja = "検索ドメインのデータノードが3台以上で複数ゾーンに分かれていない",
  },
  severity = "low",
  on       = "aws.opensearch.domain",
  items    = { "muni-3:30" },
  aka      = { "guard:OPENSEARCH_DATA_NODE_FAULT_TOLERANCE" },
  fix      = {
    en = "Set ZoneAwarenessEnabled to true and InstanceCount to 3 or more in ClusterConfig (Terraform: "
      .. "zone_awareness_enabled, instance_count).",
    ja = "ClusterConfigのZoneAwarenessEnabledをtrue、"
      .. "InstanceCountを3以上にする（Terraform: zone_awareness_enabled、instance_count）。",
  },
  check    = function(d)
    if not d.zones then return fail("zones") end
    if d.nodes < 3 then fail("nodes") end
  end,
}
