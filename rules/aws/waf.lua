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
  fields = { allows = flag, rules = list, logged = flag },
}

bind "aws.waf.acl" "cloudformation:AWS::WAFv2::WebACL" {
  names  = "Name",
  with   = { log = { "cloudformation:AWS::WAFv2::LoggingConfiguration", by = "ResourceArn" } },
  allows = function(r) return has(r, "DefaultAction.Allow") end,
  rules  = "Rules",
  logged = { "log:LogDestinationConfigs", present = true },
}

bind "aws.waf.acl" "aws-config:AWS::WAFv2::WebACL" {
  allows = function(r)
    return has(r, "configuration.DefaultAction.Allow") or has(r, "configuration.defaultAction.allow")
  end,
  rules  = { "configuration.Rules", "configuration.rules", required = true },
}

rule "aws-waf-default-allow" {
  title    = {
    en = "Web ACL of WAF Classic lets through what no rule matches",
    ja = "WAF ClassicのWeb ACLがどの規則にも当てはまらない要求を許可する",
  },
  severity = "low",
  on       = "aws.waf.classic_acl",
  aka      = { "guard:WAF_WEB_ACL_DEFAULT_ACTION_RULE" },
  fix      = {
    en = "Set DefaultAction to BLOCK and allow by rule, or move to WAFv2 with managed rule groups.",
    ja = "DefaultActionをBLOCKにして許可する要求を規則で指定するか、WAFv2のマネージドルールに移行する。",
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
    ja = "AWSManagedRulesCommonRuleSetなどの規則を追加する。",
  },
  check    = function(a)
    if a.allows and (a.rules == nil or #a.rules == 0) then fail("rules") end
  end,
}

-- CloudFormation and AWS Config (schema style) spell the members alike; each is asked for by path.
local function excluded(group)
  for e in each(group.ExcludedRules) do
    if e.Name == "Log4JRCE" then return true end
  end
  for o in each(group.RuleActionOverrides) do
    if o.Name == "Log4JRCE" and has(o, "ActionToUse.Count") then return true end
    if o.Name == "Log4JRCE" and has(o, "ActionToUse.Allow") then return true end
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
    en = "Add the managed group AWSManagedRulesKnownBadInputsRuleSet with OverrideAction None and do not "
      .. "exclude Log4JRCE.",
    ja = "AWSManagedRulesKnownBadInputsRuleSetをOverrideAction Noneで追加し、Log4JRCEを除外しない。",
  },
  check    = function(a)
    for r in each(a.rules) do
      local group = get(r, "Statement.ManagedRuleGroupStatement")
      if group ~= nil and group.Name == "AWSManagedRulesKnownBadInputsRuleSet" then
        if not has(r, "OverrideAction.Count") and not excluded(group) then return end
      end
    end
    fail("rules")
  end,
}

rule "aws-waf-no-logs" {
  title    = { en = "Requests to a web ACL are not logged", ja = "Web ACLのログが有効でない" },
  severity = "medium",
  on       = "aws.waf.acl",
  origins  = { "cloudformation" },
  items    = { "ds200-2:3-7", "ds200-3:6-1" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV2_AWS_31" },
  fix      = {
    en = "Add an AWS::WAFv2::LoggingConfiguration for the web ACL.",
    ja = "Web ACLにAWS::WAFv2::LoggingConfigurationを追加する。",
  },
  check    = function(a)
    if not a.logged then fail("logged") end
  end,
}
