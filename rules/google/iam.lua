-- SPDX-License-Identifier: Apache-2.0
-- IAM of organisations, folders and projects: who gets which role; keys; audit logs.
local google = lib "google"

model "google.iam.grant" {
  label  = { en = "IAM grant", ja = "IAM権限" },
  fields = {
    scope = text,                   -- "organization", "folder" or "project"
    role = text, member = text, members = list,
    default_account = any,          -- google_compute_default_service_account or the like, when a member refers to it
  },
}
for _, scope in ipairs({ "organization", "folder", "project" }) do
  for _, kind in ipairs(google.grants(scope)) do
    bind "google.iam.grant" (kind) {
      with            = {
        one  = {
          "terraform:data.google_compute_default_service_account",
          "terraform:data.google_app_engine_default_service_account", to = "member",
        },
        many = {
          "terraform:data.google_compute_default_service_account",
          "terraform:data.google_app_engine_default_service_account", to = "members",
        },
      },
      scope           = { default = scope },
      role            = google.grant.role,
      member          = google.grant.member,
      members         = google.grant.members,
      default_account = { "one:[0]", "many:[0]" },
    }
  end
end

-- A binding within a policy document; where the document is used is not known here.
model "google.iam.policy_binding" {
  label  = { en = "Binding of an IAM policy", ja = "IAMポリシーのバインディング" },
  fields = { role = text, member = text, members = list },
}
bind "google.iam.policy_binding" "terraform:data.google_iam_policy" {
  each = "binding", role = "role", member = { default = "" }, members = "members",
}

model "google.iam.audit" {
  label  = { en = "Audit log settings", ja = "監査ログの設定" },
  fields = { scope = text, service = text, types = list, exempted = list },
}
for _, scope in ipairs({ "organization", "folder", "project" }) do
  bind "google.iam.audit" ("terraform:google_" .. scope .. "_iam_audit_config") {
    scope    = { default = scope },
    service  = "service",
    types    = "audit_log_config[*].log_type",
    exempted = { "audit_log_config[*].exempted_members", join = true },
  }
end

model "google.iam.key" {
  label  = { en = "Key of a service account", ja = "サービスアカウントキー" },
  fields = { account = text, uploaded = flag },
}
bind "google.iam.key" "terraform:google_service_account_key" {
  account  = "service_account_id",
  uploaded = { "public_key_data", present = true },
}

model "google.iam.pool_provider" {
  label  = { en = "Workload identity provider", ja = "Workload Identityプロバイダー" },
  fields = { issuer = text, condition = text },
}
bind "google.iam.pool_provider" "terraform:google_iam_workload_identity_pool_provider" {
  issuer    = "oidc[0].issuer_uri",
  condition = "attribute_condition",
}

model "google.apikeys.key" {
  label  = { en = "API key", ja = "APIキー" },
  fields = { callers = flag, apis = flag },
}
bind "google.apikeys.key" "terraform:google_apikeys_key" {
  callers = {
    "restrictions[0].browser_key_restrictions", "restrictions[0].server_key_restrictions",
    "restrictions[0].android_key_restrictions", "restrictions[0].ios_key_restrictions", present = true,
  },
  apis    = { "restrictions[0].api_targets", present = true },
}

-- ---- roles --------------------------------------------------------------------------------------------------

local least_privilege <const> = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" }

local function with_cis(number)
  return { "cis-gcp-2.0.0:" .. number, "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" }
end

rule "google-iam-public" {
  title    = { en = "Role is granted to everyone", ja = "ロールが全員に付与されている" },
  severity = "critical",
  on       = "google.iam.grant",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Replace allUsers and allAuthenticatedUsers by groups or service accounts.",
    ja = "allUsersとallAuthenticatedUsersをやめ、グループやサービスアカウントに付与する。",
  },
  check    = google.no_public(),
}

rule "google-iam-policy-public" {
  title    = { en = "Policy grants a role to everyone", ja = "ポリシーがロールを全員に付与している" },
  severity = "high",
  on       = "google.iam.policy_binding",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_113" },
  fix      = {
    en = "Replace allUsers and allAuthenticatedUsers in members.",
    ja = "membersのallUsersとallAuthenticatedUsersを特定のメンバーに置き換える。",
  },
  check    = google.no_public(),
}

rule "google-iam-basic-role" {
  title    = { en = "Basic role is granted", ja = "基本ロールが付与されている" },
  severity = "medium",
  on       = "google.iam.grant",
  items    = least_privilege,
  refs     = { "cwe:250" },
  aka      = { "checkov:CKV_GCP_115", "checkov:CKV_GCP_116", "checkov:CKV_GCP_117" },
  why      = {
    en = "Owner, editor and viewer reach every service of the project, those made tomorrow as well.",
    ja = "オーナー、編集者、閲覧者は、今後追加されるものも含め全サービスに及ぶ。",
  },
  fix      = {
    en = "Grant predefined or custom roles of the services that are needed.",
    ja = "必要なサービスの事前定義ロールかカスタムロールを付与する。",
  },
  check    = function(g)
    if includes({ "roles/owner", "roles/editor", "roles/viewer" }, g.role) then fail("role") end
  end,
}

local function administers(role)
  return role == "roles/owner" or role == "roles/editor" or re.test(role, "(?i)admin")
end

local function is_service_account(member)
  return member:starts("serviceAccount:") or member:ends(".gserviceaccount.com")
end

rule "google-iam-service-account-admin" {
  title    = { en = "Service account has an administrator's role", ja = "サービスアカウントに管理者ロールが付与されている" },
  severity = "high",
  on       = "google.iam.grant",
  items    = with_cis("1.5"),
  refs     = { "cwe:250" },
  aka      = { "checkov:CKV_GCP_42", "trivy:GCP-0007" },
  fix      = {
    en = "Grant the service account only the roles that its work needs.",
    ja = "サービスアカウントには処理に必要なロールだけを付与する。",
  },
  check    = function(g)
    if administers(g.role or "") and google.member(g, is_service_account) then fail("role") end
  end,
}

local impersonating <const> = {
  ["roles/iam.serviceAccountUser"] = true, ["roles/iam.serviceAccountTokenCreator"] = true,
  ["roles/iam.serviceAccountKeyAdmin"] = true, ["roles/iam.serviceAccountAdmin"] = true,
  ["roles/iam.workloadIdentityUser"] = true,
}
-- These reach every project below; the rule about basic roles speaks of single projects.
local impersonating_below <const> = {
  ["roles/owner"] = true, ["roles/editor"] = true, ["roles/iam.securityAdmin"] = true,
  ["roles/dataproc.editor"] = true, ["roles/dataflow.developer"] = true, ["roles/composer.admin"] = true,
  ["roles/dataproc.admin"] = true, ["roles/dataflow.admin"] = true, ["roles/cloudfunctions.admin"] = true,
  ["roles/resourcemanager.folderAdmin"] = true, ["roles/resourcemanager.organizationAdmin"] = true,
}

rule "google-iam-impersonation" {
  title    = {
    en = "Members may act as every service account below",
    ja = "配下の全サービスアカウントになりすませる権限が付与されている",
  },
  severity = "medium",
  on       = "google.iam.grant",
  items    = with_cis("1.6"),
  refs     = { "cwe:269" },
  aka      = {
    "checkov:CKV_GCP_41", "checkov:CKV_GCP_44", "checkov:CKV_GCP_45", "checkov:CKV_GCP_49",
    "trivy:GCP-0005", "trivy:GCP-0009", "trivy:GCP-0011",
  },
  fix      = {
    en = "Grant the role on the service account that is needed (google_service_account_iam_member).",
    ja = "必要なサービスアカウントに対してのみ付与する（google_service_account_iam_member）。",
  },
  check    = function(g)
    if impersonating[g.role] then return fail("role") end
    if g.scope ~= "project" and impersonating_below[g.role] then fail("role") end
  end,
}

rule "google-iam-default-account" {
  title    = { en = "Default service account gets a role", ja = "デフォルトのサービスアカウントにロールが付与されている" },
  severity = "medium",
  on       = "google.iam.grant",
  items    = least_privilege,
  aka      = {
    "checkov:CKV_GCP_46", "checkov:CKV_GCP_47", "checkov:CKV_GCP_48",
    "trivy:GCP-0004", "trivy:GCP-0006", "trivy:GCP-0008",
  },
  why      = {
    en = "Every machine and app without an account of its own acts as this one.",
    ja = "専用のアカウントを持たないマシンやアプリは、すべてこのアカウントとして動作する。",
  },
  fix      = {
    en = "Make a service account for the task and grant it the role.",
    ja = "用途ごとにサービスアカウントを作成し、それに付与する。",
  },
  check    = function(g)
    if g.default_account ~= nil then return fail(known(g, "member") and "members" or "member") end
    local field = google.member(g, google.default_account)
    if field then fail(field) end
  end,
}

local function is_person(member)
  return member:starts("user:")
end

rule "google-iam-user-grant" {
  title    = { en = "Role is granted to a person and not to a group", ja = "グループでなく個人にロールが付与されている" },
  severity = "low",
  on       = "google.iam.grant",
  aka      = { "trivy:GCP-0003" },
  why      = {
    en = "Grants to persons are forgotten when they change their work.",
    ja = "個人への付与は、異動の際に外し忘れやすい。",
  },
  fix      = { en = "Grant it to a group (group:...).", ja = "グループ（group:...）に付与する。" },
  check    = function(g)
    local field = google.member(g, is_person)
    if field then fail(field) end
  end,
}

local consumer = "^user:.+@(gmail|googlemail|hotmail|outlook|live|yahoo|icloud|aol|protonmail)[.]"

local function is_consumer(member)
  return re.test(member, consumer)
end

rule "google-iam-consumer-account" {
  title    = { en = "Role is granted to a private account", ja = "個人用のアカウントにロールが付与されている" },
  severity = "high",
  on       = "google.iam.grant",
  items    = with_cis("1.1"),
  aka      = { "trivy:GCP-0069" },
  fix      = {
    en = "Grant it to accounts of the organisation.",
    ja = "組織で管理するアカウントに付与する。",
  },
  check    = function(g)
    local field = google.member(g, is_consumer)
    if field then fail(field) end
  end,
}

-- ---- keys and federation ------------------------------------------------------------------------------------

rule "google-iam-service-account-key" {
  title    = { en = "Private key of a service account is made and kept", ja = "サービスアカウントキー（秘密鍵）が作成されている" },
  severity = "medium",
  on       = "google.iam.key",
  items    = { "cis-gcp-2.0.0:1.4", "ds200-2:4-4", "muni-3:38" },
  refs     = { "cwe:798" },
  why      = {
    en = "Whoever copies the key is the account until somebody notices; Terraform keeps it in its state.",
    ja = "キーを入手した者は気付かれるまで本人として操作できる。キーはTerraformのstateにも残る。",
  },
  fix      = {
    en = "Attach the service account to the workload, or use workload identity federation.",
    ja = "サービスアカウントをワークロードに割り当てるか、Workload Identity連携を使う。",
  },
  check    = function(k)
    if not k.uploaded then fail("uploaded") end     -- else the private key stays with its owner
  end,
}

-- Issuers that serve everyone, whoever they are.
local for_everyone = "^https://(token[.]actions[.]githubusercontent[.]com|gitlab[.]com|app[.]terraform[.]io)"

rule "google-iam-federation-unconditional" {
  title    = {
    en = "Workload identity provider takes tokens of strangers",
    ja = "Workload Identityプロバイダーが第三者のトークンを受け入れる",
  },
  severity = "high",
  on       = "google.iam.pool_provider",
  items    = { "ds200-3:2-2", "ds200-2:4-4", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_125", "trivy:GCP-0068" },
  fix      = {
    en = "Set attribute_condition to your organisation or repository, as in assertion.repository_owner == 'example'.",
    ja = "attribute_conditionで自組織やリポジトリに限定する（assertion.repository_owner == 'example'など）。",
  },
  check    = function(p)
    if not re.test(p.issuer or "", for_everyone) then return skip() end
    local part = known_part(p, "condition")
    if part == nil or part == "" then fail("condition") end
  end,
}

rule "google-apikey-any-caller" {
  title    = { en = "API key may be used from anywhere", ja = "APIキーの利用元が制限されていない" },
  severity = "medium",
  on       = "google.apikeys.key",
  items    = { "cis-gcp-2.0.0:1.13", "ds200-2:4-4" },
  fix      = {
    en = "Add browser_key_restrictions, server_key_restrictions or those of an app.",
    ja = "browser_key_restrictions、server_key_restrictionsなどで利用元を制限する。",
  },
  check    = function(k)
    if not k.callers then fail("callers") end
  end,
}

rule "google-apikey-any-api" {
  title    = { en = "API key may call every API", ja = "APIキーで呼び出せるAPIが制限されていない" },
  severity = "medium",
  on       = "google.apikeys.key",
  items    = { "cis-gcp-2.0.0:1.14", "ds200-2:4-4" },
  fix      = { en = "Add api_targets to restrictions.", ja = "restrictionsにapi_targetsを追加する。" },
  check    = function(k)
    if not k.apis then fail("apis") end
  end,
}

-- ---- audit logs ---------------------------------------------------------------------------------------------

local audit <const> = { "cis-gcp-2.0.0:2.1", "ds200-2:3-7", "ds200-3:6-1", "muni-3:35" }
local all_types <const> = { "ADMIN_READ", "DATA_READ", "DATA_WRITE" }

rule "google-iam-audit-incomplete" {
  title    = { en = "Audit log leaves out reads or writes", ja = "監査ログの種類が不足している" },
  severity = "medium",
  on       = "google.iam.audit",
  items    = audit,
  refs     = { "cwe:778" },
  aka      = { "trivy:GCP-0079" },
  fix      = {
    en = "Set service to \"allServices\" with audit_log_config blocks for ADMIN_READ, DATA_READ and DATA_WRITE.",
    ja = "serviceを\"allServices\"とし、ADMIN_READ、DATA_READ、DATA_WRITEのaudit_log_configを設定する。",
  },
  check    = function(a)
    if a.service ~= "allServices" then
      for other in each(resources("google.iam.audit")) do
        if other.service == "allServices" then return skip() end
      end
      return fail("service")
    end
    for t in each(all_types) do
      if not includes(a.types, t) then return fail("types", { en = "%s is missing", ja = "%sがない", t }) end
    end
  end,
}

rule "google-iam-audit-exempted" {
  title    = { en = "Audit log leaves out some members", ja = "監査ログから除外されたメンバーがいる" },
  severity = "low",
  on       = "google.iam.audit",
  items    = audit,
  refs     = { "cwe:778" },
  fix      = { en = "Remove exempted_members.", ja = "exempted_membersを外す。" },
  check    = function(a)
    if a.exempted ~= nil and #a.exempted > 0 then fail("exempted") end
  end,
}
