-- SPDX-License-Identifier: Apache-2.0
-- CodeBuild projects.

model "aws.codebuild.project" {
  label  = { en = "CodeBuild project", ja = "CodeBuildプロジェクト" },
  fields = {
    variables = list, privileged = flag, artifacts = list, sources = list, cloudwatch = text, s3 = text,
    s3_plain = flag, key = flag,
  },
}

bind "aws.codebuild.project" "cloudformation:AWS::CodeBuild::Project" {
  variables  = "Environment.EnvironmentVariables",
  privileged = { "Environment.PrivilegedMode", default = false },
  artifacts  = { "Artifacts", "SecondaryArtifacts", join = true },
  sources    = { "Source", "SecondarySources", join = true },
  cloudwatch = { "LogsConfig.CloudWatchLogs.Status", default = "ENABLED" },
  s3         = { "LogsConfig.S3Logs.Status", default = "DISABLED" },
  s3_plain   = { "LogsConfig.S3Logs.EncryptionDisabled", default = false },
  key        = { "EncryptionKey", present = true },
}

bind "aws.codebuild.project" "terraform:aws_codebuild_project" {
  variables  = "environment[0].environment_variable",
  privileged = { "environment[0].privileged_mode", default = false },
  artifacts  = { "artifacts", "secondary_artifacts", join = true },
  sources    = { "source", "secondary_sources", join = true },
  cloudwatch = { "logs_config[0].cloudwatch_logs[0].status", default = "ENABLED" },
  s3         = { "logs_config[0].s3_logs[0].status", default = "DISABLED" },
  s3_plain   = { "logs_config[0].s3_logs[0].encryption_disabled", default = false },
  key        = { "encryption_key", present = true },
}

bind "aws.codebuild.project" "aws-config:AWS::CodeBuild::Project" {
  variables  = "configuration.environment.environmentVariables",
  privileged = { "configuration.environment.privilegedMode", required = true },
  artifacts  = { "configuration.artifacts", "configuration.secondaryArtifacts", join = true, required = true },
  sources    = { "configuration.source", "configuration.secondarySources", join = true, required = true },
  cloudwatch = { "configuration.logsConfig.cloudWatchLogs.status", default = "ENABLED" },
  s3         = { "configuration.logsConfig.s3Logs.status", default = "DISABLED" },
  s3_plain   = { "configuration.logsConfig.s3Logs.encryptionDisabled", default = false },
}

-- AWS Config writes the first letter of CloudFormation's members small, Terraform has names of its own.
local function member(x, name, terraform)
  local record = name:sub(1, 1):lower() .. name:sub(2)
  for _, spelling in ipairs { name, record, terraform } do
    if has(x, spelling) then return get(x, spelling) end
  end
end

local function without_artifacts(a) return member(a, "Type") == "NO_ARTIFACTS" end

rule "aws-codebuild-credentials" {
  title    = {
    en = "Access keys stand in variables of a CodeBuild project",
    ja = "CodeBuildプロジェクトの環境変数にアクセスキーが書かれている",
  },
  severity = "critical",
  on       = "aws.codebuild.project",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  aka      = { "guard:CODEBUILD_PROJECT_ENVVAR_AWSCRED_CHECK" },
  fix      = {
    en = "Give the rights to the service role and remove the variable, or set its type to "
      .. "SECRETS_MANAGER.",
    ja = "権限をサービスロールに与えて変数を削除するか、変数の型をSECRETS_MANAGERにする。",
  },
  check    = function(p)
    for v in each(p.variables) do
      local name = member(v, "Name")
      local plain = (member(v, "Type") or "PLAINTEXT") == "PLAINTEXT"
      if plain and (name == "AWS_ACCESS_KEY_ID" or name == "AWS_SECRET_ACCESS_KEY") then fail(v) end
    end
  end,
}

rule "aws-codebuild-privileged" {
  title    = {
    en = "Builds of a CodeBuild project run privileged",
    ja = "CodeBuildプロジェクトのビルドが特権モードで動作する",
  },
  severity = "medium",
  on       = "aws.codebuild.project",
  items    = { "ds200-2:4-4", "ds200-3:2-3" },
  refs     = { "cwe:250" },
  aka      = { "checkov:CKV_AWS_316" },
  fix      = {
    en = "Set PrivilegedMode (Terraform: privileged_mode) to false unless the build makes Docker "
      .. "images.",
    ja = "Dockerイメージを作らないビルドではPrivilegedMode（Terraform: privileged_mode）をfalseにする。",
  },
  check    = function(p)
    if p.privileged then fail("privileged") end
  end,
}

rule "aws-codebuild-plain-artifacts" {
  title    = {
    en = "Artifacts of a CodeBuild project are not encrypted",
    ja = "CodeBuildプロジェクトの成果物が暗号化されない",
  },
  severity = "high",
  on       = "aws.codebuild.project",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "trivy:AWS-0018", "checkov:CKV_AWS_78" },
  fix      = {
    en = "Remove EncryptionDisabled (Terraform: encryption_disabled) from the artifacts or set it "
      .. "to false.",
    ja = "成果物のEncryptionDisabled（Terraform: encryption_disabled）を削除するかfalseにする。",
  },
  check    = function(p)
    for a in each(p.artifacts) do
      local off = member(a, "EncryptionDisabled", "encryption_disabled")
      if (off == true or off == "true") and not without_artifacts(a) then fail(a) end
    end
  end,
}

rule "aws-codebuild-no-logs" {
  title    = {
    en = "CodeBuild project keeps no build logs",
    ja = "CodeBuildプロジェクトのビルドログが保存されない",
  },
  severity = "medium",
  on       = "aws.codebuild.project",
  items    = { "ds200-2:3-7", "ds200-3:6-1" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AWS_314" },
  fix      = {
    en = "Set the status of the CloudWatch or S3 logs (LogsConfig, Terraform: logs_config) to "
      .. "ENABLED.",
    ja = "CloudWatchまたはS3へのログ（LogsConfig、Terraform: logs_config）を有効（ENABLED）にする。",
  },
  check    = function(p)
    if p.cloudwatch ~= "ENABLED" and p.s3 ~= "ENABLED" then fail("cloudwatch") end
  end,
}

rule "aws-codebuild-source-credentials" {
  title    = {
    en = "Repository URL of a CodeBuild project holds credentials",
    ja = "CodeBuildプロジェクトのリポジトリURLに認証情報が含まれている",
  },
  severity = "critical",
  on       = "aws.codebuild.project",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Remove user and token from the location of the source and connect with a source "
      .. "credential.",
    ja = "ソースのlocationから利用者名とトークンを除き、ソース認証情報で接続する。",
  },
  check    = function(p)
    for s in each(p.sources) do
      local at = member(s, "Location")
      if at ~= nil and re.test(at, "^https?://[^/@]+@") then fail(s) end
    end
  end,
}

rule "aws-codebuild-plain-logs" {
  title    = {
    en = "Build logs of a CodeBuild project are not encrypted in S3",
    ja = "CodeBuildプロジェクトのS3のビルドログが暗号化されない",
  },
  severity = "medium",
  on       = "aws.codebuild.project",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_311" },
  fix      = {
    en = "Remove EncryptionDisabled (Terraform: encryption_disabled) from the S3 logs or set it "
      .. "to false.",
    ja = "S3ログのEncryptionDisabled（Terraform: encryption_disabled）を削除するかfalseにする。",
  },
  check    = function(p)
    if p.s3 ~= "ENABLED" then return skip() end
    if p.s3_plain then fail("s3_plain") end
  end,
}

rule "aws-codebuild-no-customer-key" {
  title    = {
    en = "CodeBuild project does not use a customer-managed key",
    ja = "CodeBuildプロジェクトが顧客管理の鍵を使用していない",
  },
  severity = "low",
  on       = "aws.codebuild.project",
  origins  = { "cloudformation", "terraform" },     -- AWS Config names the key, not whose it is
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_147" },
  fix      = {
    en = "Set EncryptionKey (Terraform: encryption_key) to a key of your own.",
    ja = "EncryptionKey（Terraform: encryption_key）に顧客管理の鍵を設定する。",
  },
  check    = function(p)
    if p.key then return end
    for a in each(p.artifacts) do
      if not without_artifacts(a) then return fail("key") end
    end
    return skip()
  end,
}
