-- SPDX-License-Identifier: Apache-2.0
-- Oracle Cloud IAM: password rules, policies, credentials of the provider.
local literal = lib "literal"

model "oci.iam.password_policy" {
  label  = { en = "OCI password policy", ja = "OCIのパスワードポリシー" },
  fields = { length = number, lower = flag, upper = flag, digits = flag, special = flag, own_name = flag },
}
bind "oci.iam.password_policy" "terraform:oci_identity_authentication_policy" {
  length   = { "password_policy[0].minimum_password_length", default = 8 },
  lower    = { "password_policy[0].is_lowercase_characters_required", default = false },
  upper    = { "password_policy[0].is_uppercase_characters_required", default = false },
  digits   = { "password_policy[0].is_numeric_characters_required", default = false },
  special  = { "password_policy[0].is_special_characters_required", default = false },
  own_name = { "password_policy[0].is_username_containment_allowed", default = false },
}

model "oci.iam.policy" {
  label  = { en = "OCI policy", ja = "OCIポリシー" },
  fields = { statements = list },
}
bind "oci.iam.policy" "terraform:oci_identity_policy" { statements = "statements" }

model "oci.provider" {
  label  = { en = "OCI provider", ja = "OCIプロバイダー" },
  fields = { key = text, key_password = text },
}
bind "oci.provider" "terraform:provider.oci" { key = "private_key", key_password = "private_key_password" }

local passwords <const> = { "ds200-3:1-2", "muni-3:31" }

rule "oci-password-short" {
  title    = {
    en = "Passwords of OCI users may be shorter than 14 characters",
    ja = "OCIのユーザーが14文字未満のパスワードを設定できる",
  },
  severity = "medium",
  on       = "oci.iam.password_policy",
  items    = passwords,
  refs     = { "cwe:521" },
  aka      = { "checkov:CKV_OCI_18" },
  fix      = {
    en = "Set minimum_password_length to 14 or more.",
    ja = "minimum_password_lengthを14以上に設定する。",
  },
  check    = function(p)
    if p.length < 14 then fail("length", { en = "%s characters", ja = "%s文字", p.length }) end
  end,
}

local function kind_of_character(field, en, ja, setting, aka)
  rule("oci-password-no-" .. field) {
    title    = { en = "Passwords of OCI users need no " .. en, ja = "OCIのユーザーのパスワードに" .. ja .. "が必須でない" },
    severity = "low",
    on       = "oci.iam.password_policy",
    items    = passwords,
    refs     = { "cwe:521" },
    aka      = { "checkov:" .. aka },
    fix      = { en = "Set " .. setting .. " to true.", ja = setting .. "をtrueに設定する。" },
    check    = function(p)
      if not p[field] then fail(field) end
    end,
  }
end

kind_of_character("lower", "lower-case letters", "小文字", "is_lowercase_characters_required", "CKV_OCI_11")
kind_of_character("digits", "digits", "数字", "is_numeric_characters_required", "CKV_OCI_12")
kind_of_character("special", "special characters", "記号", "is_special_characters_required", "CKV_OCI_13")
kind_of_character("upper", "upper-case letters", "大文字", "is_uppercase_characters_required", "CKV_OCI_14")

rule "oci-password-own-name" {
  title    = {
    en = "Passwords of OCI users may contain their names",
    ja = "OCIのユーザーがパスワードにユーザー名を含められる",
  },
  severity = "low",
  on       = "oci.iam.password_policy",
  items    = { "ds200-3:1-2" },
  refs     = { "cwe:521" },
  fix      = {
    en = "Set is_username_containment_allowed to false.",
    ja = "is_username_containment_allowedをfalseに設定する。",
  },
  check    = function(p)
    if p.own_name then fail("own_name") end
  end,
}

local everything = "(?i)^\\s*allow\\s+(any-user|any-group|group\\s+.+|service\\s+.+|dynamic-group\\s+.+)"
  .. "\\s+to\\s+manage\\s+all-resources\\s+in\\s+tenancy\\s*$"

local admins = "(?i)group\\s+'?(\\S+/)?Administrators'?\\s"

rule "oci-policy-manages-all" {
  title    = { en = "OCI policy gives away the whole tenancy", ja = "OCIポリシーがテナンシー全体の管理権限を与えている" },
  severity = "high",
  on       = "oci.iam.policy",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:250" },
  fix      = {
    en = "Name the compartment and the resource types; leave \"manage all-resources in tenancy\" to Administrators.",
    ja = "コンパートメントとリソースタイプを限定する。manage all-resources in tenancyはAdministratorsだけとする。",
  },
  check    = function(p)
    for s in each(p.statements) do
      if re.test(s, everything) and not re.test(s, admins) then fail("statements", { en = "%s", ja = "%s", s }) end
    end
  end,
}

rule "oci-policy-any-user" {
  title    = {
    en = "OCI policy gives rights to every user without a condition",
    ja = "OCIポリシーが全ユーザー（any-user）に条件なしで権限を与えている",
  },
  severity = "high",
  on       = "oci.iam.policy",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Name a group, or add a where clause that names who calls.",
    ja = "グループを指定するか、where句で呼び出し元を限定する。",
  },
  check    = function(p)
    for s in each(p.statements) do
      if re.test(s, "(?i)^\\s*allow\\s+any-user\\s") and not re.test(s, "(?i)\\swhere\\s") then
        fail("statements", { en = "%s", ja = "%s", s })
      end
    end
  end,
}

rule "oci-provider-key-literal" {
  title    = { en = "Private key is written in the provider block", ja = "providerブロックに秘密鍵が直接書かれている" },
  severity = "critical",
  on       = "oci.provider",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  aka      = { "checkov:CKV_OCI_1" },
  fix      = {
    en = "Use instance principals, a profile or private_key_path, and renew the key.",
    ja = "インスタンスプリンシパル、プロファイル、private_key_pathのいずれかを使い、鍵を更新する。",
  },
  check    = literal.written("key", "key_password"),
}
