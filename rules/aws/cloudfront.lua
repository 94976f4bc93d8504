-- SPDX-License-Identifier: Apache-2.0
-- CloudFront distributions.

model "aws.cloudfront.distribution" {
  label  = { en = "CloudFront distribution", ja = "CloudFrontディストリビューション" },
  fields = {
    enabled = flag, behaviors = list, origins = list, default_certificate = flag, certificate = flag,
    minimum_tls = text, logging = flag, delivers = flag, root_object = flag, web_acl = flag, groups = list,
  },
}

bind "aws.cloudfront.distribution" "cloudformation:AWS::CloudFront::Distribution" {
  with                = { source = { "cloudformation:AWS::Logs::DeliverySource", by = "ResourceArn" } },
  enabled             = "DistributionConfig.Enabled",
  behaviors           = { "DistributionConfig.DefaultCacheBehavior", "DistributionConfig.CacheBehaviors", join = true },
  origins             = "DistributionConfig.Origins",
  default_certificate = { "DistributionConfig.ViewerCertificate.CloudFrontDefaultCertificate", default = false },
  certificate         = { "DistributionConfig.ViewerCertificate.AcmCertificateArn",
                          "DistributionConfig.ViewerCertificate.IamCertificateId", present = true },
  minimum_tls         = { "DistributionConfig.ViewerCertificate.MinimumProtocolVersion", default = "TLSv1" },
  logging             = { "DistributionConfig.Logging.Bucket", present = true },
  delivers            = { "source:ResourceArn", present = true },
  root_object         = { "DistributionConfig.DefaultRootObject", present = true },
  web_acl             = { "DistributionConfig.WebACLId", present = true },
  groups              = "DistributionConfig.OriginGroups.Items",
}

bind "aws.cloudfront.distribution" "aws-config:AWS::CloudFront::Distribution" {
  enabled             = "configuration.distributionConfig.enabled",
  behaviors           = { "configuration.distributionConfig.defaultCacheBehavior",
                          "configuration.distributionConfig.cacheBehaviors.items", join = true, required = true },
  origins             = { "configuration.distributionConfig.origins.items", required = true },
  default_certificate = { "configuration.distributionConfig.viewerCertificate.cloudFrontDefaultCertificate",
                          default = false },
  certificate         = { "configuration.distributionConfig.viewerCertificate.aCMCertificateArn",
                          "configuration.distributionConfig.viewerCertificate.acmcertificateArn",
                          "configuration.distributionConfig.viewerCertificate.iAMCertificateId",
                          "configuration.distributionConfig.viewerCertificate.iamcertificateId", present = true },
  minimum_tls         = { "configuration.distributionConfig.viewerCertificate.minimumProtocolVersion",
                          required = true },
  logging             = { "configuration.distributionConfig.logging.enabled", required = true },
  delivers            = { default = false },
  root_object         = { "configuration.distributionConfig.defaultRootObject", present = true, required = true },
  web_acl             = { "configuration.distributionConfig.webACLId", present = true, required = true },
  groups              = "configuration.distributionConfig.originGroups.items",
}

bind "aws.cloudfront.distribution" "terraform:aws_cloudfront_distribution" {
  with                = { source = { "terraform:aws_cloudwatch_log_delivery_source", by = "resource_arn" } },
  enabled             = "enabled",
  behaviors           = { "default_cache_behavior", "ordered_cache_behavior", join = true },
  origins             = "origin",
  default_certificate = { "viewer_certificate[0].cloudfront_default_certificate", default = false },
  certificate         = { "viewer_certificate[0].acm_certificate_arn", "viewer_certificate[0].iam_certificate_id",
                          present = true },
  minimum_tls         = { "viewer_certificate[0].minimum_protocol_version", default = "TLSv1" },
  logging             = { "logging_config[0].bucket", present = true },
  delivers            = { "source:resource_arn", present = true },
  root_object         = { "default_root_object", present = true },
  web_acl             = { "web_acl_id", present = true },
  groups              = "origin_group",
}

-- Access logs of the newer kind: a delivery source names the distribution, a delivery names the source.
model "aws.logs.delivery_source" {
  label  = { en = "log delivery source", ja = "ログ配信元" },
  fields = { delivered = flag },
}

bind "aws.logs.delivery_source" "cloudformation:AWS::Logs::DeliverySource" {
  names     = "Name",
  with      = { delivery = { "cloudformation:AWS::Logs::Delivery", by = "DeliverySourceName" } },
  delivered = { "delivery:DeliverySourceName", present = true },
}

bind "aws.logs.delivery_source" "terraform:aws_cloudwatch_log_delivery_source" {
  names     = "name",
  with      = { delivery = { "terraform:aws_cloudwatch_log_delivery", by = "delivery_source_name" } },
  delivered = { "delivery:delivery_source_name", present = true },
}

-- CloudFormation, AWS Config and Terraform spell members differently.
local function member(x, path, record, terraform)
  return get(x, path) or get(x, record) or terraform and get(x, terraform)
end

-- The first behaviour that takes plain HTTP, or nil.
local function plain_behavior(d)
  for b in each(d.behaviors) do
    local policy = member(b, "ViewerProtocolPolicy", "viewerProtocolPolicy", "viewer_protocol_policy")
    if policy == "allow-all" then return b end
  end
end

rule "aws-cloudfront-plain-viewer" {
  title    = { en = "CloudFront distribution serves plain HTTP", ja = "CloudFrontが平文のHTTPで応答する" },
  severity = "high",
  on       = "aws.cloudfront.distribution",
  items    = { "ds200-3:3-1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "trivy:AWS-0012", "checkov:CKV_AWS_34" },
  fix      = {
    en = "Set ViewerProtocolPolicy (Terraform: viewer_protocol_policy) of every cache behaviour "
      .. "to redirect-to-https or https-only.",
    ja = "全てのキャッシュビヘイビアのViewerProtocolPolicy"
      .. "（Terraform: viewer_protocol_policy）をredirect-to-httpsまたはhttps-onlyにする。",
  },
  check    = function(d)
    local b = plain_behavior(d)
    if b ~= nil then fail(b) end
  end,
}

rule "aws-cloudfront-minimum-tls" {
  title    = {
    en = "CloudFront distribution accepts TLS older than 1.2",
    ja = "CloudFrontがTLS 1.2より古い版を受け付ける",
  },
  severity = "high",
  on       = "aws.cloudfront.distribution",
  items    = { "ds200-3:3-1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:327" },
  aka      = { "trivy:AWS-0013", "checkov:CKV_AWS_174", "guard:CLOUDFRONT_MINIMUM_PROTOCOL_VERSION_RULE" },
  why      = {
    en = "With the certificate of cloudfront.net the minimum is TLS 1.0, whatever "
      .. "MinimumProtocolVersion says.",
    ja = "cloudfront.netの証明書を使うとMinimumProtocolVersionの値によらずTLS 1.0から受け付ける。",
  },
  fix      = {
    en = "Use a certificate of your own and set MinimumProtocolVersion (Terraform: "
      .. "minimum_protocol_version) to TLSv1.2_2021 or later.",
    ja = "独自の証明書を指定し、MinimumProtocolVersion"
      .. "（Terraform: minimum_protocol_version）をTLSv1.2_2021以降にする。",
  },
  check    = function(d)
    if d.default_certificate then return fail("default_certificate") end
    if not re.test(d.minimum_tls, "^TLSv1\\.[23]") then fail("minimum_tls") end
  end,
}

rule "aws-cloudfront-custom-certificate" {
  title    = {
    en = "CloudFront distribution uses the certificate of cloudfront.net",
    ja = "CloudFrontが独自の証明書を使っていない",
  },
  severity = "low",
  on       = "aws.cloudfront.distribution",
  items    = { "ds200-2:4-4" },
  aka      = { "guard:CLOUDFRONT_CUSTOM_SSL_CERTIFICATE", "checkov:CKV2_AWS_42" },
  fix      = {
    en = "Set AcmCertificateArn (Terraform: acm_certificate_arn) to a certificate for your own "
      .. "domain name.",
    ja = "AcmCertificateArn（Terraform: acm_certificate_arn）に独自ドメインの証明書を指定する。",
  },
  check    = function(d)
    if not d.certificate or d.default_certificate then fail("certificate") end
  end,
}

rule "aws-cloudfront-access-logs" {
  title    = {
    en = "CloudFront distribution writes no access logs",
    ja = "CloudFrontのアクセスログが有効になっていない",
  },
  severity = "medium",
  on       = "aws.cloudfront.distribution",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "trivy:AWS-0010", "checkov:CKV_AWS_86" },
  fix      = {
    en = "Set Logging.Bucket (Terraform: bucket in logging_config), or deliver ACCESS_LOGS "
      .. "through CloudWatch Logs.",
    ja = "Logging.Bucket（Terraform: logging_configのbucket）を設定するか、CloudWatch LogsでACCESS_LOGSを配信する。",
  },
  check    = function(d)
    if d.logging then return end
    if d.delivers then
      for s in each(resources("aws.logs.delivery_source")) do
        if s.delivered then return end
      end
    end
    fail("logging")
  end,
}

rule "aws-cloudfront-default-root-object" {
  title    = {
    en = "CloudFront distribution has no default root object",
    ja = "CloudFrontにデフォルトルートオブジェクトがない",
  },
  severity = "low",
  on       = "aws.cloudfront.distribution",
  refs     = { "cwe:548" },
  aka      = { "guard:CLOUDFRONT_DEFAULT_ROOT_OBJECT_CONFIGURED", "checkov:CKV_AWS_305" },
  why      = {
    en = "A request for the root may then list what the origin holds.",
    ja = "ルートへの要求に対してオリジンの内容一覧が返ることがある。",
  },
  fix      = {
    en = "Set DefaultRootObject (Terraform: default_root_object), for example to index.html.",
    ja = "DefaultRootObject（Terraform: default_root_object）にindex.htmlなどを指定する。",
  },
  check    = function(d)
    if not d.root_object then fail("root_object") end
  end,
}

rule "aws-cloudfront-origin-failover" {
  title    = {
    en = "CloudFront distribution has no origin to fall back on",
    ja = "CloudFrontにオリジンのフェイルオーバーがない",
  },
  severity = "info",
  on       = "aws.cloudfront.distribution",
  items    = { "muni-3:30" },
  aka      = { "guard:CLOUDFRONT_ORIGIN_FAILOVER_ENABLED", "checkov:CKV_AWS_310" },
  fix      = {
    en = "Add an origin group with two members to OriginGroups (Terraform: origin_group).",
    ja = "OriginGroups（Terraform: origin_group）に2つのオリジンを持つグループを追加する。",
  },
  check    = function(d)
    for g in each(d.groups) do
      local members = has(g, "failover_criteria") and get(g, "member")
      if (members and #members or member(g, "Members.Quantity", "members.quantity") or 0) >= 2 then return end
    end
    fail("groups")
  end,
}

rule "aws-cloudfront-waf" {
  title    = { en = "CloudFront distribution has no web ACL", ja = "CloudFrontにWeb ACLがない" },
  severity = "medium",
  on       = "aws.cloudfront.distribution",
  items    = { "ds200-2:4-4" },
  aka      = { "trivy:AWS-0011", "checkov:CKV_AWS_68" },
  fix      = {
    en = "Set WebACLId (Terraform: web_acl_id) to a web ACL of AWS WAF.",
    ja = "WebACLId（Terraform: web_acl_id）にAWS WAFのWeb ACLを指定する。",
  },
  check    = function(d)
    if not d.web_acl then fail("web_acl") end
  end,
}

local function custom(origin)
  return member(origin, "CustomOriginConfig", "customOriginConfig", "custom_origin_config[0]")
end

rule "aws-cloudfront-plain-origin" {
  title    = {
    en = "CloudFront may reach an origin over plain HTTP",
    ja = "CloudFrontがオリジンへ平文のHTTPで接続することがある",
  },
  severity = "medium",
  on       = "aws.cloudfront.distribution",
  items    = { "ds200-3:3-1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV2_AWS_72" },
  why      = {
    en = "match-viewer is plain HTTP wherever viewers may use plain HTTP.",
    ja = "match-viewerは閲覧者がHTTPを使える場合に平文となる。",
  },
  fix      = {
    en = "Set OriginProtocolPolicy (Terraform: origin_protocol_policy) to https-only.",
    ja = "OriginProtocolPolicy（Terraform: origin_protocol_policy）をhttps-onlyにする。",
  },
  check    = function(d)
    for o in each(d.origins) do
      local c = custom(o)
      local policy = c and member(c, "OriginProtocolPolicy", "originProtocolPolicy", "origin_protocol_policy")
      if policy == "http-only" or (policy == "match-viewer" and plain_behavior(d) ~= nil) then
        if d.enabled == false then return skip() end
        fail(c)
      end
    end
  end,
}

-- The versions of TLS that CloudFront may speak to a custom origin.
local function origin_protocols(c)
  return member(c, "OriginSSLProtocols", "originSslProtocols.items", "origin_ssl_protocols")
end

rule "aws-cloudfront-origin-tls" {
  title    = {
    en = "CloudFront speaks TLS older than 1.2 to an origin",
    ja = "CloudFrontがオリジンとTLS 1.2より古い版で通信する",
  },
  severity = "medium",
  on       = "aws.cloudfront.distribution",
  items    = { "ds200-3:3-1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:327" },
  fix      = {
    en = "Set OriginSSLProtocols (Terraform: origin_ssl_protocols) to TLSv1.2 only.",
    ja = "OriginSSLProtocols（Terraform: origin_ssl_protocols）をTLSv1.2だけにする。",
  },
  check    = function(d)
    for o in each(d.origins) do
      local c = custom(o)
      if c ~= nil and not includes(origin_protocols(c), "SSLv3") then         -- that has a rule of its own
        for p in each(origin_protocols(c)) do
          if p ~= "TLSv1.2" and p ~= "TLSv1.3" then
            fail(c)
            break
          end
        end
      end
    end
  end,
}

rule "aws-cloudfront-origin-ssl3" {
  title    = { en = "CloudFront may speak SSL 3.0 to an origin", ja = "CloudFrontがオリジンとSSL 3.0で通信することがある" },
  severity = "high",
  on       = "aws.cloudfront.distribution",
  items    = { "ds200-3:3-1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:327" },
  aka      = { "checkov:CKV2_AWS_54" },
  fix      = {
    en = "Set OriginSSLProtocols (Terraform: origin_ssl_protocols) to TLSv1.2 only.",
    ja = "OriginSSLProtocols（Terraform: origin_ssl_protocols）をTLSv1.2だけにする。",
  },
  check    = function(d)
    for o in each(d.origins) do
      local c = custom(o)
      if c ~= nil and includes(origin_protocols(c), "SSLv3") then fail(c) end
    end
  end,
}

rule "aws-cloudfront-response-headers" {
  title    = {
    en = "CloudFront adds no security headers to its responses",
    ja = "CloudFrontの応答にセキュリティヘッダーが付加されない",
  },
  severity = "low",
  on       = "aws.cloudfront.distribution",
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:693" },
  aka      = { "checkov:CKV2_AWS_32" },
  fix      = {
    en = "Name a response headers policy in every cache behaviour (Terraform: "
      .. "response_headers_policy_id).",
    ja = "全てのキャッシュビヘイビアにレスポンスヘッダーポリシーを指定する（Terraform: response_headers_policy_id）。",
  },
  check    = function(d)
    for b in each(d.behaviors) do
      if not (has(b, "ResponseHeadersPolicyId") or has(b, "responseHeadersPolicyId")
        or has(b, "response_headers_policy_id")) then return fail(b) end
    end
    if d.behaviors == nil then fail("behaviors") end
  end,
}

-- Does CloudFront prove to an S3 origin who it is? What is only known later is there.
local function signed(o)
  for _, path in ipairs {
    "OriginAccessControlId", "originAccessControlId", "origin_access_control_id",
    "S3OriginConfig.OriginAccessIdentity", "s3OriginConfig.originAccessIdentity",
    "s3_origin_config[0].origin_access_identity",
  } do
    if not known(o, path) or (has(o, path) and get(o, path) ~= "") then return true end
  end
  return false
end

rule "aws-cloudfront-anonymous-s3-origin" {
  title    = { en = "CloudFront reads an S3 origin anonymously", ja = "CloudFrontがS3オリジンを匿名で読み取る" },
  severity = "medium",
  on       = "aws.cloudfront.distribution",
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV2_AWS_46" },
  why      = {
    en = "The bucket must then be open to everyone, and is reached past CloudFront as well.",
    ja = "バケットを誰にでも公開する必要があり、CloudFrontを経由せずに到達できる。",
  },
  fix      = {
    en = "Name an origin access control in OriginAccessControlId (Terraform: origin_access_control_id).",
    ja = "OriginAccessControlId（Terraform: origin_access_control_id）にオリジンアクセスコントロールを指定する。",
  },
  check    = function(d)
    for o in each(d.origins) do
      local other = custom(o) or member(o, "VpcOriginConfig", "vpcOriginConfig", "vpc_origin_config[0]")
      if not other and not signed(o) then fail(o) end
    end
  end,
}
