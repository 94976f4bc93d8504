-- SPDX-License-Identifier: Apache-2.0
-- CodePipeline: where pipelines keep their artifacts.

model "aws.codepipeline.pipeline" {
  label  = { en = "CodePipeline pipeline", ja = "CodePipelineのパイプライン" },
  fields = { stores = list },
}

bind "aws.codepipeline.pipeline" "cloudformation:AWS::CodePipeline::Pipeline" {
  stores = { "ArtifactStore", "ArtifactStores[*].ArtifactStore", join = true },
}

bind "aws.codepipeline.pipeline" "terraform:aws_codepipeline" { stores = "artifact_store" }

rule "aws-codepipeline-no-customer-key" {
  title    = {
    en = "Artifacts of a pipeline are not encrypted with a customer-managed key",
    ja = "パイプラインのアーティファクトが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.codepipeline.pipeline",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_219" },
  fix      = {
    en = "Set EncryptionKey (Terraform: encryption_key) of every artifact store to a key of your own.",
    ja = "全てのアーティファクトストアのEncryptionKey（Terraform: encryption_key）に顧客管理の鍵を設定する。",
  },
  check    = function(p)
    for s in each(p.stores) do
      if not has(s, "EncryptionKey") and not has(s, "encryption_key") then fail(s) end
    end
  end,
}
