tnk_fuzz(cty SOURCES fuzz_cty.c LIBS terraform_static tnk_flags)
tnk_fuzz(tf_expression SOURCES fuzz_tf_expression.c LIBS terraform_static tnk_flags)
