-- SPDX-License-Identifier: Apache-2.0
-- Azure virtual machines, scale sets and managed disks.

model "azure.vm.machine" {
  label  = { en = "Virtual machine", ja = "仮想マシン" },
  fields = {
    older = flag,               -- one of the resources for both systems, which lack some settings
    linux = flag, windows = flag, scale_set = flag, keys_only = flag, host_encryption = flag, system_vhd = flag, data_vhds = flag,
    extensions = flag, updates = flag, os_upgrades = flag, secure_boot = flag, vtpm = flag,
  },
}

local function machine(linux, scale_set, own)
  local ret = {
    older           = { default = false },
    linux           = { default = linux },
    windows         = { default = not linux },
    scale_set       = { default = scale_set },
    keys_only       = { "disable_password_authentication", default = true },
    host_encryption = { "encryption_at_host_enabled", default = false },
    system_vhd      = { "storage_os_disk[0].vhd_uri", present = true },
    data_vhds       = { "storage_data_disk[*].vhd_uri", present = true },
    extensions      = { "allow_extension_operations", "extension_operations_enabled", default = true },
    updates         = { "automatic_updates_enabled", "enable_automatic_updates", default = true },
    os_upgrades     = {
      "automatic_os_upgrade_policy[0].automatic_os_upgrade_enabled",
      "automatic_os_upgrade_policy[0].enable_automatic_os_upgrade", default = false,
    },
    secure_boot     = { "secure_boot_enabled", default = false },
    vtpm            = { "vtpm_enabled", default = false },
  }
  for k, v in pairs(own or {}) do ret[k] = v end
  return ret
end

bind "azure.vm.machine" "terraform:azurerm_linux_virtual_machine" (machine(true, false))
bind "azure.vm.machine" "terraform:azurerm_windows_virtual_machine" (machine(false, false))
bind "azure.vm.machine" "terraform:azurerm_linux_virtual_machine_scale_set" (machine(true, true))
bind "azure.vm.machine" "terraform:azurerm_windows_virtual_machine_scale_set" (machine(false, true))

-- The old resources for both systems: the block for the system tells which.
local either <const> = {
  older           = { default = true },
  linux           = { "os_profile_linux_config", present = true },
  windows         = { "os_profile_windows_config", present = true },
  keys_only       = { "os_profile_linux_config[0].disable_password_authentication", default = false },
  extensions      = { "os_profile[0].allow_extension_operations", default = true },
  updates         = { "os_profile_windows_config[0].enable_automatic_upgrades", default = false },
  os_upgrades     = { "automatic_os_upgrade", default = false },
}

bind "azure.vm.machine" "terraform:azurerm_virtual_machine" (machine(true, false, either))
bind "azure.vm.machine" "terraform:azurerm_virtual_machine_scale_set" (machine(true, true, either))

model "azure.vm.disk" {
  label  = { en = "Managed disk", ja = "マネージドディスク" },
  fields = { customer_key = flag, legacy_encryption = flag, access = text, public_network = flag },
}

bind "azure.vm.disk" "terraform:azurerm_managed_disk" {
  customer_key      = { "disk_encryption_set_id", "secure_vm_disk_encryption_set_id", present = true },
  legacy_encryption = "encryption_settings[0].enabled",
  access            = { "network_access_policy", default = "AllowAll" },
  public_network    = { "public_network_access_enabled", default = true },
}

-- ---- access -------------------------------------------------------------------------------------

rule "azure-vm-password-login" {
  title    = {
    en = "Linux virtual machine accepts password logins",
    ja = "Linux仮想マシンでパスワードによるログインが許可されている",
  },
  severity = "high",
  on       = "azure.vm.machine",
  items    = { "ds200-3:2-1", "ds200-2:4-4", "muni-3:20" },
  refs     = { "cwe:287" },
  aka      = { "checkov:CKV_AZURE_1", "checkov:CKV_AZURE_49", "checkov:CKV_AZURE_178", "trivy:AZU-0039" },
  fix      = {
    en = "Set disable_password_authentication to true and give admin_ssh_key.",
    ja = "disable_password_authenticationをtrueとし、admin_ssh_keyを設定する。",
  },
  check    = function(m)
    if not m.linux then return skip() end
    if not m.keys_only then fail("keys_only") end
  end,
}

rule "azure-vm-extensions-allowed" {
  title    = {
    en = "Extensions can be installed into the virtual machine",
    ja = "仮想マシンで拡張機能のインストールが許可されている",
  },
  why      = {
    en = "Whoever may change the machine in Azure can then run programs in it as its administrator.",
    ja = "Azure上で仮想マシンを変更できる者は、内部で管理者として任意のプログラムを実行できる。",
  },
  severity = "info",
  on       = "azure.vm.machine",
  items    = { "ds200-2:3-3" },
  aka      = { "checkov:CKV_AZURE_50" },
  fix      = {
    en = "Set allow_extension_operations to false where no extension is needed.",
    ja = "拡張機能が不要であれば、allow_extension_operationsをfalseに設定する。",
  },
  check    = function(m)
    if m.extensions then fail("extensions") end
  end,
}

-- ---- data ---------------------------------------------------------------------------------------

rule "azure-vm-host-not-encrypted" {
  title    = {
    en = "Temporary disks and caches of the virtual machine are not encrypted",
    ja = "仮想マシンのホストでの暗号化が有効になっていない",
  },
  severity = "medium",
  on       = "azure.vm.machine",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AZURE_97", "checkov:CKV_AZURE_151" },
  fix      = {
    en = "Set encryption_at_host_enabled to true.",
    ja = "encryption_at_host_enabledをtrueに設定する。",
  },
  check    = function(m)
    if m.older then return skip() end
    if not m.host_encryption then fail("host_encryption") end
  end,
}

rule "azure-vm-unmanaged-disk" {
  title    = {
    en = "Virtual machine keeps its disks in a storage account",
    ja = "仮想マシンがマネージドディスクを使っていない",
  },
  severity = "medium",
  on       = "azure.vm.machine",
  items    = { "ds200-2:2-4", "cis-azure-2.0.0:7.2", "cis-azure-3.0.0:8.2" },
  aka      = { "checkov:CKV_AZURE_92" },
  fix      = {
    en = "Replace vhd_uri by managed_disk_type (or os_disk of the newer resources).",
    ja = "vhd_uriをやめ、managed_disk_type（新しいリソースではos_disk）を使う。",
  },
  check    = function(m)
    if m.system_vhd then
      fail("system_vhd")
    elseif m.data_vhds then
      fail("data_vhds")
    end
  end,
}

rule "azure-disk-no-customer-key" {
  title    = {
    en = "Managed disk is not encrypted with a customer-managed key",
    ja = "マネージドディスクが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "azure.vm.disk",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AZURE_93" },
  fix      = { en = "Set disk_encryption_set_id.", ja = "disk_encryption_set_idを設定する。" },
  check    = function(d)
    if not d.customer_key then fail("customer_key") end
  end,
}

rule "azure-disk-encryption-off" {
  title    = {
    en = "Disk encryption is turned off for the managed disk",
    ja = "マネージドディスクのディスク暗号化が無効になっている",
  },
  severity = "medium",
  on       = "azure.vm.disk",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AZURE_2", "trivy:AZU-0038" },
  fix      = {
    en = "Set enabled to true in encryption_settings, or set disk_encryption_set_id.",
    ja = "encryption_settingsのenabledをtrueに設定するか、disk_encryption_set_idを設定する。",
  },
  check    = function(d)
    if d.legacy_encryption == false and not d.customer_key then fail("legacy_encryption") end
  end,
}

rule "azure-disk-public-export" {
  title    = {
    en = "Managed disk can be exported over public networks",
    ja = "マネージドディスクをパブリックネットワーク経由でエクスポートできる",
  },
  severity = "low",
  on       = "azure.vm.disk",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Set network_access_policy to DenyAll or AllowPrivate, or public_network_access_enabled to false.",
    ja = "network_access_policyをDenyAllかAllowPrivateに、またはpublic_network_access_enabledをfalseに設定する。",
  },
  check    = function(d)
    if d.access:lower() == "allowall" and d.public_network then fail("access") end
  end,
}

-- ---- upkeep -------------------------------------------------------------------------------------

rule "azure-vm-no-updates" {
  title    = {
    en = "Windows virtual machine does not install updates automatically",
    ja = "Windows仮想マシンの自動更新が有効になっていない",
  },
  severity = "medium",
  on       = "azure.vm.machine",
  items    = { "ds200-2:7-5", "ds200-3:4-2" },
  aka      = { "checkov:CKV_AZURE_177" },
  fix      = {
    en = "Set automatic_updates_enabled to true (enable_automatic_updates before provider 4).",
    ja = "automatic_updates_enabled（プロバイダー4より前はenable_automatic_updates）をtrueに設定する。",
  },
  check    = function(m)
    if not m.windows or m.scale_set and m.os_upgrades then return skip() end
    if not m.updates then fail("updates") end
  end,
}

rule "azure-vm-scale-set-no-os-upgrade" {
  title    = {
    en = "Scale set does not take new system images automatically",
    ja = "仮想マシンスケールセットのOSイメージの自動アップグレードが有効になっていない",
  },
  severity = "medium",
  on       = "azure.vm.machine",
  items    = { "ds200-2:7-5", "ds200-3:4-2" },
  aka      = { "checkov:CKV_AZURE_95" },
  fix      = {
    en = "Set enable_automatic_os_upgrade to true in automatic_os_upgrade_policy.",
    ja = "automatic_os_upgrade_policyのenable_automatic_os_upgradeをtrueに設定する。",
  },
  check    = function(m)
    if not m.scale_set then return skip() end
    if not m.os_upgrades then fail("os_upgrades") end
  end,
}

rule "azure-vm-no-secure-boot" {
  title    = {
    en = "Virtual machine does not use trusted launch",
    ja = "仮想マシンのセキュアブートとvTPMが有効になっていない",
  },
  severity = "low",
  on       = "azure.vm.machine",
  items    = { "ds200-2:4-4" },
  fix      = {
    en = "Set secure_boot_enabled and vtpm_enabled to true.",
    ja = "secure_boot_enabledとvtpm_enabledをtrueに設定する。",
  },
  check    = function(m)
    if m.older then return skip() end
    if not m.secure_boot then
      fail("secure_boot")
    elseif not m.vtpm then
      fail("vtpm")
    end
  end,
}
