# Builds examples/collector-hosts against an installation of the development files alone, installs it, and
# loads it. usage: cmake -DBUILD= -DSOURCE= -DLOAD= -DC_COMPILER= -DGENERATOR= -P example.cmake
set(work "${BUILD}/tests/abi/example")
file(REMOVE_RECURSE "${work}")
file(MAKE_DIRECTORY "${work}")
function(run)
    execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
endfunction()
run(${CMAKE_COMMAND} --install "${BUILD}" --prefix "${work}/prefix" --component development)
run(${CMAKE_COMMAND} -G "${GENERATOR}" -S "${SOURCE}/examples/collector-hosts" -B "${work}/build"
    "-DCMAKE_PREFIX_PATH=${work}/prefix" "-DCMAKE_C_COMPILER=${C_COMPILER}")
run(${CMAKE_COMMAND} --build "${work}/build")
run(${CMAKE_COMMAND} --install "${work}/build")
file(GLOB_RECURSE plugin "${work}/prefix/*/hosts.so")
if(NOT plugin)
    message(FATAL_ERROR "the example was not installed below ${work}/prefix")
endif()
file(WRITE "${work}/hosts" "# names\n127.0.0.1 localhost\n10.0.0.5\tdb db.example\nnonsense\n")
execute_process(COMMAND ${LOAD} "${plugin}" "${work}/hosts" OUTPUT_VARIABLE out COMMAND_ERROR_IS_FATAL ANY)
set(want "hosts:entry 127.0.0.1 localhost 8-27
hosts:entry 10.0.0.5 db 28-50
1 hosts-no-name hosts: This line has an address but no name: add one or remove the line
")
if(NOT out STREQUAL want)
    message(FATAL_ERROR "the example found\n${out}instead of\n${want}")
endif()
