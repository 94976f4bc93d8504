-- SPDX-License-Identifier: Apache-2.0
-- Sakura Cloud: enhanced load balancers (ELB) and Web Accelerator.
local literal = lib "literal"

model "sakura.elb.listener" {
  label  = { en = "Port of an enhanced load balancer", ja = "エンハンスドロードバランサの待ち受けポート" },
  fields = { mode = text, redirects = flag, policy = text },
}

model "sakura.elb.balancer" {
  label  = { en = "Enhanced load balancer", ja = "エンハンスドロードバランサ" },
  fields = { syslog = flag },
}

model "sakura.webaccel.site" {
  label  = { en = "Web Accelerator site", ja = "ウェブアクセラレータのサイト" },
  fields = {
    protocol = text, origin_protocol = text, origin_type = text,
    logged = flag,
    url_secret = text, origin_key = text,
  },
}

for _, kind in ipairs({ "terraform:sakuracloud_proxylb", "terraform:sakura_enhanced_lb" }) do
  bind "sakura.elb.listener" (kind) {
    each      = "bind_port",
    mode      = "proxy_mode",
    redirects = { "redirect_to_https", default = false },
    policy    = { "ssl_policy", default = "" },
  }
  bind "sakura.elb.balancer" (kind) { syslog = { "syslog[0].server", present = true } }
end
for _, kind in ipairs({ "terraform:sakuracloud_webaccel", "terraform:sakura_webaccel" }) do
  bind "sakura.webaccel.site" (kind) {
    protocol        = "request_protocol",
    origin_type     = "origin_parameters[0].type",
    origin_protocol = "origin_parameters[0].protocol",
    logged          = { "logging[0].enabled", default = false },
    url_secret      = "onetime_url_secrets[0]",
    origin_key      = { "origin_parameters[0].s3_secret_access_key", "origin_parameters[0].secret_access_key" },
  }
end

local encrypted <const> = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" }

rule "sakura-elb-plain-http" {
  title    = {
    en = "Enhanced load balancer serves plain HTTP",
    ja = "エンハンスドロードバランサがHTTPをHTTPSにリダイレクトしない",
  },
  severity = "medium",
  on       = "sakura.elb.listener",
  items    = encrypted,
  refs     = { "cwe:319" },
  fix      = {
    en = "Set redirect_to_https to true on the port with proxy_mode \"http\".",
    ja = "proxy_modeが\"http\"のポートでredirect_to_httpsをtrueに設定する。",
  },
  check    = function(l)
    if l.mode ~= "http" then return skip() end
    if not l.redirects then fail("redirects") end
  end,
}

rule "sakura-elb-old-tls" {
  title    = {
    en = "Enhanced load balancer offers old TLS settings",
    ja = "エンハンスドロードバランサのTLSポリシーが古い",
  },
  severity = "low",
  on       = "sakura.elb.listener",
  items    = encrypted,
  refs     = { "cwe:327" },
  fix      = {
    en = "Set ssl_policy to \"TLS-1-2-2021-06\" or \"TLS-1-3-2021-06\".",
    ja = "ssl_policyを\"TLS-1-2-2021-06\"または\"TLS-1-3-2021-06\"に設定する。",
  },
  check    = function(l)
    if l.mode ~= "https" then return skip() end
    -- none is the oldest, TLS-1-2-2019-04
    if l.policy == "" or re.test(l.policy, "^TLS-1-[01]-|-201[0-9]-") then fail("policy") end
  end,
}

rule "sakura-elb-no-syslog" {
  title    = {
    en = "Enhanced load balancer sends its log nowhere",
    ja = "エンハンスドロードバランサのログが転送されていない",
  },
  severity = "low",
  on       = "sakura.elb.balancer",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  fix      = { en = "Set server in syslog.", ja = "syslogのserverを設定する。" },
  check    = function(b)
    if not b.syslog then fail("syslog") end
  end,
}

rule "sakura-webaccel-plain-http" {
  title    = {
    en = "Web Accelerator site is served over plain HTTP",
    ja = "ウェブアクセラレータのサイトが平文のHTTPで配信される",
  },
  severity = "medium",
  on       = "sakura.webaccel.site",
  items    = encrypted,
  refs     = { "cwe:319" },
  fix      = {
    en = "Set request_protocol to \"https-redirect\" or \"https\".",
    ja = "request_protocolを\"https-redirect\"または\"https\"に設定する。",
  },
  check    = function(s)
    if s.protocol == "http+https" then fail("protocol") end
  end,
}

rule "sakura-webaccel-plain-origin" {
  title    = {
    en = "Web Accelerator fetches content from the origin over plain HTTP",
    ja = "ウェブアクセラレータがオリジンから平文のHTTPで取得している",
  },
  severity = "medium",
  on       = "sakura.webaccel.site",
  items    = encrypted,
  refs     = { "cwe:319" },
  fix      = {
    en = "Set protocol to \"https\" in origin_parameters.",
    ja = "origin_parametersのprotocolを\"https\"に設定する。",
  },
  check    = function(s)
    if s.origin_type ~= "web" then return skip() end
    if s.origin_protocol ~= "https" then fail("origin_protocol") end
  end,
}

rule "sakura-webaccel-no-logging" {
  title    = {
    en = "Requests to the Web Accelerator site are not logged",
    ja = "ウェブアクセラレータのアクセスログが保存されていない",
  },
  severity = "low",
  on       = "sakura.webaccel.site",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  fix      = {
    en = "Add a logging block with enabled = true and a bucket.",
    ja = "loggingブロックでenabled = trueとバケットを設定する。",
  },
  check    = function(s)
    if not s.logged then fail("logged") end
  end,
}

rule "sakura-webaccel-secret-literal" {
  title    = {
    en = "Secret of the Web Accelerator site is written in the code",
    ja = "ウェブアクセラレータの認証情報がコードに直接書かれている",
  },
  severity = "critical",
  on       = "sakura.webaccel.site",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Pass onetime_url_secrets and origin keys through sensitive variables without default; change them.",
    ja = "onetime_url_secretsとオリジンの鍵は、既定値のないsensitiveな変数で渡し、変更する。",
  },
  check    = literal.written("url_secret", "origin_key"),
}
