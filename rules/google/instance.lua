-- SPDX-License-Identifier: Apache-2.0
-- Compute Engine: instances, instance templates and disks.
local google = lib "google"
local literal = lib "literal"

model "google.compute.instance" {
  label  = { en = "VM instance", ja = "VMインスタンス" },
  fields = {
    name = text,
    from_template = flag,           -- what is not written here comes from the template
    interfaces = list,
    account = any,                  -- the service_account block as a whole
    email = text, scopes = list,
    default_account = any,          -- google_compute_default_service_account, when email refers to it
    block_project_keys = flag, os_login = flag, serial_port = flag,
    ip_forward = flag,
    shielded = flag, vtpm = flag, integrity = flag, secure_boot = flag,
    confidential = flag,
    machine_type = text,
    boot_disk = flag, boot_key = flag,
    disks = list,
  },
}

local metadata = 'metadata[0]."%s"'
local yes <const> = { "true", "1", "y", "yes" }

-- What instances and templates have in common. Fields without default stay absent when a template may say them.
local function machine(more)
  local ret = {
    with               = {
      default = { "terraform:data.google_compute_default_service_account", to = "service_account[0].email" },
    },
    default_account    = "default:[0]",
    name               = "name",
    from_template      = { default = false },
    interfaces         = "network_interface",
    account            = "service_account",
    email              = "service_account[0].email",
    scopes             = "service_account[0].scopes",
    block_project_keys = { metadata:format("block-project-ssh-keys"), is = yes },
    os_login           = { metadata:format("enable-oslogin"), is = yes },
    serial_port        = { metadata:format("serial-port-enable"), is = yes, default = false },
    ip_forward         = { "can_ip_forward", default = false },
    shielded           = { "shielded_instance_config", present = true },
    vtpm               = { "shielded_instance_config[0].enable_vtpm", default = true },
    integrity          = { "shielded_instance_config[0].enable_integrity_monitoring", default = true },
    secure_boot        = { "shielded_instance_config[0].enable_secure_boot", default = false },
    confidential       = { "confidential_instance_config[0].enable_confidential_compute", default = false },
    machine_type       = "machine_type",
  }
  for k, v in pairs(more) do ret[k] = v end
  return ret
end

local instance <const> = {
  boot_disk = { "boot_disk", present = true },
  boot_key  = {
    "boot_disk[0].kms_key_self_link", "boot_disk[0].disk_encryption_key_raw", "boot_disk[0].disk_encryption_key_rsa",
    present = true,
  },
  disks     = { "boot_disk", "attached_disk", join = true },
}
bind "google.compute.instance" "terraform:google_compute_instance" (machine(instance))
bind "google.compute.instance" "terraform:google_compute_instance_from_template" (machine {
  from_template = { default = true },
  boot_disk = instance.boot_disk, boot_key = instance.boot_key, disks = instance.disks,
})
for _, name in ipairs({ "instance_template", "region_instance_template" }) do
  bind "google.compute.instance" ("terraform:google_compute_" .. name) (machine {
    boot_disk = { "disk", present = true },
    boot_key  = { "disk[0].disk_encryption_key[0].kms_key_self_link", present = true },
    disks     = "disk",
  })
end

model "google.compute.disk" {
  label  = { en = "Persistent disk", ja = "永続ディスク" },
  fields = { customer_key = flag, raw_key = text },
}
for _, name in ipairs({ "disk", "region_disk" }) do
  bind "google.compute.disk" ("terraform:google_compute_" .. name) {
    customer_key = {
      "disk_encryption_key[0].kms_key_self_link", "disk_encryption_key[0].raw_key",
      "disk_encryption_key[0].rsa_encrypted_key", present = true,
    },
    raw_key      = "disk_encryption_key[0].raw_key",
  }
end

-- Metadata of a whole project; an item is one key of it.
model "google.compute.project_metadata" {
  label  = { en = "Project metadata", ja = "プロジェクトのメタデータ" },
  fields = { os_login = flag },
}
bind "google.compute.project_metadata" "terraform:google_compute_project_metadata" {
  os_login = { metadata:format("enable-oslogin"), is = yes, default = false },
}

-- ---- exposure -----------------------------------------------------------------------------------------------

rule "google-instance-public-ip" {
  title    = { en = "VM instance has a public address", ja = "VMインスタンスに外部IPアドレスが割り当てられている" },
  severity = "medium",
  on       = "google.compute.instance",
  items    = { "cis-gcp-2.0.0:4.9", "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_40", "trivy:GCP-0031" },
  fix      = {
    en = "Remove access_config and ipv6_access_config; use Cloud NAT, a load balancer or Identity-Aware Proxy.",
    ja = "access_configとipv6_access_configを外し、Cloud NAT、ロードバランサー、Identity-Aware Proxyを使う。",
  },
  check    = function(i)
    for n in each(i.interfaces) do
      for _, name in ipairs({ "access_config", "ipv6_access_config" }) do
        if has(n, name .. "[0]") then fail({ n, name }) end
      end
    end
  end,
}

rule "google-instance-serial-port" {
  title    = {
    en = "Serial console of the VM instance is open",
    ja = "VMインスタンスのシリアルポート接続が有効になっている",
  },
  severity = "medium",
  on       = "google.compute.instance",
  items    = { "cis-gcp-2.0.0:4.5", "ds200-2:3-3", "muni-3:20" },
  aka      = { "checkov:CKV_GCP_35", "trivy:GCP-0032" },
  why      = {
    en = "The console does not know firewall rules: whoever holds a key can connect from anywhere.",
    ja = "シリアルポートにはファイアウォールが効かず、鍵を持つ者はどこからでも接続できる。",
  },
  fix      = {
    en = "Remove serial-port-enable from metadata or set it to false.",
    ja = "metadataのserial-port-enableを外すか、falseに設定する。",
  },
  check    = function(i)
    if i.from_template and not has(i, "serial_port") then return skip() end
    if i.serial_port then fail("serial_port") end
  end,
}

rule "google-instance-ip-forwarding" {
  title    = { en = "VM instance may forward packets of others", ja = "VMインスタンスのIP転送が有効になっている" },
  severity = "medium",
  on       = "google.compute.instance",
  items    = { "cis-gcp-2.0.0:4.6", "ds200-2:3-6", "ds200-2:4-4" },
  aka      = { "checkov:CKV_GCP_36", "trivy:GCP-0043" },
  fix      = {
    en = "Remove can_ip_forward unless the machine is a router.",
    ja = "ルーターとして使わない限りcan_ip_forwardを外す。",
  },
  check    = function(i)
    if re.test(known(i, "name") and i.name or "", "^gke-") then return end       -- nodes route for their pods
    if i.ip_forward then fail("ip_forward") end
  end,
}

-- ---- identity and login -------------------------------------------------------------------------------------

-- Is the account the default one? Others that this configuration makes are not.
local function is_default(i)
  if i.default_account ~= nil then return true end
  if unresolved(i, "email") == "reference" then return false end
  return i.email == nil or google.default_account(i.email)
end

rule "google-instance-default-account" {
  title    = {
    en = "VM instance runs as the default service account",
    ja = "VMインスタンスがデフォルトのサービスアカウントで動作する",
  },
  severity = "high",
  on       = "google.compute.instance",
  items    = { "cis-gcp-2.0.0:4.1", "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  aka      = { "checkov:CKV_GCP_30", "trivy:GCP-0044" },
  why      = {
    en = "It is an editor of the whole project unless somebody took that away.",
    ja = "既定ではプロジェクト全体の編集者権限を持つ。",
  },
  fix      = {
    en = "Set email in service_account to an account made for this machine.",
    ja = "service_accountのemailに、専用のサービスアカウントを指定する。",
  },
  check    = function(i)
    if not has(i, "account") then return skip() end     -- no account at all, or the template's
    if is_default(i) then fail("email") end
  end,
}

rule "google-instance-full-scope" {
  title    = {
    en = "Default service account of the VM instance has access to all APIs",
    ja = "VMインスタンスのデフォルトのサービスアカウントに全APIへのアクセスが許可されている",
  },
  severity = "high",
  on       = "google.compute.instance",
  items    = { "cis-gcp-2.0.0:4.2", "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  aka      = { "checkov:CKV_GCP_31" },
  fix      = {
    en = "Use an account of its own, or scopes without cloud-platform.",
    ja = "専用のサービスアカウントを使うか、scopesからcloud-platformを外す。",
  },
  check    = function(i)
    if not has(i, "account") then return end
    if re.test(known(i, "name") and i.name or "", "^gke-") then return end
    if not is_default(i) then return end
    for s in each(i.scopes) do
      if re.test(s, "(^|/)cloud-platform$") then return fail("scopes") end
    end
  end,
}

rule "google-instance-project-ssh-keys" {
  title    = {
    en = "SSH keys of the whole project open the VM instance",
    ja = "VMインスタンスにプロジェクト全体のSSH鍵でログインできる",
  },
  severity = "medium",
  on       = "google.compute.instance",
  items    = { "cis-gcp-2.0.0:4.3", "ds200-3:1-1", "muni-3:20" },
  aka      = { "checkov:CKV_GCP_32", "trivy:GCP-0030" },
  fix      = {
    en = "Set block-project-ssh-keys to true in metadata, or use OS Login.",
    ja = "metadataのblock-project-ssh-keysをtrueに設定する。またはOS Loginを使う。",
  },
  check    = function(i)
    if i.block_project_keys then return end
    if i.block_project_keys == nil and i.from_template then return skip() end
    if i.os_login then return end               -- keys in metadata count for nothing then
    fail("block_project_keys")
  end,
}

rule "google-instance-os-login-off" {
  title    = { en = "VM instance switches OS Login off", ja = "VMインスタンスでOS Loginが無効になっている" },
  severity = "medium",
  on       = "google.compute.instance",
  items    = { "cis-gcp-2.0.0:4.4", "ds200-3:1-1", "muni-3:20" },
  aka      = { "checkov:CKV_GCP_34", "trivy:GCP-0036" },
  fix      = {
    en = "Remove enable-oslogin from the instance's metadata; set it to TRUE for the project.",
    ja = "インスタンスのmetadataからenable-osloginを外し、プロジェクト全体でTRUEに設定する。",
  },
  check    = function(i)
    if i.os_login == false then fail("os_login") end
  end,
}

rule "google-project-no-os-login" {
  title    = { en = "OS Login is not on for the project", ja = "プロジェクトでOS Loginが有効になっていない" },
  severity = "medium",
  on       = "google.compute.project_metadata",
  items    = { "cis-gcp-2.0.0:4.4", "ds200-3:1-1", "muni-3:20" },
  aka      = { "checkov:CKV_GCP_33", "trivy:GCP-0042" },
  fix      = {
    en = "Set enable-oslogin to TRUE in the project's metadata.",
    ja = "プロジェクトのmetadataでenable-osloginをTRUEに設定する。",
  },
  check    = function(p)
    if not p.os_login then fail("os_login") end
  end,
}

-- ---- integrity ----------------------------------------------------------------------------------------------

rule "google-instance-not-shielded" {
  title    = { en = "Shielded VM is not turned on", ja = "VMインスタンスのShielded VMが有効になっていない" },
  severity = "low",
  on       = "google.compute.instance",
  items    = { "cis-gcp-2.0.0:4.8", "ds200-2:4-4" },
  aka      = { "checkov:CKV_GCP_39", "trivy:GCP-0041", "trivy:GCP-0045" },
  fix      = {
    en = "Add shielded_instance_config with enable_secure_boot, enable_vtpm and enable_integrity_monitoring = true.",
    ja = "enable_secure_boot、enable_vtpm、enable_integrity_monitoringをtrueとしたshielded_instance_configを追加する。",
  },
  check    = function(i)
    if not i.shielded then
      if i.from_template then return skip() end
      return fail("shielded")
    end
    if not i.vtpm then return fail("vtpm") end
    if not i.integrity then fail("integrity") end
  end,
}

rule "google-instance-no-secure-boot" {
  title    = { en = "VM instance may boot unsigned software", ja = "VMインスタンスのセキュアブートが有効になっていない" },
  severity = "low",
  on       = "google.compute.instance",
  items    = { "ds200-2:4-4" },
  aka      = { "trivy:GCP-0067" },
  fix      = {
    en = "Set enable_secure_boot to true in shielded_instance_config.",
    ja = "shielded_instance_configのenable_secure_bootをtrueに設定する。",
  },
  check    = function(i)
    if not i.shielded then return skip() end        -- said by google-instance-not-shielded, or by the template
    if not i.secure_boot then fail("secure_boot") end
  end,
}

rule "google-instance-not-confidential" {
  title    = {
    en = "Memory of the VM instance is not encrypted",
    ja = "VMインスタンスのConfidential VMが有効になっていない",
  },
  severity = "info",
  on       = "google.compute.instance",
  items    = { "cis-gcp-2.0.0:4.11", "ds200-2:4-4" },
  fix      = {
    en = "Set enable_confidential_compute to true in confidential_instance_config.",
    ja = "confidential_instance_configのenable_confidential_computeをtrueに設定する。",
  },
  check    = function(i)
    if i.confidential then return end
    -- only these machine types can
    if not re.test(i.machine_type or "", "^(n2d|c2d|c3d|c4d|c3)-") then return skip() end
    fail("confidential")
  end,
}

-- ---- disks --------------------------------------------------------------------------------------------------

rule "google-instance-disk-no-customer-key" {
  title    = {
    en = "Boot disk is not encrypted with a customer-managed key",
    ja = "ブートディスクが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "google.compute.instance",
  items    = { "cis-gcp-2.0.0:4.7", "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_GCP_38", "trivy:GCP-0033" },
  fix      = {
    en = "Set kms_key_self_link in boot_disk (in a template: in disk_encryption_key of disk).",
    ja = "boot_disk（テンプレートではdiskのdisk_encryption_key）のkms_key_self_linkを設定する。",
  },
  check    = function(i)
    if not i.boot_disk then return skip() end
    if not i.boot_key then fail("boot_key") end
  end,
}

rule "google-disk-no-customer-key" {
  title    = {
    en = "Persistent disk is not encrypted with a customer-managed key",
    ja = "永続ディスクが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "google.compute.disk",
  items    = { "cis-gcp-2.0.0:4.7", "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_GCP_37", "trivy:GCP-0034" },
  fix      = {
    en = "Set kms_key_self_link in disk_encryption_key.",
    ja = "disk_encryption_keyのkms_key_self_linkを設定する。",
  },
  check    = function(d)
    if not d.customer_key then fail("customer_key") end
  end,
}

local key_in_code <const> = {
  en = "Use kms_key_self_link with a key of Cloud KMS, and encrypt the disk anew.",
  ja = "Cloud KMSの鍵をkms_key_self_linkで指定し、ディスクを暗号化し直す。",
}

rule "google-instance-disk-key-literal" {
  title    = { en = "Key of a disk is written in the code", ja = "VMインスタンスのディスクの暗号鍵がコードに直接書かれている" },
  severity = "critical",
  on       = "google.compute.instance",
  redact   = true,
  items    = { "ds200-3:1-3", "muni-3:38" },
  refs     = { "cwe:798" },
  aka      = { "trivy:GCP-0037" },
  fix      = key_in_code,
  check    = function(i)
    for d in each(i.disks) do
      for _, path in ipairs({ "disk_encryption_key_raw", "disk_encryption_key[0].raw_key" }) do
        if not unresolved(d, path) and (get(d, path) or "") ~= "" then fail({ d, path }) end
      end
    end
  end,
}

rule "google-disk-key-literal" {
  title    = { en = "Key of a disk is written in the code", ja = "永続ディスクの暗号鍵がコードに直接書かれている" },
  severity = "critical",
  on       = "google.compute.disk",
  redact   = true,
  items    = { "ds200-3:1-3", "muni-3:38" },
  refs     = { "cwe:798" },
  aka      = { "trivy:GCP-0037" },
  fix      = key_in_code,
  check    = literal.written("raw_key"),
}
