if(TARGET sshd_inside)
    tnk_fuzz(sshd SOURCES fuzz_sshd.c LIBS sshd_inside tnk_collect)
endif()
