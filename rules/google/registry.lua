-- SPDX-License-Identifier: Apache-2.0
-- Artifact Registry and Container Registry: who may pull and push, encryption.
local google = lib "google"

model "google.artifacts.repository" {
  label  = { en = "Artifact Registry repository", ja = "Artifact Registryのリポジトリ" },
  fields = { format = text, mode = text, customer_key = flag, immutable = flag },
}
bind "google.artifacts.repository" "terraform:google_artifact_registry_repository" {
  format       = "format",
  mode         = { "mode", default = "STANDARD_REPOSITORY" },
  customer_key = { "kms_key_name", present = true },
  immutable    = { "docker_config[0].immutable_tags", default = false },
}

model "google.artifacts.grant" {
  label  = { en = "IAM grant on a repository", ja = "リポジトリのIAM権限" },
  fields = { role = text, member = text, members = list },
}
for _, kind in ipairs(google.grants("artifact_registry_repository")) do
  bind "google.artifacts.grant" (kind) (google.grant)
end

-- Its images lie in a bucket; grants on that bucket decide who may pull.
model "google.artifacts.container_registry" {
  label  = { en = "Container Registry", ja = "Container Registry" },
  fields = { member = list, members = list },
}
bind "google.artifacts.container_registry" "terraform:google_container_registry" {
  with    = {
    grants = {
      "terraform:google_storage_bucket_iam_member", "terraform:google_storage_bucket_iam_binding", by = "bucket",
    },
  },
  member  = { "grants:member", join = true },
  members = { "grants:members", join = true },
}

local public <const> = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" }

rule "google-artifacts-public" {
  title    = {
    en = "Everyone can reach the Artifact Registry repository",
    ja = "Artifact Registryのリポジトリに誰でもアクセスできる",
  },
  severity = "high",
  on       = "google.artifacts.grant",
  items    = public,
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_101" },
  fix      = {
    en = "Grant the role to the service accounts and groups that need it.",
    ja = "必要なサービスアカウントやグループに限って権限を付与する。",
  },
  check    = google.no_public(),
}

rule "google-container-registry-public" {
  title    = {
    en = "Everyone can pull images from Container Registry",
    ja = "Container Registryのイメージを誰でも取得できる",
  },
  severity = "high",
  on       = "google.artifacts.container_registry",
  items    = public,
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV2_GCP_9" },
  fix      = {
    en = "Remove allUsers and allAuthenticatedUsers from the grants on its bucket.",
    ja = "保存先バケットの権限からallUsersとallAuthenticatedUsersを外す。",
  },
  check    = google.no_public(),
}

rule "google-artifacts-no-customer-key" {
  title    = {
    en = "Artifact Registry repository is not encrypted with a customer-managed key",
    ja = "Artifact Registryのリポジトリが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "google.artifacts.repository",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_GCP_84" },
  fix      = { en = "Set kms_key_name.", ja = "kms_key_nameを設定する。" },
  check    = function(r)
    if not r.customer_key then fail("customer_key") end
  end,
}

rule "google-artifacts-mutable-tags" {
  title    = {
    en = "Tags of images in Artifact Registry can be moved",
    ja = "Artifact Registryでイメージのタグを上書きできる",
  },
  severity = "low",
  on       = "google.artifacts.repository",
  items    = { "ds200-2:7-2", "ds200-3:4-1" },
  fix      = {
    en = "Set immutable_tags to true in docker_config.",
    ja = "docker_configのimmutable_tagsをtrueに設定する。",
  },
  check    = function(r)
    if r.format ~= "DOCKER" or r.mode ~= "STANDARD_REPOSITORY" then return skip() end
    if not r.immutable then fail("immutable") end
  end,
}
