tnk_fuzz(aws_config LIBS tnk_collect aws_config_static SOURCES fuzz_aws_config.c)
