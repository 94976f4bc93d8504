-- SPDX-License-Identifier: Apache-2.0
-- Azure Network Watcher: flow logs.

model "azure.network.flow_log" {
  label  = { en = "Flow log", ja = "フローログ" },
  fields = { enabled = flag, retained = flag, days = number },
}

bind "azure.network.flow_log" "terraform:azurerm_network_watcher_flow_log" {
  enabled  = { "enabled", default = false },
  retained = { "retention_policy[0].enabled", default = false },
  days     = { "retention_policy[0].days", default = 0 },
}

rule "azure-flow-log-off" {
  title    = { en = "Flow log is turned off", ja = "フローログが無効になっている" },
  severity = "medium",
  on       = "azure.network.flow_log",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:28" },
  refs     = { "cwe:778" },
  fix      = { en = "Set enabled to true.", ja = "enabledをtrueに設定する。" },
  check    = function(l)
    if not l.enabled then fail("enabled") end
  end,
}

rule "azure-flow-log-short" {
  title    = {
    en = "Flow logs are not set to be kept for 90 days or more",
    ja = "フローログの保持期間が90日以上に設定されていない",
  },
  severity = "low",
  on       = "azure.network.flow_log",
  items    = { "cis-azure-2.0.0:6.5", "cis-azure-3.0.0:7.5" },
  aka      = { "checkov:CKV_AZURE_12", "trivy:AZU-0049" },
  fix      = {
    en = "Set enabled to true and days to 90 or more (0 is for ever) in retention_policy.",
    ja = "retention_policyのenabledをtrue、daysを90以上（0は無期限）に設定する。",
  },
  check    = function(l)
    if not l.retained then
      fail("retained")
    elseif l.days ~= 0 and l.days < 90 then
      fail("days", { en = "%s days", ja = "%s日", l.days })
    end
  end,
}
