#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Terraform from end to end: variables given on the command line, modules that are there or not, broken files, plans.
# shellcheck source=tests/integration/lib.sh
. "$SOURCE/tests/integration/lib.sh"

tf() { run scan --no-builtin-rules --rules "$SOURCE/tests/integration/cli/terraform_rules" --gate none "$@"; }

mkdir -p stack/modules/bucket envs
cat >stack/main.tf <<'END'
variable "acl" {
  type = string
}

variable "names" {
  type    = list(string)
  default = ["a", "b", "c"]
}

module "store" {
  source   = "./modules/bucket"
  for_each = toset(var.names)
  name     = "${each.key}-${terraform.workspace}"
  acl      = var.acl
}
END
cat >stack/modules/bucket/main.tf <<'END'
variable "name" {}
variable "acl" {}

resource "aws_s3_bucket" "this" {
  bucket = var.name
  acl    = var.acl
}
END

# A variable without a value: undetermined, with the reason; not a finding, not a pass.
tf --show undetermined stack
ended 0
has "$out" 'variable "acl" has no value'
has "$out" "pass 0, fail 0, undetermined 3"

# Given in each way; the command line goes before files, files before the environment.
tf --var acl=public-read stack
has "$out" "test-public-bucket"
has "$out" "modules/bucket/main.tf:6:12"
has "$out" 'module.store["a"].aws_s3_bucket.this and 2 more'
has "$out" "called from main.tf:10"
echo 'acl = "private"' >envs/private.tfvars
tf --var-file envs/private.tfvars stack
has "$out" "pass 3, fail 0"
tf --var-file envs/private.tfvars --var acl=public-read stack
has "$out" "pass 0, fail 3"
export TF_VAR_acl=public-read
tf stack
has "$out" "undetermined 3"
tf --var-env stack
has "$out" "fail 3"
tf --var-env --var-file envs/private.tfvars stack
has "$out" "pass 3, fail 0"
unset TF_VAR_acl
tf --var acl=public-read --var 'names=["x"]' --workspace prod --format json stack
has "$out" 'module.store[\"x\"].aws_s3_bucket.this'
times "$out" 1 '"rule": "test-public-bucket"'
tf --lang ja --var acl=public-read stack
has "$out" "公開されている"

# A remote module is told, and costs nothing else; one that should be in the target makes the scan incomplete.
mkdir remote missing
printf 'module "m" {\n  source = "example/thing/aws"\n}\nresource "aws_s3_bucket" "b" {\n  acl = "public-read"\n}\n' >remote/main.tf
tf remote
ended 0
has "$out" "tf-module-remote"
has "$out" "fail 1"
mkdir -p remote/.terraform/modules/m
cp stack/modules/bucket/main.tf remote/.terraform/modules/m/
echo '{"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"m","Source":"example/thing/aws","Dir":".terraform/modules/m"}]}' \
    >remote/.terraform/modules/modules.json
tf remote
hasnt "$out" "tf-module-remote"
has "$out" "fail 1, undetermined 1"
printf 'module "m" {\n  source = "./gone"\n}\n' >missing/main.tf
tf missing
ended 3
has "$out" "tf-module-missing"

# A broken block costs that block.
mkdir broken
printf 'resource "aws_s3_bucket" "a" {\n  acl = "public-read"\n}\nresource "aws_s3_bucket" "b" {\n  acl = = 1\n}\nresource "aws_s3_bucket" "c" {\n  acl = "private"\n}\n' \
    >broken/main.tf
tf broken
ended 3
has "$out" "main.tf:5:"
has "$out" "fail 1"
times "$out" 1 "error hcl-"

# JSON, a plan beside the configuration, and a state.
mkdir json plan
# shellcheck disable=SC2016
echo '{"resource":{"aws_s3_bucket":{"j":{"acl":"${lower(\"PUBLIC-READ\")}"}}}}' >json/main.tf.json
tf json
ended 0
has "$out" "aws_s3_bucket.j"
printf 'resource "aws_s3_bucket" "p" {\n  acl = "public-read"\n}\n' >plan/main.tf
cat >plan/plan.json <<'END'
{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{"resources":[
{"address":"aws_s3_bucket.p","mode":"managed","type":"aws_s3_bucket","name":"p","values":{"acl":"public-read"}}]}}}
END
tf --format json plan
times "$out" 1 '"rule": "test-public-bucket"'
has "$out" '"path": "main.tf"'
cp plan/plan.json alone.json
tf alone.json
has "$out" "alone.json:2:"

# Modules nested too deeply in a plan: told once, though the tree is walked more than once.
deep='{"child_modules":[]}'
for ((i = 0; i < 70; i++)); do deep="{\"child_modules\":[$deep]}"; done
echo "{\"format_version\":\"1.2\",\"terraform_version\":\"1.11.4\",\"planned_values\":{\"root_module\":$deep}}" >deep.json
tf deep.json
ended 3
times "$out" 1 "tf-plan-depth"

cat >terraform.tfstate <<'END'
{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"x","outputs":{},"resources":[{"mode":"managed",
"type":"aws_s3_bucket","name":"s","provider":"p","instances":[{"index_key":"k","attributes":{"acl":"public-read"}}]}]}
END
tf terraform.tfstate
has "$out" 'aws_s3_bucket.s["k"]'

finish
