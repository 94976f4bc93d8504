-- SPDX-License-Identifier: Apache-2.0
-- OpenSearch and Elasticsearch domains.
local access = lib "iam"

model "aws.opensearch.domain" {
  label  = { en = "search domain", ja = "検索ドメイン" },
  fields = {
    at_rest = flag, node_to_node = flag, https = flag, tls = text, subnets = flag, security = flag, anonymous = flag,
    logs = map, zones = flag, nodes = number, policy = policy,
  },
}

bind "aws.opensearch.domain" "cloudformation:AWS::OpenSearchService::Domain" {
  at_rest      = { "EncryptionAtRestOptions.Enabled", default = false },
  node_to_node = { "NodeToNodeEncryptionOptions.Enabled", default = false },
  https        = { "DomainEndpointOptions.EnforceHTTPS", default = false },
  tls          = { "DomainEndpointOptions.TLSSecurityPolicy", default = "Policy-Min-TLS-1-0-2019-07" },
  subnets      = { "VPCOptions.SubnetIds", present = true },
  security     = { "AdvancedSecurityOptions.Enabled", default = false },
  anonymous    = { "AdvancedSecurityOptions.AnonymousAuthEnabled", default = false },
  logs         = "LogPublishingOptions",
  zones        = { "ClusterConfig.ZoneAwarenessEnabled", default = false },
  nodes        = { "ClusterConfig.InstanceCount", default = 1 },
  policy       = "AccessPolicies",
}

bind "aws.opensearch.domain" "cloudformation:AWS::Elasticsearch::Domain" {
  at_rest      = { "EncryptionAtRestOptions.Enabled", default = false },
  node_to_node = { "NodeToNodeEncryptionOptions.Enabled", default = false },
  https        = { "DomainEndpointOptions.EnforceHTTPS", default = false },
  tls          = { "DomainEndpointOptions.TLSSecurityPolicy", default = "Policy-Min-TLS-1-0-2019-07" },
  subnets      = { "VPCOptions.SubnetIds", present = true },
  security     = { "AdvancedSecurityOptions.Enabled", default = false },
  anonymous    = { "AdvancedSecurityOptions.AnonymousAuthEnabled", default = false },
  logs         = "LogPublishingOptions",
  zones        = { "ElasticsearchClusterConfig.ZoneAwarenessEnabled", default = false },
  nodes        = { "ElasticsearchClusterConfig.InstanceCount", default = 1 },
  policy       = "AccessPolicies",
}

bind "aws.opensearch.domain" "aws-config:AWS::OpenSearch::Domain" {
  at_rest      = { "configuration.EncryptionAtRestOptions.Enabled", required = true },
  node_to_node = { "configuration.NodeToNodeEncryptionOptions.Enabled", required = true },
  https        = { "configuration.DomainEndpointOptions.EnforceHTTPS", required = true },
  tls          = { "configuration.DomainEndpointOptions.TLSSecurityPolicy", required = true },
  subnets      = { "configuration.VPCOptions.SubnetIds", present = true },
  security     = { "configuration.AdvancedSecurityOptions.Enabled", required = true },
  anonymous    = { "configuration.AdvancedSecurityOptions.AnonymousAuthEnabled", default = false },
  logs         = "configuration.LogPublishingOptions",
  zones        = { "configuration.ClusterConfig.ZoneAwarenessEnabled", required = true },
  nodes        = { "configuration.ClusterConfig.InstanceCount", required = true },
  policy       = "configuration.AccessPolicies",
}

bind "aws.opensearch.domain" "aws-config:AWS::Elasticsearch::Domain" {
  at_rest      = { "configuration.encryptionAtRestOptions.enabled", required = true },
  node_to_node = { "configuration.nodeToNodeEncryptionOptions.enabled", required = true },
  https        = { "configuration.domainEndpointOptions.enforceHTTPS", required = true },
  tls          = { "configuration.domainEndpointOptions.tlssecurityPolicy",
                   "configuration.domainEndpointOptions.tLSSecurityPolicy", required = true },
  subnets      = { "configuration.vpcoptions.subnetIds", "configuration.vPCOptions.subnetIds", present = true },
  security     = { "configuration.advancedSecurityOptions.enabled", required = true },
  anonymous    = { "configuration.advancedSecurityOptions.anonymousAuthEnabled", default = false },
  logs         = "configuration.logPublishingOptions",
  zones        = { "configuration.elasticsearchClusterConfig.zoneAwarenessEnabled", required = true },
  nodes        = { "configuration.elasticsearchClusterConfig.instanceCount", required = true },
  policy       = "configuration.accessPolicies",
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
    en = "Set EncryptionAtRestOptions.Enabled to true.",
    ja = "EncryptionAtRestOptions.Enabledをtrueにする。",
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
    en = "Set NodeToNodeEncryptionOptions.Enabled to true.",
    ja = "NodeToNodeEncryptionOptions.Enabledをtrueにする。",
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
    en = "Set DomainEndpointOptions.EnforceHTTPS to true.",
    ja = "DomainEndpointOptions.EnforceHTTPSをtrueにする。",
  },
  check    = function(d)
    if not d.https then fail("https") end
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
    en = "Set DomainEndpointOptions.TLSSecurityPolicy to Policy-Min-TLS-1-2-PFS-2023-10.",
    ja = "DomainEndpointOptions.TLSSecurityPolicyをPolicy-Min-TLS-1-2-PFS-2023-10にする。",
  },
  check    = function(d)
    if not re.test(d.tls, "^Policy-Min-TLS-1-[23]-") then fail("tls") end
  end,
}

rule "aws-opensearch-outside-vpc" {
  title    = {
    en = "Search domain has a public endpoint",
    ja = "検索ドメインのエンドポイントがVPCの外にある",
  },
  severity = "high",
  on       = "aws.opensearch.domain",
  items    = { "ds200-2:3-2", "ds200-2:3-6" },
  refs     = { "cwe:668" },
  aka      = { "checkov:CKV_AWS_137", "guard:OPENSEARCH_IN_VPC_ONLY" },
  fix      = {
    en = "Set VPCOptions with subnets and security groups.",
    ja = "VPCOptionsでサブネットとセキュリティグループを指定する。",
  },
  check    = function(d)
    if not d.subnets then fail("subnets") end
  end,
}

rule "aws-opensearch-access-control" {
  title    = {
    en = "Search domain has no fine-grained access control",
    ja = "検索ドメインのきめ細かなアクセス制御が有効でない",
  },
  severity = "medium",
  on       = "aws.opensearch.domain",
  items    = { "ds200-3:2-3", "ds200-2:3-6", "muni-3:17" },
  refs     = { "cwe:862" },
  aka      = { "checkov:CKV2_AWS_52", "guard:OPENSEARCH_ACCESS_CONTROL_ENABLED" },
  fix      = {
    en = "Set AdvancedSecurityOptions.Enabled to true and name a master user.",
    ja = "AdvancedSecurityOptions.Enabledをtrueにし、マスターユーザーを指定する。",
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
  aka      = { "checkov:CKV_AWS_317" },
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

local function publishes(d, kind)
  local o = d.logs and d.logs[kind]
  if o == nil then return false end
  local on = o.Enabled
  if on == nil then on = o.enabled end
  if on ~= true and on ~= "true" then return false end
  local name = has(o, "CloudWatchLogsLogGroupArn") and "CloudWatchLogsLogGroupArn" or "cloudWatchLogsLogGroupArn"
  if not has(o, name) then return false end
  if not known(o, name) then return true end     -- a log group of this template, a parameter
  return re.test(tostring(get(o, name)), "^arn:")
end

rule "aws-opensearch-audit-logs" {
  title    = { en = "Search domain keeps no audit log", ja = "検索ドメインの監査ログが有効でない" },
  severity = "medium",
  on       = "aws.opensearch.domain",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "trivy:AWS-0042", "checkov:CKV_AWS_84", "guard:OPENSEARCH_AUDIT_LOGGING_ENABLED" },
  fix      = {
    en = "Set LogPublishingOptions.AUDIT_LOGS with Enabled true and CloudWatchLogsLogGroupArn.",
    ja = "LogPublishingOptions.AUDIT_LOGSのEnabledをtrueにし、CloudWatchLogsLogGroupArnを指定する。",
  },
  check    = function(d)
    if not publishes(d, "AUDIT_LOGS") then fail("logs") end
  end,
}

rule "aws-opensearch-application-logs" {
  title    = {
    en = "Search domain keeps no application log",
    ja = "検索ドメインのアプリケーションログが有効でない",
  },
  severity = "low",
  on       = "aws.opensearch.domain",
  items    = { "ds200-2:3-7", "ds200-3:6-1" },
  refs     = { "cwe:778" },
  aka      = { "guard:OPENSEARCH_APPLICATION_LOGGING_ENABLED", "guard:ELASTICSEARCH_LOGS_TO_CLOUDWATCH" },
  fix      = {
    en = "Set LogPublishingOptions.ES_APPLICATION_LOGS with Enabled true and CloudWatchLogsLogGroupArn.",
    ja = "LogPublishingOptions.ES_APPLICATION_LOGSのEnabledをtrueにし、CloudWatchLogsLogGroupArnを指定する。",
  },
  check    = function(d)
    if not publishes(d, "ES_APPLICATION_LOGS") then fail("logs") end
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
  aka      = { "checkov:CKV_AWS_318", "guard:OPENSEARCH_DATA_NODE_FAULT_TOLERANCE" },
  fix      = {
    en = "Set ClusterConfig.ZoneAwarenessEnabled to true and InstanceCount to 3 or more.",
    ja = "ClusterConfigのZoneAwarenessEnabledをtrue、InstanceCountを3以上にする。",
  },
  check    = function(d)
    if not d.zones then return fail("zones") end
    if d.nodes < 3 then fail("nodes") end
  end,
}
