# Warnings, hardening and sanitizers as interface targets; nothing is set globally.
include(CheckCCompilerFlag)
add_library(tnk_flags INTERFACE)
target_compile_features(tnk_flags INTERFACE c_std_11)
target_compile_options(tnk_flags INTERFACE
    -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wvla
    -Wpointer-arith -Wwrite-strings -fstack-protector-strong -fno-common)
target_include_directories(tnk_flags INTERFACE "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/include")
target_link_options(tnk_flags INTERFACE -Wl,-z,defs,-z,now,-z,relro,-z,noexecstack)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release)
endif()
if(TNK_ASAN OR TNK_FUZZ)
    target_compile_options(tnk_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
        -fno-omit-frame-pointer -g)
    target_link_options(tnk_flags INTERFACE -fsanitize=address,undefined)
else()
    target_compile_options(tnk_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-clash-protection)
    target_link_options(tnk_flags INTERFACE -pie)
endif()
if(TNK_FUZZ)
    target_compile_options(tnk_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# What a collector may see: the public headers, and none of ours.
add_library(tnk_abi INTERFACE)
target_include_directories(tnk_abi INTERFACE "${PROJECT_SOURCE_DIR}/include")
add_library(tnk_plugin_flags INTERFACE)
target_compile_features(tnk_plugin_flags INTERFACE c_std_11)
target_compile_options(tnk_plugin_flags INTERFACE
    $<FILTER:$<TARGET_PROPERTY:tnk_flags,INTERFACE_COMPILE_OPTIONS>,EXCLUDE,^$>)
target_link_options(tnk_plugin_flags INTERFACE -Wl,-z,now,-z,relro,-z,noexecstack)
if(TNK_ASAN OR TNK_FUZZ)
    target_link_options(tnk_plugin_flags INTERFACE -fsanitize=address,undefined)
endif()

# tnk_room(name SOURCES... NEEDS...): one folder of core/ as a static library.
function(tnk_room name)
    cmake_parse_arguments(ARG "" "" "SOURCES;NEEDS" ${ARGN})
    add_library(tnk_${name} STATIC ${ARG_SOURCES})
    target_link_libraries(tnk_${name} PUBLIC tnk_flags ${ARG_NEEDS})
endfunction()

# tnk_collector(name sources...): a plugin.
function(tnk_collector name)
    add_library(${name} MODULE ${ARGN})
    target_link_libraries(${name} PRIVATE tnk_abi tnk_plugin_flags)
    set_target_properties(${name} PROPERTIES PREFIX "" C_VISIBILITY_PRESET hidden
        LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/${TNK_PLUGIN_DIR}")
    install(TARGETS ${name} LIBRARY DESTINATION "${TNK_PLUGIN_DIR}")
endfunction()

# tnk_test(name LIBS... SOURCES...): a cmocka program, run by ctest under its name.
function(tnk_test name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
    add_executable(test_${name} ${ARG_SOURCES})
    target_link_libraries(test_${name} PRIVATE ${ARG_LIBS} PkgConfig::CMOCKA)
    set_target_properties(test_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
    add_test(NAME ${name} COMMAND test_${name} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
endfunction()

# tnk_fuzz(name LIBS... SOURCES...): a libFuzzer target when TNK_FUZZ, else a program that replays its
# corpus (tests/fuzz/corpus/<name>/) as a ctest.
function(tnk_fuzz name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
    if(TNK_FUZZ)
        add_executable(fuzz_${name} ${ARG_SOURCES})
        target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    else()
        add_executable(fuzz_${name} ${ARG_SOURCES} "${PROJECT_SOURCE_DIR}/tests/fuzz/replay.c")
        add_test(NAME fuzz_${name} COMMAND fuzz_${name} "${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${name}"
            WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
    endif()
    target_link_libraries(fuzz_${name} PRIVATE ${ARG_LIBS})
    # Without optimisation gcc sees danger in every compound literal after setjmp().
    target_compile_options(fuzz_${name} PRIVATE $<$<C_COMPILER_ID:GNU>:-Wno-clobbered>)
    set_target_properties(fuzz_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/fuzz")
endfunction()
