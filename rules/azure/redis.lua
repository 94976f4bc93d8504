-- SPDX-License-Identifier: Apache-2.0
-- Azure Cache for Redis.

model "azure.redis.cache" {
  label  = { en = "Redis cache", ja = "Redisキャッシュ" },
  fields = {
    plain_port = flag, min_tls = text, public_network = flag, subnet = flag, sku = text, auth = flag,
  },
}

bind "azure.redis.cache" "terraform:azurerm_redis_cache" {
  names          = "name",
  plain_port     = { "non_ssl_port_enabled", "enable_non_ssl_port", default = false },
  min_tls        = { "minimum_tls_version", default = "1.0" },
  public_network = { "public_network_access_enabled", default = true },
  subnet         = { "subnet_id", present = true },
  sku            = { "sku_name", default = "" },
  auth           = {
    "redis_configuration[0].authentication_enabled", "redis_configuration[0].enable_authentication", default = true,
  },
}

rule "azure-redis-plain-port" {
  title    = { en = "Redis cache accepts connections without TLS", ja = "RedisキャッシュがTLSなしの接続を受け付ける" },
  severity = "high",
  on       = "azure.redis.cache",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_AZURE_91" },
  fix      = {
    en = "Set non_ssl_port_enabled to false (enable_non_ssl_port before provider 4).",
    ja = "non_ssl_port_enabled（プロバイダー4より前はenable_non_ssl_port）をfalseに設定する。",
  },
  check    = function(c)
    if c.plain_port then fail("plain_port") end
  end,
}

rule "azure-redis-old-tls" {
  title    = { en = "Redis cache accepts TLS older than 1.2", ja = "RedisキャッシュがTLS 1.2より古い版を受け付ける" },
  severity = "medium",
  on       = "azure.redis.cache",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:326" },
  aka      = { "checkov:CKV_AZURE_148" },
  fix      = { en = "Set minimum_tls_version to 1.2.", ja = "minimum_tls_versionを1.2に設定する。" },
  check    = function(c)
    if version.compare(c.min_tls, "1.2") < 0 then fail("min_tls") end
  end,
}

rule "azure-redis-public-network" {
  title    = {
    en = "Redis cache can be reached from public networks",
    ja = "Redisキャッシュへのパブリックネットワークアクセスが有効になっている",
  },
  severity = "medium",
  on       = "azure.redis.cache",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_89" },
  fix      = {
    en = "Set public_network_access_enabled to false, or give subnet_id.",
    ja = "public_network_access_enabledをfalseに設定するか、subnet_idを指定する。",
  },
  check    = function(c)
    if not c.subnet and c.public_network then fail("public_network") end
  end,
}

rule "azure-redis-no-auth" {
  title    = { en = "Redis cache asks for no password", ja = "Redisキャッシュの認証が無効になっている" },
  severity = "high",
  on       = "azure.redis.cache",
  items    = { "ds200-3:2-1", "ds200-2:4-4", "muni-3:17" },
  refs     = { "cwe:306" },
  fix      = {
    en = "Set authentication_enabled to true in redis_configuration.",
    ja = "redis_configurationのauthentication_enabledをtrueに設定する。",
  },
  check    = function(c)
    if not c.auth then fail("auth") end
  end,
}

rule "azure-redis-no-replica" {
  title    = { en = "Redis cache is a single node", ja = "Redisキャッシュが単一ノードで動作する" },
  severity = "low",
  on       = "azure.redis.cache",
  items    = { "muni-3:30" },
  aka      = { "checkov:CKV_AZURE_230" },
  fix      = { en = "Set sku_name to Standard or Premium.", ja = "sku_nameをStandardまたはPremiumに設定する。" },
  check    = function(c)
    if c.sku:lower() == "basic" then fail("sku") end
  end,
}
