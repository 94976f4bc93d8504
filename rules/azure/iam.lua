-- SPDX-License-Identifier: Apache-2.0
-- Azure roles and their assignments.

model "azure.iam.role" {
  label  = { en = "Custom role", ja = "カスタムロール" },
  fields = { actions = list, scope = text, scopes = list },
}

bind "azure.iam.role" "terraform:azurerm_role_definition" {
  each    = "permissions",
  actions = "actions",
  scope   = "/scope",
  scopes  = "/assignable_scopes",
}

model "azure.iam.assignment" {
  label  = { en = "Role assignment", ja = "ロールの割り当て" },
  fields = { role = text, id = text },
}

bind "azure.iam.assignment" "terraform:azurerm_role_assignment" {
  role = "role_definition_name",
  id   = "role_definition_id",
}

rule "azure-iam-role-all-actions" {
  title    = { en = "Custom role allows every action", ja = "カスタムロールが全操作を許可している" },
  severity = "high",
  on       = "azure.iam.role",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:732" },
  aka      = { "checkov:CKV_AZURE_39" },
  fix      = { en = "List the operations that are needed in actions.", ja = "actionsに必要な操作だけを列挙する。" },
  check    = function(r)
    if includes(r, "*", "actions") then fail("actions") end
  end,
}

rule "azure-iam-role-everywhere" {
  title    = {
    en = "Custom role with every action can be assigned at the root",
    ja = "全操作を許可するカスタムロールをルートスコープで割り当てられる",
  },
  severity = "high",
  on       = "azure.iam.role",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:732" },
  aka      = { "trivy:AZU-0030" },
  fix      = {
    en = "Name subscriptions or resource groups in assignable_scopes.",
    ja = "assignable_scopesにサブスクリプションやリソースグループを指定する。",
  },
  check    = function(r)
    if not includes(r, "*", "actions") then return end
    -- a scope that cannot be read is the id of a subscription or a group, never the root
    for i = 0, r.scopes and #r.scopes - 1 or -1 do
      local at = ("scopes[%d]"):format(i)
      if known(r, at) and get(r, at) == "/" then return fail("scopes") end
    end
    if known(r, "scope") and r.scope == "/" then fail("scope") end
  end,
}

rule "azure-iam-role-grants-roles" {
  title    = {
    en = "Custom role can give its holders further roles",
    ja = "カスタムロールで自らの権限を昇格できる",
  },
  severity = "high",
  on       = "azure.iam.role",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:269" },
  fix      = {
    en = "Remove Microsoft.Authorization/* and Microsoft.Authorization/roleAssignments/write from actions.",
    ja = "actionsからMicrosoft.Authorization/*とMicrosoft.Authorization/roleAssignments/writeを外す。",
  },
  check    = function(r)
    for _, a in ipairs { "Microsoft.Authorization/*", "Microsoft.Authorization/*/write",
                         "Microsoft.Authorization/roleAssignments/*",
                         "Microsoft.Authorization/roleAssignments/write" } do
      if includes(r, a, "actions") then return fail("actions") end
    end
  end,
}

-- Owner and User Access Administrator, by name and by the id that every tenant has.
local mighty <const> = "(?i)^(owner|user access administrator)$"
local mighty_id <const> = "(?i)(8e3af657-a8ff-443c-a75c-2fe8c4bcb635|18d7d88d-d35e-4fb5-a5c3-7773c20a72d9)$"

rule "azure-iam-owner-assigned" {
  title    = {
    en = "A role that can hand out every right is assigned",
    ja = "全権限を付与できるロール（所有者など）が割り当てられている",
  },
  severity = "medium",
  on       = "azure.iam.assignment",
  items    = { "ds200-3:2-3" },
  refs     = { "cwe:250" },
  fix      = {
    en = "Assign a role with only the rights needed, or make Owner eligible in Privileged Identity Management.",
    ja = "必要な権限だけのロールを割り当てるか、Privileged Identity Managementで一時的に付与する。",
  },
  check    = function(a)
    if a.role ~= nil then
      if re.test(a.role, mighty) then fail("role") end
    elseif known(a, "id") and re.test(a.id or "", mighty_id) then
      fail("id")
    end
  end,
}
