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

bind "aws.ecs.cluster" "aws-config:AWS::ECS::Cluster" {
  insights     = { "configuration.ClusterSettings[Name=containerInsights].Value", default = "disabled" },
  exec_logging = { "configuration.Configuration.ExecuteCommandConfiguration.Logging", default = "DEFAULT" },
}

model "aws.ecs.service" {
  label  = { en = "ECS service", ja = "ECSサービス" },
  fields = { public_ip = text },
}

bind "aws.ecs.service" "cloudformation:AWS::ECS::Service" {
  public_ip = { "NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp", default = "DISABLED" },
}

bind "aws.ecs.service" "aws-config:AWS::ECS::Service" {
  public_ip = { "configuration.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp", default = "DISABLED" },
}

model "aws.ecs.task" {
  label  = { en = "ECS task", ja = "ECSタスク" },
  fields = { network = text, pid = text },
}

bind "aws.ecs.task" "cloudformation:AWS::ECS::TaskDefinition" {
  network = { "NetworkMode", default = "bridge" },
  pid     = { "PidMode", default = "task" },
}

bind "aws.ecs.task" "aws-config:AWS::ECS::TaskDefinition" {
  network = { "configuration.NetworkMode", default = "bridge" },
  pid     = { "configuration.PidMode", default = "task" },
}

model "aws.ecs.container" {
  label  = { en = "container of an ECS task", ja = "ECSタスクのコンテナ" },
  fields = {
    privileged = flag, readonly_root = flag, log_driver = flag, environment = list,
  },
}

bind "aws.ecs.container" "cloudformation:AWS::ECS::TaskDefinition" {
  each          = "ContainerDefinitions",
  privileged    = { "Privileged", default = false },
  readonly_root = { "ReadonlyRootFilesystem", default = false },
  log_driver    = { "LogConfiguration.LogDriver", present = true },
  environment   = "Environment",
}

bind "aws.ecs.container" "aws-config:AWS::ECS::TaskDefinition" {
  each          = "configuration.ContainerDefinitions",
  privileged    = { "Privileged", default = false },
  readonly_root = { "ReadonlyRootFilesystem", default = false },
  log_driver    = { "LogConfiguration.LogDriver", present = true },
  environment   = "Environment",
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

bind "aws.ecs.volume" "aws-config:AWS::ECS::TaskDefinition" {
  each       = "configuration.Volumes",
  when       = { "EFSVolumeConfiguration", present = true },
  encryption = { "EFSVolumeConfiguration.TransitEncryption", default = "DISABLED" },
}

rule "aws-ecs-privileged" {
  title    = { en = "Container of an ECS task is privileged", ja = "ECSタスクのコンテナが特権で動く" },
  severity = "high",
  on       = "aws.ecs.container",
  items    = { "ds200-2:4-4", "ds200-3:2-3", "ds200-2:3-6" },
  refs     = { "cwe:250" },
  aka      = { "checkov:CKV_AWS_334" },
  fix      = { en = "Remove Privileged or set it to false.", ja = "Privilegedを削除するかfalseにする。" },
  check    = function(c)
    if c.privileged then fail("privileged") end
  end,
}

rule "aws-ecs-writable-root" {
  title    = {
    en = "Container of an ECS task can write to its root file system",
    ja = "ECSタスクのコンテナのルートファイルシステムに書き込める",
  },
  severity = "low",
  on       = "aws.ecs.container",
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:732" },
  aka      = { "checkov:CKV_AWS_336" },
  fix      = {
    en = "Set ReadonlyRootFilesystem to true and mount volumes where the program writes.",
    ja = "ReadonlyRootFilesystemをtrueにし、書き込む場所にはボリュームを使う。",
  },
  check    = function(c)
    if not c.readonly_root then fail("readonly_root") end
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
    en = "Set NetworkMode to awsvpc and leave PidMode out.",
    ja = "NetworkModeをawsvpcにし、PidModeを指定しない。",
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
  on       = "aws.ecs.container",
  items    = { "ds200-2:3-7", "ds200-3:6-1" },
  refs     = { "cwe:778" },
  fix      = {
    en = "Set LogConfiguration.LogDriver, for example to awslogs.",
    ja = "LogConfiguration.LogDriverをawslogsなどにする。",
  },
  check    = function(c)
    if not c.log_driver then fail("log_driver") end
  end,
}

rule "aws-ecs-secret-in-variable" {
  title    = {
    en = "Credentials stand in an environment variable of an ECS container",
    ja = "ECSのコンテナの環境変数に認証情報が書かれている",
  },
  severity = "critical",
  on       = "aws.ecs.container",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  aka      = { "trivy:AWS-0036" },
  fix      = {
    en = "Move the variable to Secrets with ValueFrom naming a secret or parameter.",
    ja = "変数をSecretsに移し、ValueFromでシークレットまたはパラメータを指定する。",
  },
  check    = function(c)
    for e in each(c.environment) do
      local name = get(e, "Name") or ""
      if known(e, "Value") and has(e, "Value") and variables.secret(name, tostring(get(e, "Value"))) then
        fail(e, { en = "The variable %s holds a credential", ja = "変数%sに認証情報がある", name })
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
    en = "Set EFSVolumeConfiguration.TransitEncryption to ENABLED.",
    ja = "EFSVolumeConfiguration.TransitEncryptionをENABLEDにする。",
  },
  check    = function(v)
    if v.encryption ~= "ENABLED" then fail("encryption") end
  end,
}

rule "aws-ecs-public-ip" {
  title    = {
    en = "Tasks of an ECS service get public addresses",
    ja = "ECSサービスのタスクにパブリックIPが付く",
  },
  severity = "medium",
  on       = "aws.ecs.service",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:668" },
  aka      = { "checkov:CKV_AWS_333" },
  fix      = {
    en = "Set AwsvpcConfiguration.AssignPublicIp to DISABLED and use private subnets.",
    ja = "AwsvpcConfiguration.AssignPublicIpをDISABLEDにし、プライベートサブネットを使う。",
  },
  check    = function(s)
    if s.public_ip == "ENABLED" then fail("public_ip") end
  end,
}

rule "aws-ecs-insights" {
  title    = {
    en = "ECS cluster is not watched by Container Insights",
    ja = "ECSクラスターのContainer Insightsが有効でない",
  },
  severity = "low",
  on       = "aws.ecs.cluster",
  items    = { "muni-3:42" },
  aka      = { "trivy:AWS-0034", "checkov:CKV_AWS_65" },
  fix      = {
    en = "Set containerInsights to enabled or enhanced in ClusterSettings.",
    ja = "ClusterSettingsのcontainerInsightsをenabledまたはenhancedにする。",
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
    en = "Set ExecuteCommandConfiguration.Logging to DEFAULT or OVERRIDE.",
    ja = "ExecuteCommandConfiguration.LoggingをDEFAULTまたはOVERRIDEにする。",
  },
  check    = function(c)
    if c.exec_logging == "NONE" then fail("exec_logging") end
  end,
}
