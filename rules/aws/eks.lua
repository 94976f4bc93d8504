-- SPDX-License-Identifier: Apache-2.0
-- EKS clusters and node groups.
local network = lib "network"

model "aws.eks.cluster" {
  label  = { en = "EKS cluster", ja = "EKSクラスター" },
  fields = { public = flag, ranges = list, log_types = list, encrypted = list, version = text },
}

bind "aws.eks.cluster" "cloudformation:AWS::EKS::Cluster" {
  public    = { "ResourcesVpcConfig.EndpointPublicAccess", default = true },
  ranges    = { "ResourcesVpcConfig.PublicAccessCidrs", default = { "0.0.0.0/0" } },
  log_types = "Logging.ClusterLogging.EnabledTypes",
  encrypted = "EncryptionConfig",
  version   = "Version",
}

bind "aws.eks.cluster" "terraform:aws_eks_cluster" {
  public    = { "vpc_config[0].endpoint_public_access", default = true },
  ranges    = { "vpc_config[0].public_access_cidrs", default = { "0.0.0.0/0" } },
  log_types = "enabled_cluster_log_types",
  encrypted = "encryption_config",
  version   = "version",
}

bind "aws.eks.cluster" "aws-config:AWS::EKS::Cluster" {
  public    = { "configuration.ResourcesVpcConfig.EndpointPublicAccess", required = true },
  ranges    = { "configuration.ResourcesVpcConfig.PublicAccessCidrs", default = { "0.0.0.0/0" } },
  log_types = "configuration.Logging.ClusterLogging.EnabledTypes",
  encrypted = "configuration.EncryptionConfig",
  version   = { "configuration.Version", required = true },
}

model "aws.eks.node_group" {
  label  = { en = "EKS node group", ja = "EKSノードグループ" },
  fields = { key = flag, sources = flag },
}

bind "aws.eks.node_group" "cloudformation:AWS::EKS::Nodegroup" {
  key     = { "RemoteAccess.Ec2SshKey", present = true },
  sources = { "RemoteAccess.SourceSecurityGroups", present = true },
}

bind "aws.eks.node_group" "terraform:aws_eks_node_group" {
  key     = { "remote_access[0].ec2_ssh_key", present = true },
  sources = { "remote_access[0].source_security_group_ids", present = true },
}

local function for_everybody(c)
  for r in each(c.ranges) do
    if network.anyone(r) then return true end
  end
  return false
end

rule "aws-eks-public-endpoint" {
  title    = {
    en = "API server of an EKS cluster is reachable from outside the VPC",
    ja = "EKSクラスターのAPIサーバーにVPCの外から接続できる",
  },
  severity = "medium",
  on       = "aws.eks.cluster",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:668" },
  aka      = { "trivy:AWS-0040", "checkov:CKV_AWS_39", "guard:EKS_ENDPOINT_NO_PUBLIC_ACCESS" },
  fix      = {
    en = "Set EndpointPublicAccess (Terraform: endpoint_public_access) to false and "
      .. "EndpointPrivateAccess (endpoint_private_access) to true.",
    ja = "EndpointPublicAccess（Terraform: endpoint_public_access）をfalse、EndpointPrivateAccess"
      .. "（endpoint_private_access）をtrueにする。",
  },
  check    = function(c)
    if not c.public then return end
    if for_everybody(c) then return skip() end          -- aws-eks-open-endpoint says so
    fail("public")
  end,
}

rule "aws-eks-open-endpoint" {
  title    = {
    en = "API server of an EKS cluster is open to the whole internet",
    ja = "EKSクラスターのAPIサーバーがインターネット全体に開放されている",
  },
  severity = "high",
  on       = "aws.eks.cluster",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" },
  refs     = { "cwe:668" },
  aka      = {
    "trivy:AWS-0041", "checkov:CKV_AWS_38", "trivy:AWS-0040", "checkov:CKV_AWS_39",
    "guard:EKS_ENDPOINT_NO_PUBLIC_ACCESS",
  },
  fix      = {
    en = "List the addresses of your administrators in PublicAccessCidrs (Terraform: "
      .. "public_access_cidrs).",
    ja = "PublicAccessCidrs（Terraform: public_access_cidrs）に管理者の接続元だけを指定する。",
  },
  check    = function(c)
    if c.public and for_everybody(c) then fail("ranges") end
  end,
}

rule "aws-eks-logs" {
  title    = {
    en = "Control plane of an EKS cluster does not log everything",
    ja = "EKSクラスターのコントロールプレーンのログが揃っていない",
  },
  severity = "medium",
  on       = "aws.eks.cluster",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "trivy:AWS-0038", "checkov:CKV_AWS_37" },
  fix      = {
    en = "List api, audit, authenticator, controllerManager and scheduler in EnabledTypes "
      .. "(Terraform: enabled_cluster_log_types).",
    ja = "EnabledTypes（Terraform: enabled_cluster_log_types）にapi、audit、authenticator、"
      .. "controllerManager、schedulerを指定する。",
  },
  check    = function(c)
    local on = {}
    for t in each(c.log_types) do on[origin(c) == "terraform" and t or t.Type or ""] = true end
    for want in each { "api", "audit", "authenticator", "controllerManager", "scheduler" } do
      if not on[want] then
        return fail("log_types", { en = "Logs of type %s are off", ja = "%sのログが有効になっていない", want })
      end
    end
  end,
}

rule "aws-eks-secrets-encryption" {
  title    = {
    en = "Secrets of an EKS cluster are not encrypted with a KMS key",
    ja = "EKSクラスターのSecretがKMSの鍵で暗号化されていない",
  },
  severity = "medium",
  on       = "aws.eks.cluster",
  items    = { "ds200-2:4-4", "muni-3:38" },
  refs     = { "cwe:311" },
  aka      = { "trivy:AWS-0039", "checkov:CKV_AWS_58" },
  fix      = {
    en = "Add an EncryptionConfig (Terraform: encryption_config) for secrets with a key of your "
      .. "own.",
    ja = "EncryptionConfig（Terraform: encryption_config）にsecretsの項目を追加し、顧客管理の鍵を指定する。",
  },
  check    = function(c)
    for e in each(c.encrypted) do
      if includes(e.Resources or e.resources, "secrets") then return end
    end
    fail("encrypted")
  end,
}

rule "aws-eks-node-ssh" {
  title    = {
    en = "Nodes of an EKS node group take SSH from the whole internet",
    ja = "EKSノードグループのノードがインターネット全体からのSSHを許可している",
  },
  severity = "high",
  on       = "aws.eks.node_group",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16", "muni-3:20" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_100" },
  why      = {
    en = "With a key but no source groups, EKS opens port 22 to 0.0.0.0/0.",
    ja = "鍵だけを指定して接続元を指定しないと、EKSは22番ポートを0.0.0.0/0に開放する。",
  },
  fix      = {
    en = "Name SourceSecurityGroups (Terraform: source_security_group_ids), or leave remote "
      .. "access out.",
    ja = "SourceSecurityGroups（Terraform: source_security_group_ids）を指定するか、リモートアクセスを設定しない。",
  },
  check    = function(g)
    if g.key and not g.sources then fail("sources") end
  end,
}

-- The oldest version that standard support still covered when this was written: that of 1.31 ended on 2025-11-26.
local oldest <const> = "1.32"

rule "aws-eks-old-version" {
  title    = {
    en = "Kubernetes version of an EKS cluster is past its standard support",
    ja = "EKSクラスターのKubernetesのバージョンの標準サポートが終了している",
  },
  severity = "medium",
  on       = "aws.eks.cluster",
  items    = { "ds200-2:2-4", "ds200-3:4-2" },
  refs     = { "cwe:1104" },
  aka      = { "checkov:CKV_AWS_339" },
  fix      = {
    en = "Upgrade Version (Terraform: version) to one in standard support, one minor version at a "
      .. "time.",
    ja = "Version（Terraform: version）を標準サポート中のバージョンへ、1つずつ更新する。",
  },
  check    = function(c)
    if c.version == nil then return end         -- the newest
    if version.compare(c.version, oldest) < 0 then fail("version") end
  end,
}
