-- SPDX-License-Identifier: Apache-2.0
-- API Gateway: REST APIs (v1), HTTP and WebSocket APIs (v2).

model "aws.apigateway.stage" {
  label  = { en = "API Gateway stage", ja = "API Gatewayのステージ" },
  fields = { access_log = flag },
}

bind "aws.apigateway.stage" "cloudformation:AWS::ApiGateway::Stage" {
  access_log = { "AccessLogSetting.DestinationArn", present = true },
}

bind "aws.apigateway.stage" "cloudformation:AWS::ApiGatewayV2::Stage" {
  access_log = { "AccessLogSettings.DestinationArn", present = true },
}

bind "aws.apigateway.stage" "aws-config:AWS::ApiGateway::Stage" {
  access_log = { "configuration.accessLogSettings.destinationArn", present = true },
}

bind "aws.apigateway.stage" "aws-config:AWS::ApiGatewayV2::Stage" {
  access_log = { "configuration.accessLogSettings.destinationArn",
                 "configuration.AccessLogSettings.DestinationArn", present = true },
}

-- What only stages of REST APIs have.
model "aws.apigateway.rest_stage" {
  label  = { en = "stage of a REST API", ja = "REST APIのステージ" },
  fields = { tracing = flag, settings = any },
}

bind "aws.apigateway.rest_stage" "cloudformation:AWS::ApiGateway::Stage" {
  tracing  = { "TracingEnabled", default = false },
  settings = "MethodSettings",
}

bind "aws.apigateway.rest_stage" "aws-config:AWS::ApiGateway::Stage" {
  tracing  = { "configuration.tracingEnabled", required = true },
  settings = { "configuration.methodSettings", required = true },
}

model "aws.apigateway.method" {
  label  = { en = "method of an API", ja = "APIのメソッド" },
  fields = { verb = text, authorization = text, key_required = flag },
}

bind "aws.apigateway.method" "cloudformation:AWS::ApiGateway::Method" {
  verb          = "HttpMethod",
  authorization = { "AuthorizationType", default = "NONE" },
  key_required  = { "ApiKeyRequired", default = false },
}

bind "aws.apigateway.method" "cloudformation:AWS::ApiGatewayV2::Route" {
  verb          = "RouteKey",
  authorization = { "AuthorizationType", default = "NONE" },
  key_required  = { "ApiKeyRequired", default = false },
}

model "aws.apigateway.domain" {
  label  = { en = "domain name of an API", ja = "APIのドメイン名" },
  fields = { policy = text },
}

bind "aws.apigateway.domain" "cloudformation:AWS::ApiGateway::DomainName" {
  policy = { "SecurityPolicy", default = "TLS_1_0" },
}

bind "aws.apigateway.domain" "cloudformation:AWS::Serverless::Api" {
  when   = { "Domain", present = true },
  policy = { "Domain.SecurityPolicy", default = "TLS_1_0" },
}

-- CloudFormation lists the settings, AWS Config maps them by method; the members' first letters differ.
local function setting(s, name)
  local lower = name:sub(1, 1):lower() .. name:sub(2)
  return get(s, name) or get(s, lower)
end

local function settings(stage)
  local out, n, found = {}, 0, stage.settings
  if origin(stage) == "aws-config" then
    for _, s in pairs(found or {}) do
      n = n + 1
      out[n] = s
    end
    return out
  end
  return found
end

rule "aws-apigateway-access-log" {
  title    = {
    en = "API Gateway stage writes no access log",
    ja = "API Gatewayのステージのアクセスログが有効でない",
  },
  severity = "medium",
  on       = "aws.apigateway.stage",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "trivy:AWS-0001", "checkov:CKV_AWS_76", "checkov:CKV_AWS_95" },
  fix      = {
    en = "Set DestinationArn in AccessLogSetting (REST) or AccessLogSettings (HTTP, WebSocket).",
    ja = "AccessLogSetting(REST)またはAccessLogSettings(HTTP、WebSocket)のDestinationArnを設定する。",
  },
  check    = function(s)
    if not s.access_log then fail("access_log") end
  end,
}

rule "aws-apigateway-execution-log" {
  title    = {
    en = "API Gateway stage does not log errors of its methods",
    ja = "API Gatewayのステージの実行ログが有効でない",
  },
  severity = "medium",
  on       = "aws.apigateway.rest_stage",
  items    = { "ds200-2:3-7", "ds200-3:6-1" },
  refs     = { "cwe:778" },
  aka      = { "guard:API_GW_EXECUTION_LOGGING_ENABLED" },
  fix      = {
    en = "Set LoggingLevel of every item of MethodSettings to ERROR or INFO.",
    ja = "MethodSettingsの全項目のLoggingLevelをERRORまたはINFOにする。",
  },
  check    = function(s)
    local any = false
    for m in each(settings(s)) do
      any = true
      local level = setting(m, "LoggingLevel")
      if level ~= "ERROR" and level ~= "INFO" then fail(m) end
    end
    if not any then fail("settings") end
  end,
}

rule "aws-apigateway-data-trace" {
  title    = {
    en = "API Gateway stage logs requests and responses in full",
    ja = "API Gatewayのステージが要求と応答の全文を記録する",
  },
  severity = "medium",
  on       = "aws.apigateway.rest_stage",
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:532" },
  aka      = { "checkov:CKV_AWS_276" },
  why      = {
    en = "Personal data and credentials in bodies and headers end up in the log.",
    ja = "本文やヘッダーの個人情報と認証情報がログに残る。",
  },
  fix      = {
    en = "Set DataTraceEnabled to false in MethodSettings.",
    ja = "MethodSettingsのDataTraceEnabledをfalseにする。",
  },
  check    = function(s)
    for m in each(settings(s)) do
      if setting(m, "DataTraceEnabled") == true then fail(m) end
    end
  end,
}

rule "aws-apigateway-cache-encryption" {
  title    = {
    en = "API Gateway cache is not encrypted",
    ja = "API Gatewayのキャッシュが暗号化されていない",
  },
  severity = "medium",
  on       = "aws.apigateway.rest_stage",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "trivy:AWS-0002", "trivy:AWS-0110", "checkov:CKV_AWS_308" },
  fix      = {
    en = "Set CacheDataEncrypted to true wherever CachingEnabled is true.",
    ja = "CachingEnabledがtrueの項目でCacheDataEncryptedをtrueにする。",
  },
  check    = function(s)
    for m in each(settings(s)) do
      if setting(m, "CachingEnabled") == true and setting(m, "CacheDataEncrypted") ~= true then fail(m) end
    end
  end,
}

rule "aws-apigateway-tracing" {
  title    = {
    en = "API Gateway stage is not traced",
    ja = "API GatewayのステージのX-Rayトレースが有効でない",
  },
  severity = "low",
  on       = "aws.apigateway.rest_stage",
  aka      = { "trivy:AWS-0003", "trivy:AWS-0111", "checkov:CKV_AWS_73" },
  fix      = { en = "Set TracingEnabled to true.", ja = "TracingEnabledをtrueにする。" },
  check    = function(s)
    if not s.tracing then fail("tracing") end
  end,
}

rule "aws-apigateway-open-method" {
  title    = {
    en = "API method can be called without authorisation",
    ja = "APIのメソッドを認可なしで呼び出せる",
  },
  severity = "high",
  on       = "aws.apigateway.method",
  items    = { "ds200-3:2-1", "ds200-2:4-4", "muni-3:17" },
  refs     = { "cwe:306" },
  aka      = { "trivy:AWS-0004", "checkov:CKV_AWS_59", "checkov:CKV_AWS_309" },
  fix      = {
    en = "Set AuthorizationType to AWS_IAM, COGNITO_USER_POOLS, CUSTOM or JWT.",
    ja = "AuthorizationTypeをAWS_IAM、COGNITO_USER_POOLS、CUSTOM、JWTのいずれかにする。",
  },
  check    = function(m)
    if m.verb ~= nil and m.verb:starts("OPTIONS") then return skip() end   -- preflight requests carry no credentials
    if m.authorization == "NONE" and not m.key_required then fail("authorization") end
  end,
}

rule "aws-apigateway-domain-tls" {
  title    = { en = "Domain name of an API accepts TLS 1.0", ja = "APIのドメイン名がTLS 1.0を受け付ける" },
  severity = "high",
  on       = "aws.apigateway.domain",
  items    = { "ds200-3:3-1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:327" },
  aka      = { "trivy:AWS-0005", "trivy:AWS-0112", "checkov:CKV_AWS_206" },
  fix      = { en = "Set SecurityPolicy to TLS_1_2.", ja = "SecurityPolicyをTLS_1_2にする。" },
  check    = function(d)
    if d.policy == "TLS_1_0" then fail("policy") end
  end,
}
