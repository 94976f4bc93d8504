# The Debian package: everything in one, with the libraries it needs found by dpkg-shlibdeps.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME tenken)
set(CPACK_PACKAGE_VENDOR "The tenken authors")
set(CPACK_PACKAGE_CONTACT "The tenken authors <tenken@invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "audits configuration: repositories, cloud exports, hosts")
set(CPACK_PACKAGE_DESCRIPTION "tenken holds CloudFormation templates, AWS Config snapshots and the sshd configuration of hosts
against rules written in Lua, and ties every verdict to the items of security checklists. Collectors are
plugins; whatever reads a scanned file runs in a confined process. Reports in English and Japanese.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES TRUE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)         # tenken_0.1.0_amd64.deb
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS     # folders of plugins may be written by root alone
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
include(CPack)
