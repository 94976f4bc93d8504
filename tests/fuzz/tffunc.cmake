if(TARGET terraform_static)
    tnk_fuzz(tffunc LIBS terraform_static tnk_flags SOURCES fuzz_tffunc.c)
endif()
