locals {
  buckets = {
    audit  = { acl = "private", versioned = true }
    public = { acl = "public-read", versioned = false }
  }
}

resource "aws_s3_bucket" "this" {
  for_each = local.buckets
  bucket   = "each-${each.key}"
}

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = aws_s3_bucket.this
  bucket   = each.value.id
  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}

resource "aws_s3_bucket_acl" "this" {
  for_each   = local.buckets
  depends_on = [aws_s3_bucket_ownership_controls.this]
  bucket     = aws_s3_bucket.this[each.key].id
  acl        = each.value.acl
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = { for k, b in local.buckets : k => b if b.versioned }
  bucket   = aws_s3_bucket.this[each.key].id
  versioning_configuration {
    status = "Enabled"
  }
}
