-- SPDX-License-Identifier: Apache-2.0
-- Classic load balancers.

model "aws.elb.load_balancer" {
  label  = { en = "classic load balancer", ja = "Classic Load Balancer" },
  fields = { logging = flag, log_bucket = flag, internal = flag, cross_zone = flag, desync = text },
}

bind "aws.elb.load_balancer" "cloudformation:AWS::ElasticLoadBalancing::LoadBalancer" {
  logging    = { "AccessLoggingPolicy.Enabled", default = false },
  log_bucket = { default = true },
  internal   = { "Scheme", is = "internal", default = false },
  cross_zone = { "CrossZone", default = false },
}

bind "aws.elb.load_balancer" "terraform:aws_elb" {
  names      = "name",
  logging    = { "access_logs[0].enabled", default = true },
  log_bucket = { "access_logs[0].bucket", present = true },
  internal   = { "internal", default = false },
  cross_zone = { "cross_zone_load_balancing", default = true },
  desync     = { "desync_mitigation_mode", default = "defensive" },
}

bind "aws.elb.load_balancer" "aws-config:AWS::ElasticLoadBalancing::LoadBalancer" {
  logging    = { "supplementaryConfiguration.LoadBalancerAttributes.accessLog.enabled", required = true },
  log_bucket = { default = true },
  internal   = { "configuration.scheme", is = "internal", required = true },
}

model "aws.elb.listener" {
  label  = { en = "listener of a classic load balancer", ja = "Classic Load Balancerのリスナー" },
  fields = {
    protocol = text, port = number, certificate = text, issued = flag, policy_names = list, policies = list,
    named_ports = list, attribute_ports = list, attributes = list,
  },
}

bind "aws.elb.listener" "cloudformation:AWS::ElasticLoadBalancing::LoadBalancer" {
  each         = "Listeners",
  with         = { acm = { "cloudformation:AWS::CertificateManager::Certificate", to = "SSLCertificateId" } },
  protocol     = "Protocol",
  certificate  = "SSLCertificateId",
  issued       = { "acm:", present = true },
  policy_names = "PolicyNames",
  policies     = "/Policies",
}

-- Terraform writes policies apart: one whose attributes name the port, or one that another resource ties to a port.
bind "aws.elb.listener" "terraform:aws_elb" {
  each            = "listener",
  with            = {
    acm         = { "terraform:aws_acm_certificate", "terraform:aws_acm_certificate_validation",
                    "terraform:data.aws_acm_certificate", to = "ssl_certificate_id" },
    negotiation = { "terraform:aws_lb_ssl_negotiation_policy", by = "load_balancer" },
    named       = { "terraform:aws_load_balancer_listener_policy", by = "load_balancer_name" },
  },
  protocol        = "lb_protocol",
  port            = "lb_port",
  certificate     = "ssl_certificate_id",
  issued          = { "acm:", present = true },
  named_ports     = { "named:load_balancer_port", join = true },
  attribute_ports = { "negotiation:lb_port", join = true },
  attributes      = { "negotiation:attribute", join = true },
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
    en = "Set Protocol (Terraform: lb_protocol) of the listener to HTTPS or SSL and name a "
      .. "certificate.",
    ja = "リスナーのProtocol（Terraform: lb_protocol）をHTTPSまたはSSLにし、証明書を指定する。",
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
    en = "Name a certificate of AWS Certificate Manager in SSLCertificateId (Terraform: "
      .. "ssl_certificate_id); ACM renews it in time.",
    ja = "SSLCertificateId（Terraform: ssl_certificate_id）にAWS Certificate Managerの証明書を指定する。"
      .. "ACMが期限前に更新する。",
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

-- CloudFormation, AWS Config and Terraform spell the members differently.
local function by_name(attributes)
  local out = {}
  for a in each(attributes) do
    local name = a.Name or a.attributeName or a.name
    if name ~= nil then out[name] = a.Value or a.attributeValue or a.value end
  end
  return out
end

local function old_protocol(attributes)
  local has = by_name(attributes)
  local reference = has["Reference-Security-Policy"]
  if reference ~= nil then return not modern[reference] end
  for name in each { "Protocol-SSLv3", "Protocol-TLSv1", "Protocol-TLSv1.1" } do
    if has[name] == true or has[name] == "true" then return true end
  end
  return false
end

local named <const> = {
  en = "the policy is tied to the port by its name only", ja = "ポリシーが名前だけでポートに関連付けられている",
}

rule "aws-elb-tls-policy" {
  title    = {
    en = "Classic load balancer accepts TLS older than 1.2",
    ja = "Classic Load BalancerがTLS 1.2より古い版を受け付ける",
  },
  severity = "high",
  on       = "aws.elb.listener",
  items    = { "ds200-3:3-1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:327" },
  fix      = {
    en = "Give the listener a TLS policy (Terraform: aws_lb_ssl_negotiation_policy) after "
      .. "ELBSecurityPolicy-TLS-1-2-2017-01.",
    ja = "ELBSecurityPolicy-TLS-1-2-2017-01に準じたTLSポリシー"
      .. "（Terraform: aws_lb_ssl_negotiation_policy）をリスナーに割り当てる。",
  },
  check    = function(l)
    if not encrypted(l) then return skip() end
    local negotiated = false
    if origin(l) == "terraform" then
      if includes(l.named_ports, l.port) then return skip(named) end
      negotiated = includes(l.attribute_ports, l.port)
      if negotiated and old_protocol(l.attributes) then fail("attributes") end
    else
      for p in each(l.policies) do
        local kind = p.PolicyType or p.policyTypeName
        if kind == "SSLNegotiationPolicyType" and includes(l.policy_names, p.PolicyName or p.policyName) then
          negotiated = true
          if old_protocol(get(p, "Attributes") or get(p, "policyAttributeDescriptions")) then fail(p) end
        end
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
    ja = "Classic Load Balancerのアクセスログが有効になっていない",
  },
  severity = "medium",
  on       = "aws.elb.load_balancer",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "guard:ELB_LOGGING_ENABLED", "checkov:CKV_AWS_92" },
  fix      = {
    en = "Set AccessLoggingPolicy (Terraform: access_logs) with an S3 bucket and turn it on.",
    ja = "AccessLoggingPolicy（Terraform: access_logs）にS3バケットを指定し、有効にする。",
  },
  check    = function(lb)
    if not lb.log_bucket then
      fail("log_bucket")
    elseif not lb.logging then
      fail("logging")
    end
  end,
}

rule "aws-elb-internet-facing" {
  title    = {
    en = "Classic load balancer faces the internet",
    ja = "Classic Load Balancerがインターネットに面している",
  },
  severity = "info",
  on       = "aws.elb.load_balancer",
  items    = { "ds200-2:3-2" },
  fix      = {
    en = "Set Scheme to internal (Terraform: internal = true) unless the service is meant for the "
      .. "public.",
    ja = "公開の必要がなければSchemeをinternal（Terraform: internal = true）にする。",
  },
  check    = function(lb)
    if not lb.internal then fail("internal") end
  end,
}

rule "aws-elb-single-zone" {
  title    = {
    en = "Classic load balancer does not balance across zones",
    ja = "Classic Load Balancerのクロスゾーン負荷分散が有効になっていない",
  },
  severity = "low",
  on       = "aws.elb.load_balancer",
  origins  = { "cloudformation", "terraform" },
  items    = { "muni-3:30" },
  aka      = { "checkov:CKV_AWS_138" },
  fix      = {
    en = "Set CrossZone (Terraform: cross_zone_load_balancing) to true.",
    ja = "CrossZone（Terraform: cross_zone_load_balancing）をtrueにする。",
  },
  check    = function(lb)
    if not lb.cross_zone then fail("cross_zone") end
  end,
}

rule "aws-elb-desync" {
  title    = {
    en = "Classic load balancer does not guard against request smuggling",
    ja = "Classic Load BalancerがHTTPリクエストスマグリングを防がない",
  },
  severity = "medium",
  on       = "aws.elb.load_balancer",
  origins  = { "terraform" },
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:444" },
  aka      = { "checkov:CKV_AWS_328" },
  fix      = {
    en = "Set desync_mitigation_mode to defensive or strictest.",
    ja = "desync_mitigation_modeをdefensiveまたはstrictestにする。",
  },
  check    = function(lb)
    if lb.desync == "monitor" then fail("desync") end
  end,
}
