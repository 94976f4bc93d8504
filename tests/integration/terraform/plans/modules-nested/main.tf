module "network" {
  source = "./network"
  cidr   = "10.20.0.0/16"
  zones  = ["ap-northeast-1a", "ap-northeast-1c"]
}

module "store" {
  source   = "./store"
  for_each = toset(["orders", "users"])
  name     = each.key
  public   = each.key == "users"
}
