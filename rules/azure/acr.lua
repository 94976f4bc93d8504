-- SPDX-License-Identifier: Apache-2.0
-- Azure Container Registry.

model "azure.acr.registry" {
  label  = { en = "Container registry", ja = "コンテナーレジストリ" },
  fields = {
    admin = flag, public_network = flag, anonymous = flag, trusted = flag, quarantine = flag,
    data_endpoint = flag, zone_redundant = flag, replicas = list, sku = text,
  },
}

bind "azure.acr.registry" "terraform:azurerm_container_registry" {
  names          = "name",
  admin          = { "admin_enabled", default = false },
  public_network = { "public_network_access_enabled", default = true },
  anonymous      = { "anonymous_pull_enabled", default = false },
  trusted        = { "trust_policy_enabled", "trust_policy[0].enabled", default = false },
  quarantine     = { "quarantine_policy_enabled", default = false },
  data_endpoint  = { "data_endpoint_enabled", default = false },
  zone_redundant = { "zone_redundancy_enabled", default = false },
  replicas       = { "georeplications", "georeplication_locations" },
  sku            = { "sku", default = "Classic" },
}

model "azure.acr.replica" {
  label  = { en = "Replica of a container registry", ja = "コンテナーレジストリのレプリカ" },
  fields = { zone_redundant = flag },
}

bind "azure.acr.replica" "terraform:azurerm_container_registry" {
  each           = "georeplications",
  zone_redundant = { "zone_redundancy_enabled", default = false },
}

model "azure.acr.webhook" {
  label  = { en = "Webhook of a container registry", ja = "コンテナーレジストリのWebhook" },
  fields = { uri = text },
}

bind "azure.acr.webhook" "terraform:azurerm_container_registry_webhook" { uri = "service_uri" }

rule "azure-acr-admin" {
  title    = {
    en = "Container registry has its administrator account on",
    ja = "コンテナーレジストリの管理者ユーザーが有効になっている",
  },
  severity = "medium",
  on       = "azure.acr.registry",
  items    = { "ds200-3:1-1", "ds200-2:7-3" },
  aka      = { "checkov:CKV_AZURE_137" },
  fix      = {
    en = "Set admin_enabled to false and grant the role AcrPull or AcrPush.",
    ja = "admin_enabledをfalseとし、AcrPullやAcrPushのロールを割り当てる。",
  },
  check    = function(r)
    if r.admin then fail("admin") end
  end,
}

rule "azure-acr-public-network" {
  title    = {
    en = "Container registry can be reached from public networks",
    ja = "コンテナーレジストリへのパブリックネットワークアクセスが有効になっている",
  },
  severity = "medium",
  on       = "azure.acr.registry",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_139" },
  fix      = {
    en = "Set public_network_access_enabled to false (needs the Premium tier) and use private endpoints.",
    ja = "public_network_access_enabledをfalseに設定し（Premiumが必要）、プライベートエンドポイントを使う。",
  },
  check    = function(r)
    if r.public_network then fail("public_network") end
  end,
}

rule "azure-acr-anonymous" {
  title    = {
    en = "Everyone can pull images from the container registry",
    ja = "コンテナーレジストリで匿名のプルが許可されている",
  },
  severity = "high",
  on       = "azure.acr.registry",
  items    = { "ds200-3:2-1", "ds200-2:4-4", "muni-3:17" },
  refs     = { "cwe:306" },
  aka      = { "checkov:CKV_AZURE_138" },
  fix      = { en = "Set anonymous_pull_enabled to false.", ja = "anonymous_pull_enabledをfalseに設定する。" },
  check    = function(r)
    if r.anonymous then fail("anonymous") end
  end,
}

rule "azure-acr-unsigned-images" {
  title    = {
    en = "Container registry does not use signed images",
    ja = "コンテナーレジストリでイメージの署名（コンテンツの信頼）が有効になっていない",
  },
  severity = "info",
  on       = "azure.acr.registry",
  items    = { "ds200-2:4-3" },
  refs     = { "cwe:347" },
  aka      = { "checkov:CKV_AZURE_164" },
  fix      = {
    en = "Set trust_policy_enabled to true (needs the Premium tier), or sign images with Notation.",
    ja = "trust_policy_enabledをtrueに設定する（Premiumが必要）。またはNotationでイメージに署名する。",
  },
  check    = function(r)
    if not r.trusted then fail("trusted") end
  end,
}

rule "azure-acr-no-quarantine" {
  title    = {
    en = "Images can be pulled before they have been scanned",
    ja = "コンテナーレジストリで検査前のイメージの検疫が有効になっていない",
  },
  severity = "info",
  on       = "azure.acr.registry",
  items    = { "ds200-2:7-5" },
  aka      = { "checkov:CKV_AZURE_166" },
  fix      = {
    en = "Set quarantine_policy_enabled to true (needs the Premium tier).",
    ja = "quarantine_policy_enabledをtrueに設定する（Premiumが必要）。",
  },
  check    = function(r)
    if not r.quarantine then fail("quarantine") end
  end,
}

rule "azure-acr-shared-data-endpoint" {
  title    = {
    en = "Container registry has no data endpoint of its own",
    ja = "コンテナーレジストリの専用データエンドポイントが有効になっていない",
  },
  why      = {
    en = "Clients must then be let out to the storage of every customer in the region, a way for data to leave.",
    ja = "クライアントからリージョン内の全ストレージへの通信を許可することになり、データ持ち出しの経路になる。",
  },
  severity = "low",
  on       = "azure.acr.registry",
  items    = { "ds200-2:3-6" },
  aka      = { "checkov:CKV_AZURE_237" },
  fix      = {
    en = "Set data_endpoint_enabled to true (needs the Premium tier).",
    ja = "data_endpoint_enabledをtrueに設定する（Premiumが必要）。",
  },
  check    = function(r)
    if not r.data_endpoint then fail("data_endpoint") end
  end,
}

rule "azure-acr-single-region" {
  title    = {
    en = "Container registry is kept in one region",
    ja = "コンテナーレジストリが単一リージョンにのみ置かれている",
  },
  severity = "info",
  on       = "azure.acr.registry",
  items    = { "muni-3:30" },
  aka      = { "checkov:CKV_AZURE_165" },
  fix      = {
    en = "Add georeplications (needs the Premium tier).",
    ja = "georeplicationsを追加する（Premiumが必要）。",
  },
  check    = function(r)
    if known(r, "sku") and r.sku:lower() ~= "premium" then return fail("sku") end
    if r.replicas == nil or #r.replicas == 0 then fail("replicas") end
  end,
}

rule "azure-acr-single-zone" {
  title    = {
    en = "Container registry is kept in one availability zone",
    ja = "コンテナーレジストリがゾーン冗長になっていない",
  },
  severity = "info",
  on       = "azure.acr.registry",
  items    = { "muni-3:30" },
  aka      = { "checkov:CKV_AZURE_233" },
  fix      = {
    en = "Set zone_redundancy_enabled to true (needs the Premium tier).",
    ja = "zone_redundancy_enabledをtrueに設定する（Premiumが必要）。",
  },
  check    = function(r)
    if not r.zone_redundant then fail("zone_redundant") end
  end,
}

rule "azure-acr-replica-single-zone" {
  title    = {
    en = "Replica of the container registry is kept in one availability zone",
    ja = "コンテナーレジストリのレプリカがゾーン冗長になっていない",
  },
  severity = "info",
  on       = "azure.acr.replica",
  items    = { "muni-3:30" },
  aka      = { "checkov:CKV_AZURE_233" },
  fix      = {
    en = "Set zone_redundancy_enabled to true in georeplications.",
    ja = "georeplicationsのzone_redundancy_enabledをtrueに設定する。",
  },
  check    = function(r)
    if not r.zone_redundant then fail("zone_redundant") end
  end,
}

rule "azure-acr-webhook-plain-http" {
  title    = {
    en = "Webhook of the container registry is called over plain HTTP",
    ja = "コンテナーレジストリのWebhookが平文のHTTPで呼び出される",
  },
  severity = "medium",
  on       = "azure.acr.webhook",
  items    = { "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV2_AZURE_30" },
  fix      = { en = "Use https in service_uri.", ja = "service_uriにhttpsを使う。" },
  check    = function(w)
    local uri = known_part(w, "uri")
    if uri and uri:lower():starts("http:") then fail("uri") end
  end,
}
