-- SPDX-License-Identifier: Apache-2.0
-- BigQuery: who may read datasets and tables, encryption, deletion.
local google = lib "google"

model "google.bigquery.dataset" {
  label  = { en = "BigQuery dataset", ja = "BigQueryデータセット" },
  fields = { customer_key = flag },
}
bind "google.bigquery.dataset" "terraform:google_bigquery_dataset" {
  customer_key = { "default_encryption_configuration", present = true },
}

-- One entry of a dataset's access list: who is let in. Plans write "" for what is not set.
model "google.bigquery.access" {
  label  = { en = "Access entry of a BigQuery dataset", ja = "BigQueryデータセットのアクセス設定" },
  fields = {
    special_group = text, iam_member = text,
    user = flag, group = flag, domain = flag, view = flag, routine = flag, dataset = flag,
  },
}
local function entry(each_of)
  return {
    each          = each_of,
    special_group = "special_group",
    iam_member    = "iam_member",
    user          = { "user_by_email", present = true },
    group         = { "group_by_email", present = true },
    domain        = { "domain", present = true },
    view          = { "view", present = true },
    routine       = { "routine", present = true },
    dataset       = { "dataset", present = true },
  }
end
bind "google.bigquery.access" "terraform:google_bigquery_dataset" (entry("access"))
bind "google.bigquery.access" "terraform:google_bigquery_dataset_access" (entry())

model "google.bigquery.table" {
  label  = { en = "BigQuery table", ja = "BigQueryテーブル" },
  fields = { customer_key = flag, deletion_protection = flag, is_view = flag },
}
bind "google.bigquery.table" "terraform:google_bigquery_table" {
  customer_key        = { "encryption_configuration", present = true },
  deletion_protection = { "deletion_protection", default = true },
  is_view             = { "view", "external_data_configuration", present = true },
}

model "google.bigquery.grant" {
  label  = { en = "IAM grant on BigQuery", ja = "BigQueryのIAM権限" },
  fields = { role = text, member = text, members = list },
}
for _, kind in ipairs(google.grants("bigquery_dataset", "bigquery_table", "bigquery_connection")) do
  bind "google.bigquery.grant" (kind) (google.grant)
end

-- The field that lets everyone in.
local function everyone(a)
  for name in each({ "special_group", "iam_member" }) do
    for value in each({ "allAuthenticatedUsers", "allUsers" }) do
      if includes(a, value, name) then return name end
    end
  end
end

rule "google-bigquery-dataset-public" {
  title    = { en = "Everyone can read the BigQuery dataset", ja = "BigQueryデータセットに誰でもアクセスできる" },
  severity = "critical",
  on       = "google.bigquery.access",
  items    = { "cis-gcp-2.0.0:7.1", "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_15", "trivy:GCP-0046" },
  fix      = {
    en = "Name users, groups or a domain in every access entry; remove allUsers and allAuthenticatedUsers.",
    ja = "accessにはユーザー、グループ、ドメインを指定し、allUsersとallAuthenticatedUsersを外す。",
  },
  check    = function(a)
    local field = everyone(a)
    if field then return fail(field) end
    if (a.special_group or "") ~= "" or (a.iam_member or "") ~= "" then return end
    if a.user or a.group or a.domain or a.view or a.routine or a.dataset then return end
    fail(a, { en = "an entry that names nobody is open to all", ja = "対象の指定がなく、全員に公開される" })
  end,
}

rule "google-bigquery-public-grant" {
  title    = {
    en = "Everyone can read the BigQuery dataset or table",
    ja = "BigQueryの権限が全員に付与されている",
  },
  severity = "critical",
  on       = "google.bigquery.grant",
  items    = { "cis-gcp-2.0.0:7.1", "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_100" },
  fix      = {
    en = "Grant the role to named users, groups or service accounts.",
    ja = "特定のユーザー、グループ、サービスアカウントに限って権限を付与する。",
  },
  check    = google.no_public(),
}

rule "google-bigquery-dataset-no-customer-key" {
  title    = {
    en = "BigQuery dataset has no customer-managed key for its tables",
    ja = "BigQueryデータセットの既定の鍵が顧客管理の鍵になっていない",
  },
  severity = "low",
  on       = "google.bigquery.dataset",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_GCP_81" },
  fix      = {
    en = "Set kms_key_name in default_encryption_configuration.",
    ja = "default_encryption_configurationのkms_key_nameを設定する。",
  },
  check    = function(d)
    if not d.customer_key then fail("customer_key") end
  end,
}

rule "google-bigquery-table-no-customer-key" {
  title    = {
    en = "BigQuery table is not encrypted with a customer-managed key",
    ja = "BigQueryテーブルが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "google.bigquery.table",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_GCP_80" },
  fix      = {
    en = "Set kms_key_name in encryption_configuration, or a default key of the dataset.",
    ja = "encryption_configurationのkms_key_nameを設定する。またはデータセットに既定の鍵を設定する。",
  },
  check    = function(t)
    if t.is_view then return skip() end             -- keeps no data of its own
    if not t.customer_key then fail("customer_key") end
  end,
}

rule "google-bigquery-table-no-deletion-protection" {
  title    = {
    en = "BigQuery table can be destroyed by Terraform",
    ja = "BigQueryテーブルの削除保護が無効になっている",
  },
  severity = "low",
  on       = "google.bigquery.table",
  items    = { "muni-3:19" },
  aka      = { "checkov:CKV_GCP_121" },
  fix      = {
    en = "Remove deletion_protection = false; true is the default.",
    ja = "deletion_protection = falseを外す（既定はtrue）。",
  },
  check    = function(t)
    if t.is_view then return skip() end
    if not t.deletion_protection then fail("deletion_protection") end
  end,
}
