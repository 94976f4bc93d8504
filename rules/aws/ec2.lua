-- SPDX-License-Identifier: Apache-2.0
-- EC2 instances and what they are started from: launch templates, launch configurations, images.
local base64 = lib "base64"
local ebs = lib "ebs"

model "aws.ec2.machine" {
  label  = { en = "EC2 instance or launch template", ja = "EC2インスタンスまたは起動テンプレート" },
  fields = {
    tokens = text, endpoint = text, public_ip = list, monitored = flag, optimized = flag,
    type = text, user_data = text, profile = flag, disks = list, root = flag, hops = number,
    template = flag, template_seen = flag,
  },
}

bind "aws.ec2.machine" "cloudformation:AWS::EC2::Instance" {
  with          = {
    by_id   = { "cloudformation:AWS::EC2::LaunchTemplate", to = "LaunchTemplate.LaunchTemplateId" },
    by_name = { "cloudformation:AWS::EC2::LaunchTemplate", to = "LaunchTemplate.LaunchTemplateName" },
  },
  tokens        = {
    "MetadataOptions.HttpTokens", "by_id:LaunchTemplateData.MetadataOptions.HttpTokens",
    "by_name:LaunchTemplateData.MetadataOptions.HttpTokens", default = "optional",
  },
  endpoint      = {
    "MetadataOptions.HttpEndpoint", "by_id:LaunchTemplateData.MetadataOptions.HttpEndpoint",
    "by_name:LaunchTemplateData.MetadataOptions.HttpEndpoint", default = "enabled",
  },
  public_ip     = {
    "NetworkInterfaces[*].AssociatePublicIpAddress", "by_id:LaunchTemplateData.NetworkInterfaces[*].AssociatePublicIpAddress",
    "by_name:LaunchTemplateData.NetworkInterfaces[*].AssociatePublicIpAddress",
  },
  monitored     = {
    "Monitoring", "by_id:LaunchTemplateData.Monitoring.Enabled", "by_name:LaunchTemplateData.Monitoring.Enabled",
    default = false,
  },
  optimized     = {
    "EbsOptimized", "by_id:LaunchTemplateData.EbsOptimized", "by_name:LaunchTemplateData.EbsOptimized", default = false,
  },
  type          = { "InstanceType", "by_id:LaunchTemplateData.InstanceType", "by_name:LaunchTemplateData.InstanceType" },
  user_data     = "UserData",
  profile       = {
    "IamInstanceProfile", "by_id:LaunchTemplateData.IamInstanceProfile", "by_name:LaunchTemplateData.IamInstanceProfile",
    present = true,
  },
  disks         = "BlockDeviceMappings[*].Ebs",
  root          = { default = true },           -- which of them it is, the image knows
  hops          = {
    "MetadataOptions.HttpPutResponseHopLimit", "by_id:LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit",
    "by_name:LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit", default = 1,
  },
  template      = { "LaunchTemplate", present = true },
  template_seen = { "by_id:LaunchTemplateData", "by_name:LaunchTemplateData", present = true },
}
bind "aws.ec2.machine" "cloudformation:AWS::EC2::LaunchTemplate" {
  names     = "LaunchTemplateName",
  tokens    = { "LaunchTemplateData.MetadataOptions.HttpTokens", default = "optional" },
  endpoint  = { "LaunchTemplateData.MetadataOptions.HttpEndpoint", default = "enabled" },
  public_ip = "LaunchTemplateData.NetworkInterfaces[*].AssociatePublicIpAddress",
  monitored = { "LaunchTemplateData.Monitoring.Enabled", default = false },
  optimized = { "LaunchTemplateData.EbsOptimized", default = false },
  type      = "LaunchTemplateData.InstanceType",
  user_data = "LaunchTemplateData.UserData",
  profile   = { "LaunchTemplateData.IamInstanceProfile", present = true },
  disks     = "LaunchTemplateData.BlockDeviceMappings[*].Ebs",
  root      = { default = true },
  hops      = { "LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit", default = 1 },
  template  = { default = false },
}
bind "aws.ec2.machine" "cloudformation:AWS::AutoScaling::LaunchConfiguration" {
  tokens    = { "MetadataOptions.HttpTokens", default = "optional" },
  endpoint  = { "MetadataOptions.HttpEndpoint", default = "enabled" },
  public_ip = "AssociatePublicIpAddress",
  monitored = { "InstanceMonitoring", default = true },
  optimized = { "EbsOptimized", default = false },
  type      = "InstanceType",
  user_data = "UserData",
  profile   = { "IamInstanceProfile", present = true },
  disks     = "BlockDeviceMappings[*].Ebs",
  root      = { default = true },
  hops      = { "MetadataOptions.HttpPutResponseHopLimit", default = 1 },
  template  = { default = false },
}
local terraform_instance = {
  with          = {
    by_id   = { "terraform:aws_launch_template", to = "launch_template[0].id" },
    by_name = { "terraform:aws_launch_template", to = "launch_template[0].name" },
  },
  tokens        = {
    "metadata_options[0].http_tokens", "by_id:metadata_options[0].http_tokens",
    "by_name:metadata_options[0].http_tokens", default = "optional",
  },
  endpoint      = {
    "metadata_options[0].http_endpoint", "by_id:metadata_options[0].http_endpoint",
    "by_name:metadata_options[0].http_endpoint", default = "enabled",
  },
  public_ip     = {
    "associate_public_ip_address", "by_id:network_interfaces[*].associate_public_ip_address",
    "by_name:network_interfaces[*].associate_public_ip_address",
  },
  monitored     = {
    "monitoring", "by_id:monitoring[0].enabled", "by_name:monitoring[0].enabled", default = false,
  },
  optimized     = { "ebs_optimized", "by_id:ebs_optimized", "by_name:ebs_optimized", default = false },
  type          = { "instance_type", "by_id:instance_type", "by_name:instance_type" },
  user_data     = { "user_data", "user_data_base64" },
  profile       = {
    "iam_instance_profile", "by_id:iam_instance_profile", "by_name:iam_instance_profile", present = true,
  },
  disks         = { "root_block_device", "ebs_block_device", join = true },
  root          = {
    "root_block_device", "by_id:block_device_mappings", "by_name:block_device_mappings", present = true,
  },
  hops          = {
    "metadata_options[0].http_put_response_hop_limit", "by_id:metadata_options[0].http_put_response_hop_limit",
    "by_name:metadata_options[0].http_put_response_hop_limit", default = 1,
  },
  template      = { "launch_template", present = true },
  template_seen = { "by_id:", "by_name:", present = true },
}
bind "aws.ec2.machine" "terraform:aws_instance" (terraform_instance)
bind "aws.ec2.machine" "terraform:aws_spot_instance_request" (terraform_instance)
bind "aws.ec2.machine" "terraform:aws_launch_template" {
  names     = "name",
  tokens    = { "metadata_options[0].http_tokens", default = "optional" },
  endpoint  = { "metadata_options[0].http_endpoint", default = "enabled" },
  public_ip = "network_interfaces[*].associate_public_ip_address",
  monitored = { "monitoring[0].enabled", default = false },
  optimized = { "ebs_optimized", default = false },
  type      = "instance_type",
  user_data = "user_data",
  profile   = { "iam_instance_profile", present = true },
  disks     = "block_device_mappings[*].ebs[0]",
  root      = { default = true },
  hops      = { "metadata_options[0].http_put_response_hop_limit", default = 1 },
  template  = { default = false },
}
bind "aws.ec2.machine" "terraform:aws_launch_configuration" {
  tokens    = { "metadata_options[0].http_tokens", default = "optional" },
  endpoint  = { "metadata_options[0].http_endpoint", default = "enabled" },
  public_ip = "associate_public_ip_address",
  monitored = { "enable_monitoring", default = true },
  optimized = { "ebs_optimized", default = false },
  type      = "instance_type",
  user_data = { "user_data", "user_data_base64" },
  profile   = { "iam_instance_profile", present = true },
  disks     = { "root_block_device", "ebs_block_device", join = true },
  root      = { "root_block_device", present = true },
  hops      = { "metadata_options[0].http_put_response_hop_limit", default = 1 },
  template  = { default = false },
}

bind "aws.ec2.machine" "aws-config:AWS::EC2::Instance" {
  tokens    = { "configuration.metadataOptions.httpTokens", required = true },
  endpoint  = { "configuration.metadataOptions.httpEndpoint", required = true },
  public_ip = { "configuration.publicIpAddress", "configuration.networkInterfaces[*].association.publicIp", present = true },
  monitored = { "configuration.monitoring.state", is = "enabled", required = true },
  optimized = { "configuration.ebsOptimized", required = true },
  type      = "configuration.instanceType",
  profile   = { "configuration.iamInstanceProfile", present = true },
  hops      = { "configuration.metadataOptions.httpPutResponseHopLimit", required = true },
  template  = { default = false },
}

-- Images are looked up by Terraform only.
model "aws.ec2.image_lookup" {
  label  = { en = "lookup of an AMI", ja = "AMIの検索" },
  fields = { owners = list, filters = list, pattern = text },
}
bind "aws.ec2.image_lookup" "terraform:data.aws_ami" {
  owners  = "owners",
  filters = "filter",
  pattern = "name_regex",
}

-- The template an instance starts from may set what the instance leaves out; it can be judged only where it is seen.
local function told_elsewhere(m)
  return m.template and not m.template_seen
end

local elsewhere <const> = {
  en = "the launch template is not part of what was read",
  ja = "起動テンプレートが監査の対象に含まれていない",
}

rule "aws-ec2-imdsv1" {
  title    = {
    en = "Instance metadata can be read without a session token (IMDSv1)",
    ja = "インスタンスメタデータをトークンなし（IMDSv1）で読み取れる",
  },
  severity = "high",
  on       = "aws.ec2.machine",
  items    = { "cis-aws-3.0.0:5.6", "ds200-3:8-3", "ds200-2:4-4" },
  refs     = { "cwe:918" },
  aka      = { "checkov:CKV_AWS_79", "trivy:AWS-0028", "trivy:AWS-0130" },
  why      = {
    en = "A request forged through the application reads the credentials of the instance's role.",
    ja = "アプリケーションのSSRFを突かれると、インスタンスのロールの認証情報を読み取られる。",
  },
  fix      = {
    en = "Set HttpTokens (Terraform: http_tokens) to required in the metadata options.",
    ja = "メタデータオプションのHttpTokens（Terraform: http_tokens）をrequiredに設定する。",
  },
  check    = function(m)
    if m.tokens == "required" or m.endpoint == "disabled" then return end
    if told_elsewhere(m) then return skip(elsewhere) end
    fail("tokens")
  end,
}

rule "aws-ec2-public-ip" {
  title    = { en = "Instance gets a public address", ja = "インスタンスにパブリックIPアドレスが割り当てられる" },
  severity = "medium",
  on       = "aws.ec2.machine",
  items    = { "ds200-2:3-2" },
  aka      = { "checkov:CKV_AWS_88", "trivy:AWS-0009", "guard:EC2_INSTANCE_NO_PUBLIC_IP" },
  fix      = {
    en = "Set AssociatePublicIpAddress (Terraform: associate_public_ip_address) to false and "
      .. "publish through a load balancer.",
    ja = "AssociatePublicIpAddress（Terraform: associate_public_ip_address）をfalseに設定し、"
      .. "ロードバランサー経由で公開する。",
  },
  check    = function(m)
    for on in each(m.public_ip) do              -- one for each network interface
      if on == true or on == "true" then fail("public_ip") return end
    end
  end,
}

rule "aws-ec2-no-detailed-monitoring" {
  title    = { en = "Detailed monitoring of the instance is off", ja = "インスタンスの詳細モニタリングが有効になっていない" },
  severity = "low",
  on       = "aws.ec2.machine",
  aka      = { "checkov:CKV_AWS_126", "guard:EC2_INSTANCE_DETAILED_MONITORING_ENABLED" },
  fix      = {
    en = "Set Monitoring (Terraform: monitoring) to true; in a launch template, Enabled within it.",
    ja = "Monitoring（Terraform: monitoring）をtrueに設定する（起動テンプレートではその中のEnabled）。",
  },
  check    = function(m)
    if m.monitored then return end
    if told_elsewhere(m) then return skip(elsewhere) end
    fail("monitored")
  end,
}

-- These generations are EBS-optimised whatever the setting says.
local always_optimized <const> = "^(a1|[cm][4-9]|r[5-9]|t[34]|i[3-8]|d[23]|g[4-9]|p[2-9]|x[2-9]|z1|inf|trn|u-|hpc|im|is|mac|vt|dl|f[2-9]|h1)"

rule "aws-ec2-not-ebs-optimized" {
  title    = { en = "Instance is not EBS-optimised", ja = "インスタンスのEBS最適化が有効になっていない" },
  severity = "info",
  on       = "aws.ec2.machine",
  aka      = { "checkov:CKV_AWS_135", "guard:EBS_OPTIMIZED_INSTANCE" },
  fix      = {
    en = "Set EbsOptimized (Terraform: ebs_optimized) to true, or use an instance type of a "
      .. "current generation.",
    ja = "EbsOptimized（Terraform: ebs_optimized）をtrueに設定する。または現行世代のインスタンスタイプを使用する。",
  },
  check    = function(m)
    if m.optimized then return end
    if m.type and re.test(m.type, always_optimized) then return end
    if told_elsewhere(m) then return skip(elsewhere) end
    fail("optimized")
  end,
}

rule "aws-ec2-disk-unencrypted" {
  title    = { en = "A volume of the instance is not encrypted", ja = "インスタンスのボリュームが暗号化されていない" },
  severity = "medium",
  on       = "aws.ec2.machine",
  origins  = { "cloudformation", "terraform" },     -- AWS Config records the volumes by themselves
  items    = { "cis-aws-3.0.0:2.2.1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_8", "trivy:AWS-0008", "trivy:AWS-0131" },
  fix      = {
    en = "Set Encrypted (Terraform: encrypted) to true for every block device, the root volume "
      .. "too.",
    ja = "ルートボリュームを含む全てのブロックデバイスでEncrypted（Terraform: encrypted）をtrueに設定する。",
  },
  check    = function(m)
    local plain
    for disk in each(m.disks) do
      local on = get(disk, "Encrypted")
      if on == nil then on = get(disk, "encrypted") end
      if on == nil then         -- the snapshot decides, where there is one
        if not has(disk, "SnapshotId") and not has(disk, "snapshot_id") then plain = plain or disk end
      elseif on == false or on == "false" then
        fail(disk)
      end
    end
    if ebs.encrypts_by_default() then return end
    if plain then fail(plain) end
    if not m.root then
      if told_elsewhere(m) then return skip(elsewhere) end
      fail("root", {
        en = "nothing asks for the root volume to be encrypted", ja = "ルートボリュームの暗号化が指定されていない",
      })
    end
  end,
}

-- Written as variables; a key may also stand by itself, but for those of AWS's own examples.
local secrets <const> = {
  "(?i)aws_access_key_id\\s*[=:]\\s*['\"]?(AKIA|ASIA)[A-Z0-9]{16}",
  "(?i)aws_secret_access_key\\s*[=:]\\s*['\"]?[A-Za-z0-9/+=]{40}",
  "-----BEGIN ([A-Z]+ )?PRIVATE KEY-----",
}

rule "aws-ec2-user-data-secret" {
  title    = { en = "User data contains credentials", ja = "ユーザーデータに認証情報が含まれている" },
  severity = "critical",
  on       = "aws.ec2.machine",
  origins  = { "cloudformation", "terraform" },
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  aka      = { "checkov:CKV_AWS_46", "trivy:AWS-0029", "trivy:AWS-0129" },
  fix      = {
    en = "Remove the key, disable it, and give the instance a role (IamInstanceProfile, "
      .. "Terraform: iam_instance_profile).",
    ja = "鍵を削除して無効化し、IamInstanceProfile（Terraform: iam_instance_profile）でロールを割り当てる。",
  },
  check    = function(m)
    local part = known_part(m, "user_data")
    local data = part and base64.decoded(part) or ""      -- or plain text that something else encodes
    for _, pattern in ipairs(secrets) do
      if re.test(data, pattern) then fail("user_data") return end
    end
    if re.test(data, "(?<![A-Z0-9])(AKIA|ASIA)(?![A-Z0-9]*EXAMPLE)[A-Z2-7]{16}(?![A-Z0-9])") then
      return fail("user_data")
    end
    local _ = m.user_data               -- what is not known of it may still hold one
  end,
}

rule "aws-ec2-no-instance-profile" {
  title    = { en = "Instance has no role", ja = "インスタンスにロールが割り当てられていない" },
  severity = "low",
  on       = "aws.ec2.machine",
  items    = { "cis-aws-3.0.0:1.18" },
  aka      = { "checkov:CKV2_AWS_41" },
  why      = {
    en = "Without a role, programs that call AWS need long-lived keys on the disk.",
    ja = "ロールがないと、AWSを呼び出すプログラムは長期の鍵をディスクに置くことになる。",
  },
  fix      = {
    en = "Set IamInstanceProfile (Terraform: iam_instance_profile).",
    ja = "IamInstanceProfile（Terraform: iam_instance_profile）を設定する。",
  },
  check    = function(m)
    if m.profile then return end
    if told_elsewhere(m) then return skip(elsewhere) end
    fail("profile")
  end,
}

rule "aws-ec2-metadata-hops" {
  title    = {
    en = "Instance metadata answers leave the instance",
    ja = "インスタンスメタデータの応答がインスタンスの外へ届く",
  },
  severity = "low",
  on       = "aws.ec2.machine",
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:918" },
  aka      = { "checkov:CKV_AWS_341" },
  why      = {
    en = "With more than one hop, containers and forwarders on the instance get tokens for its "
      .. "role as well.",
    ja = "ホップ数が2以上だと、インスタンス上のコンテナや中継プログラムもロールの認証情報を取得できる。",
  },
  fix      = {
    en = "Set HttpPutResponseHopLimit (Terraform: http_put_response_hop_limit) to 1.",
    ja = "HttpPutResponseHopLimit（Terraform: http_put_response_hop_limit）を1に設定する。",
  },
  check    = function(m)
    if m.endpoint == "disabled" then return end
    if m.hops > 1 then fail("hops") end
  end,
}

local by_owner <const> = { "owner-id", "owner-alias", "image-id" }

rule "aws-ec2-image-of-any-owner" {
  title    = { en = "AMI is taken from whoever uses a matching name", ja = "名前の一致だけで所有者を問わずAMIを選択している" },
  severity = "medium",
  on       = "aws.ec2.image_lookup",
  items    = { "ds200-2:4-3" },
  refs     = { "cwe:345" },
  aka      = { "checkov:CKV_AWS_386", "trivy:AWS-0344" },
  why      = {
    en = "Anybody can publish an image whose name fits the pattern and which is newer.",
    ja = "名前のパターンに合う、より新しいイメージを誰でも公開できる。",
  },
  fix      = { en = "Name the account or amazon in owners.", ja = "ownersにアカウントまたはamazonを指定する。" },
  check    = function(i)
    if not known(i, "owners") or (i.owners and #i.owners > 0) then return end
    local loose = i.pattern ~= nil
    for f in each(i.filters) do
      if includes(by_owner, f.name) then return end
      if f.name == "name" then
        for value in each(f.values) do
          if re.test(value, "[*?]") then loose = true end
        end
      end
    end
    if loose then fail("owners") end
  end,
}
