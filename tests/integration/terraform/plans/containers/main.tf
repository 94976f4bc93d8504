locals {
  images = { web = "nginx:latest", worker = "example/worker@sha256:0000000000000000000000000000000000000000000000000000000000000000" }
}

resource "aws_ecr_repository" "this" {
  for_each             = local.images
  name                 = each.key
  image_tag_mutability = each.key == "web" ? "MUTABLE" : "IMMUTABLE"
  image_scanning_configuration {
    scan_on_push = each.key == "worker"
  }
}

resource "aws_ecs_cluster" "main" {
  name = "main"
}

resource "aws_ecs_task_definition" "this" {
  for_each = local.images
  family   = each.key
  container_definitions = jsonencode([
    {
      name                   = each.key
      image                  = each.value
      privileged             = each.key == "worker"
      readonlyRootFilesystem = false
      environment            = [{ name = "REPOSITORY", value = aws_ecr_repository.this[each.key].repository_url }]
    },
  ])
  volume {
    name = "data"
    efs_volume_configuration {
      file_system_id     = aws_efs_file_system.data.id
      transit_encryption = each.key == "web" ? "ENABLED" : "DISABLED"
    }
  }
}

resource "aws_efs_file_system" "data" {
  encrypted = false
}

resource "aws_eks_cluster" "main" {
  name     = "main"
  role_arn = "arn:aws:iam::123456789012:role/eks"
  vpc_config {
    subnet_ids             = ["subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2"]
    endpoint_public_access = true
  }
  enabled_cluster_log_types = ["api", "audit"]
}
