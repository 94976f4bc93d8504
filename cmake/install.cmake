# What an installation holds besides the targets, and the Debian package.

# For authors of collectors: the headers, and where to find them. The .pc file finds its prefix from where it
# lies, so an installation may be moved.
file(RELATIVE_PATH up "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
string(REGEX REPLACE "/$" "" up "${up}")
set(TNK_PC_PREFIX "\${pcfiledir}/${up}")
configure_file(cmake/tenken.pc.in tenken.pc @ONLY)
install(FILES include/tenken/collector.h include/tenken/value.h
    DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/tenken" COMPONENT development)
install(FILES "${PROJECT_BINARY_DIR}/tenken.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig"
    COMPONENT development)

# For people: the manual page, the guides, and the example of ./dev demo to try things on.
install(FILES docs/man/tenken.1 DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
install(FILES README.md DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}" RENAME copyright)
install(DIRECTORY docs/ DESTINATION "${CMAKE_INSTALL_DOCDIR}/docs"
    FILES_MATCHING PATTERN "*.md" PATTERN "*.json" PATTERN "man" EXCLUDE)
install(DIRECTORY fixtures/demo/ DESTINATION "${CMAKE_INSTALL_DOCDIR}/examples/demo")

include(cmake/package.cmake)
