-- SPDX-License-Identifier: Apache-2.0
-- Azure Service Bus, Event Hubs, Event Grid, SignalR and Web PubSub.

model "azure.messaging.namespace" {
  label  = { en = "Messaging namespace", ja = "メッセージングの名前空間" },
  fields = {
    service = text,             -- "servicebus", "eventhub", "eventgrid"
    public_network = flag, local_auth = flag, min_tls = text, identity = flag, customer_key = flag,
    sku = text,
  },
}

bind "azure.messaging.namespace" "terraform:azurerm_servicebus_namespace" {
  service        = { default = "servicebus" },
  public_network = { "public_network_access_enabled", default = true },
  local_auth     = { "local_auth_enabled", default = true },
  min_tls        = { "minimum_tls_version", default = "1.2" },
  identity       = { "identity[0].type", present = true },
  customer_key   = { "customer_managed_key", present = true },
  sku            = { "sku", default = "" },
}
bind "azure.messaging.namespace" "terraform:azurerm_eventhub_namespace" {
  with           = {
    keys = { "terraform:azurerm_eventhub_namespace_customer_managed_key", by = "eventhub_namespace_id" },
  },
  service        = { default = "eventhub" },
  public_network = { "public_network_access_enabled", default = true },
  local_auth     = { "local_authentication_enabled", default = true },
  min_tls        = { "minimum_tls_version", default = "1.2" },
  identity       = { "identity[0].type", present = true },
  customer_key   = { "keys:key_vault_key_ids", present = true },
  sku            = { "sku", default = "" },
}

for _, kind in ipairs { "azurerm_eventgrid_domain", "azurerm_eventgrid_topic" } do
  bind "azure.messaging.namespace" ("terraform:" .. kind) {
    service        = { default = "eventgrid" },
    public_network = { "public_network_access_enabled", default = true },
    local_auth     = { "local_auth_enabled", default = true },
    min_tls        = { default = "1.2" },
    identity       = { "identity[0].type", present = true },
    customer_key   = { default = false },
    sku            = { default = "" },
  }
end

model "azure.messaging.live" {
  label  = { en = "SignalR or Web PubSub service", ja = "SignalRまたはWeb PubSubサービス" },
  fields = { sku = text, public_network = flag, cors = list },
}

bind "azure.messaging.live" "terraform:azurerm_signalr_service" {
  sku            = { "sku[0].name", default = "" },
  public_network = { "public_network_access_enabled", default = true },
  cors           = { "cors[0].allowed_origins", default = { "*" } },
}
bind "azure.messaging.live" "terraform:azurerm_web_pubsub" {
  sku            = { "sku", default = "" },
  public_network = { "public_network_access_enabled", default = true },
  cors           = { default = {} },
}

rule "azure-messaging-public-network" {
  title    = {
    en = "Messaging namespace can be reached from public networks",
    ja = "メッセージングの名前空間へのパブリックネットワークアクセスが有効になっている",
  },
  severity = "medium",
  on       = "azure.messaging.namespace",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_106", "checkov:CKV_AZURE_193", "checkov:CKV_AZURE_204" },
  fix      = {
    en = "Set public_network_access_enabled to false and use private endpoints.",
    ja = "public_network_access_enabledをfalseに設定し、プライベートエンドポイントを使う。",
  },
  check    = function(n)
    if n.public_network then fail("public_network") end
  end,
}

rule "azure-messaging-local-auth" {
  title    = {
    en = "Messaging namespace can be used with its keys",
    ja = "メッセージングの名前空間でキーによる認証が許可されている",
  },
  severity = "low",
  on       = "azure.messaging.namespace",
  items    = { "ds200-3:1-1", "ds200-2:4-4" },
  aka      = { "checkov:CKV_AZURE_192", "checkov:CKV_AZURE_195", "checkov:CKV_AZURE_203" },
  fix      = {
    en = "Set local_auth_enabled (Event Hubs: local_authentication_enabled) to false and grant roles.",
    ja = "local_auth_enabled（Event Hubsではlocal_authentication_enabled）をfalseとし、ロールで許可する。",
  },
  check    = function(n)
    if n.local_auth then fail("local_auth") end
  end,
}

rule "azure-messaging-old-tls" {
  title    = {
    en = "Messaging namespace accepts TLS older than 1.2",
    ja = "メッセージングの名前空間がTLS 1.2より古い版を受け付ける",
  },
  severity = "medium",
  on       = "azure.messaging.namespace",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:326" },
  aka      = { "checkov:CKV_AZURE_205", "checkov:CKV_AZURE_223" },
  fix      = { en = "Set minimum_tls_version to 1.2.", ja = "minimum_tls_versionを1.2に設定する。" },
  check    = function(n)
    if version.compare(n.min_tls, "1.2") < 0 then fail("min_tls") end
  end,
}

rule "azure-messaging-no-identity" {
  title    = {
    en = "Messaging namespace has no managed identity",
    ja = "メッセージングの名前空間にマネージドIDが割り当てられていない",
  },
  severity = "info",
  on       = "azure.messaging.namespace",
  aka      = { "checkov:CKV_AZURE_191", "checkov:CKV_AZURE_194", "checkov:CKV_AZURE_202" },
  fix      = {
    en = "Add an identity block with type SystemAssigned.",
    ja = "typeがSystemAssignedのidentityブロックを追加する。",
  },
  check    = function(n)
    if n.service == "eventhub" then return skip() end
    if not n.identity then fail("identity") end
  end,
}

rule "azure-messaging-no-customer-key" {
  title    = {
    en = "Messages are not encrypted with a customer-managed key",
    ja = "メッセージが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "azure.messaging.namespace",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AZURE_201" },
  fix      = {
    en = "Set customer_managed_key (Event Hubs: azurerm_eventhub_namespace_customer_managed_key); "
      .. "needs the Premium tier.",
    ja = "customer_managed_key（Event Hubsではazurerm_eventhub_namespace_customer_managed_key）を"
      .. "設定する（Premiumが必要）。",
  },
  check    = function(n)
    if n.service == "eventgrid" then return skip() end
    if n.service == "eventhub" and n.sku:lower() ~= "premium" then return skip() end
    if not n.customer_key then fail("customer_key") end
  end,
}

rule "azure-live-free-tier" {
  title    = {
    en = "SignalR or Web PubSub is of the free tier without an uptime agreement",
    ja = "SignalRまたはWeb PubSubが稼働率保証のない無料レベルになっている",
  },
  severity = "info",
  on       = "azure.messaging.live",
  aka      = { "checkov:CKV_AZURE_175", "checkov:CKV_AZURE_196" },
  fix      = { en = "Use a Standard or Premium sku.", ja = "StandardまたはPremiumのSKUを使う。" },
  check    = function(s)
    if s.sku:lower():starts("free") then fail("sku") end
  end,
}

rule "azure-live-public-network" {
  title    = {
    en = "SignalR or Web PubSub can be reached from public networks",
    ja = "SignalRまたはWeb PubSubへのパブリックネットワークアクセスが有効になっている",
  },
  severity = "low",
  on       = "azure.messaging.live",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Set public_network_access_enabled to false and use private endpoints.",
    ja = "public_network_access_enabledをfalseに設定し、プライベートエンドポイントを使う。",
  },
  check    = function(s)
    if s.public_network then fail("public_network") end
  end,
}

rule "azure-live-cors-any" {
  title    = {
    en = "Every website may use the SignalR service with a visitor's browser",
    ja = "SignalRサービスのCORSが全オリジンを許可している",
  },
  severity = "medium",
  on       = "azure.messaging.live",
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:942" },
  fix      = {
    en = "List the sites that need it in allowed_origins of cors.",
    ja = "corsのallowed_originsに必要なオリジンだけを指定する。",
  },
  check    = function(s)
    if includes(s, "*", "cors") then fail("cors") end
  end,
}
