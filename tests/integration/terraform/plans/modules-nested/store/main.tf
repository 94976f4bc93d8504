variable "name" {}
variable "public" {
  type    = bool
  default = false
}

resource "aws_s3_bucket" "this" {
  bucket = "store-${var.name}"
}

resource "aws_s3_bucket_public_access_block" "this" {
  count                   = var.public ? 0 : 1
  bucket                  = aws_s3_bucket.this.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

output "arn" {
  value = aws_s3_bucket.this.arn
}
