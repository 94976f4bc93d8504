resource "aws_kms_key" "trail" {
  enable_key_rotation = false
}

resource "aws_cloudwatch_log_group" "trail" {
  name              = "trail"
  retention_in_days = 30
}

resource "aws_iam_role" "trail" {
  name               = "trail"
  assume_role_policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"cloudtrail.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"
}

resource "aws_s3_bucket" "trail" {
  bucket = "trail-example"
}

resource "aws_cloudtrail" "all" {
  name                       = "all"
  s3_bucket_name             = aws_s3_bucket.trail.id
  is_multi_region_trail      = true
  enable_log_file_validation = true
  kms_key_id                 = aws_kms_key.trail.arn
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
  cloud_watch_logs_role_arn  = aws_iam_role.trail.arn
}

resource "aws_cloudtrail" "bare" {
  name           = "bare"
  s3_bucket_name = "somewhere-else"
}
