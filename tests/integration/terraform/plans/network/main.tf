resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_default_security_group" "main" {
  vpc_id = aws_vpc.main.id
  ingress {
    protocol  = -1
    self      = true
    from_port = 0
    to_port   = 0
  }
}

resource "aws_network_acl" "main" {
  vpc_id = aws_vpc.main.id

  dynamic "ingress" {
    for_each = { ssh = 22, rdp = 3389, web = 443 }
    content {
      rule_no    = 100 + ingress.value
      action     = "allow"
      protocol   = "tcp"
      from_port  = ingress.value
      to_port    = ingress.value
      cidr_block = ingress.key == "rdp" ? "10.0.0.0/8" : "0.0.0.0/0"
    }
  }
}

resource "aws_flow_log" "main" {
  vpc_id               = aws_vpc.main.id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::flow-logs-example"
}

resource "aws_vpc" "other" {
  cidr_block = "10.1.0.0/16"
}
