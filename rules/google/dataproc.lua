-- SPDX-License-Identifier: Apache-2.0
-- Dataproc, Dataflow and Data Fusion: exposure, encryption, logs.
local google = lib "google"

model "google.dataproc.cluster" {
  label  = { en = "Dataproc cluster", ja = "Dataprocクラスター" },
  fields = { internal_only = flag, customer_key = flag },
}
bind "google.dataproc.cluster" "terraform:google_dataproc_cluster" {
  internal_only = { "cluster_config[0].gce_cluster_config[0].internal_ip_only", default = false },
  customer_key  = { "cluster_config[0].encryption_config[0].kms_key_name", present = true },
}

model "google.dataproc.grant" {
  label  = { en = "IAM grant on Dataproc", ja = "DataprocのIAM権限" },
  fields = { role = text, member = text, members = list },
}
for _, kind in ipairs(google.grants("dataproc_cluster", "dataproc_job", "dataproc_autoscaling_policy")) do
  bind "google.dataproc.grant" (kind) (google.grant)
end

model "google.dataflow.job" {
  label  = { en = "Dataflow job", ja = "Dataflowジョブ" },
  fields = { private = flag, customer_key = flag },
}
for _, name in ipairs({ "job", "flex_template_job" }) do
  bind "google.dataflow.job" ("terraform:google_dataflow_" .. name) {
    private      = { "ip_configuration", is = "WORKER_IP_PRIVATE", default = false },
    customer_key = { "kms_key_name", present = true },
  }
end

model "google.datafusion.instance" {
  label  = { en = "Data Fusion instance", ja = "Data Fusionインスタンス" },
  fields = { private = flag, logged = flag, monitored = flag },
}
bind "google.datafusion.instance" "terraform:google_data_fusion_instance" {
  private   = { "private_instance", default = false },
  logged    = { "enable_stackdriver_logging", default = false },
  monitored = { "enable_stackdriver_monitoring", default = false },
}

local exposed <const> = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" }
local own_key <const> = { "ds200-2:4-4", "muni-3:38" }

rule "google-dataproc-public" {
  title    = { en = "Everyone can reach the Dataproc cluster", ja = "Dataprocの権限が全員に付与されている" },
  severity = "high",
  on       = "google.dataproc.grant",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_98" },
  fix      = {
    en = "Grant the role to the accounts that need it.",
    ja = "必要なアカウントに限って権限を付与する。",
  },
  check    = google.no_public(),
}

rule "google-dataproc-public-ip" {
  title    = {
    en = "Dataproc nodes have public addresses",
    ja = "Dataprocのノードに外部IPアドレスが割り当てられている",
  },
  severity = "medium",
  on       = "google.dataproc.cluster",
  items    = exposed,
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_103" },
  fix      = {
    en = "Set internal_ip_only to true in gce_cluster_config.",
    ja = "gce_cluster_configのinternal_ip_onlyをtrueに設定する。",
  },
  check    = function(c)
    if not c.internal_only then fail("internal_only") end
  end,
}

rule "google-dataproc-no-customer-key" {
  title    = {
    en = "Dataproc disks are not encrypted with a customer-managed key",
    ja = "Dataprocのディスクが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "google.dataproc.cluster",
  items    = own_key,
  aka      = { "checkov:CKV_GCP_91" },
  fix      = {
    en = "Set kms_key_name in encryption_config.",
    ja = "encryption_configのkms_key_nameを設定する。",
  },
  check    = function(c)
    if not c.customer_key then fail("customer_key") end
  end,
}

rule "google-dataflow-public-ip" {
  title    = {
    en = "Dataflow workers have public addresses",
    ja = "Dataflowのワーカーに外部IPアドレスが割り当てられている",
  },
  severity = "medium",
  on       = "google.dataflow.job",
  items    = exposed,
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_94" },
  fix      = {
    en = "Set ip_configuration to \"WORKER_IP_PRIVATE\".",
    ja = "ip_configurationを\"WORKER_IP_PRIVATE\"に設定する。",
  },
  check    = function(j)
    if not j.private then fail("private") end
  end,
}

rule "google-dataflow-no-customer-key" {
  title    = {
    en = "Dataflow job is not encrypted with a customer-managed key",
    ja = "Dataflowジョブが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "google.dataflow.job",
  items    = own_key,
  aka      = { "checkov:CKV_GCP_90" },
  fix      = { en = "Set kms_key_name.", ja = "kms_key_nameを設定する。" },
  check    = function(j)
    if not j.customer_key then fail("customer_key") end
  end,
}

rule "google-datafusion-public" {
  title    = {
    en = "Data Fusion instance has a public address",
    ja = "Data Fusionインスタンスに外部IPアドレスが割り当てられている",
  },
  severity = "medium",
  on       = "google.datafusion.instance",
  items    = exposed,
  aka      = { "checkov:CKV_GCP_87" },
  fix      = { en = "Set private_instance to true.", ja = "private_instanceをtrueに設定する。" },
  check    = function(i)
    if not i.private then fail("private") end
  end,
}

rule "google-datafusion-no-logging" {
  title    = {
    en = "Data Fusion writes no logs to Cloud Logging",
    ja = "Data FusionのログがCloud Loggingに送信されていない",
  },
  severity = "low",
  on       = "google.datafusion.instance",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_GCP_104" },
  fix      = {
    en = "Set enable_stackdriver_logging to true.",
    ja = "enable_stackdriver_loggingをtrueに設定する。",
  },
  check    = function(i)
    if not i.logged then fail("logged") end
  end,
}

rule "google-datafusion-no-monitoring" {
  title    = { en = "Data Fusion is not monitored", ja = "Data Fusionの監視が有効になっていない" },
  severity = "low",
  on       = "google.datafusion.instance",
  items    = { "ds200-2:3-8", "muni-3:42" },
  aka      = { "checkov:CKV_GCP_105" },
  fix      = {
    en = "Set enable_stackdriver_monitoring to true.",
    ja = "enable_stackdriver_monitoringをtrueに設定する。",
  },
  check    = function(i)
    if not i.monitored then fail("monitored") end
  end,
}
