-- SPDX-License-Identifier: Apache-2.0
-- Oracle Cloud compute: instances and Kubernetes clusters.

model "oci.compute.instance" {
  label  = { en = "OCI instance", ja = "OCIインスタンス" },
  fields = {
    legacy_metadata = flag, encrypted_transit = flag, monitored = flag,
    platform = flag, secure_boot = flag,
  },
}
bind "oci.compute.instance" "terraform:oci_core_instance" {
  legacy_metadata   = { "instance_options[0].are_legacy_imds_endpoints_disabled", is = "false", default = true },
  encrypted_transit = {
    "launch_options[0].is_pv_encryption_in_transit_enabled", "is_pv_encryption_in_transit_enabled", default = false,
  },
  monitored         = { "agent_config[0].is_monitoring_disabled", is = "false", default = true },
  platform          = { "platform_config", present = true },
  secure_boot       = { "platform_config[0].is_secure_boot_enabled", default = false },
}

model "oci.oke.cluster" {
  label  = { en = "OKE cluster", ja = "OKEクラスター" },
  fields = { public = flag, groups = list },
}
bind "oci.oke.cluster" "terraform:oci_containerengine_cluster" {
  public = { "endpoint_config[0].is_public_ip_enabled", default = false },
  groups = "endpoint_config[0].nsg_ids",
}

model "oci.oke.nodes" {
  label  = { en = "OKE node pool", ja = "OKEノードプール" },
  fields = { encrypted_transit = flag },
}
bind "oci.oke.nodes" "terraform:oci_containerengine_node_pool" {
  encrypted_transit = { "node_config_details[0].is_pv_encryption_in_transit_enabled", default = false },
}

rule "oci-instance-legacy-metadata" {
  title    = {
    en = "Legacy metadata endpoints of the OCI instance answer",
    ja = "OCIインスタンスの旧メタデータエンドポイント（IMDSv1）が有効になっている",
  },
  severity = "high",
  on       = "oci.compute.instance",
  items    = { "ds200-2:4-4", "ds200-3:8-3" },
  refs     = { "cwe:918" },
  aka      = { "checkov:CKV_OCI_5" },
  fix      = {
    en = "Set are_legacy_imds_endpoints_disabled to true in instance_options.",
    ja = "instance_optionsのare_legacy_imds_endpoints_disabledをtrueに設定する。",
  },
  check    = function(i)
    if i.legacy_metadata then fail("legacy_metadata") end
  end,
}

rule "oci-instance-no-transit-encryption" {
  title    = {
    en = "Traffic of the OCI instance to its volumes is not encrypted",
    ja = "OCIインスタンスとボリュームの間の通信が暗号化されていない",
  },
  severity = "medium",
  on       = "oci.compute.instance",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_OCI_4" },
  fix      = {
    en = "Set is_pv_encryption_in_transit_enabled to true in launch_options.",
    ja = "launch_optionsのis_pv_encryption_in_transit_enabledをtrueに設定する。",
  },
  check    = function(i)
    if not i.encrypted_transit then fail("encrypted_transit") end
  end,
}

rule "oci-instance-no-monitoring" {
  title    = { en = "OCI instance is not monitored", ja = "OCIインスタンスのモニタリングが無効になっている" },
  severity = "low",
  on       = "oci.compute.instance",
  items    = { "ds200-2:3-8", "muni-3:42" },
  aka      = { "checkov:CKV_OCI_6" },
  fix      = {
    en = "Set is_monitoring_disabled to false in agent_config.",
    ja = "agent_configのis_monitoring_disabledをfalseに設定する。",
  },
  check    = function(i)
    if not i.monitored then fail("monitored") end
  end,
}

rule "oci-instance-no-secure-boot" {
  title    = { en = "OCI instance may boot unsigned software", ja = "OCIインスタンスのセキュアブートが有効になっていない" },
  severity = "low",
  on       = "oci.compute.instance",
  items    = { "ds200-2:4-4" },
  fix      = {
    en = "Set is_secure_boot_enabled to true in platform_config.",
    ja = "platform_configのis_secure_boot_enabledをtrueに設定する。",
  },
  check    = function(i)
    if not i.platform then return skip() end        -- not every shape can
    if not i.secure_boot then fail("secure_boot") end
  end,
}

rule "oci-oke-public-endpoint" {
  title    = {
    en = "Kubernetes API of the OKE cluster is reached over the internet",
    ja = "OKEクラスターのKubernetes APIがインターネットに公開されている",
  },
  severity = "medium",
  on       = "oci.oke.cluster",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Set is_public_ip_enabled to false in endpoint_config.",
    ja = "endpoint_configのis_public_ip_enabledをfalseに設定する。",
  },
  check    = function(c)
    if c.public then fail("public") end
  end,
}

rule "oci-oke-no-security-group" {
  title    = {
    en = "No security group guards the Kubernetes API of the OKE cluster",
    ja = "OKEクラスターのKubernetes APIにネットワークセキュリティグループが設定されていない",
  },
  severity = "medium",
  on       = "oci.oke.cluster",
  items    = { "ds200-2:3-6", "ds200-3:2-2", "muni-3:16" },
  aka      = { "checkov:CKV2_OCI_3" },
  fix      = { en = "Set nsg_ids in endpoint_config.", ja = "endpoint_configのnsg_idsを設定する。" },
  check    = function(c)
    if c.groups == nil or #c.groups == 0 then return fail("groups") end
    for id in each(c.groups) do
      if id == "null" or id == "" then return fail("groups") end
    end
  end,
}

rule "oci-oke-nodes-no-transit-encryption" {
  title    = {
    en = "Traffic of OKE nodes to their volumes is not encrypted",
    ja = "OKEのノードとボリュームの間の通信が暗号化されていない",
  },
  severity = "medium",
  on       = "oci.oke.nodes",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV2_OCI_5" },
  fix      = {
    en = "Set is_pv_encryption_in_transit_enabled to true in node_config_details.",
    ja = "node_config_detailsのis_pv_encryption_in_transit_enabledをtrueに設定する。",
  },
  check    = function(n)
    if not n.encrypted_transit then fail("encrypted_transit") end
  end,
}
