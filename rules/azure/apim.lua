-- SPDX-License-Identifier: Apache-2.0
-- Azure API Management.

model "azure.apim.service" {
  label  = { en = "API Management service", ja = "API Management" },
  fields = { public_network = flag, network = flag, client_cert = flag, sku = text, old = list },
}

bind "azure.apim.service" "terraform:azurerm_api_management" {
  public_network = { "public_network_access_enabled", default = true },
  network        = { "virtual_network_configuration[0].subnet_id", present = true },
  client_cert    = { "client_certificate_enabled", default = false },
  sku            = { "sku_name", default = "" },
  old            = {
    "security[0].enable_frontend_ssl30", "security[0].frontend_ssl30_enabled",
    "security[0].enable_frontend_tls10", "security[0].frontend_tls10_enabled",
    "security[0].enable_frontend_tls11", "security[0].frontend_tls11_enabled",
    "security[0].enable_backend_ssl30", "security[0].backend_ssl30_enabled",
    "security[0].enable_backend_tls10", "security[0].backend_tls10_enabled",
    "security[0].enable_backend_tls11", "security[0].backend_tls11_enabled",
    join = true,
  },
}

model "azure.apim.api" {
  label  = { en = "API of API Management", ja = "API ManagementのAPI" },
  fields = { protocols = list },
}

bind "azure.apim.api" "terraform:azurerm_api_management_api" { protocols = "protocols" }

rule "azure-apim-public-network" {
  title    = {
    en = "API Management can be reached from public networks",
    ja = "API Managementへのパブリックネットワークアクセスが有効になっている",
  },
  severity = "low",
  on       = "azure.apim.service",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_174" },
  fix      = {
    en = "Set public_network_access_enabled to false and use private endpoints.",
    ja = "public_network_access_enabledをfalseに設定し、プライベートエンドポイントを使う。",
  },
  check    = function(s)
    if s.public_network then fail("public_network") end
  end,
}

rule "azure-apim-no-network" {
  title    = {
    en = "API Management is not in a virtual network",
    ja = "API Managementが仮想ネットワークに配置されていない",
  },
  severity = "low",
  on       = "azure.apim.service",
  items    = { "ds200-2:3-6" },
  aka      = { "checkov:CKV_AZURE_107" },
  fix      = {
    en = "Add virtual_network_configuration and set virtual_network_type.",
    ja = "virtual_network_configurationを追加し、virtual_network_typeを設定する。",
  },
  check    = function(s)
    if not s.network then fail("network") end
  end,
}

rule "azure-apim-old-tls" {
  title    = {
    en = "API Management accepts SSL 3.0, TLS 1.0 or 1.1",
    ja = "API ManagementでSSL 3.0、TLS 1.0、1.1のいずれかが有効になっている",
  },
  severity = "high",
  on       = "azure.apim.service",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:326" },
  aka      = { "checkov:CKV_AZURE_173" },
  fix      = {
    en = "Set the settings for ssl30, tls10 and tls11 in security to false.",
    ja = "securityのssl30、tls10、tls11の各設定をfalseに設定する。",
  },
  check    = function(s)
    for on in each(s.old) do
      if on == true then return fail("old") end
    end
  end,
}

rule "azure-apim-no-client-certificate" {
  title    = {
    en = "Consumption tier of API Management does not ask for client certificates",
    ja = "API Management（消費量レベル）でクライアント証明書が要求されていない",
  },
  severity = "low",
  on       = "azure.apim.service",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_AZURE_152" },
  fix      = {
    en = "Set client_certificate_enabled to true.",
    ja = "client_certificate_enabledをtrueに設定する。",
  },
  check    = function(s)
    if not s.sku:starts("Consumption") then return skip() end
    if not s.client_cert then fail("client_cert") end
  end,
}

rule "azure-apim-api-plain-http" {
  title    = {
    en = "API of API Management is offered over plain HTTP",
    ja = "API ManagementのAPIが平文のHTTPで公開されている",
  },
  severity = "medium",
  on       = "azure.apim.api",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  fix      = { en = "Set protocols to https only.", ja = "protocolsをhttpsのみとする。" },
  check    = function(a)
    if includes(a, "http", "protocols") or includes(a, "ws", "protocols") then fail("protocols") end
  end,
}
