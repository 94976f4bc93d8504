-- SPDX-License-Identifier: Apache-2.0
-- CloudFront distributions.

model "aws.cloudfront.distribution" {
  label  = { en = "CloudFront distribution", ja = "CloudFrontディストリビューション" },
  fields = {
    id = text, enabled = flag, behaviors = list, origins = list, default_certificate = flag, certificate = flag,
    minimum_tls = text, logging = flag, root_object = flag, web_acl = flag, groups = list,
  },
}

bind "aws.cloudfront.distribution" "cloudformation:AWS::CloudFront::Distribution" {
  id                  = "@.logical_id",
  enabled             = "DistributionConfig.Enabled",
  behaviors           = { "DistributionConfig.DefaultCacheBehavior", "DistributionConfig.CacheBehaviors", join = true },
  origins             = "DistributionConfig.Origins",
  default_certificate = { "DistributionConfig.ViewerCertificate.CloudFrontDefaultCertificate", default = false },
  certificate         = { "DistributionConfig.ViewerCertificate.AcmCertificateArn",
                          "DistributionConfig.ViewerCertificate.IamCertificateId", present = true },
  minimum_tls         = { "DistributionConfig.ViewerCertificate.MinimumProtocolVersion", default = "TLSv1" },
  logging             = { "DistributionConfig.Logging.Bucket", present = true },
  root_object         = { "DistributionConfig.DefaultRootObject", present = true },
  web_acl             = { "DistributionConfig.WebACLId", present = true },
  groups              = "DistributionConfig.OriginGroups.Items",
}

bind "aws.cloudfront.distribution" "aws-config:AWS::CloudFront::Distribution" {
  id                  = "configuration.id",
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
  root_object         = { "configuration.distributionConfig.defaultRootObject", present = true, required = true },
  web_acl             = { "configuration.distributionConfig.webACLId", present = true, required = true },
  groups              = "configuration.distributionConfig.originGroups.items",
}

-- Access logs of the newer kind: a delivery source names the distribution, a delivery names the source.
model "aws.logs.delivery_source" {
  label  = { en = "log delivery source", ja = "ログ配信元" },
  fields = { target = text, delivered = flag },
}

bind "aws.logs.delivery_source" "cloudformation:AWS::Logs::DeliverySource" {
  names     = "Name",
  with      = {
    delivery     = { "cloudformation:AWS::Logs::Delivery", by = "DeliverySourceName" },
    distribution = { "cloudformation:AWS::CloudFront::Distribution", to = "ResourceArn" },
  },
  target    = "distribution:@.logical_id",
  delivered = { "delivery:DeliverySourceName", present = true },
}

-- CloudFormation and AWS Config spell members differently. The first behaviour that takes plain HTTP, or nil.
local function plain_behavior(d)
  for b in each(d.behaviors) do
    if (b.ViewerProtocolPolicy or b.viewerProtocolPolicy) == "allow-all" then return b end
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
    en = "Set ViewerProtocolPolicy of every cache behaviour to redirect-to-https or https-only.",
    ja = "全てのキャッシュビヘイビアのViewerProtocolPolicyをredirect-to-httpsまたはhttps-onlyにする。",
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
    en = "With the certificate of cloudfront.net the minimum is TLS 1.0, whatever MinimumProtocolVersion says.",
    ja = "cloudfront.netの証明書を使うとMinimumProtocolVersionの値によらずTLS 1.0から受け付ける。",
  },
  fix      = {
    en = "Use a certificate of your own in ViewerCertificate and set MinimumProtocolVersion to TLSv1.2_2021 or later.",
    ja = "ViewerCertificateに独自の証明書を指定し、MinimumProtocolVersionをTLSv1.2_2021以降にする。",
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
    en = "Set ViewerCertificate.AcmCertificateArn to a certificate for your own domain name.",
    ja = "ViewerCertificate.AcmCertificateArnに独自ドメインの証明書を指定する。",
  },
  check    = function(d)
    if d.default_certificate or not d.certificate then fail("certificate") end
  end,
}

rule "aws-cloudfront-access-logs" {
  title    = {
    en = "CloudFront distribution writes no access logs",
    ja = "CloudFrontのアクセスログが有効でない",
  },
  severity = "medium",
  on       = "aws.cloudfront.distribution",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "trivy:AWS-0010", "checkov:CKV_AWS_86" },
  fix      = {
    en = "Set DistributionConfig.Logging.Bucket, or deliver ACCESS_LOGS with AWS::Logs::DeliverySource and "
      .. "AWS::Logs::Delivery.",
    ja = "DistributionConfig.Logging.Bucketを設定するか、AWS::Logs::DeliverySourceとAWS::Logs::Deliveryで"
      .. "ACCESS_LOGSを配信する。",
  },
  check    = function(d)
    if d.logging then return end
    for s in each(resources("aws.logs.delivery_source")) do
      if s.delivered and s.target == d.id then return end
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
    en = "Set DistributionConfig.DefaultRootObject, for example to index.html.",
    ja = "DistributionConfig.DefaultRootObjectにindex.htmlなどを指定する。",
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
  severity = "low",
  on       = "aws.cloudfront.distribution",
  items    = { "muni-3:30" },
  aka      = { "guard:CLOUDFRONT_ORIGIN_FAILOVER_ENABLED", "checkov:CKV_AWS_310" },
  fix      = {
    en = "Add an origin group with two members to DistributionConfig.OriginGroups.",
    ja = "DistributionConfig.OriginGroupsに2つのオリジンを持つグループを追加する。",
  },
  check    = function(d)
    for g in each(d.groups) do
      if (get(g, "Members.Quantity") or get(g, "members.quantity") or 0) >= 2 then return end
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
    en = "Set DistributionConfig.WebACLId to a web ACL of AWS WAF.",
    ja = "DistributionConfig.WebACLIdにAWS WAFのWeb ACLを指定する。",
  },
  check    = function(d)
    if not d.web_acl then fail("web_acl") end
  end,
}

-- CloudFormation and AWS Config spell the members of an origin differently.
local function custom(origin) return origin.CustomOriginConfig or origin.customOriginConfig end

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
    en = "Set CustomOriginConfig.OriginProtocolPolicy to https-only.",
    ja = "CustomOriginConfig.OriginProtocolPolicyをhttps-onlyにする。",
  },
  check    = function(d)
    if d.enabled == false then return end
    for o in each(d.origins) do
      local c = custom(o)
      local policy = c and (c.OriginProtocolPolicy or c.originProtocolPolicy)
      if policy == "http-only" or (policy == "match-viewer" and plain_behavior(d) ~= nil) then fail(c) end
    end
  end,
}

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
    en = "Set CustomOriginConfig.OriginSSLProtocols to TLSv1.2 only.",
    ja = "CustomOriginConfig.OriginSSLProtocolsをTLSv1.2だけにする。",
  },
  check    = function(d)
    for o in each(d.origins) do
      local c = custom(o)
      if c ~= nil then
        for p in each(get(c, "OriginSSLProtocols") or get(c, "originSslProtocols.items")) do
          if p ~= "TLSv1.2" and p ~= "TLSv1.3" then
            fail(c)
            break
          end
        end
      end
    end
  end,
}
