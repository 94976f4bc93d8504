tnk_fuzz(json LIBS tnk_syntax SOURCES fuzz_json.c)
tnk_fuzz(yaml LIBS tnk_syntax SOURCES fuzz_yaml.c)
tnk_fuzz(ini LIBS tnk_syntax SOURCES fuzz_ini.c)
