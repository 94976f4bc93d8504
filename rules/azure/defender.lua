-- SPDX-License-Identifier: Apache-2.0
-- Microsoft Defender for Cloud: plans, contacts, settings.

model "azure.defender.plan" {
  label  = { en = "Defender plan", ja = "Defenderプラン" },
  fields = { tier = text, kind = text },
}

bind "azure.defender.plan" "terraform:azurerm_security_center_subscription_pricing" {
  tier = "tier",
  kind = { "resource_type", default = "VirtualMachines" },
}

model "azure.defender.contact" {
  label  = { en = "Security contact", ja = "セキュリティ連絡先" },
  fields = { email = text, phone = text, alerts = flag, to_admins = flag },
}

bind "azure.defender.contact" "terraform:azurerm_security_center_contact" {
  email     = "email",
  phone     = "phone",
  alerts    = { "alert_notifications", default = false },
  to_admins = { "alerts_to_admins", default = false },
}

model "azure.defender.setting" {
  label  = { en = "Defender setting", ja = "Defender for Cloudの設定" },
  fields = { enabled = flag },
}

bind "azure.defender.setting" "terraform:azurerm_security_center_setting" {
  enabled = { "enabled", default = false },
}

model "azure.defender.provisioning" {
  label  = { en = "Automatic provisioning", ja = "エージェントの自動プロビジョニング" },
  fields = { on = flag },
}

bind "azure.defender.provisioning" "terraform:azurerm_security_center_auto_provisioning" {
  on = { "auto_provision", is = "On", default = false },
}

rule "azure-defender-free" {
  title    = {
    en = "Microsoft Defender is not on for a kind of resources",
    ja = "Microsoft Defenderのプランが有効になっていないリソースの種類がある",
  },
  severity = "medium",
  on       = "azure.defender.plan",
  items    = { "ds200-2:3-8", "ds200-3:6-2", "muni-3:26" },
  aka      = {
    "checkov:CKV_AZURE_55", "checkov:CKV_AZURE_61", "checkov:CKV_AZURE_69", "checkov:CKV_AZURE_79",
    "checkov:CKV_AZURE_84", "checkov:CKV_AZURE_85", "checkov:CKV_AZURE_86", "checkov:CKV_AZURE_87",
    "trivy:AZU-0045",
  },
  fix      = { en = "Set tier to Standard.", ja = "tierをStandardに設定する。" },
  check    = function(p)
    if p.tier == nil or p.tier:lower() ~= "standard" then
      if known(p, "kind") then
        fail("tier", { en = "%s", ja = "%s", p.kind })
      else
        fail("tier")
      end
    end
  end,
}

rule "azure-defender-no-email" {
  title    = {
    en = "Security contact has no e-mail address",
    ja = "セキュリティ連絡先にメールアドレスがない",
  },
  severity = "low",
  on       = "azure.defender.contact",
  items    = { "ds200-2:7-6", "muni-3:37" },
  aka      = { "checkov:CKV_AZURE_131" },
  fix      = { en = "Set email.", ja = "emailを設定する。" },
  check    = function(c)
    if unresolved(c, "email") then return end
    if c.email == nil or c.email:trim() == "" then fail("email") end
  end,
}

rule "azure-defender-no-phone" {
  title    = {
    en = "Security contact has no telephone number",
    ja = "セキュリティ連絡先に電話番号がない",
  },
  severity = "info",
  on       = "azure.defender.contact",
  aka      = { "checkov:CKV_AZURE_20", "trivy:AZU-0046" },
  fix      = { en = "Set phone.", ja = "phoneを設定する。" },
  check    = function(c)
    if unresolved(c, "phone") then return end
    if c.phone == nil or c.phone:trim() == "" then fail("phone") end
  end,
}

rule "azure-defender-no-notifications" {
  title    = {
    en = "Alerts of Microsoft Defender are not sent to the security contact",
    ja = "Microsoft Defenderのアラートがセキュリティ連絡先に通知されない",
  },
  severity = "medium",
  on       = "azure.defender.contact",
  items    = { "ds200-2:7-6", "ds200-3:6-2", "muni-3:37" },
  aka      = { "checkov:CKV_AZURE_21", "trivy:AZU-0044" },
  fix      = { en = "Set alert_notifications to true.", ja = "alert_notificationsをtrueに設定する。" },
  check    = function(c)
    if not c.alerts then fail("alerts") end
  end,
}

rule "azure-defender-not-to-admins" {
  title    = {
    en = "Administrators do not receive the alerts of Microsoft Defender",
    ja = "Microsoft Defenderのアラートが管理者に通知されない",
  },
  severity = "low",
  on       = "azure.defender.contact",
  items    = { "ds200-2:7-6", "muni-3:37" },
  aka      = { "checkov:CKV_AZURE_22" },
  fix      = { en = "Set alerts_to_admins to true.", ja = "alerts_to_adminsをtrueに設定する。" },
  check    = function(c)
    if not c.to_admins then fail("to_admins") end
  end,
}

rule "azure-defender-integration-off" {
  title    = {
    en = "Integration of Microsoft Defender for Cloud is off",
    ja = "Microsoft Defender for Cloudの統合が無効になっている",
  },
  severity = "low",
  on       = "azure.defender.setting",
  items    = { "ds200-2:3-8", "ds200-3:6-2" },
  fix      = { en = "Set enabled to true.", ja = "enabledをtrueに設定する。" },
  check    = function(s)
    if not s.enabled then fail("enabled") end
  end,
}

rule "azure-defender-no-provisioning" {
  title    = {
    en = "Monitoring agents are not installed automatically",
    ja = "監視エージェントの自動プロビジョニングが有効になっていない",
  },
  severity = "low",
  on       = "azure.defender.provisioning",
  items    = { "ds200-2:3-8", "ds200-3:6-2" },
  fix      = { en = "Set auto_provision to On.", ja = "auto_provisionをOnに設定する。" },
  check    = function(p)
    if not p.on then fail("on") end
  end,
}
