-- SPDX-License-Identifier: Apache-2.0
-- Lambda functions, their URLs, layers and resource policies.
local variables = lib "variables"

model "aws.lambda.function" {
  label  = { en = "Lambda function", ja = "Lambda関数" },
  fields = {
    runtime = text, variables = map, kms = flag, dead_letters = flag, concurrency = number, tracing = text, vpc = flag,
    signed = flag, image = flag,
  },
}

bind "aws.lambda.function" "cloudformation:AWS::Lambda::Function" {
  names        = "FunctionName",
  runtime      = "Runtime",
  variables    = "Environment.Variables",
  kms          = { "KmsKeyArn", present = true },
  dead_letters = { "DeadLetterConfig.TargetArn", present = true },
  concurrency  = "ReservedConcurrentExecutions",
  tracing      = { "TracingConfig.Mode", default = "PassThrough" },
  vpc          = { "VpcConfig.SubnetIds", present = true },
  signed       = { "CodeSigningConfigArn", present = true },
  image        = { "PackageType", is = "Image", default = false },
}

bind "aws.lambda.function" "terraform:aws_lambda_function" {
  names        = "function_name",
  runtime      = "runtime",
  variables    = "environment[0].variables",
  kms          = { "kms_key_arn", present = true },
  dead_letters = { "dead_letter_config[0].target_arn", present = true },
  concurrency  = { "reserved_concurrent_executions", default = -1 },
  tracing      = { "tracing_config[0].mode", default = "PassThrough" },
  vpc          = { "vpc_config[0].subnet_ids", present = true },
  signed       = { "code_signing_config_arn", present = true },
  image        = { "package_type", is = "Image", default = false },
}

bind "aws.lambda.function" "aws-config:AWS::Lambda::Function" {
  runtime      = "configuration.runtime",
  variables    = "configuration.environment.variables",
  kms          = { "configuration.kmsKeyArn", "configuration.kMSKeyArn", "configuration.kmskeyArn", present = true },
  dead_letters = { "configuration.deadLetterConfig.targetArn", present = true },
  tracing      = { "configuration.tracingConfig.mode", required = true },
  vpc          = { "configuration.vpcConfig.subnetIds", present = true },
}

model "aws.lambda.permission" {
  label  = { en = "Lambda permission", ja = "Lambdaのアクセス許可" },
  fields = { actions = list, principals = list, account = text, arn = text, organization = text, url = text },
}

bind "aws.lambda.permission" "cloudformation:AWS::Lambda::Permission" {
  actions      = "Action",
  principals   = "Principal",
  account      = "SourceAccount",
  arn          = "SourceArn",
  organization = "PrincipalOrgID",
  url          = "FunctionUrlAuthType",
}

bind "aws.lambda.permission" "terraform:aws_lambda_permission" {
  actions      = "action",
  principals   = "principal",
  account      = "source_account",
  arn          = "source_arn",
  organization = "principal_org_id",
  url          = "function_url_auth_type",
}

bind "aws.lambda.permission" "aws-config:AWS::Lambda::Function" {
  each         = "supplementaryConfiguration.Policy.Statement",
  when         = { "Effect", is = "Allow" },
  actions      = "Action",
  principals   = { "Principal.AWS", "Principal.Service", "Principal" },
  account      = { 'Condition.StringEquals."AWS:SourceAccount"', 'Condition.StringEquals."aws:SourceAccount"' },
  arn          = { 'Condition.ArnLike."AWS:SourceArn"', 'Condition.ArnLike."aws:SourceArn"',
                   'Condition.ArnEquals."aws:SourceArn"' },
  organization = 'Condition.StringEquals."aws:PrincipalOrgID"',
  url          = 'Condition.StringEquals."lambda:FunctionUrlAuthType"',
}

model "aws.lambda.layer_permission" {
  label  = { en = "permission of a Lambda layer", ja = "Lambdaレイヤーのアクセス許可" },
  fields = { principal = text, organization = text },
}

bind "aws.lambda.layer_permission" "cloudformation:AWS::Lambda::LayerVersionPermission" {
  principal    = "Principal",
  organization = "OrganizationId",
}

bind "aws.lambda.layer_permission" "terraform:aws_lambda_layer_version_permission" {
  principal    = "principal",
  organization = "organization_id",
}

model "aws.lambda.url" {
  label  = { en = "Lambda function URL", ja = "Lambda関数URL" },
  fields = { auth = text },
}

bind "aws.lambda.url" "cloudformation:AWS::Lambda::Url" { auth = "AuthType" }
bind "aws.lambda.url" "terraform:aws_lambda_function_url" { auth = "authorization_type" }

bind "aws.lambda.url" "cloudformation:AWS::Serverless::Function" {
  when = { "FunctionUrlConfig", present = true },
  auth = "FunctionUrlConfig.AuthType",
}

local function everyone(p)
  for who in each(p.principals) do
    if who == "*" then return true end
  end
  return false
end

local function service(p, want)
  for who in each(p.principals) do
    if who == want or (want == nil and re.test(who, "\\.amazonaws\\.com(\\.cn)?$")) then return true end
  end
  return false
end

rule "aws-lambda-wildcard-principal" {
  title    = {
    en = "Everyone may invoke a Lambda function",
    ja = "Lambda関数の呼び出しが全ての主体に許可されている",
  },
  severity = "critical",
  on       = "aws.lambda.permission",
  items    = { "ds200-3:2-3", "ds200-2:3-6", "muni-3:17" },
  refs     = { "cwe:732" },
  aka      = { "guard:LAMBDA_NO_WILDCARD_PRINCIPALS", "guard:LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED",
               "checkov:CKV_AWS_301" },
  fix      = {
    en = "Name an account, role or service in Principal, or limit it to the organisation with "
      .. "PrincipalOrgID (Terraform: principal, principal_org_id).",
    ja = "Principalにアカウント、ロール、サービスを指定するか、PrincipalOrgIDで組織に限定する（Terraform: principal、principal_org_id）。",
  },
  check    = function(p)
    if not everyone(p) or has(p, "organization") then return end
    if p.url == "AWS_IAM" then return end   -- a URL that needs signed requests; the caller's own policy decides
    fail("principals")
  end,
}

rule "aws-lambda-confused-deputy" {
  title    = {
    en = "Lambda permission lets a service act for any account",
    ja = "Lambdaのアクセス許可でサービスの呼び出し元が限定されていない",
  },
  severity = "high",
  on       = "aws.lambda.permission",
  items    = { "ds200-3:2-3", "ds200-2:3-6" },
  refs     = { "cwe:441" },
  aka      = { "trivy:AWS-0067", "checkov:CKV_AWS_364", "guard:LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED" },
  fix      = {
    en = "Set SourceArn or SourceAccount (Terraform: source_arn, source_account) to the resource or "
      .. "account the service acts for.",
    ja = "SourceArnまたはSourceAccount（Terraform: source_arn、source_account）に呼び出し元のリソースまたはアカウントを指定する。",
  },
  check    = function(p)
    if not service(p) then return skip() end
    if not has(p, "arn") and not has(p, "account") and not has(p, "organization") then fail() end
  end,
}

rule "aws-lambda-s3-without-account" {
  title    = {
    en = "Lambda permission for S3 does not name the account of the bucket",
    ja = "S3へのLambdaのアクセス許可でバケットのアカウントが限定されていない",
  },
  severity = "low",
  on       = "aws.lambda.permission",
  items    = { "ds200-3:2-3", "ds200-2:3-6" },
  refs     = { "cwe:441" },
  aka      = { "guard:LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED" },
  why      = {
    en = "The ARN of a bucket says no account: after the bucket is deleted, another account can take its name.",
    ja = "バケットのARNはアカウントを含まないため、削除後に別のアカウントが同じ名前を使える。",
  },
  fix      = {
    en = "Set SourceAccount next to SourceArn (Terraform: source_account, source_arn).",
    ja = "SourceArnとともにSourceAccount（Terraform: source_account）を指定する。",
  },
  check    = function(p)
    if not service(p, "s3.amazonaws.com") then return skip() end
    if has(p, "arn") and not has(p, "account") and not has(p, "organization") then fail() end
  end,
}

rule "aws-lambda-permission-action" {
  title    = {
    en = "Lambda permission allows more than invoking the function",
    ja = "Lambdaのアクセス許可が関数の呼び出し以外を許している",
  },
  severity = "medium",
  on       = "aws.lambda.permission",
  items    = { "ds200-3:2-3", "ds200-2:3-6" },
  refs     = { "cwe:250" },
  aka      = { "guard:LAMBDA_PERMISSION_INVOKE_FUNCTION_ACTION" },
  fix      = {
    en = "Set Action (Terraform: action) to lambda:InvokeFunction.",
    ja = "Action（Terraform: action）をlambda:InvokeFunctionにする。",
  },
  check    = function(p)
    for a in each(p.actions) do
      if a ~= "lambda:InvokeFunction" and a ~= "lambda:InvokeFunctionUrl" then fail("actions") end
    end
  end,
}

rule "aws-lambda-public-layer" {
  title    = { en = "Lambda layer is public", ja = "Lambdaレイヤーが公開されている" },
  severity = "high",
  on       = "aws.lambda.layer_permission",
  items    = { "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:732" },
  aka      = { "guard:LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED", "guard:LAMBDA_NO_WILDCARD_PRINCIPALS" },
  fix      = {
    en = "Name an account in Principal, or set OrganizationId (Terraform: principal, organization_id).",
    ja = "Principalにアカウントを指定するか、OrganizationIdを設定する（Terraform: principal、organization_id）。",
  },
  check    = function(p)
    if p.principal == "*" and not has(p, "organization") then fail("principal") end
  end,
}

rule "aws-lambda-open-url" {
  title    = {
    en = "Lambda function URL needs no authentication",
    ja = "Lambda関数URLが認証なしで呼び出せる",
  },
  severity = "high",
  on       = "aws.lambda.url",
  items    = { "ds200-3:2-1", "ds200-2:4-4", "muni-3:17" },
  refs     = { "cwe:306" },
  aka      = { "checkov:CKV_AWS_258" },
  fix      = {
    en = "Set AuthType (Terraform: authorization_type) to AWS_IAM.",
    ja = "AuthType（Terraform: authorization_type）をAWS_IAMにする。",
  },
  check    = function(u)
    if u.auth == "NONE" then fail("auth") end
  end,
}

-- Runtimes AWS has stopped patching, with the day it did.
local ended = {
  ["nodejs"] = "2016-10-31", ["nodejs4.3"] = "2020-03-05", ["nodejs4.3-edge"] = "2019-04-30",
  ["nodejs6.10"] = "2019-08-12", ["nodejs8.10"] = "2020-03-06", ["nodejs10.x"] = "2021-07-30",
  ["nodejs12.x"] = "2023-03-31", ["nodejs14.x"] = "2023-12-04", ["nodejs16.x"] = "2024-06-12",
  ["nodejs18.x"] = "2025-09-01", ["nodejs20.x"] = "2026-04-30",
  ["python2.7"] = "2021-07-15", ["python3.6"] = "2022-07-18", ["python3.7"] = "2023-12-04",
  ["python3.8"] = "2024-10-14", ["python3.9"] = "2025-12-15",
  ["ruby2.5"] = "2021-07-30", ["ruby2.7"] = "2023-12-07", ["ruby3.2"] = "2026-03-31",
  ["java8"] = "2024-01-08", ["go1.x"] = "2024-01-08", ["provided"] = "2024-01-08",
  ["dotnetcore1.0"] = "2019-06-27", ["dotnetcore2.0"] = "2019-05-30", ["dotnetcore2.1"] = "2022-01-05",
  ["dotnetcore3.1"] = "2023-04-03", ["dotnet5.0"] = "2022-05-10", ["dotnet6"] = "2024-12-20",
  ["dotnet7"] = "2024-05-14",
}

rule "aws-lambda-runtime-ended" {
  title    = {
    en = "Lambda function uses a runtime past its support",
    ja = "Lambda関数がサポートの終了したランタイムを使っている",
  },
  severity = "high",
  on       = "aws.lambda.function",
  items    = { "ds200-2:2-4", "ds200-3:4-2" },
  refs     = { "cwe:1104" },
  aka      = { "checkov:CKV_AWS_363" },
  fix      = {
    en = "Set Runtime (Terraform: runtime) to a supported version and test it.",
    ja = "Runtime（Terraform: runtime）をサポート中の版にして動作を確認する。",
  },
  check    = function(f)
    local day = f.runtime and ended[f.runtime]
    if day ~= nil then
      fail("runtime", { en = "Support of %s ended on %s", ja = "%sのサポートは%sに終了した", f.runtime, day })
    end
  end,
}

rule "aws-lambda-secret-in-variable" {
  title    = {
    en = "Credentials stand in an environment variable of a Lambda function",
    ja = "Lambda関数の環境変数に認証情報が書かれている",
  },
  severity = "critical",
  on       = "aws.lambda.function",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  aka      = { "checkov:CKV_AWS_45" },
  fix      = {
    en = "Keep the secret in Secrets Manager or Parameter Store and read it when the function runs.",
    ja = "認証情報はSecrets ManagerまたはParameter Storeに置き、実行時に取得する。",
  },
  check    = function(f)
    for name in each(keys(f.variables)) do
      local at = '"' .. name .. '"'
      if known(f.variables, at) and variables.secret(name, tostring(get(f.variables, at))) then
        fail({ f.variables, at }, { en = "The variable %s holds a credential", ja = "変数%sに認証情報がある", name })
      end
    end
  end,
}

rule "aws-lambda-variables-kms" {
  title    = {
    en = "Environment variables of a Lambda function are not encrypted with a customer-managed key",
    ja = "Lambda関数の環境変数が顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.lambda.function",
  items    = { "ds200-2:4-4", "muni-3:38" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_173" },
  fix      = {
    en = "Set KmsKeyArn (Terraform: kms_key_arn) to a customer-managed key.",
    ja = "KmsKeyArn（Terraform: kms_key_arn）に顧客管理の鍵を指定する。",
  },
  check    = function(f)
    if has(f, "variables") and not f.kms then fail("kms") end
  end,
}

rule "aws-lambda-dead-letters" {
  title    = {
    en = "Lambda function drops events it cannot handle",
    ja = "Lambda関数にデッドレターキューがない",
  },
  severity = "info",
  on       = "aws.lambda.function",
  aka      = { "checkov:CKV_AWS_116" },
  fix      = {
    en = "Set DeadLetterConfig.TargetArn (Terraform: dead_letter_config.target_arn) to an SQS queue or an SNS topic.",
    ja = "DeadLetterConfig.TargetArn（Terraform: dead_letter_config.target_arn）にSQSキューまたはSNSトピックを指定する。",
  },
  check    = function(f)
    if not f.dead_letters then fail("dead_letters") end
  end,
}

rule "aws-lambda-concurrency" {
  title    = { en = "Lambda function has no concurrency limit", ja = "Lambda関数の同時実行数の上限がない" },
  severity = "low",
  on       = "aws.lambda.function",
  origins  = { "cloudformation", "terraform" },
  refs     = { "cwe:770" },
  aka      = { "guard:LAMBDA_CONCURRENCY_CHECK", "checkov:CKV_AWS_115" },
  why      = {
    en = "One function can use up what all functions of the account share.",
    ja = "1つの関数がアカウント全体の同時実行数を使い切ることがある。",
  },
  fix      = {
    en = "Set ReservedConcurrentExecutions (Terraform: reserved_concurrent_executions).",
    ja = "ReservedConcurrentExecutions（Terraform: reserved_concurrent_executions）を設定する。",
  },
  check    = function(f)
    if f.concurrency == nil or f.concurrency < 0 then fail("concurrency") end     -- Terraform: -1 is no limit
  end,
}

rule "aws-lambda-tracing" {
  title    = { en = "Lambda function is not traced", ja = "Lambda関数のX-Rayトレースが有効になっていない" },
  severity = "info",
  on       = "aws.lambda.function",
  aka      = { "trivy:AWS-0066", "checkov:CKV_AWS_50" },
  fix      = {
    en = "Set TracingConfig.Mode (Terraform: tracing_config.mode) to Active.",
    ja = "TracingConfig.Mode（Terraform: tracing_config.mode）をActiveにする。",
  },
  check    = function(f)
    if f.tracing ~= "Active" then fail("tracing") end
  end,
}

rule "aws-lambda-vpc" {
  title    = { en = "Lambda function runs outside your VPC", ja = "Lambda関数がVPC内で実行されない" },
  severity = "info",
  on       = "aws.lambda.function",
  aka      = { "checkov:CKV_AWS_117" },
  fix      = {
    en = "Set VpcConfig (Terraform: vpc_config) when the function reaches private resources or its "
      .. "outgoing traffic must be limited.",
    ja = "非公開のリソースに接続する場合や外向きの通信を制限する場合はVpcConfig（Terraform: vpc_config）を設定する。",
  },
  check    = function(f)
    if not f.vpc then fail("vpc") end
  end,
}

rule "aws-lambda-code-signing" {
  title    = { en = "Lambda function runs code without a signature", ja = "Lambda関数のコード署名が検証されない" },
  severity = "low",
  on       = "aws.lambda.function",
  origins  = { "cloudformation", "terraform" },
  items    = { "ds200-2:4-3" },
  refs     = { "cwe:345" },
  aka      = { "checkov:CKV_AWS_272" },
  fix      = {
    en = "Set CodeSigningConfigArn (Terraform: code_signing_config_arn).",
    ja = "CodeSigningConfigArn（Terraform: code_signing_config_arn）を設定する。",
  },
  check    = function(f)
    if f.image then return skip { en = "images are signed in another way", ja = "コンテナイメージは対象外である" } end
    if not f.signed then fail("signed") end
  end,
}
