-- SPDX-License-Identifier: Apache-2.0
-- Azure Container Instances, Container Apps, Service Fabric, Spring Apps.

model "azure.aci.group" {
  label  = { en = "Container group", ja = "コンテナーグループ" },
  fields = { address = text, subnet = flag, identity = flag },
}

bind "azure.aci.group" "terraform:azurerm_container_group" {
  address  = { "ip_address_type", default = "Public" },
  subnet   = { "subnet_ids", "network_profile_id", present = true },
  identity = { "identity[0].type", present = true },
}

model "azure.containerapp.app" {
  label  = { en = "Container app", ja = "Container Apps" },
  fields = { plain_http = flag },
}

bind "azure.containerapp.app" "terraform:azurerm_container_app" {
  plain_http = { "ingress[0].allow_insecure_connections", default = false },
}

model "azure.servicefabric.cluster" {
  label  = { en = "Service Fabric cluster", ja = "Service Fabricクラスター" },
  fields = { entra = flag, protection = text },
}

bind "azure.servicefabric.cluster" "terraform:azurerm_service_fabric_cluster" {
  entra      = { "azure_active_directory[0].tenant_id", present = true },
  protection = "fabric_settings[name=Security].parameters.ClusterProtectionLevel",
}

model "azure.spring.portal" {
  label  = { en = "API portal of Spring Apps", ja = "Azure Spring AppsのAPIポータル" },
  fields = { public_network = flag, https_only = flag },
}

bind "azure.spring.portal" "terraform:azurerm_spring_cloud_api_portal" {
  public_network = { "public_network_access_enabled", default = false },
  https_only     = { "https_only_enabled", default = false },
}

rule "azure-aci-public" {
  title    = {
    en = "Container group has a public address",
    ja = "コンテナーグループにパブリックIPアドレスが割り当てられている",
  },
  severity = "medium",
  on       = "azure.aci.group",
  items    = { "ds200-2:3-2", "muni-3:16" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_245" },
  fix      = {
    en = "Set ip_address_type to Private (or None) and give subnet_ids.",
    ja = "ip_address_typeをPrivate（またはNone）とし、subnet_idsを指定する。",
  },
  check    = function(g)
    if g.address:lower() == "public" then fail("address") end
  end,
}

rule "azure-aci-no-network" {
  title    = {
    en = "Container group is not in a virtual network",
    ja = "コンテナーグループが仮想ネットワークに配置されていない",
  },
  severity = "low",
  on       = "azure.aci.group",
  items    = { "ds200-2:3-6" },
  aka      = { "checkov:CKV_AZURE_98" },
  fix      = { en = "Give subnet_ids.", ja = "subnet_idsを指定する。" },
  check    = function(g)
    if known(g, "address") and g.address:lower() == "none" then return end
    if not g.subnet then fail("subnet") end
  end,
}

rule "azure-aci-no-identity" {
  title    = {
    en = "Container group has no managed identity",
    ja = "コンテナーグループにマネージドIDが割り当てられていない",
  },
  severity = "info",
  on       = "azure.aci.group",
  aka      = { "checkov:CKV2_AZURE_28" },
  fix      = {
    en = "Add an identity block with type SystemAssigned.",
    ja = "typeがSystemAssignedのidentityブロックを追加する。",
  },
  check    = function(g)
    if not g.identity then fail("identity") end
  end,
}

rule "azure-containerapp-plain-http" {
  title    = {
    en = "Container app accepts plain HTTP",
    ja = "Container Appsが平文のHTTPを受け付ける",
  },
  severity = "medium",
  on       = "azure.containerapp.app",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  fix      = {
    en = "Set allow_insecure_connections to false in ingress.",
    ja = "ingressのallow_insecure_connectionsをfalseに設定する。",
  },
  check    = function(a)
    if a.plain_http then fail("plain_http") end
  end,
}

rule "azure-servicefabric-no-entra" {
  title    = {
    en = "Service Fabric cluster does not use Microsoft Entra ID",
    ja = "Service Fabricクラスターの認証にMicrosoft Entra IDを使っていない",
  },
  severity = "medium",
  on       = "azure.servicefabric.cluster",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_AZURE_126" },
  fix      = { en = "Add azure_active_directory.", ja = "azure_active_directoryを追加する。" },
  check    = function(c)
    if not c.entra then fail("entra") end
  end,
}

rule "azure-servicefabric-unprotected" {
  title    = {
    en = "Nodes of the Service Fabric cluster do not encrypt and sign their messages",
    ja = "Service Fabricクラスターのノード間通信が暗号化、署名されていない",
  },
  severity = "high",
  on       = "azure.servicefabric.cluster",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_AZURE_125" },
  fix      = {
    en = "Set ClusterProtectionLevel to EncryptAndSign in the fabric_settings named Security.",
    ja = "nameがSecurityのfabric_settingsで、ClusterProtectionLevelをEncryptAndSignに設定する。",
  },
  check    = function(c)
    if c.protection == nil or c.protection:lower() ~= "encryptandsign" then fail("protection") end
  end,
}

rule "azure-spring-portal-public" {
  title    = {
    en = "API portal of Spring Apps can be reached from public networks",
    ja = "Azure Spring AppsのAPIポータルへのパブリックネットワークアクセスが有効になっている",
  },
  severity = "medium",
  on       = "azure.spring.portal",
  items    = { "ds200-2:3-2", "ds200-3:2-2" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_162" },
  fix      = {
    en = "Set public_network_access_enabled to false.",
    ja = "public_network_access_enabledをfalseに設定する。",
  },
  check    = function(p)
    if p.public_network then fail("public_network") end
  end,
}

rule "azure-spring-portal-plain-http" {
  title    = {
    en = "API portal of Spring Apps accepts plain HTTP",
    ja = "Azure Spring AppsのAPIポータルが平文のHTTPを受け付ける",
  },
  severity = "medium",
  on       = "azure.spring.portal",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_AZURE_161" },
  fix      = { en = "Set https_only_enabled to true.", ja = "https_only_enabledをtrueに設定する。" },
  check    = function(p)
    if not p.https_only then fail("https_only") end
  end,
}
