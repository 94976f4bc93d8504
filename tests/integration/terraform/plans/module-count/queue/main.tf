variable "name" {}

resource "aws_sqs_queue" "q" {
  name                              = upper(var.name)
  kms_master_key_id                 = "alias/queues"
  kms_data_key_reuse_period_seconds = 300
}
