-- SPDX-License-Identifier: Apache-2.0
-- Web ACLs: WAF Classic and WAFv2.

model "aws.waf.classic_acl" {
  label  = { en = "web ACL of WAF Classic", ja = "WAF ClassicのWeb ACL" },
  fields = { default = text },
}

bind "aws.waf.classic_acl" "cloudformation:AWS::WAF::WebACL" { default = "DefaultAction.Type" }
bind "aws.waf.classic_acl" "cloudformation:AWS::WAFRegional::WebACL" { default = "DefaultAction.Type" }

bind "aws.waf.classic_acl" "aws-config:AWS::WAF::WebACL" {
  default = { "configuration.defaultAction.type", required = true },
}
bind "aws.waf.classic_acl" "aws-config:AWS::WAFRegional::WebACL" {
  default = { "configuration.defaultAction.type", required = true },
}

model "aws.waf.acl" {
  label  = { en = "web ACL", ja = "Web ACL" },
  fields = { classic = flag, allows = flag, rules = list, logged = flag },
}

bind "aws.waf.acl" "cloudformation:AWS::WAFv2::WebACL" {
  names   = "Name",
  classic = { default = false },
  with    = { log = { "cloudformation:AWS::WAFv2::LoggingConfiguration", by = "ResourceArn" } },
  allows  = function(r) return has(r, "DefaultAction.Allow") end,
  rules   = "Rules",
  logged  = { "log:LogDestinationConfigs", present = true },
}

bind "aws.waf.acl" "aws-config:AWS::WAFv2::WebACL" {
  classic = { default = false },
  allows  = function(r)
    return has(r, "configuration.DefaultAction.Allow") or has(r, "configuration.defaultAction.allow")
  end,
  rules   = { "configuration.Rules", "configuration.rules", required = true },
}

bind "aws.waf.acl" "terraform:aws_wafv2_web_acl" {
  with    = { log = { "terraform:aws_wafv2_web_acl_logging_configuration", by = "resource_arn" } },
  names   = "name",
  classic = { default = false },
  allows  = { "default_action[0].allow", present = true },
  rules   = "rule",
  logged  = { "log:log_destination_configs", present = true },
}

for kind, rules in pairs { waf = "rules", wafregional = "rule" } do
  bind "aws.waf.classic_acl" ("terraform:aws_" .. kind .. "_web_acl") { default = "default_action[0].type" }
  bind "aws.waf.acl" ("terraform:aws_" .. kind .. "_web_acl") {
    classic = { default = true },
    allows  = { "default_action[0].type", is = "ALLOW" },
    rules   = rules,
    logged  = { "logging_configuration[0].log_destination", present = true },
  }
end

rule "aws-waf-default-allow" {
  title    = {
    en = "Web ACL of WAF Classic lets through what no rule matches",
    ja = "WAF ClassicのWeb ACLがどのルールにも当てはまらない要求を許可する",
  },
  severity = "low",
  on       = "aws.waf.classic_acl",
  aka      = { "guard:WAF_WEB_ACL_DEFAULT_ACTION_RULE" },
  fix      = {
    en = "Set DefaultAction (Terraform: default_action) to BLOCK and allow by rule, or move to WAFv2 with "
      .. "managed rule groups.",
    ja = "DefaultAction（Terraform: default_action）をBLOCKにして許可する要求をルールで指定するか、WAFv2のマネージドルールに移行する。",
  },
  check    = function(a)
    if a.default == "ALLOW" then fail("default") end
  end,
}

rule "aws-waf-no-rules" {
  title    = { en = "Web ACL stops nothing", ja = "Web ACLが何も遮断しない" },
  severity = "medium",
  on       = "aws.waf.acl",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_AWS_175" },
  fix      = {
    en = "Add rules, for example the managed group AWSManagedRulesCommonRuleSet.",
    ja = "AWSManagedRulesCommonRuleSetなどのルールを追加する。",
  },
  check    = function(a)
    if not a.allows then return end
    for r in each(a.rules) do
      if #keys(r) > 0 then return end
    end
    fail("rules")
  end,
}

-- The members have the same names everywhere but for their spelling: CloudFormation and AWS Config, Terraform.
local cloudformation <const> = {
  group = "Statement.ManagedRuleGroupStatement", name = "Name", counted = "OverrideAction.Count",
  excluded = "ExcludedRules", overrides = "RuleActionOverrides", count = "ActionToUse.Count", allow = "ActionToUse.Allow",
}
local terraform <const> = {
  group = "statement[0].managed_rule_group_statement[0]", name = "name", counted = "override_action[0].count",
  excluded = "excluded_rule", overrides = "rule_action_override", count = "action_to_use[0].count",
  allow = "action_to_use[0].allow",
}

local function excluded(group, words)
  for e in each(group[words.excluded]) do
    if e[words.name] == "Log4JRCE" then return true end
  end
  for o in each(group[words.overrides]) do
    if o[words.name] == "Log4JRCE" and (has(o, words.count) or has(o, words.allow)) then return true end
  end
  return false
end

rule "aws-waf-log4j" {
  title    = { en = "Web ACL does not stop Log4Shell", ja = "Web ACLがLog4Shellの攻撃を遮断しない" },
  severity = "medium",
  on       = "aws.waf.acl",
  items    = { "ds200-2:7-5" },
  refs     = { "cwe:917" },
  aka      = { "checkov:CKV_AWS_192" },
  fix      = {
    en = "Add the managed group AWSManagedRulesKnownBadInputsRuleSet with OverrideAction None (Terraform: "
      .. "override_action with none) and do not exclude Log4JRCE.",
    ja = "AWSManagedRulesKnownBadInputsRuleSetをOverrideAction None（Terraform: override_actionの"
      .. "none）で追加し、Log4JRCEを除外しない。",
  },
  check    = function(a)
    if a.classic then return skip { en = "WAF Classic has no such group", ja = "WAF Classicには該当するグループがない" } end
    local words = origin(a) == "terraform" and terraform or cloudformation
    for r in each(a.rules) do
      local group = get(r, words.group)
      if group ~= nil and group[words.name] == "AWSManagedRulesKnownBadInputsRuleSet" then
        if not has(r, words.counted) and not excluded(group, words) then return end
      end
    end
    fail("rules")
  end,
}

rule "aws-waf-no-logs" {
  title    = { en = "Requests to a web ACL are not logged", ja = "Web ACLのログが有効になっていない" },
  severity = "medium",
  on       = "aws.waf.acl",
  origins  = { "cloudformation", "terraform" },
  items    = { "ds200-2:3-7", "ds200-3:6-1" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV2_AWS_31", "checkov:CKV_AWS_176" },
  fix      = {
    en = "Add an AWS::WAFv2::LoggingConfiguration for the web ACL (Terraform: "
      .. "aws_wafv2_web_acl_logging_configuration; for WAF Classic the block logging_configuration).",
    ja = "Web ACLにAWS::WAFv2::LoggingConfigurationを追加する（Terraform: "
      .. "aws_wafv2_web_acl_logging_configuration。WAF Classicではlogging_configurationブロック）。",
  },
  check    = function(a)
    if not a.logged then fail("logged") end
  end,
}

model "aws.waf.rule" {
  label  = { en = "rule of a web ACL", ja = "Web ACLのルール" },
  fields = { acts = flag, group = flag },
}

for _, kind in ipairs { "web_acl", "rule_group" } do
  bind "aws.waf.rule" ("terraform:aws_wafv2_" .. kind) {
    each  = "rule",
    acts  = { "action", "override_action", present = true },
    group = {
      "statement[0].managed_rule_group_statement", "statement[0].rule_group_reference_statement", present = true,
    },
  }
end
for kind, path in pairs {
  waf_web_acl = "rules", wafregional_web_acl = "rule", waf_rule_group = "activated_rule",
  wafregional_rule_group = "activated_rule",
} do
  bind "aws.waf.rule" ("terraform:aws_" .. kind) {
    each  = path,
    acts  = { "action[0].type", "override_action[0].type", present = true },
    group = { default = false },
  }
end
bind "aws.waf.rule" "cloudformation:AWS::WAFv2::WebACL" {
  each  = "Rules",
  acts  = { "Action", "OverrideAction", present = true },
  group = {
    "Statement.ManagedRuleGroupStatement", "Statement.RuleGroupReferenceStatement", present = true,
  },
}

rule "aws-waf-rule-without-action" {
  title    = { en = "Rule of a web ACL has no action", ja = "Web ACLのルールに動作が指定されていない" },
  severity = "low",
  on       = "aws.waf.rule",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_AWS_342" },
  fix      = {
    en = "Set Action, or OverrideAction for a rule group (Terraform: action, override_action).",
    ja = "Action（ルールグループではOverrideAction。Terraform: action、override_action）を指定する。",
  },
  check    = function(r)
    if not r.acts and not r.group then fail("acts") end
  end,
}
