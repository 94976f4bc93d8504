-- SPDX-License-Identifier: Apache-2.0
-- EKS clusters.

model "aws.eks.cluster" {
  label  = { en = "EKS cluster", ja = "EKSクラスター" },
  fields = { public = flag, ranges = list, log_types = list, encrypted = list },
}

bind "aws.eks.cluster" "cloudformation:AWS::EKS::Cluster" {
  public    = { "ResourcesVpcConfig.EndpointPublicAccess", default = true },
  ranges    = { "ResourcesVpcConfig.PublicAccessCidrs", default = { "0.0.0.0/0" } },
  log_types = "Logging.ClusterLogging.EnabledTypes",
  encrypted = "EncryptionConfig",
}

bind "aws.eks.cluster" "aws-config:AWS::EKS::Cluster" {
  public    = { "configuration.ResourcesVpcConfig.EndpointPublicAccess", required = true },
  ranges    = { "configuration.ResourcesVpcConfig.PublicAccessCidrs", default = { "0.0.0.0/0" } },
  log_types = "configuration.Logging.ClusterLogging.EnabledTypes",
  encrypted = "configuration.EncryptionConfig",
}

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
    en = "Set ResourcesVpcConfig.EndpointPublicAccess to false and EndpointPrivateAccess to true.",
    ja = "ResourcesVpcConfigのEndpointPublicAccessをfalse、EndpointPrivateAccessをtrueにする。",
  },
  check    = function(c)
    if c.public then fail("public") end
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
  aka      = { "trivy:AWS-0041", "checkov:CKV_AWS_38" },
  fix      = {
    en = "List the addresses of your administrators in ResourcesVpcConfig.PublicAccessCidrs.",
    ja = "ResourcesVpcConfig.PublicAccessCidrsに管理者の接続元だけを指定する。",
  },
  check    = function(c)
    if not c.public then return end
    for r in each(c.ranges) do
      if cidr.any(r) then return fail("ranges") end
    end
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
    en = "List api, audit, authenticator, controllerManager and scheduler in Logging.ClusterLogging.EnabledTypes.",
    ja = "Logging.ClusterLogging.EnabledTypesにapi、audit、authenticator、controllerManager、schedulerを指定する。",
  },
  check    = function(c)
    local on = {}
    for t in each(c.log_types) do on[t.Type or ""] = true end
    for want in each { "api", "audit", "authenticator", "controllerManager", "scheduler" } do
      if not on[want] then
        return fail("log_types", { en = "Logs of type %s are off", ja = "%sのログが有効でない", want })
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
    en = "Add an EncryptionConfig with Resources [secrets] and Provider.KeyArn.",
    ja = "EncryptionConfigにResourcesがsecretsの項目を追加し、Provider.KeyArnを指定する。",
  },
  check    = function(c)
    for e in each(c.encrypted) do
      if includes(e.Resources, "secrets") then return end
    end
    fail("encrypted")
  end,
}
