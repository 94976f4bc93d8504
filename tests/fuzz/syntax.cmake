tnk_fuzz(json LIBS tnk_syntax SOURCES fuzz_json.c)
