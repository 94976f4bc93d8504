if(TARGET terraform_static)
    tnk_fuzz(hcl LIBS terraform_static tnk_flags SOURCES fuzz_hcl.c "${PROJECT_SOURCE_DIR}/tests/unit/hcl/check.c")
endif()
