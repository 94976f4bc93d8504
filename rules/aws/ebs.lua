-- SPDX-License-Identifier: Apache-2.0
-- EBS volumes, copies of images and snapshots, encryption by default.
local ebs = lib "ebs"

model "aws.ebs.volume" {
  label  = { en = "EBS volume", ja = "EBSボリューム" },
  fields = { encrypted = flag, key = flag, selected = flag },
}

bind "aws.ebs.volume" "cloudformation:AWS::EC2::Volume" {
  with      = { selection = { "cloudformation:AWS::Backup::BackupSelection", by = "BackupSelection.Resources" } },
  encrypted = "Encrypted",
  key       = { "KmsKeyId", present = true },
  selected  = { "selection:BackupSelection.Resources", present = true },
}
bind "aws.ebs.volume" "aws-config:AWS::EC2::Volume" {
  encrypted = { "configuration.encrypted", required = true },
  key       = { "configuration.kmsKeyId", present = true },
}

bind "aws.ebs.volume" "terraform:aws_ebs_volume" {
  with      = { selection = { "terraform:aws_backup_selection", by = "resources" } },
  encrypted = "encrypted",
  key       = { "kms_key_id", present = true },
  selected  = { "selection:resources", present = true },
}

-- What picks volumes by tags or patterns, so that nobody can say here which.
model "aws.ebs.picker" {
  label  = { en = "Backup selection or snapshot policy", ja = "バックアップの選択またはスナップショットのポリシー" },
  fields = { by_tag = flag, resources = list },
}
bind "aws.ebs.picker" "cloudformation:AWS::Backup::BackupSelection" {
  by_tag    = { "BackupSelection.ListOfTags", "BackupSelection.Conditions", present = true },
  resources = "BackupSelection.Resources",
}
bind "aws.ebs.picker" "cloudformation:AWS::DLM::LifecyclePolicy" { by_tag = { default = true } }
bind "aws.ebs.picker" "terraform:aws_backup_selection" {
  by_tag    = { "selection_tag", "condition", present = true },
  resources = "resources",
}
bind "aws.ebs.picker" "terraform:aws_dlm_lifecycle_policy" { by_tag = { default = true } }

model "aws.ebs.copy" {
  label  = { en = "Copy of an AMI or EBS snapshot", ja = "AMIまたはEBSスナップショットのコピー" },
  fields = { encrypted = flag, key = flag },
}
local copy = { encrypted = { "encrypted", default = false }, key = { "kms_key_id", present = true } }
bind "aws.ebs.copy" "terraform:aws_ami_copy" (copy)
bind "aws.ebs.copy" "terraform:aws_ebs_snapshot_copy" (copy)

model "aws.ebs.default" {
  label  = { en = "EBS encryption by default", ja = "EBSのデフォルトの暗号化" },
  fields = { enabled = flag },
}
bind "aws.ebs.default" "terraform:aws_ebs_encryption_by_default" { enabled = { "enabled", default = true } }

rule "aws-ebs-unencrypted" {
  title    = { en = "EBS volume is not encrypted", ja = "EBSボリュームが暗号化されていない" },
  severity = "high",
  on       = "aws.ebs.volume",
  items    = { "cis-aws-3.0.0:2.2.1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_3", "trivy:AWS-0026" },
  fix      = {
    en = "Set Encrypted (Terraform: encrypted) to true.",
    ja = "Encrypted（Terraform: encrypted）をtrueに設定する。",
  },
  check    = function(v)
    if v.encrypted or v.encrypted == nil and ebs.encrypts_by_default() then return end
    fail("encrypted")
  end,
}

rule "aws-ebs-no-customer-key" {
  title    = {
    en = "EBS volume is not encrypted with a customer-managed key",
    ja = "EBSボリュームが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.ebs.volume",
  origins  = { "cloudformation", "terraform" },          -- AWS Config names the key, not whose it is
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_189", "trivy:AWS-0027", "guard:EBS_VOLUME_ENCRYPTION_KEY_RULE" },
  fix      = {
    en = "Set KmsKeyId (Terraform: kms_key_id) to a key of your own.",
    ja = "KmsKeyId（Terraform: kms_key_id）に顧客管理の鍵を設定する。",
  },
  check    = function(v)
    if not v.key then fail("key") end
  end,
}

rule "aws-ebs-copy-unencrypted" {
  title    = {
    en = "Copy of an AMI or snapshot is not encrypted",
    ja = "AMIまたはスナップショットのコピーが暗号化されていない",
  },
  severity = "high",
  on       = "aws.ebs.copy",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_235" },
  fix      = { en = "Set encrypted to true.", ja = "encryptedをtrueに設定する。" },
  check    = function(c)
    if not c.encrypted then fail("encrypted") end
  end,
}

rule "aws-ebs-copy-no-customer-key" {
  title    = {
    en = "Copy of an AMI or snapshot is not encrypted with a customer-managed key",
    ja = "AMIまたはスナップショットのコピーが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.ebs.copy",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_236", "checkov:CKV_AWS_183" },
  fix      = { en = "Set kms_key_id to a key of your own.", ja = "kms_key_idに顧客管理の鍵を設定する。" },
  check    = function(c)
    if not c.key then fail("key") end
  end,
}

rule "aws-ebs-default-encryption-off" {
  title    = { en = "EBS encryption by default is switched off", ja = "EBSのデフォルトの暗号化が無効になっている" },
  severity = "high",
  on       = "aws.ebs.default",
  items    = { "cis-aws-3.0.0:2.2.1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_106" },
  fix      = { en = "Set enabled to true.", ja = "enabledをtrueに設定する。" },
  check    = function(d)
    if not d.enabled then fail("enabled") end
  end,
}

local picked <const> = { en = "volumes are picked by tags or patterns", ja = "タグまたはパターンで対象が選択される" }

rule "aws-ebs-no-backup" {
  title    = { en = "EBS volume is in no backup plan", ja = "EBSボリュームがバックアップの対象になっていない" },
  severity = "low",
  on       = "aws.ebs.volume",
  origins  = { "cloudformation", "terraform" },
  items    = { "ds200-2:7-8", "muni-3:41" },
  aka      = { "checkov:CKV2_AWS_9" },
  fix      = {
    en = "Name the volume in a selection of AWS Backup (Terraform: resources of aws_backup_selection).",
    ja = "AWS Backupのバックアップ対象にボリュームを指定する（Terraform: aws_backup_selectionのresources）。",
  },
  check    = function(v)
    if v.selected then return end
    for p in each(resources("aws.ebs.picker")) do
      if p.by_tag then return skip(picked) end
      local list = p.resources
      for i = 1, list and #list or 0 do         -- a reference is to one thing, no pattern
        if known(list, "[" .. i - 1 .. "]") and re.test(list[i], "[*]") then return skip(picked) end
      end
    end
    fail("selected")
  end,
}
