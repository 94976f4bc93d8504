tnk_fuzz(host SOURCES fuzz_host.c LIBS tnk_collect)
