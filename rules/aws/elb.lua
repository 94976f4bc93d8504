-- SPDX-License-Identifier: Apache-2.0
-- Classic load balancers.

model "aws.elb.load_balancer" {
  label  = { en = "classic load balancer", ja = "Classic Load Balancer" },
  fields = { logging = flag, scheme = text },
}

bind "aws.elb.load_balancer" "cloudformation:AWS::ElasticLoadBalancing::LoadBalancer" {
  logging = { "AccessLoggingPolicy.Enabled", default = false },
  scheme  = { "Scheme", default = "internet-facing" },
}

bind "aws.elb.load_balancer" "aws-config:AWS::ElasticLoadBalancing::LoadBalancer" {
  logging = { "supplementaryConfiguration.LoadBalancerAttributes.accessLog.enabled", required = true },
  scheme  = { "configuration.scheme", required = true },
}

model "aws.elb.listener" {
  label  = { en = "listener of a classic load balancer", ja = "Classic Load Balancerのリスナー" },
  fields = { protocol = text, certificate = text, issued = flag, policy_names = list, policies = list },
}

bind "aws.elb.listener" "cloudformation:AWS::ElasticLoadBalancing::LoadBalancer" {
  each         = "Listeners",
  with         = { acm = { "cloudformation:AWS::CertificateManager::Certificate", to = "SSLCertificateId" } },
  protocol     = "Protocol",
  certificate  = "SSLCertificateId",
  issued       = { "acm:@.logical_id", present = true },
  policy_names = "PolicyNames",
  policies     = "/Policies",
}

bind "aws.elb.listener" "aws-config:AWS::ElasticLoadBalancing::LoadBalancer" {
  each         = "configuration.listenerDescriptions",
  protocol     = "listener.protocol",
  certificate  = { "listener.sslcertificateId", "listener.sSLCertificateId" },
  issued       = { default = false },
  policy_names = "policyNames",
  policies     = "/supplementaryConfiguration.LoadBalancerPolicies",
}

local function encrypted(listener)
  local protocol = (listener.protocol or ""):upper()
  return protocol == "HTTPS" or protocol == "SSL"
end

rule "aws-elb-plain-listener" {
  title    = {
    en = "Classic load balancer accepts plain HTTP",
    ja = "Classic Load Balancerが平文のHTTPを受け付ける",
  },
  severity = "high",
  on       = "aws.elb.listener",
  items    = { "ds200-3:3-1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "guard:ELB_TLS_HTTPS_LISTENERS_ONLY" },
  fix      = {
    en = "Set Protocol of the listener to HTTPS or SSL and name a certificate in SSLCertificateId.",
    ja = "リスナーのProtocolをHTTPSまたはSSLにし、SSLCertificateIdに証明書を指定する。",
  },
  check    = function(l)
    local protocol = (l.protocol or ""):upper()
    if protocol == "TCP" then
      return skip { en = "TLS may end behind a TCP listener", ja = "TCPリスナーでは後段でTLSを終端することがある" }
    end
    if protocol == "HTTP" then fail("protocol") end
  end,
}

rule "aws-elb-acm-certificate" {
  title    = {
    en = "Certificate of a classic load balancer is not managed by ACM",
    ja = "Classic Load Balancerの証明書がACMで管理されていない",
  },
  severity = "low",
  on       = "aws.elb.listener",
  refs     = { "cwe:324" },
  aka      = { "guard:ELB_ACM_CERTIFICATE_REQUIRED" },
  fix      = {
    en = "Name a certificate of AWS Certificate Manager in SSLCertificateId; ACM renews it in time.",
    ja = "SSLCertificateIdにAWS Certificate Managerの証明書を指定する。ACMが期限前に更新する。",
  },
  check    = function(l)
    if not encrypted(l) then return skip() end
    if known(l, "issued") and l.issued then return end
    local arn = l.certificate
    if arn == nil or not re.test(arn, "^arn:[a-z-]+:acm:") then fail("certificate") end
  end,
}

-- Predefined policies whose oldest protocol is TLS 1.2.
local modern = { ["ELBSecurityPolicy-TLS-1-2-2017-01"] = true }

-- CloudFormation and AWS Config spell the members differently.
local function attributes(policy)
  local names = get(policy, "Attributes") or get(policy, "policyAttributeDescriptions")
  local out = {}
  for a in each(names) do
    local name = a.Name or a.attributeName
    if name ~= nil then out[name] = a.Value or a.attributeValue end
  end
  return out
end

local function old_protocol(policy)
  local has = attributes(policy)
  local reference = has["Reference-Security-Policy"]
  if reference ~= nil then return not modern[reference] end
  for name in each { "Protocol-SSLv3", "Protocol-TLSv1", "Protocol-TLSv1.1" } do
    if has[name] == true or has[name] == "true" then return true end
  end
  return false
end

rule "aws-elb-tls-policy" {
  title    = {
    en = "Classic load balancer accepts TLS older than 1.2",
    ja = "Classic Load BalancerがTLS 1.2より古い版を受け付ける",
  },
  severity = "medium",
  on       = "aws.elb.listener",
  items    = { "ds200-3:3-1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:327" },
  fix      = {
    en = "Give the listener an SSLNegotiationPolicyType policy with Reference-Security-Policy "
      .. "ELBSecurityPolicy-TLS-1-2-2017-01.",
    ja = "Reference-Security-PolicyがELBSecurityPolicy-TLS-1-2-2017-01のSSLNegotiationPolicyTypeポリシーを"
      .. "リスナーに割り当てる。",
  },
  check    = function(l)
    if not encrypted(l) then return skip() end
    local negotiated = false
    for p in each(l.policies) do
      local kind = p.PolicyType or p.policyTypeName
      if kind == "SSLNegotiationPolicyType" and includes(l.policy_names, p.PolicyName or p.policyName) then
        negotiated = true
        if old_protocol(p) then fail(p) end
      end
    end
    if not negotiated then   -- the predefined ELBSecurityPolicy-2016-08 applies
      fail(nil, { en = "The default policy accepts TLS 1.0", ja = "既定のポリシーはTLS 1.0を受け付ける" })
    end
  end,
}

rule "aws-elb-access-logs" {
  title    = {
    en = "Classic load balancer writes no access logs",
    ja = "Classic Load Balancerのアクセスログが有効でない",
  },
  severity = "medium",
  on       = "aws.elb.load_balancer",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "guard:ELB_LOGGING_ENABLED", "checkov:CKV_AWS_92" },
  fix      = {
    en = "Set AccessLoggingPolicy with Enabled true and an S3 bucket.",
    ja = "AccessLoggingPolicyのEnabledをtrueにし、S3バケットを指定する。",
  },
  check    = function(lb)
    if not lb.logging then fail("logging") end
  end,
}

rule "aws-elb-internet-facing" {
  title    = {
    en = "Classic load balancer faces the internet",
    ja = "Classic Load Balancerがインターネットに面している",
  },
  severity = "low",
  on       = "aws.elb.load_balancer",
  items    = { "ds200-2:3-2" },
  fix      = {
    en = "Set Scheme to internal unless the service is meant for the public.",
    ja = "公開の必要がなければSchemeをinternalにする。",
  },
  check    = function(lb)
    if lb.scheme ~= "internal" then fail("scheme") end
  end,
}
