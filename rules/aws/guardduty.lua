-- SPDX-License-Identifier: Apache-2.0
-- GuardDuty detectors.

model "aws.guardduty.detector" {
  label  = { en = "GuardDuty detector", ja = "GuardDutyディテクター" },
  fields = { enabled = flag },
}

bind "aws.guardduty.detector" "cloudformation:AWS::GuardDuty::Detector" { enabled = "Enable" }

bind "aws.guardduty.detector" "terraform:aws_guardduty_detector" { enabled = { "enable", default = true } }

bind "aws.guardduty.detector" "aws-config:AWS::GuardDuty::Detector" {
  enabled = { "configuration.Enable", "configuration.enable", required = true },
}

rule "aws-guardduty-off" {
  title    = { en = "GuardDuty detector is switched off", ja = "GuardDutyディテクターが無効になっている" },
  severity = "high",
  on       = "aws.guardduty.detector",
  items    = { "ds200-2:7-6", "ds200-3:6-2", "muni-3:37" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AWS_238" },
  fix      = {
    en = "Set Enable (Terraform: enable) to true.",
    ja = "Enable（Terraform: enable）をtrueにする。",
  },
  check    = function(d)
    if d.enabled == false then fail("enabled") end
  end,
}
