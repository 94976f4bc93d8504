-- SPDX-License-Identifier: Apache-2.0
-- Memorystore for Redis: sign-in, TLS, encryption.

model "google.redis.instance" {
  label  = { en = "Memorystore for Redis instance", ja = "Memorystore for Redisインスタンス" },
  fields = { auth = flag, tls = flag, customer_key = flag, tier = text },
}
bind "google.redis.instance" "terraform:google_redis_instance" {
  auth         = { "auth_enabled", default = false },
  tls          = { "transit_encryption_mode", is = "SERVER_AUTHENTICATION", default = false },
  customer_key = { "customer_managed_key", present = true },
  tier         = { "tier", default = "BASIC" },
}
bind "google.redis.instance" "terraform:google_redis_cluster" {
  auth         = { "authorization_mode", is = "AUTH_MODE_IAM_AUTH", default = false },
  tls          = { "transit_encryption_mode", is = "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION", default = false },
  customer_key = { "kms_key", present = true },
  tier         = { default = "STANDARD_HA" },
}

rule "google-redis-no-auth" {
  title    = {
    en = "Memorystore for Redis takes commands without authentication",
    ja = "Memorystore for Redisに認証なしで接続できる",
  },
  severity = "high",
  on       = "google.redis.instance",
  items    = { "ds200-3:2-1", "ds200-2:4-4", "muni-3:17" },
  refs     = { "cwe:306" },
  aka      = { "checkov:CKV_GCP_95" },
  fix      = {
    en = "Set auth_enabled to true (cluster: authorization_mode AUTH_MODE_IAM_AUTH).",
    ja = "auth_enabledをtrueに設定する（クラスターではauthorization_modeをAUTH_MODE_IAM_AUTHにする）。",
  },
  check    = function(r)
    if not r.auth then fail("auth") end
  end,
}

rule "google-redis-no-tls" {
  title    = {
    en = "Connections to Memorystore for Redis are not encrypted",
    ja = "Memorystore for Redisへの接続が暗号化されていない",
  },
  severity = "high",
  on       = "google.redis.instance",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_GCP_97" },
  fix      = {
    en = "Set transit_encryption_mode to \"SERVER_AUTHENTICATION\""
      .. " (cluster: TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION).",
    ja = "transit_encryption_modeを\"SERVER_AUTHENTICATION\"に設定する"
      .. "（クラスターではTRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION）。",
  },
  check    = function(r)
    if not r.tls then fail("tls") end
  end,
}

rule "google-redis-no-customer-key" {
  title    = {
    en = "Memorystore for Redis is not encrypted with a customer-managed key",
    ja = "Memorystore for Redisが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "google.redis.instance",
  items    = { "ds200-2:4-4", "muni-3:38" },
  fix      = {
    en = "Set customer_managed_key (cluster: kms_key).",
    ja = "customer_managed_key（クラスターではkms_key）を設定する。",
  },
  check    = function(r)
    if not r.customer_key then fail("customer_key") end
  end,
}

rule "google-redis-single-node" {
  title    = {
    en = "Memorystore for Redis has no standby",
    ja = "Memorystore for Redisが冗長化されていない",
  },
  severity = "low",
  on       = "google.redis.instance",
  items    = { "muni-3:30" },
  fix      = { en = "Set tier to \"STANDARD_HA\".", ja = "tierを\"STANDARD_HA\"に設定する。" },
  check    = function(r)
    if r.tier == "BASIC" then fail("tier") end
  end,
}
