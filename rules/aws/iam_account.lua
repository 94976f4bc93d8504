-- SPDX-License-Identifier: Apache-2.0
-- AWS accounts: the password policy of IAM users, access keys, the credentials of Terraform itself.

model "aws.iam.password_policy" {
  label  = { en = "Password policy of an account", ja = "アカウントのパスワードポリシー" },
  fields = {
    length = number, lower = flag, upper = flag, digits = flag, symbols = flag, reuse = number, age = number,
    own_change = flag,
  },
}

bind "aws.iam.password_policy" "terraform:aws_iam_account_password_policy" {
  length     = { "minimum_password_length", default = 6 },
  lower      = { "require_lowercase_characters", default = false },
  upper      = { "require_uppercase_characters", default = false },
  digits     = { "require_numbers", default = false },
  symbols    = { "require_symbols", default = false },
  reuse      = { "password_reuse_prevention", default = 0 },
  age        = { "max_password_age", default = 0 },
  own_change = { "allow_users_to_change_password", default = true },
}

local longer <const> = {
  en = "Set minimum_password_length to 14 or more.", ja = "minimum_password_lengthを14以上に設定する。",
}

rule "aws-iam-password-under-10" {
  title    = { en = "Passwords may be shorter than 10 characters", ja = "10文字未満のパスワードが許可されている" },
  severity = "medium",
  on       = "aws.iam.password_policy",
  items    = { "ds200-3:1-2", "muni-3:31", "cis-aws-3.0.0:1.8" },
  refs     = { "cwe:521" },
  aka      = { "checkov:CKV_AWS_10", "trivy:AWS-0063" },
  fix      = longer,
  check    = function(p)
    if p.length < 10 then fail("length") end
  end,
}

rule "aws-iam-password-length" {
  title    = { en = "Passwords may be shorter than 14 characters", ja = "14文字未満のパスワードが許可されている" },
  severity = "low",
  on       = "aws.iam.password_policy",
  items    = { "cis-aws-3.0.0:1.8" },
  refs     = { "cwe:521" },
  aka      = { "checkov:CKV_AWS_10", "trivy:AWS-0063" },
  fix      = longer,
  check    = function(p)
    if p.length >= 10 and p.length < 14 then fail("length") end
  end,
}

local function character_rule(id, field, setting, title, aka)
  rule(id) {
    title    = title,
    severity = "medium",
    on       = "aws.iam.password_policy",
    items    = { "ds200-3:1-2", "muni-3:31" },
    refs     = { "cwe:521" },
    aka      = aka,
    fix      = { en = "Set " .. setting .. " to true.", ja = setting .. "をtrueに設定する。" },
    check    = function(p)
      if not p[field] then fail(field) end
    end,
  }
end

character_rule("aws-iam-password-lowercase", "lower", "require_lowercase_characters", {
  en = "Passwords need no lowercase letter",
  ja = "パスワードに小文字が要求されない",
}, { "checkov:CKV_AWS_11", "trivy:AWS-0058" })

character_rule("aws-iam-password-uppercase", "upper", "require_uppercase_characters", {
  en = "Passwords need no uppercase letter",
  ja = "パスワードに大文字が要求されない",
}, { "checkov:CKV_AWS_15", "trivy:AWS-0061" })

character_rule("aws-iam-password-digits", "digits", "require_numbers", {
  en = "Passwords need no digit",
  ja = "パスワードに数字が要求されない",
}, { "checkov:CKV_AWS_12", "trivy:AWS-0059" })

character_rule("aws-iam-password-symbols", "symbols", "require_symbols", {
  en = "Passwords need no symbol",
  ja = "パスワードに記号が要求されない",
}, { "checkov:CKV_AWS_14", "trivy:AWS-0060" })

rule "aws-iam-password-reuse" {
  title    = { en = "Recent passwords may be used again", ja = "直近のパスワードの再利用が許可されている" },
  severity = "medium",
  on       = "aws.iam.password_policy",
  items    = { "ds200-3:1-2", "muni-3:31", "cis-aws-3.0.0:1.9" },
  refs     = { "cwe:521" },
  aka      = { "checkov:CKV_AWS_13", "trivy:AWS-0056" },
  fix      = {
    en = "Set password_reuse_prevention to 24.",
    ja = "password_reuse_preventionを24に設定する。",
  },
  check    = function(p)
    if p.reuse < 5 then fail("reuse") end
  end,
}

rule "aws-iam-password-reuse-under-24" {
  title    = {
    en = "Fewer than 24 passwords are remembered against reuse",
    ja = "再利用を禁止するパスワードの世代数が24未満",
  },
  severity = "low",
  on       = "aws.iam.password_policy",
  items    = { "cis-aws-3.0.0:1.9" },
  aka      = { "checkov:CKV_AWS_13" },
  fix      = {
    en = "Set password_reuse_prevention to 24.",
    ja = "password_reuse_preventionを24に設定する。",
  },
  check    = function(p)
    if p.reuse >= 5 and p.reuse < 24 then fail("reuse") end
  end,
}

rule "aws-iam-password-age" {
  title    = {
    en = "Passwords are valid for more than 90 days",
    ja = "パスワードの有効期間が90日を超えている",
  },
  why      = {
    en = "Where a rule of the organisation asks for it; without one, a change on suspicion is enough.",
    ja = "組織の規程が定期的な変更を求める場合に該当する。規程がなければ、漏えいが疑われるときの変更でよい。",
  },
  severity = "info",
  on       = "aws.iam.password_policy",
  aka      = { "checkov:CKV_AWS_9", "trivy:AWS-0062" },
  fix      = { en = "Set max_password_age to 90 or less.", ja = "max_password_ageを90以下に設定する。" },
  check    = function(p)
    if p.age == 0 or p.age > 90 then fail("age") end
  end,
}

rule "aws-iam-password-own-change" {
  title    = { en = "Users cannot change their own passwords", ja = "利用者が自分のパスワードを変更できない" },
  severity = "low",
  on       = "aws.iam.password_policy",
  items    = { "ds200-3:1-2" },
  fix      = {
    en = "Set allow_users_to_change_password to true.",
    ja = "allow_users_to_change_passwordをtrueに設定する。",
  },
  check    = function(p)
    if not p.own_change then fail("own_change") end
  end,
}

-- ---- access keys --------------------------------------------------------------------------------------------

model "aws.iam.access_key" {
  label  = { en = "Access key", ja = "アクセスキー" },
  fields = { user = text, sealed = flag },
}

bind "aws.iam.access_key" "terraform:aws_iam_access_key" {
  user   = "user",
  sealed = { "pgp_key", present = true },
}

rule "aws-iam-root-access-key" {
  title    = { en = "Access key belongs to the root user", ja = "ルートユーザーのアクセスキーが作成されている" },
  severity = "critical",
  on       = "aws.iam.access_key",
  items    = { "ds200-3:1-1", "ds200-2:7-3", "cis-aws-3.0.0:1.4" },
  refs     = { "cwe:250" },
  aka      = { "checkov:CKV_AWS_348", "trivy:AWS-0141" },
  fix      = {
    en = "Remove the key; give a role the rights that are needed.",
    ja = "アクセスキーを削除し、必要な権限を持つロールを使う。",
  },
  check    = function(k)
    if known(k, "user") and (k.user or ""):lower() == "root" then fail("user") end
  end,
}

rule "aws-iam-access-key-in-state" {
  title    = {
    en = "Secret of an access key is kept in clear in the Terraform state",
    ja = "アクセスキーの秘密部分がTerraformのstateに平文で保存される",
  },
  severity = "medium",
  on       = "aws.iam.access_key",
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:312" },
  fix      = {
    en = "Use a role in place of the key, or set pgp_key.",
    ja = "アクセスキーの代わりにロールを使うか、pgp_keyを設定する。",
  },
  check    = function(k)
    if not k.sealed then fail("sealed") end
  end,
}

-- ---- the credentials of Terraform itself --------------------------------------------------------------------

model "aws.credentials" {
  label  = { en = "Credentials for AWS in the code", ja = "コード中のAWSの認証情報" },
  fields = { access_key = text, secret_key = text, token = text },
}

for _, kind in ipairs { "provider.aws", "backend.s3" } do
  bind "aws.credentials" ("terraform:" .. kind) {
    access_key = "access_key",
    secret_key = "secret_key",
    token      = "token",
  }
end

-- What is no key ("test", for a simulator) harms nobody.
local shapes <const> = {
  { "access_key", "^(AKIA|ASIA)[A-Z0-9]{16}$" }, { "secret_key", "^[A-Za-z0-9/+]{40}$" }, { "token", "^[A-Za-z0-9/+=]{100,}$" },
}

rule "aws-provider-credentials" {
  title    = {
    en = "Credentials for AWS are written in the code",
    ja = "AWSの認証情報がコードに直接書かれている",
  },
  severity = "critical",
  on       = "aws.credentials",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  aka      = { "checkov:CKV_AWS_41" },
  fix      = {
    en = "Remove the keys from the block and revoke them; use a role, a profile or environment variables.",
    ja = "ブロックから認証情報を削除して無効化し、ロール、プロファイルまたは環境変数を使う。",
  },
  check    = function(p)
    for _, shape in ipairs(shapes) do
      local field, pattern = shape[1], shape[2]
      if known(p, field) and re.test(p[field] or "", pattern) then fail(field) end
    end
  end,
}
