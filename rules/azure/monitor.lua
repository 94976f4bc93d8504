-- SPDX-License-Identifier: Apache-2.0
-- Azure Monitor: log profiles, diagnostic settings, alerts on the activity log, Log Analytics.

model "azure.monitor.log_profile" {
  label  = { en = "Log profile", ja = "ログプロファイル" },
  fields = { retained = flag, days = number, categories = list },
}

bind "azure.monitor.log_profile" "terraform:azurerm_monitor_log_profile" {
  retained   = "retention_policy[0].enabled",
  days       = "retention_policy[0].days",
  categories = "categories",
}

model "azure.monitor.diagnostic_setting" {
  label  = { en = "Diagnostic setting", ja = "診断設定" },
  fields = { logs = flag },
}

bind "azure.monitor.diagnostic_setting" "terraform:azurerm_monitor_diagnostic_setting" {
  logs = function(r)
    if has(r, "enabled_log") then return true end
    for l in each(get(r, "log")) do
      if get(l, "enabled") ~= false then return true end
    end
    return false
  end,
}

model "azure.monitor.activity_alert" {
  label  = { en = "Activity log alert", ja = "アクティビティログアラート" },
  fields = { enabled = flag, action = flag, operation = text, category = text },
}

bind "azure.monitor.activity_alert" "terraform:azurerm_monitor_activity_log_alert" {
  enabled   = { "enabled", default = true },
  action    = { "action[0].action_group_id", present = true },
  operation = "criteria[0].operation_name",
  category  = "criteria[0].category",
}

model "azure.monitor.workspace" {
  label  = { en = "Log Analytics workspace", ja = "Log Analyticsワークスペース" },
  fields = { days = number, public_query = flag },
}

bind "azure.monitor.workspace" "terraform:azurerm_log_analytics_workspace" {
  days         = { "retention_in_days", default = 30 },
  public_query = { "internet_query_enabled", default = true },
}

rule "azure-monitor-log-profile-short" {
  title    = {
    en = "Activity log is not kept for a year",
    ja = "アクティビティログの保持期間が1年未満",
  },
  severity = "medium",
  on       = "azure.monitor.log_profile",
  aka      = { "checkov:CKV_AZURE_37", "trivy:AZU-0031" },
  fix      = {
    en = "Set days to 365 or more in retention_policy; or enabled to false and days to 0 to keep all for ever.",
    ja = "retention_policyのdaysを365以上に設定する。無期限に保持する場合はenabledをfalse、daysを0とする。",
  },
  check    = function(p)
    if p.retained == nil then return fail("retained") end
    if p.days == nil then return fail("days", { en = "no number of days", ja = "日数の指定がない" }) end
    if p.days ~= 0 and p.days < 365 then fail("days", { en = "%s days", ja = "%s日", p.days }) end
  end,
}

rule "azure-monitor-log-profile-categories" {
  title    = {
    en = "Kinds of operations are missing from the activity log",
    ja = "アクティビティログに記録されない種類の操作がある",
  },
  severity = "medium",
  on       = "azure.monitor.log_profile",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:35" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AZURE_38", "trivy:AZU-0033" },
  fix      = {
    en = "List Action, Delete and Write in categories.",
    ja = "categoriesにAction、Delete、Writeを指定する。",
  },
  check    = function(p)
    for _, c in ipairs { "Action", "Delete", "Write" } do
      if not includes(p.categories, c) then
        return fail("categories", { en = "%s is missing", ja = "%sがない", c })
      end
    end
  end,
}

rule "azure-monitor-diagnostic-no-logs" {
  title    = { en = "Diagnostic setting sends no logs", ja = "診断設定でログが送信されていない" },
  severity = "low",
  on       = "azure.monitor.diagnostic_setting",
  items    = { "ds200-2:3-7", "ds200-3:6-1" },
  refs     = { "cwe:778" },
  fix      = { en = "Add enabled_log for the categories needed.", ja = "必要なカテゴリのenabled_logを追加する。" },
  check    = function(s)
    if not s.logs then fail("logs") end
  end,
}

rule "azure-monitor-alert-off" {
  title    = {
    en = "Alert on the activity log is turned off or tells nobody",
    ja = "アクティビティログアラートが無効、または通知先がない",
  },
  severity = "medium",
  on       = "azure.monitor.activity_alert",
  items    = { "ds200-2:7-6", "ds200-3:6-2", "muni-3:37" },
  fix      = {
    en = "Set enabled to true and name an action group in action.",
    ja = "enabledをtrueとし、actionでアクショングループを指定する。",
  },
  check    = function(a)
    if not a.enabled then
      fail("enabled")
    elseif not a.action then
      fail("action")
    end
  end,
}

-- Changes that should not go unnoticed.
local watched <const> = {
  "Microsoft.Authorization/policyAssignments/write", "Microsoft.Authorization/policyAssignments/delete",
  "Microsoft.Network/networkSecurityGroups/write", "Microsoft.Network/networkSecurityGroups/delete",
  "Microsoft.Security/securitySolutions/write", "Microsoft.Security/securitySolutions/delete",
  "Microsoft.Sql/servers/firewallRules/write", "Microsoft.Sql/servers/firewallRules/delete",
  "Microsoft.Network/publicIPAddresses/write", "Microsoft.Network/publicIPAddresses/delete",
}

rule "azure-monitor-change-not-watched" {
  title    = {
    en = "Alerts leave out a change of security settings",
    ja = "セキュリティ設定の変更の一部にアラートが設定されていない",
  },
  severity = "low",
  on       = "azure.monitor.activity_alert",
  scope    = "unit",
  items    = { "ds200-2:7-6", "muni-3:19" },
  fix      = {
    en = "Add azurerm_monitor_activity_log_alert with the operation_name that is named.",
    ja = "該当するoperation_nameのazurerm_monitor_activity_log_alertを追加する。",
  },
  check    = function(alerts)
    local seen, administrative = {}, false
    for a in each(alerts) do
      if a.category == "Administrative" and a.enabled then
        administrative = true
        if a.operation then seen[a.operation:lower()] = true end
      end
    end
    if not administrative then return skip() end        -- alerts are kept elsewhere
    for _, operation in ipairs(watched) do
      if not seen[operation:lower()] then
        fail(nil, { en = "no alert for %s", ja = "%sのアラートがない", operation })
      end
    end
  end,
}

rule "azure-monitor-workspace-short" {
  title    = {
    en = "Log Analytics workspace keeps logs for less than 90 days",
    ja = "Log Analyticsのログの保持期間が90日未満",
  },
  severity = "info",
  on       = "azure.monitor.workspace",
  fix      = { en = "Set retention_in_days to 90 or more.", ja = "retention_in_daysを90以上に設定する。" },
  check    = function(w)
    if w.days < 90 then fail("days", { en = "%s days", ja = "%s日", w.days }) end
  end,
}

rule "azure-monitor-workspace-public-query" {
  title    = {
    en = "Log Analytics workspace can be queried from public networks",
    ja = "Log Analyticsワークスペースへのパブリックネットワークからのクエリが許可されている",
  },
  severity = "info",
  on       = "azure.monitor.workspace",
  items    = { "ds200-2:3-2" },
  fix      = {
    en = "Set internet_query_enabled to false and use a private link scope.",
    ja = "internet_query_enabledをfalseに設定し、Private Linkスコープを使う。",
  },
  check    = function(w)
    if w.public_query then fail("public_query") end
  end,
}
