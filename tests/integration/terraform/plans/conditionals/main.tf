variable "environment" { default = "dev" }

variable "settings" {
  type = object({
    encrypted = optional(bool, false)
    size      = optional(number, 10)
  })
  default = {}
}

locals {
  production = var.environment == "prod"
  tags       = merge({ Owner = "team" }, local.production ? { Tier = "gold" } : {})
}

resource "aws_ebs_volume" "data" {
  count             = local.production ? 2 : 1
  availability_zone = "ap-northeast-1a"
  size              = max(var.settings.size, 8)
  encrypted         = var.settings.encrypted
  tags              = local.tags
}

resource "aws_instance" "web" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = local.production ? "m7g.large" : "t3.micro"
  associate_public_ip_address = !local.production
  monitoring                  = local.production
  ebs_optimized               = true

  metadata_options {
    http_tokens   = local.production ? "required" : "optional"
    http_endpoint = "enabled"
  }

  root_block_device {
    encrypted = true
  }

  dynamic "ebs_block_device" {
    for_each = local.production ? [] : ["/dev/sdf", "/dev/sdg"]
    content {
      device_name = ebs_block_device.value
      volume_size = 20
      encrypted   = ebs_block_device.key == 0
    }
  }
}

resource "aws_launch_template" "web" {
  name_prefix = "web-"
  image_id    = "ami-0123456789abcdef0"
  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 2
  }
  block_device_mappings {
    device_name = "/dev/sda1"
    ebs {
      volume_size = 30
    }
  }
}
