tnk_fuzz(pattern SOURCES fuzz_pattern.c LIBS tnk_target)
tnk_fuzz(archive SOURCES fuzz_archive.c LIBS tnk_target)
