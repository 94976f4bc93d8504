-- SPDX-License-Identifier: Apache-2.0
-- Azure Application Gateway, Front Door, CDN and their web application firewalls.

model "azure.edge.gateway" {
  label  = { en = "Application gateway", ja = "Application Gateway" },
  fields = { own = flag, waf = flag, policy = flag, policy_on = flag, min_tls = text, policy_name = text },
}

bind "azure.edge.gateway" "terraform:azurerm_application_gateway" {
  with        = { policy = { "terraform:azurerm_web_application_firewall_policy", to = "firewall_policy_id" } },
  own         = { "waf_configuration", present = true },
  waf         = { "waf_configuration[0].enabled", default = false },
  policy      = { "firewall_policy_id", present = true },
  policy_on   = { "policy:policy_settings[0].enabled", default = true },
  min_tls     = {
    "ssl_policy[0].min_protocol_version",
    map = { TLSv1_0 = "1.0", TLSv1_1 = "1.1", TLSv1_2 = "1.2", TLSv1_3 = "1.3" },
  },
  policy_name = "ssl_policy[0].policy_name",
}

model "azure.edge.listener" {
  label  = { en = "Listener of an application gateway", ja = "Application Gatewayのリスナー" },
  fields = { name = text, protocol = text, redirects = list },
}

bind "azure.edge.listener" "terraform:azurerm_application_gateway" {
  each      = "http_listener",
  name      = "name",
  protocol  = { "protocol", default = "" },
  redirects = "/request_routing_rule",
}

model "azure.edge.waf_policy" {
  label  = { en = "Web application firewall policy", ja = "WAFポリシー" },
  fields = { enabled = flag, mode = text },
}

bind "azure.edge.waf_policy" "terraform:azurerm_web_application_firewall_policy" {
  enabled = { "policy_settings[0].enabled", default = true },
  mode    = { "policy_settings[0].mode", default = "Prevention" },
}
bind "azure.edge.waf_policy" "terraform:azurerm_frontdoor_firewall_policy" {
  enabled = { "enabled", default = true },
  mode    = { "mode", default = "Prevention" },
}
bind "azure.edge.waf_policy" "terraform:azurerm_cdn_frontdoor_firewall_policy" {
  enabled = { "enabled", default = true },
  mode    = { "mode", default = "Prevention" },
}

model "azure.edge.frontend" {
  label  = { en = "Front Door endpoint", ja = "Front Doorのエンドポイント" },
  fields = { waf = flag },
}

bind "azure.edge.frontend" "terraform:azurerm_frontdoor" {
  each = "frontend_endpoint",
  waf  = { "web_application_firewall_policy_link_id", present = true },
}

model "azure.edge.route" {
  label  = { en = "Front Door route", ja = "Front Doorのルート" },
  fields = { forwards = text, protocols = list, redirect = flag },
}

bind "azure.edge.route" "terraform:azurerm_cdn_frontdoor_route" {
  forwards  = { "forwarding_protocol", default = "MatchRequest" },
  protocols = "supported_protocols",
  redirect  = { "https_redirect_enabled", default = true },
}

model "azure.edge.cdn_endpoint" {
  label  = { en = "CDN endpoint", ja = "CDNエンドポイント" },
  fields = { http = flag, https = flag, redirects = list },
}

bind "azure.edge.cdn_endpoint" "terraform:azurerm_cdn_endpoint" {
  http  = { "is_http_allowed", default = true },
  https = { "is_https_allowed", default = true },
  redirects = {
    "global_delivery_rule[0].url_redirect_action[0].protocol", "delivery_rule[*].url_redirect_action[0].protocol",
    join = true,
  },
}

model "azure.edge.cdn_domain" {
  label  = { en = "Custom domain of a CDN endpoint", ja = "CDNエンドポイントのカスタムドメイン" },
  fields = { tls = text },
}

bind "azure.edge.cdn_domain" "terraform:azurerm_cdn_endpoint_custom_domain" {
  tls = { "cdn_managed_https[0].tls_version", "user_managed_https[0].tls_version", default = "TLS12" },
}
bind "azure.edge.cdn_domain" "terraform:azurerm_cdn_frontdoor_custom_domain" {
  tls = { "tls[0].minimum_tls_version", "tls[0].minimum_version", default = "TLS12" },
}

-- ---- web application firewall -------------------------------------------------------------------

rule "azure-gateway-no-waf" {
  title    = {
    en = "Application gateway has no web application firewall",
    ja = "Application GatewayでWAFが有効になっていない",
  },
  severity = "medium",
  on       = "azure.edge.gateway",
  items    = { "ds200-2:3-2", "ds200-2:4-4" },
  aka      = { "checkov:CKV_AZURE_120" },
  fix      = {
    en = "Set firewall_policy_id to a policy that is enabled, or enabled to true in waf_configuration.",
    ja = "有効なポリシーをfirewall_policy_idに指定するか、waf_configurationのenabledをtrueに設定する。",
  },
  check    = function(g)
    if g.waf then return end
    if not g.policy then
      fail(g.own and "waf" or "policy")
    elseif known(g, "policy_on") and not g.policy_on then
      fail("policy_on")
    end
  end,
}

rule "azure-waf-off" {
  title    = { en = "Web application firewall is turned off", ja = "WAFポリシーが無効になっている" },
  severity = "medium",
  on       = "azure.edge.waf_policy",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_AZURE_122", "checkov:CKV_AZURE_123" },
  fix      = {
    en = "Set enabled to true (of a gateway's policy in policy_settings).",
    ja = "enabled（Application Gatewayのポリシーではpolicy_settings内）をtrueに設定する。",
  },
  check    = function(p)
    if not p.enabled then fail("enabled") end
  end,
}

rule "azure-waf-detects-only" {
  title    = {
    en = "Web application firewall lets attacks pass",
    ja = "WAFポリシーが検出モードで、攻撃を遮断していない",
  },
  severity = "medium",
  on       = "azure.edge.waf_policy",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_AZURE_122", "checkov:CKV_AZURE_123" },
  fix      = {
    en = "Set mode to Prevention (of a gateway's policy in policy_settings).",
    ja = "mode（Application Gatewayのポリシーではpolicy_settings内）をPreventionに設定する。",
  },
  check    = function(p)
    if known(p, "enabled") and not p.enabled then return skip() end        -- said by azure-waf-off
    if p.mode:lower() ~= "prevention" then fail("mode") end
  end,
}

rule "azure-frontdoor-no-waf" {
  title    = {
    en = "Front Door endpoint has no web application firewall",
    ja = "Front DoorのエンドポイントにWAFポリシーがない",
  },
  severity = "medium",
  on       = "azure.edge.frontend",
  items    = { "ds200-2:3-2", "ds200-2:4-4" },
  aka      = { "checkov:CKV_AZURE_121" },
  fix      = {
    en = "Set web_application_firewall_policy_link_id in frontend_endpoint.",
    ja = "frontend_endpointのweb_application_firewall_policy_link_idを設定する。",
  },
  check    = function(f)
    if not f.waf then fail("waf") end
  end,
}

-- ---- transport ----------------------------------------------------------------------------------

rule "azure-gateway-old-tls" {
  title    = {
    en = "Application gateway accepts TLS older than 1.2",
    ja = "Application GatewayがTLS 1.2より古い版を受け付ける",
  },
  severity = "high",
  on       = "azure.edge.gateway",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:326" },
  aka      = { "checkov:CKV_AZURE_218" },
  fix      = {
    en = "Set policy_name to AppGwSslPolicy20220101 or min_protocol_version to TLSv1_2 in ssl_policy.",
    ja = "ssl_policyのpolicy_nameをAppGwSslPolicy20220101、またはmin_protocol_versionをTLSv1_2に設定する。",
  },
  check    = function(g)
    if g.min_tls ~= nil then
      if version.compare(g.min_tls, "1.2") < 0 then fail("min_tls") end
    elseif g.policy_name ~= nil and includes({ "AppGwSslPolicy20150501", "AppGwSslPolicy20170401" }, g.policy_name) then
      fail("policy_name")
    end
  end,
}

rule "azure-gateway-plain-http" {
  title    = {
    en = "Application gateway serves plain HTTP",
    ja = "Application Gatewayが平文のHTTPを受け付ける",
  },
  severity = "medium",
  on       = "azure.edge.listener",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_AZURE_217" },
  fix      = {
    en = "Set protocol to Https in http_listener, or give its request_routing_rule a redirect to HTTPS.",
    ja = "http_listenerのprotocolをHttpsとするか、request_routing_ruleでHTTPSへリダイレクトする。",
  },
  check    = function(l)
    if l.protocol:lower() ~= "http" then return end
    for r in each(l.redirects) do
      if has(r, "redirect_configuration_name") and get(r, "http_listener_name") == l.name then return end
    end
    fail("protocol")
  end,
}

rule "azure-frontdoor-plain-http" {
  title    = {
    en = "Front Door route serves plain HTTP",
    ja = "Front Doorのルートが平文のHTTPを受け付ける",
  },
  severity = "medium",
  on       = "azure.edge.route",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  fix      = { en = "Set https_redirect_enabled to true.", ja = "https_redirect_enabledをtrueに設定する。" },
  check    = function(r)
    if not r.redirect and includes(r, "Http", "protocols") then fail("redirect") end
  end,
}

rule "azure-frontdoor-plain-origin" {
  title    = {
    en = "Front Door speaks plain HTTP with the servers behind it",
    ja = "Front Doorと配信元の間の通信が暗号化されていない",
  },
  severity = "medium",
  on       = "azure.edge.route",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  fix      = {
    en = "Set forwarding_protocol to HttpsOnly.",
    ja = "forwarding_protocolをHttpsOnlyに設定する。",
  },
  check    = function(r)
    if r.forwards:lower() == "httponly" then fail("forwards") end
  end,
}

rule "azure-cdn-no-https" {
  title    = { en = "CDN endpoint does not offer HTTPS", ja = "CDNエンドポイントでHTTPSが有効になっていない" },
  severity = "high",
  on       = "azure.edge.cdn_endpoint",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_AZURE_198" },
  fix      = { en = "Set is_https_allowed to true.", ja = "is_https_allowedをtrueに設定する。" },
  check    = function(e)
    if not e.https then fail("https") end
  end,
}

rule "azure-cdn-plain-http" {
  title    = {
    en = "CDN endpoint serves plain HTTP",
    ja = "CDNエンドポイントが平文のHTTPを受け付ける",
  },
  severity = "medium",
  on       = "azure.edge.cdn_endpoint",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_AZURE_197" },
  fix      = {
    en = "Set is_http_allowed to false, or redirect to HTTPS with url_redirect_action in a delivery_rule.",
    ja = "is_http_allowedをfalseに設定するか、delivery_ruleのurl_redirect_actionでHTTPSへリダイレクトする。",
  },
  check    = function(e)
    if e.http and not includes(e, "Https", "redirects") then fail("http") end
  end,
}

rule "azure-cdn-old-tls" {
  title    = {
    en = "Custom domain of a CDN endpoint accepts TLS older than 1.2",
    ja = "CDNのカスタムドメインがTLS 1.2より古い版を受け付ける",
  },
  severity = "high",
  on       = "azure.edge.cdn_domain",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:326" },
  aka      = { "checkov:CKV_AZURE_200" },
  fix      = {
    en = "Set tls_version (of Front Door minimum_tls_version) to TLS12.",
    ja = "tls_version（Front Doorではminimum_tls_version）をTLS12に設定する。",
  },
  check    = function(d)
    if includes({ "none", "tls10", "tls1_0" }, d.tls:lower()) then fail("tls") end
  end,
}
