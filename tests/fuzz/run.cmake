tnk_fuzz(frames SOURCES fuzz_frames.c LIBS tnk_run)
