-- SPDX-License-Identifier: Apache-2.0
-- Vertex AI: notebooks, datasets, endpoints; TPU machines; Dialogflow agents.

-- Things that keep data and can be encrypted with a key of one's own.
model "google.vertex.store" {
  label  = { en = "Vertex AI resource", ja = "Vertex AIのリソース" },
  fields = { customer_key = flag },
}
for _, name in ipairs({
  "dataset", "metadata_store", "tensorboard", "featurestore", "endpoint", "feature_online_store", "index_endpoint",
}) do
  bind "google.vertex.store" ("terraform:google_vertex_ai_" .. name) {
    customer_key = { "encryption_spec[0].kms_key_name", present = true },
  }
end

model "google.vertex.endpoint" {
  label  = { en = "Vertex AI endpoint", ja = "Vertex AIエンドポイント" },
  fields = { private = flag },
}
bind "google.vertex.endpoint" "terraform:google_vertex_ai_endpoint" {
  private = { "network", "private_service_connect_config[0].enable_private_service_connect", present = true },
}

model "google.vertex.notebook" {
  label  = { en = "Notebook", ja = "ノートブック" },
  fields = { public_ip = flag, customer_key = flag, integrity = flag, vtpm = flag, secure_boot = flag },
}
bind "google.vertex.notebook" "terraform:google_notebooks_instance" {
  public_ip    = { "no_public_ip", is = "false", default = true },
  customer_key = { "kms_key", present = true },
  integrity    = { "shielded_instance_config[0].enable_integrity_monitoring", default = true },
  vtpm         = { "shielded_instance_config[0].enable_vtpm", default = true },
  secure_boot  = { "shielded_instance_config[0].enable_secure_boot", default = false },
}
bind "google.vertex.notebook" "terraform:google_notebooks_runtime" {
  public_ip    = {
    "virtual_machine[0].virtual_machine_config[0].internal_ip_only", is = "false", default = true,
  },
  customer_key = {
    "virtual_machine[0].virtual_machine_config[0].encryption_config[0].kms_key", present = true,
  },
  integrity    = {
    "virtual_machine[0].virtual_machine_config[0].shielded_instance_config[0].enable_integrity_monitoring",
    default = true,
  },
  vtpm         = {
    "virtual_machine[0].virtual_machine_config[0].shielded_instance_config[0].enable_vtpm", default = true,
  },
  secure_boot  = {
    "virtual_machine[0].virtual_machine_config[0].shielded_instance_config[0].enable_secure_boot", default = false,
  },
}
bind "google.vertex.notebook" "terraform:google_workbench_instance" {
  public_ip    = { "gce_setup[0].disable_public_ip", is = "false", default = true },
  customer_key = { "gce_setup[0].boot_disk[0].disk_encryption", is = "CMEK", default = false },
  integrity    = { "gce_setup[0].shielded_instance_config[0].enable_integrity_monitoring", default = true },
  vtpm         = { "gce_setup[0].shielded_instance_config[0].enable_vtpm", default = true },
  secure_boot  = { "gce_setup[0].shielded_instance_config[0].enable_secure_boot", default = false },
}

model "google.tpu.machine" {
  label  = { en = "TPU machine", ja = "TPU VM" },
  fields = { public_ip = flag },
}
bind "google.tpu.machine" "terraform:google_tpu_v2_vm" {
  public_ip = { "network_config[0].enable_external_ips", default = true },
}

model "google.dialogflow.agent" {
  label  = { en = "Dialogflow agent", ja = "Dialogflowエージェント" },
  fields = { logged = flag },
}
bind "google.dialogflow.agent" "terraform:google_dialogflow_agent" { logged = { "enable_logging", default = false } }
bind "google.dialogflow.agent" "terraform:google_dialogflow_cx_agent" {
  logged = {
    "advanced_settings[0].logging_settings[0].enable_stackdriver_logging", "enable_stackdriver_logging",
    default = false,
  },
}

local exposed <const> = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" }

rule "google-vertex-no-customer-key" {
  title    = {
    en = "Data of Vertex AI is not encrypted with a customer-managed key",
    ja = "Vertex AIのデータが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "google.vertex.store",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = {
    "checkov:CKV_GCP_92", "checkov:CKV_GCP_96", "checkov:CKV2_GCP_24", "checkov:CKV2_GCP_25", "checkov:CKV2_GCP_26",
  },
  fix      = {
    en = "Set kms_key_name in encryption_spec.",
    ja = "encryption_specのkms_key_nameを設定する。",
  },
  check    = function(s)
    if not s.customer_key then fail("customer_key") end
  end,
}

rule "google-vertex-public-endpoint" {
  title    = {
    en = "Vertex AI endpoint is reached over the internet",
    ja = "Vertex AIエンドポイントがインターネットに公開されている",
  },
  severity = "medium",
  on       = "google.vertex.endpoint",
  items    = exposed,
  aka      = { "checkov:CKV2_GCP_33" },
  fix      = {
    en = "Set network, or enable_private_service_connect.",
    ja = "networkまたはenable_private_service_connectを設定する。",
  },
  check    = function(e)
    if not e.private then fail("private") end
  end,
}

rule "google-notebook-public-ip" {
  title    = {
    en = "Vertex AI notebook has a public address",
    ja = "Vertex AIのノートブックに外部IPアドレスが割り当てられている",
  },
  severity = "medium",
  on       = "google.vertex.notebook",
  items    = exposed,
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_89", "checkov:CKV2_GCP_28", "checkov:CKV2_GCP_36" },
  fix      = {
    en = "Set no_public_ip, internal_ip_only (runtime) or disable_public_ip (Workbench) to true.",
    ja = "no_public_ip、internal_ip_only（ランタイム）、disable_public_ip（Workbench）をtrueに設定する。",
  },
  check    = function(n)
    if n.public_ip then fail("public_ip") end
  end,
}

rule "google-notebook-no-customer-key" {
  title    = {
    en = "Disk of the Vertex AI notebook is not encrypted with a customer-managed key",
    ja = "Vertex AIのノートブックのディスクが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "google.vertex.notebook",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV2_GCP_21", "checkov:CKV2_GCP_27", "checkov:CKV2_GCP_35" },
  fix      = {
    en = "Set kms_key (Workbench: disk_encryption = \"CMEK\" as well).",
    ja = "kms_keyを設定する（Workbenchではdisk_encryption = \"CMEK\"も設定する）。",
  },
  check    = function(n)
    if not n.customer_key then fail("customer_key") end
  end,
}

rule "google-notebook-no-integrity" {
  title    = {
    en = "Integrity of the Vertex AI notebook is not watched",
    ja = "Vertex AIのノートブックの整合性モニタリングが無効になっている",
  },
  severity = "low",
  on       = "google.vertex.notebook",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_GCP_127" },
  fix      = {
    en = "Remove enable_integrity_monitoring = false.",
    ja = "enable_integrity_monitoring = falseを外す。",
  },
  check    = function(n)
    if not n.integrity then fail("integrity") end
  end,
}

rule "google-notebook-no-vtpm" {
  title    = {
    en = "Vertex AI notebook has no virtual TPM",
    ja = "Vertex AIのノートブックのvTPMが無効になっている",
  },
  severity = "low",
  on       = "google.vertex.notebook",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_GCP_126" },
  fix      = { en = "Remove enable_vtpm = false.", ja = "enable_vtpm = falseを外す。" },
  check    = function(n)
    if not n.vtpm then fail("vtpm") end
  end,
}

rule "google-tpu-public-ip" {
  title    = { en = "TPU VM has a public address", ja = "TPU VMに外部IPアドレスが割り当てられている" },
  severity = "medium",
  on       = "google.tpu.machine",
  items    = exposed,
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV2_GCP_32" },
  fix      = {
    en = "Set enable_external_ips to false in network_config.",
    ja = "network_configのenable_external_ipsをfalseに設定する。",
  },
  check    = function(m)
    if m.public_ip then fail("public_ip") end
  end,
}

rule "google-dialogflow-no-logging" {
  title    = {
    en = "Conversations of the Dialogflow agent are not logged",
    ja = "Dialogflowエージェントのログが有効になっていない",
  },
  severity = "info",
  on       = "google.dialogflow.agent",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV2_GCP_29", "checkov:CKV2_GCP_30" },
  fix      = {
    en = "Set enable_logging (CX: enable_stackdriver_logging) to true.",
    ja = "enable_logging（CXではenable_stackdriver_logging）をtrueに設定する。",
  },
  check    = function(a)
    if not a.logged then fail("logged") end
  end,
}
