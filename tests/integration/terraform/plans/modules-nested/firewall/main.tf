variable "vpc_id" {}
variable "open" {
  type    = set(number)
  default = []
}

resource "aws_security_group" "this" {
  name   = "firewall"
  vpc_id = var.vpc_id

  dynamic "ingress" {
    for_each = var.open
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}
