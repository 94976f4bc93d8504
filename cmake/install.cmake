# What an installation holds besides the targets, and the Debian package.
install(FILES include/tenken/collector.h include/tenken/value.h DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/tenken")
