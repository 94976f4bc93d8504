-- SPDX-License-Identifier: Apache-2.0
-- AWS IoT Core: what policies let devices do.
local access = lib "iam"

model "aws.iot.policy" {
  label  = { en = "IoT policy", ja = "IoTポリシー" },
  fields = { name = text, policy = policy },
}

bind "aws.iot.policy" "cloudformation:AWS::IoT::Policy" {
  names  = "PolicyName",
  name   = "PolicyName",
  policy = "PolicyDocument",
}

bind "aws.iot.policy" "terraform:aws_iot_policy" { names = "name", name = "name", policy = "policy" }

rule "aws-iot-policy-all-actions" {
  title    = { en = "IoT policy allows every action", ja = "IoTポリシーが全操作を許可している" },
  severity = "high",
  on       = "aws.iot.policy",
  items    = { "ds200-2:3-6", "ds200-3:2-3" },
  refs     = { "cwe:732" },
  aka      = { "guard:IOT_POLICY_WILDCARD_ACTION_RULE" },
  fix      = {
    en = "List the actions devices need, such as iot:Connect and iot:Publish.",
    ja = "iot:Connectやiot:Publishなど、機器に必要な操作だけをActionに列挙する。",
  },
  check    = access.no_all_actions("policy", "iot"),
}

rule "aws-iot-policy-any-resource" {
  title    = {
    en = "IoT policy lets a device use every topic and client ID",
    ja = "IoTポリシーが全トピックまたは全クライアントIDの使用を許可している",
  },
  why      = {
    en = "One stolen device certificate then reads and forges the messages of all devices.",
    ja = "1台の証明書が盗まれると、全機器のメッセージを読み取られ、偽造される。",
  },
  severity = "medium",
  on       = "aws.iot.policy",
  items    = { "ds200-2:3-6", "ds200-3:2-3" },
  refs     = { "cwe:732" },
  fix      = {
    en = "Name topics and clients in Resource, with policy variables such as ${iot:Connection.Thing.ThingName}.",
    ja = "${iot:Connection.Thing.ThingName}などの変数を使い、Resourceでトピックとクライアントを限定する。",
  },
  check    = function(r)
    for s in access.allowing(r.policy) do
      if access.on_everything(s) then fail(s.resources) end
    end
  end,
}
