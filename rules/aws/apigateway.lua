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

bind "aws.apigateway.stage" "terraform:aws_api_gateway_stage" {
  access_log = { "access_log_settings[0].destination_arn", present = true },
}

bind "aws.apigateway.stage" "terraform:aws_apigatewayv2_stage" {
  access_log = { "access_log_settings[0].destination_arn", present = true },
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
  fields = { tracing = flag, settings = any, api = text, api_seen = flag, endpoints = list, web_acl = flag },
}

bind "aws.apigateway.rest_stage" "cloudformation:AWS::ApiGateway::Stage" {
  with      = {
    api = { "cloudformation:AWS::ApiGateway::RestApi", to = "RestApiId" },
    waf = { "cloudformation:AWS::WAFv2::WebACLAssociation", "cloudformation:AWS::WAFRegional::WebACLAssociation",
            by = "ResourceArn" },
  },
  tracing   = { "TracingEnabled", default = false },
  settings  = "MethodSettings",
  api       = "RestApiId",
  api_seen  = { "api:", present = true },
  endpoints = "api:EndpointConfiguration.Types",
  web_acl   = { "waf:ResourceArn", present = true },
}

bind "aws.apigateway.rest_stage" "terraform:aws_api_gateway_stage" {
  with      = {
    settings = { "terraform:aws_api_gateway_method_settings", by = "stage_name" },
    api      = { "terraform:aws_api_gateway_rest_api", to = "rest_api_id" },
    waf      = { "terraform:aws_wafv2_web_acl_association", "terraform:aws_wafregional_web_acl_association",
                 by = "resource_arn" },
  },
  names     = "stage_name",
  tracing   = { "xray_tracing_enabled", default = false },
  settings  = { "settings:settings", join = true },
  api       = "rest_api_id",
  api_seen  = { "api:", present = true },
  endpoints = "api:endpoint_configuration[0].types",
  web_acl   = { "waf:resource_arn", present = true },
}

bind "aws.apigateway.rest_stage" "aws-config:AWS::ApiGateway::Stage" {
  tracing  = { "configuration.tracingEnabled", required = true },
  settings = { "configuration.methodSettings", required = true },
}

-- Settings of methods. Terraform writes them apart from the stage.
model "aws.apigateway.settings" {
  label  = { en = "method settings of a REST API", ja = "REST APIのメソッド設定" },
  fields = { settings = any },
}

bind "aws.apigateway.settings" "cloudformation:AWS::ApiGateway::Stage" { settings = "MethodSettings" }
bind "aws.apigateway.settings" "terraform:aws_api_gateway_method_settings" { settings = "settings" }
bind "aws.apigateway.settings" "aws-config:AWS::ApiGateway::Stage" {
  settings = { "configuration.methodSettings", required = true },
}

model "aws.apigateway.method" {
  label  = { en = "method of an API", ja = "APIのメソッド" },
  fields = { verb = text, authorization = text, key_required = flag, websocket = flag },
}

bind "aws.apigateway.method" "cloudformation:AWS::ApiGateway::Method" {
  websocket     = { default = false },
  verb          = "HttpMethod",
  authorization = { "AuthorizationType", default = "NONE" },
  key_required  = { "ApiKeyRequired", default = false },
}

bind "aws.apigateway.method" "cloudformation:AWS::ApiGatewayV2::Route" {
  with          = { api = { "cloudformation:AWS::ApiGatewayV2::Api", to = "ApiId" } },
  websocket     = { "api:ProtocolType", is = "WEBSOCKET", default = false },
  verb          = "RouteKey",
  authorization = { "AuthorizationType", default = "NONE" },
  key_required  = { "ApiKeyRequired", default = false },
}

bind "aws.apigateway.method" "terraform:aws_api_gateway_method" {
  websocket     = { default = false },
  verb          = "http_method",
  authorization = { "authorization", default = "NONE" },
  key_required  = { "api_key_required", default = false },
}

bind "aws.apigateway.method" "terraform:aws_apigatewayv2_route" {
  with          = { api = { "terraform:aws_apigatewayv2_api", to = "api_id" } },
  websocket     = { "api:protocol_type", is = "WEBSOCKET", default = false },
  verb          = "route_key",
  authorization = { "authorization_type", default = "NONE" },
  key_required  = { "api_key_required", default = false },
}

model "aws.apigateway.rest_method" {
  label  = { en = "method of a REST API", ja = "REST APIのメソッド" },
  fields = { verb = text, validator = flag },
}

bind "aws.apigateway.rest_method" "cloudformation:AWS::ApiGateway::Method" {
  verb      = "HttpMethod",
  validator = { "RequestValidatorId", present = true },
}

bind "aws.apigateway.rest_method" "terraform:aws_api_gateway_method" {
  verb      = "http_method",
  validator = { "request_validator_id", present = true },
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

bind "aws.apigateway.domain" "terraform:aws_api_gateway_domain_name" {
  policy = { "security_policy", default = "TLS_1_0" },
}

bind "aws.apigateway.domain" "terraform:aws_apigatewayv2_domain_name" {
  policy = { "domain_name_configuration[0].security_policy", default = "TLS_1_2" },
}

-- One setting under the names of CloudFormation, AWS Config and Terraform.
local function setting(s, name, snake)
  return get(s, name) or get(s, name:sub(1, 1):lower() .. name:sub(2)) or get(s, snake)
end

local function is_on(value) return value == true or value == "true" end

-- CloudFormation and Terraform list the settings, AWS Config maps them by method.
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
    ja = "API Gatewayのステージのアクセスログが有効になっていない",
  },
  severity = "medium",
  on       = "aws.apigateway.stage",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "trivy:AWS-0001", "checkov:CKV_AWS_76", "checkov:CKV_AWS_95" },
  fix      = {
    en = "Set DestinationArn in AccessLogSetting or AccessLogSettings (Terraform: destination_arn "
      .. "in access_log_settings).",
    ja = "AccessLogSettingまたはAccessLogSettingsのDestinationArn"
      .. "（Terraform: access_log_settingsのdestination_arn）を設定する。",
  },
  check    = function(s)
    if not s.access_log then fail("access_log") end
  end,
}

rule "aws-apigateway-execution-log" {
  title    = {
    en = "API Gateway stage does not log errors of its methods",
    ja = "API Gatewayのステージの実行ログが有効になっていない",
  },
  severity = "medium",
  on       = "aws.apigateway.rest_stage",
  items    = { "ds200-2:3-7", "ds200-3:6-1" },
  refs     = { "cwe:778" },
  aka      = { "guard:API_GW_EXECUTION_LOGGING_ENABLED", "checkov:CKV2_AWS_4" },
  fix      = {
    en = "Set LoggingLevel of all MethodSettings (Terraform: logging_level of "
      .. "aws_api_gateway_method_settings) to ERROR or INFO.",
    ja = "全てのMethodSettingsのLoggingLevel"
      .. "（Terraform: aws_api_gateway_method_settingsのlogging_level）をERRORまたはINFOにする。",
  },
  check    = function(s)
    local any = false
    for m in each(settings(s)) do
      any = true
      local level = setting(m, "LoggingLevel", "logging_level")
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
  on       = "aws.apigateway.settings",
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:532" },
  aka      = { "checkov:CKV_AWS_276" },
  why      = {
    en = "Personal data and credentials in bodies and headers end up in the log.",
    ja = "本文やヘッダーの個人情報と認証情報がログに残る。",
  },
  fix      = {
    en = "Set DataTraceEnabled (Terraform: data_trace_enabled) to false in the method settings.",
    ja = "メソッド設定のDataTraceEnabled（Terraform: data_trace_enabled）をfalseにする。",
  },
  check    = function(s)
    for m in each(settings(s)) do
      if is_on(setting(m, "DataTraceEnabled", "data_trace_enabled")) then fail(m) end
    end
  end,
}

rule "aws-apigateway-cache-encryption" {
  title    = {
    en = "API Gateway cache is not encrypted",
    ja = "API Gatewayのキャッシュが暗号化されていない",
  },
  severity = "medium",
  on       = "aws.apigateway.settings",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "trivy:AWS-0002", "trivy:AWS-0110", "checkov:CKV_AWS_308" },
  fix      = {
    en = "Set CacheDataEncrypted (Terraform: cache_data_encrypted) to true wherever caching is "
      .. "enabled.",
    ja = "キャッシュが有効な設定でCacheDataEncrypted（Terraform: cache_data_encrypted）をtrueにする。",
  },
  check    = function(s)
    for m in each(settings(s)) do
      if is_on(setting(m, "CachingEnabled", "caching_enabled"))
        and not is_on(setting(m, "CacheDataEncrypted", "cache_data_encrypted")) then fail(m) end
    end
  end,
}

rule "aws-apigateway-tracing" {
  title    = {
    en = "API Gateway stage is not traced",
    ja = "API GatewayのステージのX-Rayトレースが有効になっていない",
  },
  severity = "info",
  on       = "aws.apigateway.rest_stage",
  aka      = { "trivy:AWS-0003", "trivy:AWS-0111", "checkov:CKV_AWS_73" },
  fix      = {
    en = "Set TracingEnabled (Terraform: xray_tracing_enabled) to true.",
    ja = "TracingEnabled（Terraform: xray_tracing_enabled）をtrueにする。",
  },
  check    = function(s)
    if not s.tracing then fail("tracing") end
  end,
}

rule "aws-apigateway-open-method" {
  title    = {
    en = "API method can be called without authorisation",
    ja = "APIのメソッドを認可なしで呼び出せる",
  },
  severity = "medium",
  on       = "aws.apigateway.method",
  items    = { "ds200-3:2-1", "ds200-2:4-4", "muni-3:17" },
  refs     = { "cwe:306" },
  aka      = { "trivy:AWS-0004", "checkov:CKV_AWS_59", "checkov:CKV_AWS_309" },
  fix      = {
    en = "Set AuthorizationType (Terraform: authorization) to AWS_IAM, COGNITO_USER_POOLS, CUSTOM "
      .. "or JWT.",
    ja = "AuthorizationType（Terraform: authorization）をAWS_IAM、COGNITO_USER_POOLS、CUSTOM、"
      .. "JWTのいずれかにする。",
  },
  check    = function(m)
    if m.authorization ~= "NONE" or m.key_required then return end
    if m.verb ~= nil and m.verb:starts("OPTIONS") then return skip() end   -- preflight requests carry no credentials
    if m.verb == "$disconnect" or m.websocket and m.verb ~= "$connect" then
      return skip { en = "a WebSocket is authorised when it connects", ja = "WebSocketは接続時に認可される" }
    end
    fail("authorization")
  end,
}

rule "aws-apigateway-domain-tls" {
  title    = { en = "Domain name of an API accepts TLS 1.0", ja = "APIのドメイン名がTLS 1.0を受け付ける" },
  severity = "high",
  on       = "aws.apigateway.domain",
  items    = { "ds200-3:3-1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:327" },
  aka      = { "trivy:AWS-0005", "trivy:AWS-0112", "checkov:CKV_AWS_206" },
  fix      = {
    en = "Set SecurityPolicy (Terraform: security_policy) to TLS_1_2.",
    ja = "SecurityPolicy（Terraform: security_policy）をTLS_1_2にする。",
  },
  check    = function(d)
    if d.policy == "TLS_1_0" then fail("policy") end
  end,
}

rule "aws-apigateway-request-validation" {
  title    = { en = "API method does not validate its requests", ja = "APIのメソッドが要求を検証しない" },
  severity = "low",
  on       = "aws.apigateway.rest_method",
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:20" },
  aka      = { "checkov:CKV2_AWS_53" },
  fix      = {
    en = "Name a request validator in RequestValidatorId (Terraform: request_validator_id).",
    ja = "RequestValidatorId（Terraform: request_validator_id）にリクエストバリデーターを指定する。",
  },
  check    = function(m)
    if m.validator then return end
    if m.verb == "OPTIONS" then return skip() end
    fail("validator")
  end,
}

rule "aws-apigateway-waf" {
  title    = { en = "Stage of a public REST API has no web ACL", ja = "公開REST APIのステージにWeb ACLがない" },
  severity = "medium",
  on       = "aws.apigateway.rest_stage",
  origins  = { "cloudformation", "terraform" },
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV2_AWS_29" },
  fix      = {
    en = "Associate a web ACL (AWS::WAFv2::WebACLAssociation, Terraform: "
      .. "aws_wafv2_web_acl_association).",
    ja = "Web ACLを関連付ける（AWS::WAFv2::WebACLAssociation、Terraform: aws_wafv2_web_acl_association）。",
  },
  check    = function(s)
    if s.web_acl then return end
    if not s.api_seen then
      return skip { en = "%s: whether it is public is not seen", ja = "%s: 公開されているか判断できない", s.api or "API" }
    end
    if not includes(s.endpoints, "PRIVATE") then fail("web_acl") end
  end,
}
