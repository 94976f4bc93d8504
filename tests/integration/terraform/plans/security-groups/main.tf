variable "vpc_id" {
  type    = string
  default = "vpc-0123456789abcdef0"
}

variable "ports" {
  type = list(object({
    port  = number
    cidrs = list(string)
  }))
  default = [
    { port = 22, cidrs = ["0.0.0.0/0"] },
    { port = 443, cidrs = ["0.0.0.0/0"] },
    { port = 5432, cidrs = ["10.0.0.0/8"] },
  ]
}

resource "aws_security_group" "dynamic" {
  name        = "dynamic"
  description = "made of dynamic blocks"
  vpc_id      = var.vpc_id

  dynamic "ingress" {
    for_each = var.ports
    iterator = rule
    content {
      description = "port ${rule.value.port}"
      from_port   = rule.value.port
      to_port     = rule.value.port
      protocol    = "tcp"
      cidr_blocks = rule.value.cidrs
    }
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "separate" {
  name   = "separate"
  vpc_id = var.vpc_id
}

resource "aws_security_group_rule" "rdp" {
  type              = "ingress"
  security_group_id = aws_security_group.separate.id
  from_port         = 3380
  to_port           = 3390
  protocol          = "tcp"
  ipv6_cidr_blocks  = ["::/0"]
}

resource "aws_vpc_security_group_ingress_rule" "https" {
  security_group_id = aws_security_group.separate.id
  description       = "https"
  cidr_ipv4         = cidrsubnet("192.168.0.0/16", 8, 3)
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
}

resource "aws_security_group" "attribute" {
  name   = "attribute"
  vpc_id = var.vpc_id
  ingress = [{
    description      = "all"
    from_port        = 0
    to_port          = 65535
    protocol         = "tcp"
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = []
    prefix_list_ids  = []
    security_groups  = []
    self             = false
  }]
}
