-- SPDX-License-Identifier: Apache-2.0
-- Cloud DNS: signed zones, logged queries.

model "google.dns.zone" {
  label  = { en = "Cloud DNS zone", ja = "Cloud DNSゾーン" },
  fields = { private = flag, dnssec = text, keys = list },
}
bind "google.dns.zone" "terraform:google_dns_managed_zone" {
  private = { "visibility", is = "private", default = false },
  dnssec  = { "dnssec_config[0].state", default = "off" },
  keys    = "dnssec_config[0].default_key_specs",
}

model "google.dns.policy" {
  label  = { en = "Cloud DNS policy", ja = "Cloud DNSポリシー" },
  fields = { logged = flag },
}
bind "google.dns.policy" "terraform:google_dns_policy" {
  logged = { "enable_logging", default = false },
}

rule "google-dns-no-dnssec" {
  title    = {
    en = "Cloud DNS zone is not signed with DNSSEC",
    ja = "Cloud DNSゾーンでDNSSECが有効になっていない",
  },
  severity = "medium",
  on       = "google.dns.zone",
  items    = { "cis-gcp-2.0.0:3.3", "ds200-2:4-4" },
  refs     = { "cwe:345" },
  aka      = { "checkov:CKV_GCP_16", "trivy:GCP-0013" },
  fix      = {
    en = "Set state to \"on\" in dnssec_config.",
    ja = "dnssec_configのstateを\"on\"に設定する。",
  },
  check    = function(z)
    if z.private then return skip() end
    if z.dnssec ~= "on" then fail("dnssec") end
  end,
}

rule "google-dns-weak-signature" {
  title    = {
    en = "Cloud DNS zone is signed with RSASHA1",
    ja = "Cloud DNSゾーンのDNSSEC署名にRSASHA1を使っている",
  },
  severity = "medium",
  on       = "google.dns.zone",
  items    = { "cis-gcp-2.0.0:3.4", "cis-gcp-2.0.0:3.5", "ds200-2:4-4" },
  refs     = { "cwe:327" },
  aka      = { "checkov:CKV_GCP_17", "trivy:GCP-0012" },
  fix      = {
    en = "Set algorithm to \"rsasha256\" or \"ecdsap256sha256\" in default_key_specs.",
    ja = "default_key_specsのalgorithmを\"rsasha256\"または\"ecdsap256sha256\"に設定する。",
  },
  check    = function(z)
    for k in each(z.keys) do
      if (k.algorithm or ""):lower() == "rsasha1" then fail({ k, "algorithm" }) end
    end
  end,
}

rule "google-dns-no-logging" {
  title    = {
    en = "DNS queries of the VPC networks are not logged",
    ja = "VPCネットワークのDNSクエリのログが有効になっていない",
  },
  severity = "low",
  on       = "google.dns.policy",
  items    = { "cis-gcp-2.0.0:2.12", "ds200-2:3-7", "ds200-3:6-1", "muni-3:28" },
  refs     = { "cwe:778" },
  fix      = { en = "Set enable_logging to true.", ja = "enable_loggingをtrueに設定する。" },
  check    = function(p)
    if not p.logged then fail("logged") end
  end,
}
