-- SPDX-License-Identifier: Apache-2.0
-- Cloud KMS: rotation of keys, and who may use them.
local google = lib "google"

model "google.kms.key" {
  label  = { en = "Cloud KMS key", ja = "Cloud KMSの鍵" },
  fields = {
    symmetric = flag,
    rotation = text,            -- seconds between rotations, as "7776000s"
    destroy_delay = text,
  },
}
bind "google.kms.key" "terraform:google_kms_crypto_key" {
  symmetric     = { "purpose", is = "ENCRYPT_DECRYPT", default = true },
  rotation      = "rotation_period",
  destroy_delay = { "destroy_scheduled_duration", default = "2592000s" },
}

model "google.kms.grant" {
  label  = { en = "IAM grant on a Cloud KMS key", ja = "Cloud KMSの鍵のIAM権限" },
  fields = { role = text, member = text, members = list },
}
for _, kind in ipairs(google.grants("kms_key_ring", "kms_crypto_key")) do
  bind "google.kms.grant" (kind) (google.grant)
end

-- Seconds of a duration, nil for what is none.
local function seconds(duration)
  return tonumber((re.match(duration or "", "^([0-9]+(?:[.][0-9]+)?)s$")))
end

rule "google-kms-rotation" {
  title    = {
    en = "Cloud KMS key is not rotated within 90 days",
    ja = "Cloud KMSの鍵が90日以内に自動ローテーションされない",
  },
  severity = "medium",
  on       = "google.kms.key",
  items    = { "cis-gcp-2.0.0:1.10", "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_GCP_43", "trivy:GCP-0065" },
  fix      = {
    en = "Set rotation_period to \"7776000s\" or less.",
    ja = "rotation_periodを\"7776000s\"以下に設定する。",
  },
  check    = function(k)
    if not k.symmetric then return skip() end       -- Cloud KMS rotates symmetric keys only
    local period = seconds(k.rotation)
    if period == nil or period > 7776000 then fail("rotation") end
  end,
}

rule "google-kms-public" {
  title    = { en = "Everyone may use the Cloud KMS key", ja = "Cloud KMSの鍵の権限が全員に付与されている" },
  severity = "critical",
  on       = "google.kms.grant",
  items    = { "cis-gcp-2.0.0:1.9", "ds200-2:3-2", "ds200-3:2-3", "muni-3:38" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_112" },
  fix      = {
    en = "Grant the role to the service accounts that need the key.",
    ja = "鍵を必要とするサービスアカウントに限って権限を付与する。",
  },
  check    = google.no_public(),
}

rule "google-kms-short-destroy-delay" {
  title    = {
    en = "Destroyed versions of a Cloud KMS key are gone within a week",
    ja = "破棄したCloud KMSの鍵が1週間以内に失われる",
  },
  severity = "low",
  on       = "google.kms.key",
  items    = { "muni-3:19" },
  fix      = {
    en = "Leave out destroy_scheduled_duration (30 days) or set it to \"604800s\" or more.",
    ja = "destroy_scheduled_durationを省略する（30日）か、\"604800s\"以上に設定する。",
  },
  check    = function(k)
    local delay = seconds(k.destroy_delay)
    if delay and delay < 604800 then fail("destroy_delay") end
  end,
}
