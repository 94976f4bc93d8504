-- SPDX-License-Identifier: Apache-2.0
-- EC2 instances and what they are started from: launch templates and launch configurations.

model "aws.ec2.machine" {
  label  = { en = "EC2 instance or launch template", ja = "EC2インスタンスまたは起動テンプレート" },
  fields = {
    tokens = text, endpoint = text, public_ip = list, monitored = flag, optimized = flag,
    type = text, user_data = text, profile = flag, disks = list, template = flag, template_seen = flag,
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
  template  = { default = false },
}

-- The template an instance starts from may set what the instance leaves out; it can be judged only where it is seen.
local function told_elsewhere(m)
  return m.template and not m.template_seen
end

local elsewhere <const> = {
  en = "the launch template is not part of this template",
  ja = "起動テンプレートがこのテンプレートに含まれていない",
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
    en = "Set HttpTokens to required in MetadataOptions.",
    ja = "MetadataOptionsのHttpTokensをrequiredに設定する。",
  },
  check    = function(m)
    if m.tokens == "required" or m.endpoint == "disabled" then return end
    if told_elsewhere(m) then return skip(elsewhere) end
    fail("tokens")
  end,
}

rule "aws-ec2-public-ip" {
  title    = { en = "Instance gets a public address", ja = "インスタンスに公開IPアドレスが割り当てられる" },
  severity = "medium",
  on       = "aws.ec2.machine",
  items    = { "ds200-2:3-2" },
  aka      = { "checkov:CKV_AWS_88", "trivy:AWS-0009", "guard:EC2_INSTANCE_NO_PUBLIC_IP" },
  fix      = {
    en = "Set AssociatePublicIpAddress to false and publish through a load balancer.",
    ja = "AssociatePublicIpAddressをfalseに設定し、ロードバランサー経由で公開する。",
  },
  check    = function(m)
    for on in each(m.public_ip) do              -- one for each network interface
      if on == true or on == "true" then fail("public_ip") return end
    end
  end,
}

rule "aws-ec2-no-detailed-monitoring" {
  title    = { en = "Detailed monitoring is off", ja = "詳細モニタリングが有効でない" },
  severity = "low",
  on       = "aws.ec2.machine",
  items    = { "muni-3:42" },
  aka      = { "checkov:CKV_AWS_126", "guard:EC2_INSTANCE_DETAILED_MONITORING_ENABLED" },
  fix      = {
    en = "Set Monitoring to true (Monitoring.Enabled in a launch template).",
    ja = "Monitoring（起動テンプレートではMonitoring.Enabled）をtrueに設定する。",
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
  title    = { en = "Instance is not EBS-optimised", ja = "EBS最適化が有効でない" },
  severity = "info",
  on       = "aws.ec2.machine",
  aka      = { "checkov:CKV_AWS_135", "guard:EBS_OPTIMIZED_INSTANCE" },
  fix      = {
    en = "Set EbsOptimized to true, or use an instance type of a current generation.",
    ja = "EbsOptimizedをtrueに設定する。または現行世代のインスタンスタイプを使用する。",
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
  origins  = { "cloudformation" },          -- AWS Config records the volumes by themselves
  items    = { "cis-aws-3.0.0:2.2.1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_8", "trivy:AWS-0008", "trivy:AWS-0131" },
  fix      = {
    en = "Set Ebs.Encrypted to true in every entry of BlockDeviceMappings.",
    ja = "BlockDeviceMappingsの全項目でEbs.Encryptedをtrueに設定する。",
  },
  check    = function(m)
    for disk in each(m.disks) do
      if disk.Encrypted == nil then
        if disk.SnapshotId == nil then fail(disk) end       -- else the snapshot decides
      elseif disk.Encrypted == false or disk.Encrypted == "false" then
        fail(disk)
      end
    end
  end,
}

local digits = {}
do
  local alphabet <const> = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  for i = 1, #alphabet do digits[alphabet:byte(i)] = i - 1 end
end

-- User data is base64 in the end, but may be written as plain text where something else encodes it.
local function decoded(data)
  if #data > 24576 or not re.test(data, "^[A-Za-z0-9+/\\s]+=*\\s*$") then return data end
  local out, bits, n = {}, 0, 0
  for i = 1, #data do
    local d = digits[data:byte(i)]
    if d then
      bits, n = bits << 6 | d, n + 6
      if n >= 8 then
        n = n - 8
        out[#out + 1] = string.char(bits >> n & 255)
        bits = bits & (1 << n) - 1
      end
    end
  end
  return table.concat(out)
end

local secrets <const> = {
  "(?<![A-Z0-9])(AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])",
  "(?i)aws_secret_access_key\\s*[=:]\\s*['\"]?[A-Za-z0-9/+=]{40}",
  "-----BEGIN ([A-Z]+ )?PRIVATE KEY-----",
}

rule "aws-ec2-user-data-secret" {
  title    = { en = "User data contains credentials", ja = "ユーザーデータに認証情報が含まれている" },
  severity = "critical",
  on       = "aws.ec2.machine",
  origins  = { "cloudformation" },
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  aka      = { "checkov:CKV_AWS_46", "trivy:AWS-0029", "trivy:AWS-0129" },
  fix      = {
    en = "Remove the key, disable it, and give the instance a role (IamInstanceProfile).",
    ja = "鍵を削除して無効化し、IamInstanceProfileでロールを割り当てる。",
  },
  check    = function(m)
    if m.user_data == nil then return end
    local data = decoded(m.user_data)
    for _, pattern in ipairs(secrets) do
      if re.test(data, pattern) and not re.test(data, "(AKIA|ASIA)[A-Z2-7]*EXAMPLE") then fail("user_data") return end
    end
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
  fix      = { en = "Set IamInstanceProfile.", ja = "IamInstanceProfileを設定する。" },
  check    = function(m)
    if m.profile then return end
    if told_elsewhere(m) then return skip(elsewhere) end
    fail("profile")
  end,
}
