-- SPDX-License-Identifier: Apache-2.0
-- VPC networks and load balancing: default networks, flow logs, TLS of load balancers.

model "google.compute.network" {
  label  = { en = "VPC network", ja = "VPCネットワーク" },
  fields = { auto_subnets = flag },
}
bind "google.compute.network" "terraform:google_compute_network" {
  auto_subnets = { "auto_create_subnetworks", default = true },
}

model "google.compute.subnetwork" {
  label  = { en = "VPC subnetwork", ja = "VPCサブネット" },
  fields = {
    purpose = text,
    flow_logs = flag, legacy_flow_logs = flag,
    private_google_access = flag,
  },
}
bind "google.compute.subnetwork" "terraform:google_compute_subnetwork" {
  purpose               = { "purpose", default = "PRIVATE" },
  flow_logs             = { "log_config", present = true },
  legacy_flow_logs      = { "enable_flow_logs", default = false },
  private_google_access = { "private_ip_google_access", default = false },
}

model "google.compute.ssl_policy" {
  label  = { en = "SSL policy", ja = "SSLポリシー" },
  fields = { profile = text, min_tls = text, ciphers = list },
}
for _, name in ipairs({ "ssl_policy", "region_ssl_policy" }) do
  bind "google.compute.ssl_policy" ("terraform:google_compute_" .. name) {
    profile = { "profile", default = "COMPATIBLE" },
    min_tls = { "min_tls_version", default = "TLS_1_0" },
    ciphers = "custom_features",
  }
end

model "google.compute.https_proxy" {
  label  = { en = "HTTPS proxy of a load balancer", ja = "ロードバランサーのHTTPSプロキシ" },
  fields = { ssl_policy = flag },
}
for _, name in ipairs({ "target_https_proxy", "target_ssl_proxy", "region_target_https_proxy" }) do
  bind "google.compute.https_proxy" ("terraform:google_compute_" .. name) {
    ssl_policy = { "ssl_policy", present = true },
  }
end

model "google.compute.forwarding_rule" {
  label  = { en = "Forwarding rule of a load balancer", ja = "ロードバランサーの転送ルール" },
  fields = { scheme = text, target = text, has_proxy = flag },
}
model "google.compute.http_proxy" {
  label  = { en = "HTTP proxy of a load balancer", ja = "ロードバランサーのHTTPプロキシ" },
  fields = { redirects = flag, internal = flag },
}
for _, region in ipairs({ "", "region_" }) do
  bind "google.compute.http_proxy" ("terraform:google_compute_" .. region .. "target_http_proxy") {
    with      = {
      map   = { "terraform:google_compute_" .. region .. "url_map", to = "url_map" },
      rules = {
        "terraform:google_compute_forwarding_rule", "terraform:google_compute_global_forwarding_rule", by = "target",
      },
    },
    redirects = { "map:default_url_redirect[0].https_redirect", default = false },
    internal  = {
      "rules:load_balancing_scheme", is = { "INTERNAL", "INTERNAL_MANAGED", "INTERNAL_SELF_MANAGED" },
      default = false,
    },
  }
end
for _, name in ipairs({ "forwarding_rule", "global_forwarding_rule" }) do
  bind "google.compute.forwarding_rule" ("terraform:google_compute_" .. name) {
    with        = {
      proxy = {
        "terraform:google_compute_target_http_proxy", "terraform:google_compute_region_target_http_proxy",
        to = "target",
      },
    },
    scheme      = { "load_balancing_scheme", default = "EXTERNAL" },
    target      = "target",
    has_proxy   = { "proxy:url_map", present = true },
  }
end

model "google.compute.backend_service" {
  label  = { en = "Backend service of a load balancer", ja = "ロードバランサーのバックエンドサービス" },
  fields = { scheme = text, protocol = text, logged = flag },
}
bind "google.compute.backend_service" "terraform:google_compute_backend_service" {
  scheme   = { "load_balancing_scheme", default = "EXTERNAL" },
  protocol = { "protocol", default = "HTTP" },
  logged   = { "log_config[0].enable", default = false },
}

-- ---- networks -----------------------------------------------------------------------------------------------

rule "google-network-auto-subnets" {
  title    = {
    en = "VPC network has a subnet in every region",
    ja = "VPCネットワークが全リージョンにサブネットを自動作成する",
  },
  severity = "low",
  on       = "google.compute.network",
  items    = { "ds200-2:3-6" },
  fix      = {
    en = "Set auto_create_subnetworks to false and write the subnets that are used.",
    ja = "auto_create_subnetworksをfalseに設定し、使用するサブネットだけを作成する。",
  },
  check    = function(n)
    if n.auto_subnets then fail("auto_subnets") end
  end,
}

-- Subnets that machines live in; those of proxies and private connections know neither setting.
local function for_machines(s)
  return s.purpose == "PRIVATE" or s.purpose == "PRIVATE_RFC_1918"
end

rule "google-subnet-no-flow-logs" {
  title    = { en = "Traffic of the subnet is not logged", ja = "サブネットのVPCフローログが有効になっていない" },
  severity = "medium",
  on       = "google.compute.subnetwork",
  items    = { "cis-gcp-2.0.0:3.8", "ds200-2:3-7", "ds200-3:6-1", "muni-3:28" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_GCP_26", "trivy:GCP-0029", "trivy:GCP-0076" },
  fix      = { en = "Add a log_config block.", ja = "log_configブロックを追加する。" },
  check    = function(s)
    if not for_machines(s) then return skip() end
    if not s.flow_logs and not s.legacy_flow_logs then fail("flow_logs") end
  end,
}

rule "google-subnet-no-private-access" {
  title    = {
    en = "Subnet reaches Google APIs through public addresses only",
    ja = "サブネットで限定公開のGoogleアクセスが有効になっていない",
  },
  severity = "low",
  on       = "google.compute.subnetwork",
  items    = { "ds200-2:3-6" },
  aka      = { "checkov:CKV_GCP_74", "trivy:GCP-0075" },
  fix      = {
    en = "Set private_ip_google_access to true.",
    ja = "private_ip_google_accessをtrueに設定する。",
  },
  check    = function(s)
    if not for_machines(s) then return skip() end
    if not s.private_google_access then fail("private_google_access") end
  end,
}

-- ---- load balancers -----------------------------------------------------------------------------------------

local weak_cipher = "^TLS_RSA_|_3DES_"

rule "google-ssl-policy-weak" {
  title    = { en = "SSL policy allows weak TLS", ja = "SSLポリシーが弱いTLSを許可している" },
  severity = "high",
  on       = "google.compute.ssl_policy",
  items    = { "cis-gcp-2.0.0:3.9", "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:327" },
  aka      = { "checkov:CKV_GCP_4", "trivy:GCP-0039" },
  fix      = {
    en = "Set min_tls_version to \"TLS_1_2\" and profile to \"MODERN\" or \"RESTRICTED\".",
    ja = "min_tls_versionを\"TLS_1_2\"、profileを\"MODERN\"または\"RESTRICTED\"に設定する。",
  },
  check    = function(p)
    if p.profile == "RESTRICTED" then return end    -- from TLS 1.2 on, whatever min_tls_version says
    if p.min_tls ~= "TLS_1_2" and p.min_tls ~= "TLS_1_3" then return fail("min_tls") end
    if p.profile == "COMPATIBLE" then return fail("profile") end
    if p.profile ~= "CUSTOM" then return end
    for c in each(p.ciphers) do
      if re.test(c, weak_cipher) then return fail("ciphers", { en = "%s", ja = "%s", c }) end
    end
  end,
}

rule "google-lb-no-ssl-policy" {
  title    = { en = "Load balancer uses the default SSL policy", ja = "ロードバランサーにSSLポリシーが設定されていない" },
  severity = "medium",
  on       = "google.compute.https_proxy",
  items    = { "cis-gcp-2.0.0:3.9", "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:327" },
  why      = {
    en = "The default takes TLS 1.0 and old cipher suites.",
    ja = "既定ではTLS 1.0と古い暗号スイートを受け付ける。",
  },
  fix      = {
    en = "Set ssl_policy to a policy with TLS 1.2 or later.",
    ja = "ssl_policyにTLS 1.2以降のポリシーを設定する。",
  },
  check    = function(p)
    if not p.ssl_policy then fail("ssl_policy") end
  end,
}

rule "google-lb-plain-http" {
  title    = {
    en = "Load balancer serves plain HTTP to the internet",
    ja = "ロードバランサーがインターネットに平文のHTTPを公開している",
  },
  severity = "medium",
  on       = "google.compute.forwarding_rule",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV2_GCP_37", "checkov:CKV2_GCP_38" },
  fix      = {
    en = "Point target at an HTTPS proxy; let the HTTP proxy only redirect (https_redirect in url_map).",
    ja = "targetにHTTPSプロキシを指定する。HTTPはhttps_redirectによるリダイレクトだけとする。",
  },
  check    = function(f)
    if f.scheme ~= "EXTERNAL" and f.scheme ~= "EXTERNAL_MANAGED" then return end
    if f.has_proxy then return skip() end         -- judged at the proxy, which knows what it serves
    if re.test(f.target or "", "(?i)/targetHttpProxies/") then fail("target") end
  end,
}

rule "google-lb-http-no-redirect" {
  title    = {
    en = "HTTP proxy of the load balancer does not redirect to HTTPS",
    ja = "ロードバランサーのHTTPプロキシがHTTPSにリダイレクトしない",
  },
  severity = "medium",
  on       = "google.compute.http_proxy",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  fix      = {
    en = "Give it a url_map of its own with default_url_redirect and https_redirect = true.",
    ja = "default_url_redirectでhttps_redirect = trueとした専用のurl_mapを指定する。",
  },
  check    = function(p)
    if p.redirects then return end
    if p.internal then return skip() end
    fail(p)
  end,
}

rule "google-lb-no-logging" {
  title    = { en = "Requests to the load balancer are not logged", ja = "ロードバランサーのログが有効になっていない" },
  severity = "low",
  on       = "google.compute.backend_service",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  fix      = {
    en = "Add a log_config block with enable = true.",
    ja = "log_configブロックでenable = trueを設定する。",
  },
  check    = function(s)
    if s.scheme == "INTERNAL_SELF_MANAGED" or not s.protocol:starts("HTTP") then return skip() end
    if not s.logged then fail("logged") end
  end,
}
