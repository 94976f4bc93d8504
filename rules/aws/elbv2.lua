-- SPDX-License-Identifier: Apache-2.0
-- Application, network and gateway load balancers.

model "aws.elbv2.load_balancer" {
  label  = { en = "load balancer", ja = "ロードバランサー" },
  fields = {
    type = text, internal = flag, drop_invalid = flag, access_logs = flag, deletion_protection = flag, desync = text,
    web_acl = flag,
  },
}

bind "aws.elbv2.load_balancer" "cloudformation:AWS::ElasticLoadBalancingV2::LoadBalancer" {
  with                = {
    waf = { "cloudformation:AWS::WAFv2::WebACLAssociation", "cloudformation:AWS::WAFRegional::WebACLAssociation",
            by = "ResourceArn" },
  },
  names               = "Name",
  type                = { "Type", default = "application" },
  internal            = { "Scheme", is = "internal", default = false },
  drop_invalid        = { "LoadBalancerAttributes[Key=routing.http.drop_invalid_header_fields.enabled].Value",
                          default = false },
  access_logs         = { "LoadBalancerAttributes[Key=access_logs.s3.enabled].Value", default = false },
  deletion_protection = { "LoadBalancerAttributes[Key=deletion_protection.enabled].Value", default = false },
  desync              = { "LoadBalancerAttributes[Key=routing.http.desync_mitigation_mode].Value",
                          default = "defensive" },
  web_acl             = { "waf:ResourceArn", present = true },
}

local terraform_balancer = {
  with                = {
    waf = { "terraform:aws_wafv2_web_acl_association", "terraform:aws_wafregional_web_acl_association",
            by = "resource_arn" },
  },
  names               = "name",
  type                = { "load_balancer_type", default = "application" },
  internal            = { "internal", default = false },
  drop_invalid        = { "drop_invalid_header_fields", default = false },
  access_logs         = { "access_logs[0].enabled", default = false },
  deletion_protection = { "enable_deletion_protection", default = false },
  desync              = { "desync_mitigation_mode", default = "defensive" },
  web_acl             = { "waf:resource_arn", present = true },
}
bind "aws.elbv2.load_balancer" "terraform:aws_lb" (terraform_balancer)
bind "aws.elbv2.load_balancer" "terraform:aws_alb" (terraform_balancer)

bind "aws.elbv2.load_balancer" "aws-config:AWS::ElasticLoadBalancingV2::LoadBalancer" {
  type                = { "configuration.type", required = true },
  internal            = { "configuration.scheme", is = "internal", required = true },
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
  fields = { protocol = text, port = any, policy = text, certificates = list, issued = flag, actions = list },
}

bind "aws.elbv2.listener" "cloudformation:AWS::ElasticLoadBalancingV2::Listener" {
  with         = {
    acm = { "cloudformation:AWS::CertificateManager::Certificate", to = "Certificates[*].CertificateArn" },
  },
  protocol     = "Protocol",
  port         = "Port",
  policy       = "SslPolicy",
  certificates = "Certificates",
  issued       = { "acm:", present = true },
  actions      = "DefaultActions",
}

local terraform_listener = {
  with         = {
    acm = { "terraform:aws_acm_certificate", "terraform:aws_acm_certificate_validation",
            "terraform:data.aws_acm_certificate", to = "certificate_arn" },
  },
  protocol     = "protocol",
  port         = "port",
  policy       = "ssl_policy",
  certificates = "certificate_arn",
  issued       = { "acm:", present = true },
  actions      = "default_action",
}
bind "aws.elbv2.listener" "terraform:aws_lb_listener" (terraform_listener)
bind "aws.elbv2.listener" "terraform:aws_alb_listener" (terraform_listener)

bind "aws.elbv2.listener" "aws-config:AWS::ElasticLoadBalancingV2::Listener" {
  protocol     = "configuration.Protocol",
  port         = "configuration.Port",
  policy       = "configuration.SslPolicy",
  certificates = "configuration.Certificates",
  issued       = { default = false },
  actions      = "configuration.DefaultActions",
}

model "aws.elbv2.target_group" {
  label  = { en = "target group", ja = "ターゲットグループ" },
  fields = { protocol = text, type = text },
}

bind "aws.elbv2.target_group" "cloudformation:AWS::ElasticLoadBalancingV2::TargetGroup" {
  protocol = "Protocol",
  type     = { "TargetType", default = "instance" },
}

local terraform_targets = { protocol = "protocol", type = { "target_type", default = "instance" } }
bind "aws.elbv2.target_group" "terraform:aws_lb_target_group" (terraform_targets)
bind "aws.elbv2.target_group" "terraform:aws_alb_target_group" (terraform_targets)

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
    en = "Set routing.http.drop_invalid_header_fields.enabled (Terraform: "
      .. "drop_invalid_header_fields) to true.",
    ja = "属性routing.http.drop_invalid_header_fields.enabled"
      .. "（Terraform: drop_invalid_header_fields）をtrueにする。",
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
    en = "Set routing.http.desync_mitigation_mode (Terraform: desync_mitigation_mode) to "
      .. "defensive or strictest.",
    ja = "属性routing.http.desync_mitigation_mode"
      .. "（Terraform: desync_mitigation_mode）をdefensiveまたはstrictestにする。",
  },
  check    = function(lb)
    if lb.type ~= "application" then return skip() end
    if lb.desync == "monitor" then fail("desync") end
  end,
}

rule "aws-elbv2-access-logs" {
  title    = {
    en = "Load balancer writes no access logs",
    ja = "ロードバランサーのアクセスログが有効になっていない",
  },
  severity = "medium",
  on       = "aws.elbv2.load_balancer",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AWS_91" },
  fix      = {
    en = "Set access_logs.s3.enabled to true and access_logs.s3.bucket to a bucket (Terraform: "
      .. "enabled, bucket in access_logs).",
    ja = "属性access_logs.s3.enabledをtrueにし、access_logs.s3.bucketを指定する"
      .. "（Terraform: access_logsのenabledとbucket）。",
  },
  check    = function(lb)
    if lb.type == "gateway" then return skip() end
    if not lb.access_logs then fail("access_logs") end
  end,
}

rule "aws-elbv2-deletion-protection" {
  title    = {
    en = "Deletion protection of a load balancer is off",
    ja = "ロードバランサーの削除保護が有効になっていない",
  },
  severity = "low",
  on       = "aws.elbv2.load_balancer",
  items    = { "muni-3:19" },
  aka      = { "checkov:CKV_AWS_150" },
  fix      = {
    en = "Set deletion_protection.enabled (Terraform: enable_deletion_protection) to true.",
    ja = "属性deletion_protection.enabled（Terraform: enable_deletion_protection）をtrueにする。",
  },
  check    = function(lb)
    if not lb.deletion_protection then fail("deletion_protection") end
  end,
}

rule "aws-elbv2-internet-facing" {
  title    = { en = "Load balancer faces the internet", ja = "ロードバランサーがインターネットに面している" },
  severity = "info",
  on       = "aws.elbv2.load_balancer",
  items    = { "ds200-2:3-2" },
  aka      = { "trivy:AWS-0053" },
  fix      = {
    en = "Set Scheme to internal (Terraform: internal = true) unless the service is meant for the "
      .. "public.",
    ja = "公開の必要がなければSchemeをinternal（Terraform: internal = true）にする。",
  },
  check    = function(lb)
    if lb.type == "gateway" then return skip() end
    if not lb.internal then fail("internal") end
  end,
}

local function redirects(listener)
  for a in each(listener.actions) do
    if a.Type == "redirect" and get(a, "RedirectConfig.Protocol") == "HTTPS" then return true end
    if a.type == "redirect" and get(a, "redirect[0].protocol") == "HTTPS" then return true end
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
    en = "Set Protocol (Terraform: protocol) to HTTPS with a certificate, or let the listener "
      .. "redirect to HTTPS.",
    ja = "Protocol（Terraform: protocol）をHTTPSにして証明書を指定するか、HTTPSへリダイレクトする。",
  },
  check    = function(l)
    local plain = l.protocol == "HTTP" or (l.protocol == nil and l.port ~= nil)   -- a gateway listener has no port
    if plain and not redirects(l) then fail("protocol") end
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
    en = "Set SslPolicy (Terraform: ssl_policy) to one from TLS 1.2 on, such as "
      .. "ELBSecurityPolicy-TLS13-1-2-2021-06.",
    ja = "SslPolicy（Terraform: ssl_policy）をTLS 1.2以上のポリシー"
      .. "（ELBSecurityPolicy-TLS13-1-2-2021-06など）にする。",
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
    en = "Name a certificate of AWS Certificate Manager (Terraform: certificate_arn); ACM renews "
      .. "it in time.",
    ja = "AWS Certificate Managerの証明書を指定する（Terraform: certificate_arn）。ACMが期限前に更新する。",
  },
  check    = function(l)
    if l.protocol ~= "HTTPS" and l.protocol ~= "TLS" then return skip() end
    if known(l, "issued") and l.issued then return end
    if l.certificates == nil then return fail() end
    local terraform = origin(l) == "terraform"
    for c in each(l.certificates) do
      local arn = terraform and c or c.CertificateArn or ""
      if not re.test(arn, "^arn:[a-z-]+:acm:") then fail(terraform and "certificates" or c) end
    end
  end,
}

rule "aws-elbv2-waf" {
  title    = { en = "Public load balancer has no web ACL", ja = "公開ロードバランサーにWeb ACLがない" },
  severity = "medium",
  on       = "aws.elbv2.load_balancer",
  origins  = { "cloudformation", "terraform" },
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV2_AWS_28" },
  fix      = {
    en = "Associate a web ACL (AWS::WAFv2::WebACLAssociation, Terraform: "
      .. "aws_wafv2_web_acl_association).",
    ja = "Web ACLを関連付ける（AWS::WAFv2::WebACLAssociation、Terraform: aws_wafv2_web_acl_association）。",
  },
  check    = function(lb)
    if lb.type ~= "application" or lb.internal then return end
    if not lb.web_acl then fail("web_acl") end
  end,
}

rule "aws-elbv2-plain-targets" {
  title    = {
    en = "Load balancer speaks plain HTTP to its targets",
    ja = "ロードバランサーがターゲットと平文のHTTPで通信する",
  },
  severity = "low",
  on       = "aws.elbv2.target_group",
  items    = { "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_AWS_378" },
  fix      = {
    en = "Set Protocol (Terraform: protocol) of the target group to HTTPS.",
    ja = "ターゲットグループのProtocol（Terraform: protocol）をHTTPSにする。",
  },
  check    = function(g)
    if g.type == "lambda" then return skip() end
    if g.protocol == "HTTP" then fail("protocol") end
  end,
}
