-- SPDX-License-Identifier: Apache-2.0
-- Azure App Service: the plans and environments that apps run on.

model "azure.appservice.plan" {
  label  = { en = "App Service plan", ja = "App Serviceプラン" },
  fields = { sku = text, workers = number, zone_redundant = flag },
}

bind "azure.appservice.plan" "terraform:azurerm_service_plan" {
  sku            = { "sku_name", default = "" },
  workers        = { "worker_count", default = 1 },
  zone_redundant = { "zone_balancing_enabled", default = false },
}

model "azure.appservice.environment" {
  label  = { en = "App Service environment", ja = "App Service Environment" },
  fields = { zone_redundant = flag },
}

bind "azure.appservice.environment" "terraform:azurerm_app_service_environment_v3" {
  zone_redundant = { "zone_redundant", default = false },
}

-- Consumption and elastic plans grow by themselves.
local function elastic(p)
  return re.test(p.sku, "(?i)^(Y1|FC1|EP[1-3])$")
end

rule "azure-appservice-plan-single-instance" {
  title    = {
    en = "App Service plan runs one instance",
    ja = "App Serviceプランのインスタンスが1つしかない",
  },
  severity = "low",
  on       = "azure.appservice.plan",
  items    = { "muni-3:30" },
  aka      = { "checkov:CKV_AZURE_212" },
  fix      = { en = "Set worker_count to 2 or more.", ja = "worker_countを2以上に設定する。" },
  check    = function(p)
    if elastic(p) then return skip() end
    if p.workers < 2 then fail("workers") end
  end,
}

rule "azure-appservice-plan-single-zone" {
  title    = {
    en = "App Service plan is not spread over availability zones",
    ja = "App Serviceプランがゾーン冗長になっていない",
  },
  severity = "low",
  on       = "azure.appservice.plan",
  items    = { "muni-3:30" },
  aka      = { "checkov:CKV_AZURE_225" },
  fix      = {
    en = "Set zone_balancing_enabled to true and worker_count to a multiple of the zones.",
    ja = "zone_balancing_enabledをtrueとし、worker_countをゾーン数の倍数に設定する。",
  },
  check    = function(p)
    if includes({ "Y1", "FC1" }, p.sku) then return skip() end
    if not p.zone_redundant then fail("zone_redundant") end
  end,
}

rule "azure-appservice-environment-single-zone" {
  title    = {
    en = "App Service environment is not spread over availability zones",
    ja = "App Service Environmentがゾーン冗長になっていない",
  },
  severity = "low",
  on       = "azure.appservice.environment",
  items    = { "muni-3:30" },
  aka      = { "checkov:CKV_AZURE_231" },
  fix      = {
    en = "Set zone_redundant to true; the environment must be made anew.",
    ja = "zone_redundantをtrueに設定する（環境の再作成が必要）。",
  },
  check    = function(e)
    if not e.zone_redundant then fail("zone_redundant") end
  end,
}
