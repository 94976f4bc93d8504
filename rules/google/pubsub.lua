-- SPDX-License-Identifier: Apache-2.0
-- Pub/Sub: who may publish and read, and encryption.
local google = lib "google"

model "google.pubsub.topic" {
  label  = { en = "Pub/Sub topic", ja = "Pub/Subトピック" },
  fields = { customer_key = flag },
}
bind "google.pubsub.topic" "terraform:google_pubsub_topic" {
  customer_key = { "kms_key_name", present = true },
}

model "google.pubsub.grant" {
  label  = { en = "IAM grant on Pub/Sub", ja = "Pub/SubのIAM権限" },
  fields = { role = text, member = text, members = list },
}
for _, kind in ipairs(google.grants("pubsub_topic", "pubsub_subscription", "pubsub_schema")) do
  bind "google.pubsub.grant" (kind) (google.grant)
end

rule "google-pubsub-public" {
  title    = { en = "Everyone can publish or read Pub/Sub messages", ja = "Pub/Subの権限が全員に付与されている" },
  severity = "high",
  on       = "google.pubsub.grant",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_99" },
  fix      = {
    en = "Grant the role to the service accounts that publish or read.",
    ja = "送受信するサービスアカウントに限って権限を付与する。",
  },
  check    = google.no_public(),
}

rule "google-pubsub-no-customer-key" {
  title    = {
    en = "Pub/Sub topic is not encrypted with a customer-managed key",
    ja = "Pub/Subトピックが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "google.pubsub.topic",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_GCP_83" },
  fix      = { en = "Set kms_key_name.", ja = "kms_key_nameを設定する。" },
  check    = function(t)
    if not t.customer_key then fail("customer_key") end
  end,
}
