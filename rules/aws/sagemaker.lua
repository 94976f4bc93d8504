-- SPDX-License-Identifier: Apache-2.0
-- SageMaker: notebooks, domains, models, endpoint configurations, monitoring jobs.

model "aws.sagemaker.storage" {
  label  = { en = "SageMaker storage", ja = "SageMakerのストレージ" },
  fields = { kms = flag },
}

bind "aws.sagemaker.storage" "cloudformation:AWS::SageMaker::NotebookInstance" { kms = { "KmsKeyId", present = true } }
bind "aws.sagemaker.storage" "cloudformation:AWS::SageMaker::Domain" { kms = { "KmsKeyId", present = true } }
bind "aws.sagemaker.storage" "aws-config:AWS::SageMaker::NotebookInstance" {
  kms = { "configuration.KmsKeyId", present = true },
}
bind "aws.sagemaker.storage" "aws-config:AWS::SageMaker::Domain" { kms = { "configuration.KmsKeyId", present = true } }

bind "aws.sagemaker.storage" "terraform:aws_sagemaker_notebook_instance" { kms = { "kms_key_id", present = true } }
bind "aws.sagemaker.storage" "terraform:aws_sagemaker_domain" { kms = { "kms_key_id", present = true } }

model "aws.sagemaker.endpoint_config" {
  label  = { en = "SageMaker endpoint configuration", ja = "SageMakerエンドポイント設定" },
  fields = { kms = flag },
}

bind "aws.sagemaker.endpoint_config" "cloudformation:AWS::SageMaker::EndpointConfig" {
  kms = { "KmsKeyId", present = true },
}
bind "aws.sagemaker.endpoint_config" "aws-config:AWS::SageMaker::EndpointConfig" {
  kms = { "configuration.KmsKeyId", present = true },
}

bind "aws.sagemaker.endpoint_config" "terraform:aws_sagemaker_endpoint_configuration" {
  kms = { "kms_key_arn", present = true },
}

model "aws.sagemaker.notebook" {
  label  = { en = "SageMaker notebook", ja = "SageMakerノートブック" },
  fields = { internet = text, root = text, metadata = text, subnet = flag, trust = policy, policies = policy },
}

bind "aws.sagemaker.notebook" "cloudformation:AWS::SageMaker::NotebookInstance" {
  with     = { role = { "cloudformation:AWS::IAM::Role", to = "RoleArn" } },
  internet = { "DirectInternetAccess", default = "Enabled" },
  root     = { "RootAccess", default = "Enabled" },
  metadata = { "InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion", default = "1" },
  trust    = "role:AssumeRolePolicyDocument",
  policies = { "role:Policies[*].PolicyDocument", join = true },
  subnet   = { "SubnetId", present = true },
}

bind "aws.sagemaker.notebook" "terraform:aws_sagemaker_notebook_instance" {
  with     = { role = { "terraform:aws_iam_role", to = "role_arn" } },
  internet = { "direct_internet_access", default = "Enabled" },
  root     = { "root_access", default = "Enabled" },
  metadata = {
    "instance_metadata_service_configuration[0].minimum_instance_metadata_service_version", default = "1",
  },
  trust    = "role:assume_role_policy",
  policies = { "role:inline_policy[*].policy", join = true },
  subnet   = { "subnet_id", present = true },
}

bind "aws.sagemaker.notebook" "aws-config:AWS::SageMaker::NotebookInstance" {
  internet = { "configuration.DirectInternetAccess", required = true },
  root     = { "configuration.RootAccess", required = true },
  metadata = { "configuration.InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion",
               default = "1" },
}

model "aws.sagemaker.model" {
  label  = { en = "SageMaker model", ja = "SageMakerモデル" },
  fields = { isolated = flag },
}

bind "aws.sagemaker.model" "cloudformation:AWS::SageMaker::Model" {
  isolated = { "EnableNetworkIsolation", default = false },
}
bind "aws.sagemaker.model" "aws-config:AWS::SageMaker::Model" {
  isolated = { "configuration.EnableNetworkIsolation", default = false },
}

bind "aws.sagemaker.model" "terraform:aws_sagemaker_model" {
  isolated = { "enable_network_isolation", default = false },
}

model "aws.sagemaker.quality_job" {
  label  = { en = "SageMaker data quality job", ja = "SageMakerのデータ品質ジョブ" },
  fields = { kms = flag, output_kms = flag, encrypts_traffic = flag },
}

bind "aws.sagemaker.quality_job" "cloudformation:AWS::SageMaker::DataQualityJobDefinition" {
  kms              = { "JobResources.ClusterConfig.VolumeKmsKeyId", present = true },
  output_kms       = { "DataQualityJobOutputConfig.KmsKeyId", present = true },
  encrypts_traffic = { "NetworkConfig.EnableInterContainerTrafficEncryption", default = false },
}

bind "aws.sagemaker.quality_job" "terraform:aws_sagemaker_data_quality_job_definition" {
  kms              = { "job_resources[0].cluster_config[0].volume_kms_key_id", present = true },
  output_kms       = { "data_quality_job_output_config[0].kms_key_id", present = true },
  encrypts_traffic = { "network_config[0].enable_inter_container_traffic_encryption", default = false },
}

model "aws.sagemaker.flow" {
  label  = { en = "SageMaker flow definition", ja = "SageMakerフロー定義" },
  fields = { kms = flag },
}

bind "aws.sagemaker.flow" "cloudformation:AWS::SageMaker::FlowDefinition" {
  kms = { "OutputConfig.KmsKeyId", present = true },
}
bind "aws.sagemaker.flow" "terraform:aws_sagemaker_flow_definition" {
  kms = { "output_config[0].kms_key_id", present = true },
}

rule "aws-sagemaker-kms" {
  title    = {
    en = "SageMaker notebook or domain is not encrypted with a customer-managed key",
    ja = "SageMakerのノートブックまたはドメインが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.sagemaker.storage",
  items    = { "ds200-2:4-4", "muni-3:38" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_187", "checkov:CKV_AWS_22" },
  fix      = {
    en = "Set KmsKeyId (Terraform: kms_key_id).",
    ja = "KmsKeyId（Terraform: kms_key_id）を設定する。",
  },
  check    = function(s)
    if not s.kms then fail("kms") end
  end,
}

rule "aws-sagemaker-endpoint-kms" {
  title    = {
    en = "SageMaker endpoint does not encrypt its volumes",
    ja = "SageMakerエンドポイントのボリュームがKMSの鍵で暗号化されていない",
  },
  severity = "medium",
  on       = "aws.sagemaker.endpoint_config",
  items    = { "ds200-2:4-4", "muni-3:38" },
  refs     = { "cwe:311" },
  aka      = { "guard:SAGEMAKER_ENDPOINT_CONFIGURATION_KMS_KEY_CONFIGURED", "checkov:CKV_AWS_98" },
  fix      = {
    en = "Set KmsKeyId (Terraform: kms_key_arn).",
    ja = "KmsKeyId（Terraform: kms_key_arn）を設定する。",
  },
  check    = function(c)
    if not c.kms then fail("kms") end
  end,
}

rule "aws-sagemaker-job-kms" {
  title    = {
    en = "SageMaker data quality job does not encrypt its volumes",
    ja = "SageMakerのデータ品質ジョブのボリュームが暗号化されていない",
  },
  severity = "medium",
  on       = "aws.sagemaker.quality_job",
  items    = { "ds200-2:4-4", "muni-3:38" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_368" },
  fix      = {
    en = "Set VolumeKmsKeyId in JobResources.ClusterConfig (Terraform: volume_kms_key_id in "
      .. "job_resources.cluster_config).",
    ja = "JobResources.ClusterConfigのVolumeKmsKeyId（Terraform: job_resources.cluster_configのvolume_kms_key_id）を設定する。",
  },
  check    = function(j)
    if not j.kms then fail("kms") end
  end,
}

rule "aws-sagemaker-notebook-internet" {
  title    = {
    en = "SageMaker notebook reaches the internet directly",
    ja = "SageMakerノートブックがインターネットに直接接続する",
  },
  severity = "high",
  on       = "aws.sagemaker.notebook",
  items    = { "ds200-2:3-6" },
  refs     = { "cwe:668" },
  aka      = { "checkov:CKV_AWS_122" },
  fix      = {
    en = "Set DirectInternetAccess (Terraform: direct_internet_access) to Disabled and SubnetId to a "
      .. "subnet of your VPC.",
    ja = "DirectInternetAccess（Terraform: direct_internet_access）をDisabledにし、SubnetIdにVPCのサブネットを指定する。",
  },
  check    = function(n)
    if n.internet ~= "Disabled" then fail("internet") end
  end,
}

rule "aws-sagemaker-notebook-root" {
  title    = {
    en = "Users of a SageMaker notebook are root",
    ja = "SageMakerノートブックの利用者がroot権限を持つ",
  },
  severity = "medium",
  on       = "aws.sagemaker.notebook",
  items    = { "ds200-3:2-3", "ds200-2:4-4" },
  refs     = { "cwe:250" },
  aka      = { "checkov:CKV_AWS_307" },
  fix      = {
    en = "Set RootAccess (Terraform: root_access) to Disabled.",
    ja = "RootAccess（Terraform: root_access）をDisabledにする。",
  },
  check    = function(n)
    if n.root ~= "Disabled" then fail("root") end
  end,
}

rule "aws-sagemaker-notebook-imdsv2" {
  title    = { en = "SageMaker notebook accepts IMDSv1", ja = "SageMakerノートブックがIMDSv1を許可している" },
  severity = "medium",
  on       = "aws.sagemaker.notebook",
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:918" },
  aka      = { "checkov:CKV_AWS_371" },
  fix      = {
    en = "Set MinimumInstanceMetadataServiceVersion in InstanceMetadataServiceConfiguration to 2 "
      .. "(Terraform: minimum_instance_metadata_service_version).",
    ja = "InstanceMetadataServiceConfigurationのMinimumInstanceMetadataServiceVersionを2にする"
      .. "（Terraform: minimum_instance_metadata_service_version）。",
  },
  check    = function(n)
    if n.metadata ~= "2" then fail("metadata") end
  end,
}

rule "aws-sagemaker-notebook-admin" {
  title    = {
    en = "Role of a SageMaker notebook may do anything",
    ja = "SageMakerノートブックのロールに全ての操作が許可されている",
  },
  severity = "high",
  on       = "aws.sagemaker.notebook",
  origins  = { "cloudformation", "terraform" },
  items    = { "ds200-3:2-3", "ds200-2:3-6" },
  refs     = { "cwe:250" },
  aka      = { "checkov:CKV2_AWS_68" },
  fix      = {
    en = "List the actions the notebook needs instead of * in the role's policies.",
    ja = "ロールのポリシーで*の代わりに必要な操作を列挙する。",
  },
  check    = function(n)
    for s in each(n.policies) do
      if s.effect == "Allow" and includes(s.actions, "*") then fail(s) end
    end
    for s in each(n.trust) do
      if s.effect == "Allow" and includes(s.actions, "*") then fail(s) end
    end
  end,
}

rule "aws-sagemaker-model-network" {
  title    = {
    en = "Containers of a SageMaker model reach the network",
    ja = "SageMakerモデルのネットワーク分離が有効になっていない",
  },
  severity = "medium",
  on       = "aws.sagemaker.model",
  items    = { "ds200-2:3-6" },
  refs     = { "cwe:668" },
  aka      = { "checkov:CKV_AWS_370" },
  fix      = {
    en = "Set EnableNetworkIsolation (Terraform: enable_network_isolation) to true.",
    ja = "EnableNetworkIsolation（Terraform: enable_network_isolation）をtrueにする。",
  },
  check    = function(m)
    if not m.isolated then fail("isolated") end
  end,
}

rule "aws-sagemaker-notebook-vpc" {
  title    = { en = "SageMaker notebook is outside your VPC", ja = "SageMakerノートブックがVPC内に配置されていない" },
  severity = "medium",
  on       = "aws.sagemaker.notebook",
  origins  = { "cloudformation", "terraform" },
  items    = { "ds200-2:3-6" },
  refs     = { "cwe:668" },
  aka      = { "checkov:CKV_AWS_306" },
  fix      = {
    en = "Set SubnetId (Terraform: subnet_id) to a subnet of your VPC.",
    ja = "SubnetId（Terraform: subnet_id）にVPCのサブネットを指定する。",
  },
  check    = function(n)
    if not n.subnet then fail("subnet") end
  end,
}

rule "aws-sagemaker-job-output-kms" {
  title    = {
    en = "Results of a SageMaker data quality job are not encrypted with a customer-managed key",
    ja = "SageMakerのデータ品質ジョブの出力が顧客管理の鍵で暗号化されない",
  },
  severity = "low",
  on       = "aws.sagemaker.quality_job",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_367" },
  fix      = {
    en = "Set KmsKeyId in DataQualityJobOutputConfig (Terraform: kms_key_id in data_quality_job_output_config).",
    ja = "DataQualityJobOutputConfigのKmsKeyId（Terraform: data_quality_job_output_configのkms_key_id）を設定する。",
  },
  check    = function(j)
    if not j.output_kms then fail("output_kms") end
  end,
}

rule "aws-sagemaker-job-plain-traffic" {
  title    = {
    en = "Instances of a SageMaker data quality job talk in plain text",
    ja = "SageMakerのデータ品質ジョブのインスタンス間の通信が暗号化されない",
  },
  severity = "medium",
  on       = "aws.sagemaker.quality_job",
  items    = { "ds200-3:3-1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_AWS_369" },
  fix      = {
    en = "Set EnableInterContainerTrafficEncryption in NetworkConfig to true "
      .. "(Terraform: enable_inter_container_traffic_encryption).",
    ja = "NetworkConfigのEnableInterContainerTrafficEncryption"
      .. "（Terraform: enable_inter_container_traffic_encryption）をtrueにする。",
  },
  check    = function(j)
    if not j.encrypts_traffic then fail("encrypts_traffic") end
  end,
}

rule "aws-sagemaker-flow-kms" {
  title    = {
    en = "Results of a SageMaker review flow are not encrypted with a customer-managed key",
    ja = "SageMakerのフロー定義の出力が顧客管理の鍵で暗号化されない",
  },
  severity = "low",
  on       = "aws.sagemaker.flow",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_372" },
  fix      = {
    en = "Set KmsKeyId in OutputConfig (Terraform: kms_key_id in output_config).",
    ja = "OutputConfigのKmsKeyId（Terraform: output_configのkms_key_id）を設定する。",
  },
  check    = function(f)
    if not f.kms then fail("kms") end
  end,
}
