-- SPDX-License-Identifier: Apache-2.0
-- ECS clusters, services and the containers of task definitions.
local variables = lib "variables"

model "aws.ecs.cluster" {
  label  = { en = "ECS cluster", ja = "ECSクラスター" },
  fields = { insights = text, exec_logging = text },
}

bind "aws.ecs.cluster" "cloudformation:AWS::ECS::Cluster" {
  insights     = { "ClusterSettings[Name=containerInsights].Value", default = "disabled" },
  exec_logging = { "Configuration.ExecuteCommandConfiguration.Logging", default = "DEFAULT" },
}

bind "aws.ecs.cluster" "terraform:aws_ecs_cluster" {
  insights     = { "setting[name=containerInsights].value", default = "disabled" },
  exec_logging = { "configuration[0].execute_command_configuration[0].logging", default = "DEFAULT" },
}

bind "aws.ecs.cluster" "aws-config:AWS::ECS::Cluster" {
  insights     = { "configuration.ClusterSettings[Name=containerInsights].Value", default = "disabled" },
  exec_logging = { "configuration.Configuration.ExecuteCommandConfiguration.Logging", default = "DEFAULT" },
}

model "aws.ecs.service" {
  label  = { en = "ECS service", ja = "ECSサービス" },
  fields = { public_ip = text, launch = text, platform = text },
}

bind "aws.ecs.service" "cloudformation:AWS::ECS::Service" {
  public_ip = { "NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp", default = "DISABLED" },
  launch    = { "LaunchType", default = "EC2" },
  platform  = { "PlatformVersion", default = "LATEST" },
}

bind "aws.ecs.service" "terraform:aws_ecs_service" {
  public_ip = {
    "network_configuration[0].assign_public_ip", default = "DISABLED",
    map = { ["true"] = "ENABLED", ["false"] = "DISABLED" },
  },
  launch    = { "launch_type", default = "EC2" },
  platform  = { "platform_version", default = "LATEST" },
}

bind "aws.ecs.service" "aws-config:AWS::ECS::Service" {
  public_ip = { "configuration.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp", default = "DISABLED" },
}

model "aws.ecs.task" {
  label  = { en = "ECS task", ja = "ECSタスク" },
  fields = { network = text, pid = text, containers = list },
}

bind "aws.ecs.task" "cloudformation:AWS::ECS::TaskDefinition" {
  network    = { "NetworkMode", default = "bridge" },
  pid        = { "PidMode", default = "task" },
  containers = "ContainerDefinitions",
}

bind "aws.ecs.task" "terraform:aws_ecs_task_definition" {
  network    = { "network_mode", default = "bridge" },
  pid        = { "pid_mode", default = "task" },
  containers = "container_definitions",
}

bind "aws.ecs.task" "aws-config:AWS::ECS::TaskDefinition" {
  network    = { "configuration.NetworkMode", default = "bridge" },
  pid        = { "configuration.PidMode", default = "task" },
  containers = "configuration.ContainerDefinitions",
}

model "aws.ecs.volume" {
  label  = { en = "EFS volume of an ECS task", ja = "ECSタスクのEFSボリューム" },
  fields = { encryption = text },
}

bind "aws.ecs.volume" "cloudformation:AWS::ECS::TaskDefinition" {
  each       = "Volumes",
  when       = { "EFSVolumeConfiguration", present = true },
  encryption = { "EFSVolumeConfiguration.TransitEncryption", default = "DISABLED" },
}

bind "aws.ecs.volume" "terraform:aws_ecs_task_definition" {
  each       = "volume",
  when       = { "efs_volume_configuration", present = true },
  encryption = { "efs_volume_configuration[0].transit_encryption", default = "DISABLED" },
}

bind "aws.ecs.volume" "aws-config:AWS::ECS::TaskDefinition" {
  each       = "configuration.Volumes",
  when       = { "EFSVolumeConfiguration", present = true },
  encryption = { "EFSVolumeConfiguration.TransitEncryption", default = "DISABLED" },
}

-- Terraform hands the containers over as JSON of the ECS API, which writes all first letters small.
local api <const> = {
  Privileged = "privileged", ReadonlyRootFilesystem = "readonlyRootFilesystem",
  ["LogConfiguration.LogDriver"] = "logConfiguration.logDriver",
  Environment = "environment", Name = "name", Value = "value",
}

local function spelling(r, path)
  return origin(r) == "terraform" and api[path] or path
end

local function is_on(value) return value == true or value == "true" end

rule "aws-ecs-privileged" {
  title    = { en = "Container of an ECS task is privileged", ja = "ECSタスクのコンテナが特権モードで動作する" },
  severity = "high",
  on       = "aws.ecs.task",
  items    = { "ds200-2:4-4", "ds200-3:2-3", "ds200-2:3-6" },
  refs     = { "cwe:250" },
  aka      = { "checkov:CKV_AWS_334" },
  fix      = {
    en = "Remove Privileged (Terraform: privileged) or set it to false.",
    ja = "Privileged（Terraform: privileged）を削除するかfalseにする。",
  },
  check    = function(t)
    local path = spelling(t, "Privileged")
    for c in each(t.containers) do
      if is_on(get(c, path)) then fail { c, path } end
    end
  end,
}

rule "aws-ecs-writable-root" {
  title    = {
    en = "Container of an ECS task can write to its root file system",
    ja = "ECSタスクのコンテナのルートファイルシステムに書き込める",
  },
  severity = "low",
  on       = "aws.ecs.task",
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:732" },
  aka      = { "checkov:CKV_AWS_336" },
  fix      = {
    en = "Set ReadonlyRootFilesystem (Terraform: readonlyRootFilesystem) to true and mount "
      .. "volumes where the program writes.",
    ja = "ReadonlyRootFilesystem（Terraform: readonlyRootFilesystem）をtrueにし、書き込む場所にはボリュームを使う。",
  },
  check    = function(t)
    local path = spelling(t, "ReadonlyRootFilesystem")
    for c in each(t.containers) do
      if not is_on(get(c, path)) then fail { c, path } end
    end
  end,
}

rule "aws-ecs-host-namespaces" {
  title    = { en = "ECS task shares namespaces of its host", ja = "ECSタスクがホストの名前空間を共有する" },
  severity = "medium",
  on       = "aws.ecs.task",
  items    = { "ds200-2:4-4", "ds200-2:3-6" },
  refs     = { "cwe:653" },
  aka      = { "checkov:CKV_AWS_335" },
  fix      = {
    en = "Set NetworkMode (Terraform: network_mode) to awsvpc and leave PidMode (pid_mode) out.",
    ja = "NetworkMode（Terraform: network_mode）をawsvpcにし、PidMode（pid_mode）を指定しない。",
  },
  check    = function(t)
    if t.pid == "host" then fail("pid") end
    if t.network == "host" then fail("network") end
  end,
}

rule "aws-ecs-no-logs" {
  title    = {
    en = "Container of an ECS task keeps no logs",
    ja = "ECSタスクのコンテナのログが保存されない",
  },
  severity = "medium",
  on       = "aws.ecs.task",
  items    = { "ds200-2:3-7", "ds200-3:6-1" },
  refs     = { "cwe:778" },
  fix      = {
    en = "Set LogDriver of the log configuration (Terraform: logDriver), for example to awslogs.",
    ja = "ログ設定のLogDriver（Terraform: logDriver）をawslogsなどにする。",
  },
  check    = function(t)
    local path = spelling(t, "LogConfiguration.LogDriver")
    for c in each(t.containers) do
      if not has(c, path) then fail { c, path } end
    end
  end,
}

rule "aws-ecs-secret-in-variable" {
  title    = {
    en = "Credentials stand in an environment variable of an ECS container",
    ja = "ECSのコンテナの環境変数に認証情報が書かれている",
  },
  severity = "critical",
  on       = "aws.ecs.task",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  aka      = { "trivy:AWS-0036" },
  fix      = {
    en = "Move the variable to Secrets (Terraform: secrets) and name a secret or parameter there.",
    ja = "変数をSecrets（Terraform: secrets）に移し、シークレットまたはパラメーターを指定する。",
  },
  check    = function(t)
    local at = spelling(t, "Value")
    for c in each(t.containers) do
      for e in each(get(c, spelling(t, "Environment"))) do
        local name = get(e, spelling(t, "Name")) or ""
        if known(e, at) and has(e, at) and variables.secret(name, tostring(get(e, at))) then
          fail(e, { en = "The variable %s holds a credential", ja = "変数%sに認証情報がある", name })
        end
      end
    end
  end,
}

rule "aws-ecs-plain-efs" {
  title    = {
    en = "ECS task reaches EFS without encryption",
    ja = "ECSタスクとEFSの通信が暗号化されていない",
  },
  severity = "high",
  on       = "aws.ecs.volume",
  items    = { "ds200-3:3-1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "trivy:AWS-0035", "checkov:CKV_AWS_97" },
  fix      = {
    en = "Set TransitEncryption (Terraform: transit_encryption) of the EFS volume to ENABLED.",
    ja = "EFSボリュームのTransitEncryption（Terraform: transit_encryption）をENABLEDにする。",
  },
  check    = function(v)
    if v.encryption ~= "ENABLED" then fail("encryption") end
  end,
}

rule "aws-ecs-public-ip" {
  title    = {
    en = "Tasks of an ECS service get public addresses",
    ja = "ECSサービスのタスクにパブリックIPアドレスが割り当てられる",
  },
  severity = "medium",
  on       = "aws.ecs.service",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:668" },
  aka      = { "checkov:CKV_AWS_333" },
  fix      = {
    en = "Set AssignPublicIp (Terraform: assign_public_ip) to DISABLED (false) and use private "
      .. "subnets.",
    ja = "AssignPublicIp（Terraform: assign_public_ip）をDISABLED（false）にし、プライベートサブネットを使う。",
  },
  check    = function(s)
    if s.public_ip == "ENABLED" then fail("public_ip") end
  end,
}

rule "aws-ecs-insights" {
  title    = {
    en = "ECS cluster is not watched by Container Insights",
    ja = "ECSクラスターのContainer Insightsが有効になっていない",
  },
  severity = "low",
  on       = "aws.ecs.cluster",
  aka      = { "trivy:AWS-0034", "checkov:CKV_AWS_65" },
  fix      = {
    en = "Set containerInsights to enabled or enhanced in ClusterSettings (Terraform: setting).",
    ja = "ClusterSettings（Terraform: setting）のcontainerInsightsをenabledまたはenhancedにする。",
  },
  check    = function(c)
    if c.insights == "disabled" then fail("insights") end
  end,
}

rule "aws-ecs-exec-unlogged" {
  title    = {
    en = "Commands run in ECS containers are not logged",
    ja = "ECS Execで実行したコマンドが記録されない",
  },
  severity = "medium",
  on       = "aws.ecs.cluster",
  items    = { "ds200-3:6-1", "ds200-2:3-7" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AWS_223" },
  fix      = {
    en = "Set Logging (Terraform: logging) of the execute command configuration to DEFAULT or "
      .. "OVERRIDE.",
    ja = "ECS Execの設定のLogging（Terraform: logging）をDEFAULTまたはOVERRIDEにする。",
  },
  check    = function(c)
    if c.exec_logging == "NONE" then fail("exec_logging") end
  end,
}

rule "aws-ecs-old-platform" {
  title    = {
    en = "Fargate service is held on one platform version",
    ja = "Fargateのサービスのプラットフォームバージョンが固定されている",
  },
  severity = "low",
  on       = "aws.ecs.service",
  origins  = { "cloudformation", "terraform" },     -- AWS Config records what LATEST has become
  items    = { "ds200-2:7-5", "ds200-3:4-2" },
  refs     = { "cwe:1104" },
  aka      = { "checkov:CKV_AWS_332" },
  fix      = {
    en = "Leave PlatformVersion (Terraform: platform_version) out or set it to LATEST.",
    ja = "PlatformVersion（Terraform: platform_version）を指定しないか、LATESTにする。",
  },
  check    = function(s)
    if s.platform == "LATEST" then return end
    if s.launch ~= "FARGATE" then return skip() end
    fail("platform")
  end,
}
