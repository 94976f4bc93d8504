# SPDX-License-Identifier: Apache-2.0
# Policy documents whose text the AWS provider itself computed: see record and recorded.json.

locals {
  bucket  = "arn:aws:s3:::logs"
  actions = ["s3:GetObject", "s3:PutObject"]
  ports   = { a = "1", b = "2" }
}

data "aws_iam_policy_document" "plain" {
  statement {
    sid       = "One"
    effect    = "Allow"
    actions   = ["s3:GetObject"]
    resources = ["${local.bucket}/*"]
  }
}

data "aws_iam_policy_document" "nothing" {}

data "aws_iam_policy_document" "empty_statement" {
  statement {}
}

data "aws_iam_policy_document" "several" {
  statement {
    actions   = local.actions
    resources = [local.bucket, "${local.bucket}/*"]
  }
  statement {
    effect    = "Deny"
    actions   = ["s3:DeleteObject"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "unsorted" {
  statement {
    actions   = ["z:Z", "a:A", "m:M"]
    resources = ["c", "a", "b", "a"]
    principals {
      type        = "AWS"
      identifiers = ["222222222222", "111111111111"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:x"
      values   = ["z", "a", "m"]
    }
  }
}

data "aws_iam_policy_document" "nots" {
  statement {
    effect        = "Deny"
    not_actions   = ["iam:*"]
    not_resources = ["arn:aws:s3:::x"]
    not_principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:root"]
    }
  }
}

data "aws_iam_policy_document" "everyone" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

data "aws_iam_policy_document" "everyone_by_type" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

data "aws_iam_policy_document" "principals" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com", "lambda.amazonaws.com"]
    }
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:root"]
    }
    principals {
      type        = "Federated"
      identifiers = ["cognito-identity.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "principals_same_type" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:role/a"]
    }
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:role/b"]
    }
  }
}

data "aws_iam_policy_document" "everyone_and_others" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:role/b"]
    }
  }
}

data "aws_iam_policy_document" "conditions" {
  statement {
    actions   = ["s3:*"]
    resources = ["*"]
    condition {
      test     = "StringLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::123456789012:role/*", "arn:aws:iam::123456789012:user/*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

data "aws_iam_policy_document" "conditions_same_test" {
  statement {
    actions   = ["s3:*"]
    resources = ["*"]
    condition {
      test     = "StringEquals"
      variable = "aws:a"
      values   = ["1"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:b"
      values   = ["2", "3"]
    }
  }
}

data "aws_iam_policy_document" "escaped" {
  statement {
    actions   = ["s3:*"]
    resources = ["arn:aws:s3:::home/&{aws:username}/*"]
    principals {
      type        = "AWS"
      identifiers = ["&{aws:x}"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:username"
      values   = ["&{aws:username}"]
    }
  }
}

data "aws_iam_policy_document" "version_and_id" {
  version   = "2008-10-17"
  policy_id = "the-policy"
  statement {
    actions   = ["sqs:*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "dynamic" {
  dynamic "statement" {
    for_each = local.ports
    content {
      sid       = "S${statement.key}"
      actions   = ["ec2:Run"]
      resources = [statement.value]
      dynamic "condition" {
        for_each = statement.key == "a" ? ["x"] : []
        content {
          test     = "StringEquals"
          variable = "aws:v"
          values   = [condition.value]
        }
      }
    }
  }
}

data "aws_iam_policy_document" "source" {
  source_policy_documents = [
    data.aws_iam_policy_document.plain.json,
    data.aws_iam_policy_document.several.json,
  ]
  statement {
    sid       = "Own"
    actions   = ["kms:*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "source_replaced" {
  source_policy_documents = [data.aws_iam_policy_document.plain.json]
  statement {
    sid       = "One"
    actions   = ["kms:*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "override" {
  statement {
    sid       = "One"
    actions   = ["kms:*"]
    resources = ["*"]
  }
  statement {
    sid       = "Two"
    actions   = ["kms:*"]
    resources = ["*"]
  }
  override_policy_documents = [data.aws_iam_policy_document.plain.json, data.aws_iam_policy_document.several.json]
}

data "aws_iam_policy_document" "source_with_id" {
  source_policy_documents = [data.aws_iam_policy_document.version_and_id.json]
}

data "aws_iam_policy_document" "source_of_everything" {
  source_policy_documents = [
    data.aws_iam_policy_document.conditions.json,
    data.aws_iam_policy_document.principals.json,
    data.aws_iam_policy_document.everyone.json,
    data.aws_iam_policy_document.nots.json,
    data.aws_iam_policy_document.unsorted.json,
  ]
}

data "aws_iam_policy_document" "source_by_hand" {
  source_policy_documents = [<<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [{
        "Action": ["z:Z", "a:A"],
        "Resource": "*",
        "Effect": "Allow",
        "Principal": { "AWS": ["222222222222", "111111111111"] },
        "Condition": { "StringEquals": { "aws:x": ["b", "a"] }, "Bool": { "aws:y": true } }
      }]
    }
  EOT
  ]
}

data "aws_iam_policy_document" "source_empty" {
  source_policy_documents = [""]
  statement {
    actions   = ["s3:*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "old_arguments" {
  source_policy_documents = [jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "Json"
      Effect   = "Allow"
      Action   = ["a:B"]
      Resource = ["*"]
    }]
  })]
  override_policy_documents = [jsonencode({
    Version = "2008-10-17"
    Id      = "over"
    Statement = [{
      Sid      = "Json"
      Effect   = "Deny"
      Action   = "a:B"
      Resource = "*"
    }]
  })]
}

data "aws_iam_policy_document" "empty_lists" {
  statement {
    actions   = []
    resources = []
    sid       = ""
  }
}
