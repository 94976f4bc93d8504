-- SPDX-License-Identifier: Apache-2.0
-- Microsoft Entra ID: applications, directory roles, conditional access; and what the provider may delete.

model "azure.entra.application" {
  label  = { en = "Application registration", ja = "アプリの登録" },
  fields = { redirects = list, access_tokens = flag },
}

bind "azure.entra.application" "terraform:azuread_application" {
  redirects     = "web[0].redirect_uris",
  access_tokens = { "web[0].implicit_grant[0].access_token_issuance_enabled", default = false },
}

model "azure.entra.role_assignment" {
  label  = { en = "Directory role assignment", ja = "ディレクトリロールの割り当て" },
  fields = { role = text, id = text },
}

bind "azure.entra.role_assignment" "terraform:azuread_directory_role_assignment" {
  with = { role = { "terraform:azuread_directory_role", to = "role_id" } },
  role = "role:display_name",
  id   = "role_id",
}

model "azure.entra.conditional_access" {
  label  = { en = "Conditional access policy", ja = "条件付きアクセスポリシー" },
  fields = { state = text },
}

bind "azure.entra.conditional_access" "terraform:azuread_conditional_access_policy" { state = "state" }

model "azure.provider" {
  label  = { en = "azurerm provider", ja = "azurermプロバイダー" },
  fields = { keeps_full_groups = flag },
}

bind "azure.provider" "terraform:provider.azurerm" {
  keeps_full_groups = {
    "features[0].resource_group[0].prevent_deletion_if_contains_resources", default = true,
  },
}

rule "azure-entra-plain-redirect" {
  title    = {
    en = "App registration sends tokens over plain HTTP",
    ja = "アプリの登録のリダイレクトURIに平文のHTTPが含まれている",
  },
  severity = "high",
  on       = "azure.entra.application",
  items    = { "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  fix      = { en = "Use https in redirect_uris.", ja = "redirect_urisにはhttpsを使う。" },
  check    = function(a)
    for uri in each(a.redirects) do
      if re.test(uri, "(?i)^http://(?!(localhost|127\\.0\\.0\\.1)([:/]|$))") then return fail("redirects") end
    end
  end,
}

rule "azure-entra-implicit-grant" {
  title    = {
    en = "App registration gives out tokens by the implicit grant",
    ja = "アプリの登録で暗黙的な許可フローが有効になっている",
  },
  why      = {
    en = "The tokens stand in the address, where history, logs and other sites can read them.",
    ja = "トークンがURLに含まれ、履歴やログ、他のサイトから読み取られるおそれがある。",
  },
  severity = "medium",
  on       = "azure.entra.application",
  items    = { "ds200-3:2-1", "ds200-2:4-4" },
  fix      = {
    en = "Set access_token_issuance_enabled to false and use the code flow with PKCE.",
    ja = "access_token_issuance_enabledをfalseとし、PKCEを用いた認可コードフローを使う。",
  },
  check    = function(a)
    if a.access_tokens then fail("access_tokens") end
  end,
}

rule "azure-entra-global-administrator" {
  title    = {
    en = "Global Administrator is assigned for good",
    ja = "グローバル管理者のロールが恒久的に割り当てられている",
  },
  severity = "medium",
  on       = "azure.entra.role_assignment",
  items    = { "ds200-3:2-3" },
  refs     = { "cwe:250" },
  fix      = {
    en = "Assign a role with only the rights needed, or make it eligible "
      .. "(azuread_directory_role_eligibility_schedule_request).",
    ja = "必要な権限だけのロールを割り当てるか、azuread_directory_role_eligibility_schedule_requestで"
      .. "一時的に付与する。",
  },
  check    = function(a)
    if known(a, "role") and a.role ~= nil then
      if a.role:lower() == "global administrator" then fail("id") end
    elseif a.id == "62e90394-69f5-4237-9190-012177145e10" then
      fail("id")
    end
  end,
}

rule "azure-entra-conditional-access-off" {
  title    = {
    en = "Conditional access policy is not enforced",
    ja = "条件付きアクセスポリシーが有効になっていない",
  },
  severity = "medium",
  on       = "azure.entra.conditional_access",
  items    = { "ds200-2:4-4" },
  fix      = { en = "Set state to enabled.", ja = "stateをenabledに設定する。" },
  check    = function(p)
    if p.state ~= "enabled" then fail("state") end
  end,
}

rule "azure-provider-deletes-full-groups" {
  title    = {
    en = "Terraform deletes resource groups with everything in them",
    ja = "Terraformがリソースの残るリソースグループを削除できる",
  },
  severity = "low",
  on       = "azure.provider",
  items    = { "muni-3:19" },
  fix      = {
    en = "Set prevent_deletion_if_contains_resources to true in features.",
    ja = "featuresのprevent_deletion_if_contains_resourcesをtrueに設定する。",
  },
  check    = function(p)
    if not p.keeps_full_groups then fail("keeps_full_groups") end
  end,
}
