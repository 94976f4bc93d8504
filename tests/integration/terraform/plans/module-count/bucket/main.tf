variable "name" {}
variable "encrypt" { type = bool }
variable "rules" {
  type = list(object({ id = string, days = number }))
}

resource "aws_s3_bucket" "b" {
  bucket = "counted-${var.name}"
}

resource "aws_s3_bucket_lifecycle_configuration" "b" {
  count  = length(var.rules) > 0 ? 1 : 0
  bucket = aws_s3_bucket.b.id

  dynamic "rule" {
    for_each = var.rules
    content {
      id     = rule.value.id
      status = "Enabled"
      filter {}
      expiration {
        days = rule.value.days
      }
    }
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
  for_each = toset(var.encrypt ? ["kms"] : [])
  bucket   = aws_s3_bucket.b.id
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:${each.key}"
    }
  }
}
