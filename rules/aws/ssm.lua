-- SPDX-License-Identifier: Apache-2.0
-- AWS Systems Manager: what Parameter Store keeps in plain text.
model "aws.ssm.parameter" {
  label  = { en = "SSM parameter", ja = "SSMパラメータ" },
  fields = { name = text, type = text, value = text },
}

bind "aws.ssm.parameter" "cloudformation:AWS::SSM::Parameter" {
  names = "Name",
  name  = "Name",
  type  = "Type",
  value = "Value",
}

-- Words that end a name: "/shop/db_password", "ApiKey"; not "/shop/password-policy/length".
local secret_name = [[(?i)(passw(or)?d|passphrase|secret|token|(api|access|private)[_-]?key|credentials?)[0-9]*$]]

-- What stands for a value, or says where it is, is no secret.
local placeholder = [[(?i)\$\{|\{\{|example|dummy|changeme|^(arn:|https?://|/)]]

rule "aws-ssm-secret-in-plain-parameter" {
  title    = {
    en = "Secret is kept in a parameter that is not encrypted",
    ja = "秘密の値が暗号化されないSSMパラメータに書かれている",
  },
  severity = "high",
  on       = "aws.ssm.parameter",
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:312", "cwe:798" },
  aka      = { "checkov:CKV_AWS_384" },
  redact   = true,
  fix      = {
    en = "Keep the value in Secrets Manager, or in a SecureString parameter made outside the template.",
    ja = "Secrets Managerまたはテンプレート外で作成したSecureStringのパラメータに保管する。",
  },
  check    = function(p)
    if unresolved(p, "value") then return end           -- it is not written here
    if p.type == "SecureString" or not re.test(p.name or "", secret_name) then return end
    local value = p.value or ""
    if #value >= 8 and not re.test(value, placeholder) then fail("value") end
  end,
}
