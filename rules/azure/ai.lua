-- SPDX-License-Identifier: Apache-2.0
-- Azure Machine Learning and Azure AI services.

model "azure.ml.workspace" {
  label  = { en = "Machine Learning workspace", ja = "Machine Learningワークスペース" },
  fields = { public_network = flag, customer_key = flag },
}

bind "azure.ml.workspace" "terraform:azurerm_machine_learning_workspace" {
  public_network = { "public_network_access_enabled", default = true },
  customer_key   = { "encryption[0].key_id", present = true },
}

model "azure.ml.cluster" {
  label  = { en = "Machine Learning compute cluster", ja = "Machine Learningコンピューティングクラスター" },
  fields = { local_auth = flag, ssh = flag },
}

bind "azure.ml.cluster" "terraform:azurerm_machine_learning_compute_cluster" {
  local_auth = { "local_auth_enabled", default = true },
  ssh        = { "ssh_public_access_enabled", default = false },
}

model "azure.ai.account" {
  label  = { en = "AI services account", ja = "AIサービスのアカウント" },
  fields = {
    kind = text, public_network = flag, default_action = text, local_auth = flag,
    outbound_limited = flag, domains = list, customer_key = flag,
  },
}

bind "azure.ai.account" "terraform:azurerm_cognitive_account" {
  with             = {
    keys = { "terraform:azurerm_cognitive_account_customer_managed_key", by = "cognitive_account_id" },
  },
  kind             = { "kind", default = "" },
  public_network   = { "public_network_access_enabled", default = true },
  default_action   = { "network_acls[0].default_action", default = "Allow" },
  local_auth       = { "local_auth_enabled", default = true },
  outbound_limited = { "outbound_network_access_restricted", default = false },
  domains          = "fqdns",
  customer_key     = { "customer_managed_key[0].key_vault_key_id", "keys:key_vault_key_id", present = true },
}

rule "azure-ml-public-network" {
  title    = {
    en = "Machine Learning workspace can be reached from public networks",
    ja = "Machine Learningワークスペースへのパブリックネットワークアクセスが有効になっている",
  },
  severity = "medium",
  on       = "azure.ml.workspace",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV2_AZURE_49", "checkov:CKV_AZURE_144" },
  fix      = {
    en = "Set public_network_access_enabled to false and use private endpoints.",
    ja = "public_network_access_enabledをfalseに設定し、プライベートエンドポイントを使う。",
  },
  check    = function(w)
    if w.public_network then fail("public_network") end
  end,
}

rule "azure-ml-no-customer-key" {
  title    = {
    en = "Machine Learning workspace is not encrypted with a customer-managed key",
    ja = "Machine Learningワークスペースが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "azure.ml.workspace",
  items    = { "ds200-2:4-4", "muni-3:38" },
  fix      = { en = "Add encryption with key_id.", ja = "key_idを指定したencryptionを追加する。" },
  check    = function(w)
    if not w.customer_key then fail("customer_key") end
  end,
}

rule "azure-ml-local-auth" {
  title    = {
    en = "Machine Learning cluster has local accounts",
    ja = "Machine Learningコンピューティングクラスターでローカル認証が有効になっている",
  },
  severity = "low",
  on       = "azure.ml.cluster",
  items    = { "ds200-3:1-1", "ds200-2:4-4" },
  aka      = { "checkov:CKV_AZURE_142" },
  fix      = { en = "Set local_auth_enabled to false.", ja = "local_auth_enabledをfalseに設定する。" },
  check    = function(c)
    if c.local_auth then fail("local_auth") end
  end,
}

rule "azure-ml-ssh-public" {
  title    = {
    en = "Nodes of the Machine Learning cluster can be reached by SSH from the internet",
    ja = "Machine LearningコンピューティングクラスターのノードにインターネットからSSH接続できる",
  },
  severity = "high",
  on       = "azure.ml.cluster",
  items    = { "ds200-2:3-2", "muni-3:16", "muni-3:20" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Set ssh_public_access_enabled to false.",
    ja = "ssh_public_access_enabledをfalseに設定する。",
  },
  check    = function(c)
    if c.ssh then fail("ssh") end
  end,
}

rule "azure-ai-public-network" {
  title    = {
    en = "AI services account can be reached from every network",
    ja = "AIサービスのアカウントが全ネットワークからの接続を許可している",
  },
  severity = "medium",
  on       = "azure.ai.account",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_134" },
  fix      = {
    en = "Set public_network_access_enabled to false, or default_action to Deny in network_acls.",
    ja = "public_network_access_enabledをfalseに、またはnetwork_aclsのdefault_actionをDenyに設定する。",
  },
  check    = function(a)
    if a.public_network and a.default_action:lower() ~= "deny" then fail("public_network") end
  end,
}

rule "azure-ai-local-auth" {
  title    = {
    en = "AI services account can be used with its keys",
    ja = "AIサービスのアカウントでキーによる認証が許可されている",
  },
  severity = "medium",
  on       = "azure.ai.account",
  items    = { "ds200-3:1-1", "ds200-2:4-4" },
  aka      = { "checkov:CKV_AZURE_236" },
  fix      = {
    en = "Set local_auth_enabled to false and grant roles.",
    ja = "local_auth_enabledをfalseとし、ロールで許可する。",
  },
  check    = function(a)
    if a.local_auth then fail("local_auth") end
  end,
}

rule "azure-ai-outbound-open" {
  title    = {
    en = "OpenAI account may call every address",
    ja = "OpenAIアカウントのアウトバウンド通信が制限されていない",
  },
  severity = "low",
  on       = "azure.ai.account",
  items    = { "ds200-2:3-6" },
  aka      = { "checkov:CKV_AZURE_247" },
  fix      = {
    en = "Set outbound_network_access_restricted to true and list the domains needed in fqdns.",
    ja = "outbound_network_access_restrictedをtrueとし、必要なドメインをfqdnsに指定する。",
  },
  check    = function(a)
    if a.kind:lower() ~= "openai" then return end
    if not a.outbound_limited then
      fail("outbound_limited")
    elseif a.domains == nil or #a.domains == 0 then
      fail("domains", { en = "no domain is allowed", ja = "許可するドメインの指定がない" })
    end
  end,
}

rule "azure-ai-no-customer-key" {
  title    = {
    en = "AI services account is not encrypted with a customer-managed key",
    ja = "AIサービスのアカウントが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "azure.ai.account",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV2_AZURE_22" },
  fix      = {
    en = "Set customer_managed_key, or azurerm_cognitive_account_customer_managed_key.",
    ja = "customer_managed_keyまたはazurerm_cognitive_account_customer_managed_keyを設定する。",
  },
  check    = function(a)
    if not a.customer_key then fail("customer_key") end
  end,
}
