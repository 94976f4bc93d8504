-- SPDX-License-Identifier: Apache-2.0
-- A rule for the end-to-end tests of Terraform.
model "test.bucket" {
  label  = { en = "Bucket", ja = "バケット" },
  fields = { acl = text },
}

bind "test.bucket" "terraform:aws_s3_bucket" { acl = { "acl", default = "private" } }

rule "test-public-bucket" {
  title    = { en = "The bucket is public", ja = "バケットが公開されている" },
  severity = "high",
  on       = "test.bucket",
  items    = {},
  fix      = { en = "Set acl to private.", ja = "aclをprivateにする。" },
  check    = function(b)
    if b.acl == "public-read" then fail("acl") end
  end,
}
