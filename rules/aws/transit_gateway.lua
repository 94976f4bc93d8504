-- SPDX-License-Identifier: Apache-2.0
-- Transit gateways: which networks may be attached.

model "aws.transit_gateway.gateway" {
  label  = { en = "transit gateway", ja = "トランジットゲートウェイ" },
  fields = { auto_accept = flag },
}

bind "aws.transit_gateway.gateway" "cloudformation:AWS::EC2::TransitGateway" {
  auto_accept = { "AutoAcceptSharedAttachments", is = "enable", default = false },
}

bind "aws.transit_gateway.gateway" "terraform:aws_ec2_transit_gateway" {
  auto_accept = { "auto_accept_shared_attachments", is = "enable", default = false },
}

rule "aws-transit-gateway-auto-accept" {
  title    = {
    en = "Transit gateway takes networks of other accounts without approval",
    ja = "トランジットゲートウェイが他アカウントのネットワークを承認なしに接続する",
  },
  severity = "medium",
  on       = "aws.transit_gateway.gateway",
  items    = { "ds200-2:3-6", "ds200-3:2-2" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_331" },
  fix      = {
    en = "Set AutoAcceptSharedAttachments (Terraform: auto_accept_shared_attachments) to disable.",
    ja = "AutoAcceptSharedAttachments（Terraform: auto_accept_shared_attachments）をdisableにする。",
  },
  check    = function(g)
    if g.auto_accept then fail("auto_accept") end
  end,
}
