-- SPDX-License-Identifier: Apache-2.0
-- Actions of AWS that are better not allowed on everything, by what they let their holder do.
--
--   local actions = lib "actions"
--   actions.escalating, exposing, granting, reading, passing    lists; an action is in one of them
--   actions.none_on_everything(list)    check, ready to be a rule's `check`: no statement without a condition allows
--                                       one of the list on everything, but by "*" and "service:*", which others tell
--   actions.listed(pattern)             does the pattern cover an action of one of the lists?
local access = lib "iam"
local M = {}

-- Each of these alone lets its holder take over other identities' rights.
M.escalating = {
  "iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:AttachUserPolicy", "iam:AttachGroupPolicy",
  "iam:AttachRolePolicy", "iam:PutUserPolicy", "iam:PutGroupPolicy", "iam:PutRolePolicy", "iam:AddUserToGroup",
  "iam:UpdateAssumeRolePolicy", "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile",
}

-- Makes or shows credentials of others.
M.exposing = {
  "iam:CreateServiceSpecificCredential", "iam:ResetServiceSpecificCredential", "iam:UpdateAccessKey", "sts:AssumeRole",
  "sts:GetFederationToken", "redshift:GetClusterCredentials", "redshift:GetClusterCredentialsWithIAM", "rds-db:connect",
  "cognito-identity:GetCredentialsForIdentity", "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
  "codepipeline:PollForJobs", "connect:GetFederationToken", "chime:CreateApiKey", "gamelift:RequestUploadCredentials",
  "lightsail:GetInstanceAccessDetails", "mediapackage:RotateChannelCredentials",
}

-- Changes who may use a resource.
M.granting = {
  "s3:PutBucketPolicy", "s3:PutBucketAcl", "s3:PutObjectAcl", "s3:PutBucketPublicAccessBlock",
  "s3:PutAccountPublicAccessBlock", "kms:PutKeyPolicy", "kms:CreateGrant", "lambda:AddPermission",
  "lambda:AddLayerVersionPermission", "sns:AddPermission", "sqs:AddPermission", "sqs:SetQueueAttributes",
  "ecr:SetRepositoryPolicy", "secretsmanager:PutResourcePolicy", "ram:CreateResourceShare",
  "ec2:ModifySnapshotAttribute", "ec2:ModifyImageAttribute", "rds:ModifyDBSnapshotAttribute",
  "es:UpdateElasticsearchDomainConfig", "glue:PutResourcePolicy", "logs:PutResourcePolicy",
  "backup:PutBackupVaultAccessPolicy", "glacier:SetVaultAccessPolicy", "elasticfilesystem:PutFileSystemPolicy",
  "organizations:AttachPolicy", "sso:AttachManagedPolicyToPermissionSet", "iam:PutRolePermissionsBoundary",
  "iam:DeleteRolePermissionsBoundary", "iam:DetachRolePolicy", "iam:DeleteRolePolicy",
}

M.reading = {
  "secretsmanager:GetSecretValue", "ssm:GetParameter", "s3:GetObject", "dynamodb:Scan", "kms:Decrypt",
}

M.passing = { "iam:PassRole" }

function M.none_on_everything(list)
  return function(p)
    for s in access.allowing(p.policy) do
      if not s.conditions and not access.all_actions(s) and access.on_everything(s) then
        for _, action in ipairs(list) do
          if access.picks(s, action) then
            fail(s, { en = "%s", ja = "%s", action })
            break
          end
        end
      end
    end
  end
end

function M.listed(pattern)
  for _, list in ipairs { M.escalating, M.exposing, M.granting, M.reading, M.passing } do
    for _, action in ipairs(list) do
      if iam.covers(pattern, action) then return true end
    end
  end
  return false
end

return M
