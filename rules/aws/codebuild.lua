-- SPDX-License-Identifier: Apache-2.0
-- CodeBuild projects.

model "aws.codebuild.project" {
  label  = { en = "CodeBuild project", ja = "CodeBuildプロジェクト" },
  fields = { variables = list, privileged = flag, artifacts = list, sources = list, cloudwatch = text, s3 = text },
}

bind "aws.codebuild.project" "cloudformation:AWS::CodeBuild::Project" {
  variables  = "Environment.EnvironmentVariables",
  privileged = { "Environment.PrivilegedMode", default = false },
  artifacts  = { "Artifacts", "SecondaryArtifacts", join = true },
  sources    = { "Source", "SecondarySources", join = true },
  cloudwatch = { "LogsConfig.CloudWatchLogs.Status", default = "ENABLED" },
  s3         = { "LogsConfig.S3Logs.Status", default = "DISABLED" },
}

bind "aws.codebuild.project" "aws-config:AWS::CodeBuild::Project" {
  variables  = "configuration.environment.environmentVariables",
  privileged = { "configuration.environment.privilegedMode", required = true },
  artifacts  = { "configuration.artifacts", "configuration.secondaryArtifacts", join = true, required = true },
  sources    = { "configuration.source", "configuration.secondarySources", join = true, required = true },
  cloudwatch = { "configuration.logsConfig.cloudWatchLogs.status", default = "ENABLED" },
  s3         = { "configuration.logsConfig.s3Logs.status", default = "DISABLED" },
}

-- CloudFormation and AWS Config differ in the first letter of members.
local function member(x, name)
  if has(x, name) then return get(x, name) end
  return get(x, name:sub(1, 1):lower() .. name:sub(2))
end

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
    en = "Give the rights to ServiceRole and remove the variable, or set its Type to SECRETS_MANAGER.",
    ja = "権限をServiceRoleに与えて変数を削除するか、TypeをSECRETS_MANAGERにする。",
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
    ja = "CodeBuildプロジェクトのビルドが特権で動く",
  },
  severity = "medium",
  on       = "aws.codebuild.project",
  items    = { "ds200-2:4-4", "ds200-3:2-3" },
  refs     = { "cwe:250" },
  aka      = { "checkov:CKV_AWS_316" },
  fix      = {
    en = "Set Environment.PrivilegedMode to false unless the build makes Docker images.",
    ja = "Dockerイメージを作らないビルドではEnvironment.PrivilegedModeをfalseにする。",
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
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:311" },
  aka      = { "trivy:AWS-0018", "checkov:CKV_AWS_78" },
  fix      = {
    en = "Remove EncryptionDisabled from Artifacts and SecondaryArtifacts or set it to false.",
    ja = "ArtifactsとSecondaryArtifactsのEncryptionDisabledを削除するかfalseにする。",
  },
  check    = function(p)
    for a in each(p.artifacts) do
      local off = member(a, "EncryptionDisabled")
      if off == true or off == "true" then fail(a) end
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
    en = "Set Status of LogsConfig.CloudWatchLogs or LogsConfig.S3Logs to ENABLED.",
    ja = "LogsConfigのCloudWatchLogsまたはS3LogsのStatusをENABLEDにする。",
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
    en = "Remove user and token from Source.Location and connect with Auth or a source credential.",
    ja = "Source.Locationから利用者名とトークンを除き、Authまたはソース認証情報で接続する。",
  },
  check    = function(p)
    for s in each(p.sources) do
      local at = member(s, "Location")
      if at ~= nil and re.test(at, "^https?://[^/@]+@") then fail(s) end
    end
  end,
}
