-- SPDX-License-Identifier: Apache-2.0
-- Application, network and gateway load balancers.

model "aws.elbv2.load_balancer" {
  label  = { en = "load balancer", ja = "ロードバランサー" },
  fields = {
    type = text, scheme = text, drop_invalid = flag, access_logs = flag, deletion_protection = flag, desync = text,
  },
}

bind "aws.elbv2.load_balancer" "cloudformation:AWS::ElasticLoadBalancingV2::LoadBalancer" {
  names               = "Name",
  type                = { "Type", default = "application" },
  scheme              = { "Scheme", default = "internet-facing" },
  drop_invalid        = { "LoadBalancerAttributes[Key=routing.http.drop_invalid_header_fields.enabled].Value",
                          default = false },
  access_logs         = { "LoadBalancerAttributes[Key=access_logs.s3.enabled].Value", default = false },
  deletion_protection = { "LoadBalancerAttributes[Key=deletion_protection.enabled].Value", default = false },
  desync              = { "LoadBalancerAttributes[Key=routing.http.desync_mitigation_mode].Value",
                          default = "defensive" },
}

bind "aws.elbv2.load_balancer" "aws-config:AWS::ElasticLoadBalancingV2::LoadBalancer" {
  type                = { "configuration.type", required = true },
  scheme              = { "configuration.scheme", required = true },
  drop_invalid        = { "supplementaryConfiguration.LoadBalancerAttributes"
                          .. "[key=routing.http.drop_invalid_header_fields.enabled].value", required = true },
  access_logs         = { "supplementaryConfiguration.LoadBalancerAttributes[key=access_logs.s3.enabled].value",
                          required = true },
  deletion_protection = { "supplementaryConfiguration.LoadBalancerAttributes[key=deletion_protection.enabled].value",
                          required = true },
  desync              = { "supplementaryConfiguration.LoadBalancerAttributes"
                          .. "[key=routing.http.desync_mitigation_mode].value", required = true },
}

model "aws.elbv2.listener" {
  label  = { en = "listener", ja = "リスナー" },
  fields = { protocol = text, policy = text, certificates = list, issued = flag, actions = list },
}

bind "aws.elbv2.listener" "cloudformation:AWS::ElasticLoadBalancingV2::Listener" {
  with         = {
    acm = { "cloudformation:AWS::CertificateManager::Certificate", to = "Certificates[*].CertificateArn" },
  },
  protocol     = "Protocol",
  policy       = "SslPolicy",
  certificates = "Certificates",
  issued       = { "acm:@.logical_id", present = true },
  actions      = "DefaultActions",
}

bind "aws.elbv2.listener" "aws-config:AWS::ElasticLoadBalancingV2::Listener" {
  protocol     = "configuration.Protocol",
  policy       = "configuration.SslPolicy",
  certificates = "configuration.Certificates",
  issued       = { default = false },
  actions      = "configuration.DefaultActions",
}

rule "aws-elbv2-drop-invalid-headers" {
  title    = {
    en = "Load balancer passes on invalid HTTP header fields",
    ja = "ロードバランサーが不正なHTTPヘッダーを破棄しない",
  },
  severity = "medium",
  on       = "aws.elbv2.load_balancer",
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:444" },
  aka      = { "checkov:CKV_AWS_131", "trivy:AWS-0052", "guard:ALB_HTTP_DROP_INVALID_HEADER_ENABLED" },
  fix      = {
    en = "Set the attribute routing.http.drop_invalid_header_fields.enabled to true.",
    ja = "属性routing.http.drop_invalid_header_fields.enabledをtrueにする。",
  },
  check    = function(lb)
    if lb.type ~= "application" then return skip() end
    if not lb.drop_invalid then fail("drop_invalid") end
  end,
}

rule "aws-elbv2-desync" {
  title    = {
    en = "Load balancer does not guard against request smuggling",
    ja = "ロードバランサーがHTTPリクエストスマグリングを防がない",
  },
  severity = "medium",
  on       = "aws.elbv2.load_balancer",
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:444" },
  aka      = { "checkov:CKV_AWS_328" },
  fix      = {
    en = "Set the attribute routing.http.desync_mitigation_mode to defensive or strictest.",
    ja = "属性routing.http.desync_mitigation_modeをdefensiveまたはstrictestにする。",
  },
  check    = function(lb)
    if lb.type ~= "application" then return skip() end
    if lb.desync == "monitor" then fail("desync") end
  end,
}

rule "aws-elbv2-access-logs" {
  title    = {
    en = "Load balancer writes no access logs",
    ja = "ロードバランサーのアクセスログが有効でない",
  },
  severity = "medium",
  on       = "aws.elbv2.load_balancer",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AWS_91" },
  fix      = {
    en = "Set the attribute access_logs.s3.enabled to true and access_logs.s3.bucket to a bucket.",
    ja = "属性access_logs.s3.enabledをtrueにし、access_logs.s3.bucketにバケットを指定する。",
  },
  check    = function(lb)
    if lb.type == "gateway" then return skip() end
    if not lb.access_logs then fail("access_logs") end
  end,
}

rule "aws-elbv2-deletion-protection" {
  title    = {
    en = "Load balancer can be deleted by mistake",
    ja = "ロードバランサーの削除保護が有効でない",
  },
  severity = "low",
  on       = "aws.elbv2.load_balancer",
  items    = { "muni-3:19" },
  aka      = { "checkov:CKV_AWS_150" },
  fix      = {
    en = "Set the attribute deletion_protection.enabled to true.",
    ja = "属性deletion_protection.enabledをtrueにする。",
  },
  check    = function(lb)
    if not lb.deletion_protection then fail("deletion_protection") end
  end,
}

rule "aws-elbv2-internet-facing" {
  title    = { en = "Load balancer faces the internet", ja = "ロードバランサーがインターネットに面している" },
  severity = "low",
  on       = "aws.elbv2.load_balancer",
  items    = { "ds200-2:3-2" },
  aka      = { "trivy:AWS-0053" },
  fix      = {
    en = "Set Scheme to internal unless the service is meant for the public.",
    ja = "公開の必要がなければSchemeをinternalにする。",
  },
  check    = function(lb)
    if lb.type == "gateway" then return skip() end
    if lb.scheme ~= "internal" then fail("scheme") end
  end,
}

local function redirects(listener)
  for a in each(listener.actions) do
    if a.Type == "redirect" and get(a, "RedirectConfig.Protocol") == "HTTPS" then return true end
  end
  return false
end

rule "aws-elbv2-plain-listener" {
  title    = { en = "Load balancer serves plain HTTP", ja = "ロードバランサーが平文のHTTPで応答する" },
  severity = "high",
  on       = "aws.elbv2.listener",
  items    = { "ds200-3:3-1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "trivy:AWS-0054", "checkov:CKV_AWS_2", "guard:ELBV2_LISTENER_PROTOCOL_RULE" },
  fix      = {
    en = "Set Protocol to HTTPS with a certificate, or let the listener redirect to HTTPS.",
    ja = "ProtocolをHTTPSにして証明書を指定するか、HTTPSへリダイレクトする。",
  },
  check    = function(l)
    if l.protocol == "HTTP" and not redirects(l) then fail("protocol") end
  end,
}

rule "aws-elbv2-tls-policy" {
  title    = {
    en = "Load balancer accepts TLS older than 1.2",
    ja = "ロードバランサーがTLS 1.2より古い版を受け付ける",
  },
  severity = "high",
  on       = "aws.elbv2.listener",
  items    = { "ds200-3:3-1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:327" },
  aka      = { "trivy:AWS-0047", "checkov:CKV_AWS_103", "guard:ELBV2_LISTENER_SSL_POLICY_RULE" },
  fix      = {
    en = "Set SslPolicy to a policy that starts at TLS 1.2, such as ELBSecurityPolicy-TLS13-1-2-2021-06.",
    ja = "SslPolicyをTLS 1.2以上のポリシー(ELBSecurityPolicy-TLS13-1-2-2021-06など)にする。",
  },
  check    = function(l)
    local plain = l.protocol ~= "HTTPS" and l.protocol ~= "TLS"
    if plain and not has(l, "policy") then return skip() end
    -- without SslPolicy AWS takes ELBSecurityPolicy-2016-08, which still speaks TLS 1.0
    local policy = l.policy or "ELBSecurityPolicy-2016-08"
    if not re.test(policy, "^(ELBSecurityPolicy-)?(TLS13-1-[23]-|TLS-1-2-|FS-1-2-)") then fail("policy") end
  end,
}

rule "aws-elbv2-acm-certificate" {
  title    = {
    en = "Certificate of a load balancer is not managed by ACM",
    ja = "ロードバランサーの証明書がACMで管理されていない",
  },
  severity = "low",
  on       = "aws.elbv2.listener",
  refs     = { "cwe:324" },
  aka      = { "guard:ELBV2_ACM_CERTIFICATE_REQUIRED" },
  fix      = {
    en = "Name a certificate of AWS Certificate Manager in Certificates; ACM renews it in time.",
    ja = "CertificatesにAWS Certificate Managerの証明書を指定する。ACMが期限前に更新する。",
  },
  check    = function(l)
    if l.protocol ~= "HTTPS" and l.protocol ~= "TLS" then return skip() end
    if known(l, "issued") and l.issued then return end
    if l.certificates == nil then return fail() end
    for c in each(l.certificates) do
      if not re.test(c.CertificateArn or "", "^arn:[a-z-]+:acm:") then fail(c) end
    end
  end,
}
