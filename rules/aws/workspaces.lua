-- SPDX-License-Identifier: Apache-2.0
-- WorkSpaces, desktops in the cloud.

model "aws.workspaces.workspace" {
  label  = { en = "WorkSpace", ja = "WorkSpace" },
  fields = { root = flag, user = flag },
}
bind "aws.workspaces.workspace" "cloudformation:AWS::WorkSpaces::Workspace" {
  root = { "RootVolumeEncryptionEnabled", default = false },
  user = { "UserVolumeEncryptionEnabled", default = false },
}

bind "aws.workspaces.workspace" "terraform:aws_workspaces_workspace" {
  root = { "root_volume_encryption_enabled", default = false },
  user = { "user_volume_encryption_enabled", default = false },
}

rule "aws-workspaces-root-unencrypted" {
  title    = { en = "Root volume of the WorkSpace is not encrypted", ja = "WorkSpaceのルートボリュームが暗号化されていない" },
  severity = "medium",
  on       = "aws.workspaces.workspace",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_156", "trivy:AWS-0109" },
  fix      = {
    en = "Set RootVolumeEncryptionEnabled (Terraform: root_volume_encryption_enabled) to true and VolumeEncryptionKey.",
    ja = "RootVolumeEncryptionEnabled（Terraform: root_volume_encryption_enabled）をtrueとし、VolumeEncryptionKeyを設定する。",
  },
  check    = function(w)
    if not w.root then fail("root") end
  end,
}

rule "aws-workspaces-user-unencrypted" {
  title    = { en = "User volume of the WorkSpace is not encrypted", ja = "WorkSpaceのユーザーボリュームが暗号化されていない" },
  severity = "high",
  on       = "aws.workspaces.workspace",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_155", "trivy:AWS-0109" },
  fix      = {
    en = "Set UserVolumeEncryptionEnabled (Terraform: user_volume_encryption_enabled) to true and VolumeEncryptionKey.",
    ja = "UserVolumeEncryptionEnabled（Terraform: user_volume_encryption_enabled）をtrueとし、VolumeEncryptionKeyを設定する。",
  },
  check    = function(w)
    if not w.user then fail("user") end
  end,
}
