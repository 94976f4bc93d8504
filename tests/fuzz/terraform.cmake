tnk_fuzz(terraform LIBS tnk_collect terraform_static SOURCES fuzz_terraform.c)
