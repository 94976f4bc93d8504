-- SPDX-License-Identifier: Apache-2.0
-- Oracle Cloud databases and Data Catalog: exposure, TLS, keys, passwords.
local literal = lib "literal"
local network = lib "network"

model "oci.database.autonomous" {
  label  = { en = "Autonomous Database", ja = "Autonomous Database" },
  fields = {
    private = flag, allowed = list, mtls = flag, customer_key = flag,
    password = text,
  },
}
bind "oci.database.autonomous" "terraform:oci_database_autonomous_database" {
  private      = { "subnet_id", "private_endpoint_label", present = true },
  allowed      = "whitelisted_ips",
  mtls         = { "is_mtls_connection_required", default = true },
  customer_key = { "kms_key_id", present = true },
  password     = "admin_password",
}

model "oci.datacatalog.catalog" {
  label  = { en = "Data Catalog", ja = "データカタログ" },
  fields = { endpoints = flag },
}
bind "oci.datacatalog.catalog" "terraform:oci_datacatalog_catalog" {
  endpoints = { "attached_catalog_private_endpoints", present = true },
}

rule "oci-adb-open-to-world" {
  title    = {
    en = "Every address may connect to the Autonomous Database",
    ja = "Autonomous Databaseへの接続が全アドレスに許可されている",
  },
  severity = "high",
  on       = "oci.database.autonomous",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Set subnet_id for a private endpoint, or list known addresses in whitelisted_ips.",
    ja = "subnet_idでプライベートエンドポイントにするか、whitelisted_ipsに既知のアドレスを指定する。",
  },
  check    = function(d)
    if d.private then return end
    if d.allowed == nil or #d.allowed == 0 then return fail("allowed") end
    for range in each(d.allowed) do
      if network.anyone(range) then return fail("allowed", { en = "%s", ja = "%s", range }) end
    end
  end,
}

rule "oci-adb-no-mtls" {
  title    = {
    en = "Clients of the Autonomous Database need no certificate",
    ja = "Autonomous Databaseで相互TLS認証が必須になっていない",
  },
  severity = "medium",
  on       = "oci.database.autonomous",
  items    = { "ds200-2:4-4", "ds200-3:2-1" },
  fix      = {
    en = "Remove is_mtls_connection_required = false.",
    ja = "is_mtls_connection_required = falseを外す。",
  },
  check    = function(d)
    if not d.mtls then fail("mtls") end
  end,
}

rule "oci-adb-no-customer-key" {
  title    = {
    en = "Autonomous Database is not encrypted with a customer-managed key",
    ja = "Autonomous Databaseが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "oci.database.autonomous",
  items    = { "ds200-2:4-4", "muni-3:38" },
  fix      = { en = "Set kms_key_id and vault_id.", ja = "kms_key_idとvault_idを設定する。" },
  check    = function(d)
    if not d.customer_key then fail("customer_key") end
  end,
}

rule "oci-adb-password-literal" {
  title    = {
    en = "Administrator's password of the Autonomous Database is written in the code",
    ja = "Autonomous Databaseの管理者パスワードがコードに直接書かれている",
  },
  severity = "critical",
  on       = "oci.database.autonomous",
  redact   = true,
  items    = { "ds200-3:1-3", "muni-3:33" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Use secret_id to read it from a vault, and change the password.",
    ja = "secret_idでVaultから取得し、パスワードを変更する。",
  },
  check    = literal.written("password"),
}

rule "oci-datacatalog-public" {
  title    = { en = "Data Catalog has no private endpoint", ja = "データカタログにプライベートエンドポイントがない" },
  severity = "medium",
  on       = "oci.datacatalog.catalog",
  items    = { "ds200-2:3-2" },
  aka      = { "checkov:CKV_OCI_23" },
  fix      = {
    en = "Name a private endpoint in attached_catalog_private_endpoints.",
    ja = "attached_catalog_private_endpointsにプライベートエンドポイントを指定する。",
  },
  check    = function(c)
    if not c.endpoints then fail("endpoints") end
  end,
}
