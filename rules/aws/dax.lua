-- SPDX-License-Identifier: Apache-2.0
-- DAX, the cache in front of DynamoDB.

model "aws.dax.cluster" {
  label  = { en = "DAX cluster", ja = "DAXクラスター" },
  fields = { at_rest = flag, tls = flag },
}
bind "aws.dax.cluster" "cloudformation:AWS::DAX::Cluster" {
  names   = "ClusterName",
  at_rest = { "SSESpecification.SSEEnabled", default = false },
  tls     = { "ClusterEndpointEncryptionType", is = "TLS", default = false },
}

bind "aws.dax.cluster" "terraform:aws_dax_cluster" {
  names   = "cluster_name",
  at_rest = { "server_side_encryption[0].enabled", default = false },
  tls     = { "cluster_endpoint_encryption_type", is = "TLS", default = false },
}

rule "aws-dax-unencrypted" {
  title    = { en = "DAX cluster is not encrypted at rest", ja = "DAXクラスターの保存データが暗号化されていない" },
  severity = "high",
  on       = "aws.dax.cluster",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_47", "trivy:AWS-0023", "guard:DAX_ENCRYPTION_ENABLED" },
  fix      = {
    en = "Set SSEEnabled (Terraform: enabled in server_side_encryption) to true; the cluster must "
      .. "be made anew.",
    ja = "SSEEnabled（Terraform: server_side_encryptionのenabled）をtrueに設定する（クラスターの再作成が必要）。",
  },
  check    = function(c)
    if not c.at_rest then fail("at_rest") end
  end,
}

rule "aws-dax-no-tls" {
  title    = { en = "DAX cluster is reached without TLS", ja = "DAXクラスターとの通信がTLSで暗号化されていない" },
  severity = "high",
  on       = "aws.dax.cluster",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_AWS_239" },
  fix      = {
    en = "Set ClusterEndpointEncryptionType (Terraform: cluster_endpoint_encryption_type) to TLS.",
    ja = "ClusterEndpointEncryptionType（Terraform: cluster_endpoint_encryption_type）をTLSに設定する。",
  },
  check    = function(c)
    if not c.tls then fail("tls") end
  end,
}
