# a bucket
resource "aws_s3_bucket" "logs" {
  bucket = "logs-${var.env}-${count.index + 1}"
  count  = var.many ? length(local.names) : 1
  tags   = merge(local.tags, { Name = "logs", "owner/team" : upper(var.team) })

  dynamic "rule" {
    for_each = { for k, v in var.rules : k => v... if v != null }
    content {
      id = rule.value[0].id
    }
  }
  lifecycle { prevent_destroy = true }
}
