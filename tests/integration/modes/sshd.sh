#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Modes and owners of sshd's files on a host's file system.
# shellcheck source=tests/integration/lib.sh
. "$SOURCE/tests/integration/lib.sh"
if [ "$(id -u)" -ne 0 ]; then
    echo "skipped: only root can make files of root"
    exit 77
fi

ssh=host/etc/ssh
mkdir -p "$ssh/sshd_config.d"
touch host/etc/passwd host/etc/os-release
printf 'root:x:0:\nssh_keys:x:77:\n' >host/etc/group
touch $ssh/sshd_config $ssh/sshd_config.d/good.conf $ssh/sshd_config.d/bad.conf
touch $ssh/ssh_host_{good,group,bad,alien}_key $ssh/ssh_host_{good,bad}_key.pub
chown -R 0:0 host
chmod 600 $ssh/sshd_config $ssh/sshd_config.d/good.conf $ssh/ssh_host_{good,alien}_key
chmod 640 $ssh/sshd_config.d/bad.conf $ssh/ssh_host_group_key
chown 0:77 $ssh/ssh_host_group_key
chmod 604 $ssh/ssh_host_bad_key
chown 1000:0 $ssh/ssh_host_alien_key
chmod 644 $ssh/ssh_host_good_key.pub
chmod 664 $ssh/ssh_host_bad_key.pub

modes()
{
    run scan --rule ssh-config-file-modes --rule ssh-private-key-modes --rule ssh-public-key-modes --format json \
        --evidence "$@"
}

modes host
ended 1
valid "$out"
has "$out" '"message": "etc/ssh/sshd_config.d/bad.conf has mode 0640, owner 0, group 0"'
has "$out" '"message": "etc/ssh/ssh_host_bad_key has mode 0604, owner 0, group 0"'
has "$out" '"message": "etc/ssh/ssh_host_alien_key has mode 0600, owner 1000, group 0"'
has "$out" '"message": "etc/ssh/ssh_host_bad_key.pub has mode 0664, owner 0, group 0"'
times "$out" 4 '"message": "etc/ssh/'
times "$out" 5 '"verdict": "pass"'

# A checkout of a repository is no host: nothing is said of its modes.
rm host/etc/os-release
modes host
ended 0
hasnt "$out" '"rule": "ssh-private-key-modes"'

# An archive keeps none.
touch host/etc/os-release
tar -C host -cf host.tar .
modes host.tar
ended 0
hasnt "$out" '"rule": "ssh-private-key-modes"'
finish
