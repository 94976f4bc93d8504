variable "names" {
  type    = list(string)
  default = ["alpha", "beta", "gamma"]
}

resource "aws_s3_bucket" "this" {
  count  = length(var.names)
  bucket = "count-${var.names[count.index]}-${format("%03d", count.index)}"
}

resource "aws_s3_bucket_public_access_block" "this" {
  count                   = length(var.names)
  bucket                  = aws_s3_bucket.this[count.index].id
  block_public_acls       = count.index != 1
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = count.index == 0
}

resource "aws_s3_bucket_versioning" "some" {
  count  = var.names[0] == "alpha" ? 2 : 0
  bucket = element(aws_s3_bucket.this[*].id, count.index)
  versioning_configuration {
    status = count.index == 0 ? "Enabled" : "Suspended"
  }
}
