-- SPDX-License-Identifier: Apache-2.0
-- Cognito user pools and identity pools.

model "aws.cognito.user_pool" {
  label  = { en = "Cognito user pool", ja = "Cognitoユーザープール" },
  fields = {
    mfa = text, length = number, upper = flag, lower = flag, digits = flag, symbols = flag, protected = flag,
  },
}

bind "aws.cognito.user_pool" "cloudformation:AWS::Cognito::UserPool" {
  mfa       = { "MfaConfiguration", default = "OFF" },
  length    = { "Policies.PasswordPolicy.MinimumLength", default = 8 },
  upper     = { "Policies.PasswordPolicy.RequireUppercase", default = false },
  lower     = { "Policies.PasswordPolicy.RequireLowercase", default = false },
  digits    = { "Policies.PasswordPolicy.RequireNumbers", default = false },
  symbols   = { "Policies.PasswordPolicy.RequireSymbols", default = false },
  protected = { "DeletionProtection", is = "ACTIVE", default = false },
}

bind "aws.cognito.user_pool" "terraform:aws_cognito_user_pool" {
  mfa       = { "mfa_configuration", default = "OFF" },
  length    = { "password_policy[0].minimum_length", default = 8 },
  upper     = { "password_policy[0].require_uppercase", default = false },
  lower     = { "password_policy[0].require_lowercase", default = false },
  digits    = { "password_policy[0].require_numbers", default = false },
  symbols   = { "password_policy[0].require_symbols", default = false },
  protected = { "deletion_protection", is = "ACTIVE", default = false },
}

bind "aws.cognito.user_pool" "aws-config:AWS::Cognito::UserPool" {
  mfa       = { "configuration.MfaConfiguration", required = true },
  length    = { "configuration.Policies.PasswordPolicy.MinimumLength", required = true },
  upper     = { "configuration.Policies.PasswordPolicy.RequireUppercase", default = false },
  lower     = { "configuration.Policies.PasswordPolicy.RequireLowercase", default = false },
  digits    = { "configuration.Policies.PasswordPolicy.RequireNumbers", default = false },
  symbols   = { "configuration.Policies.PasswordPolicy.RequireSymbols", default = false },
  protected = { "configuration.DeletionProtection", is = "ACTIVE", default = false },
}

model "aws.cognito.identity_pool" {
  label  = { en = "Cognito identity pool", ja = "Cognito IDプール" },
  fields = { anonymous = flag },
}

bind "aws.cognito.identity_pool" "cloudformation:AWS::Cognito::IdentityPool" {
  anonymous = { "AllowUnauthenticatedIdentities", default = false },
}

bind "aws.cognito.identity_pool" "aws-config:AWS::Cognito::IdentityPool" {
  anonymous = { "configuration.AllowUnauthenticatedIdentities", required = true },
}

bind "aws.cognito.identity_pool" "terraform:aws_cognito_identity_pool" {
  anonymous = { "allow_unauthenticated_identities", default = false },
}

rule "aws-cognito-mfa-off" {
  title    = {
    en = "Users of a Cognito user pool cannot use MFA",
    ja = "Cognitoユーザープールで多要素認証が無効になっている",
  },
  severity = "high",
  on       = "aws.cognito.user_pool",
  items    = { "ds200-3:2-1", "muni-3:21" },
  refs     = { "cwe:308" },
  aka      = { "guard:COGNITO_USER_POOL_MFA_CONFIGURATION_RULE" },
  fix      = {
    en = "Set MfaConfiguration (Terraform: mfa_configuration) to ON and enable a method.",
    ja = "MfaConfiguration（Terraform: mfa_configuration）をONにし、方式を有効にする。",
  },
  check    = function(p)
    if p.mfa == "OFF" then fail("mfa") end
  end,
}

rule "aws-cognito-mfa-optional" {
  title    = {
    en = "MFA of a Cognito user pool is left to each user",
    ja = "Cognitoユーザープールの多要素認証が利用者任せである",
  },
  severity = "medium",
  on       = "aws.cognito.user_pool",
  items    = { "ds200-3:2-1", "muni-3:21" },
  refs     = { "cwe:308" },
  fix      = {
    en = "Set MfaConfiguration (Terraform: mfa_configuration) to ON.",
    ja = "MfaConfiguration（Terraform: mfa_configuration）をONにする。",
  },
  check    = function(p)
    if p.mfa == "OPTIONAL" then fail("mfa") end
  end,
}

rule "aws-cognito-password-policy" {
  title    = {
    en = "Cognito user pool accepts weak passwords",
    ja = "Cognitoユーザープールが弱いパスワードを許可している",
  },
  severity = "medium",
  on       = "aws.cognito.user_pool",
  items    = { "ds200-3:1-2", "muni-3:31" },
  refs     = { "cwe:521" },
  fix      = {
    en = "Set the minimum length of PasswordPolicy (Terraform: password_policy) to 10 or more and "
      .. "require all four kinds of characters.",
    ja = "PasswordPolicy（Terraform: password_policy）の最小文字数を10以上にし、大文字、小文字、数字、記号を必須とする。",
  },
  check    = function(p)
    if p.length < 10 then
      fail("length", { en = "Passwords may have %s characters", ja = "パスワードの最小文字数が%sである", p.length })
    elseif not (p.upper and p.lower and p.digits and p.symbols) then
      fail(nil, { en = "Not all four kinds of characters are required", ja = "4種類の文字の全てが必須になっていない" })
    end
  end,
}

rule "aws-cognito-deletion-protection" {
  title    = {
    en = "Deletion protection of a Cognito user pool is off",
    ja = "Cognitoユーザープールの削除保護が有効になっていない",
  },
  severity = "low",
  on       = "aws.cognito.user_pool",
  items    = { "muni-3:19" },
  fix      = {
    en = "Set DeletionProtection (Terraform: deletion_protection) to ACTIVE.",
    ja = "DeletionProtection（Terraform: deletion_protection）をACTIVEにする。",
  },
  check    = function(p)
    if not p.protected then fail("protected") end
  end,
}

rule "aws-cognito-anonymous" {
  title    = {
    en = "Cognito identity pool gives credentials to anyone",
    ja = "Cognito IDプールが未認証の利用者に認証情報を渡す",
  },
  severity = "high",
  on       = "aws.cognito.identity_pool",
  items    = { "ds200-3:2-1", "ds200-2:4-4", "muni-3:17" },
  refs     = { "cwe:306" },
  aka      = { "guard:COGNITO_ALLOW_UNAUTHENTICATED_IDENTITIES_RULE", "checkov:CKV_AWS_366" },
  fix      = {
    en = "Set AllowUnauthenticatedIdentities (Terraform: allow_unauthenticated_identities) to "
      .. "false.",
    ja = "AllowUnauthenticatedIdentities（Terraform: allow_unauthenticated_identities）をfalseにする。",
  },
  check    = function(p)
    if p.anonymous then fail("anonymous") end
  end,
}
