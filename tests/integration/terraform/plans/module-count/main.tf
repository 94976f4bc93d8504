variable "regions" {
  type    = map(bool)
  default = { tokyo = true, osaka = false }
}

module "bucket" {
  source  = "./bucket"
  count   = 2
  name    = "b${count.index}"
  rules   = count.index == 0 ? [] : [{ id = "expire", days = 30 }]
  encrypt = count.index == 1
}

module "queue" {
  source   = "./queue"
  for_each = { for name, on in var.regions : name => name if on }
  name     = each.value
}
