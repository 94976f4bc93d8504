tnk_fuzz(cty SOURCES fuzz_cty.c LIBS terraform_static tnk_flags)
