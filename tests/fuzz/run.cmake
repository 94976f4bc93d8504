tnk_fuzz(frames SOURCES fuzz_frames.c LIBS tnk_run)
tnk_fuzz(wire SOURCES fuzz_wire.c LIBS tnk_run)
