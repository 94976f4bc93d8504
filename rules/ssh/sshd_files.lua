-- SPDX-License-Identifier: Apache-2.0
-- Modes and owners of sshd's own files, on a host's file system.
local ssh = lib "ssh"

model "ssh.file" {
  label  = { en = "file of the OpenSSH server", ja = "OpenSSHサーバーのファイル" },
  fields = { role = text, mode = number, uid = number, gid = number, group = text },
}
bind "ssh.file" "sshd:file" { role = "role", mode = "mode", uid = "uid", gid = "gid", group = "group" }

-- Beyond the owner's reading and writing (0600), and beyond what others may read besides (0644).
local more_than_private, more_than_readable = 0x7F, 0x5B

local function owned_by_root(f)
  return f.uid == 0 and (f.gid == 0 or f.group == "ssh_keys")
end

local function modes(role, surplus, also)
  return function(f)
    if f.role ~= role then return skip() end
    if owned_by_root(f) and (f.mode & surplus == 0 or (also and also(f))) then return end
    fail(nil, { en = "%s has mode %s, owner %s, group %s", ja = "%sのモードは%s、所有者は%s、グループは%s",
                address(f), ("%04o"):format(f.mode), f.uid, f.gid })
  end
end

rule "ssh-config-file-modes" {
  title    = { en = "Others than root can read or change the sshd configuration", ja = "root以外がsshdの設定を読み書きできる" },
  severity = "medium",
  on       = "ssh.file",
  items    = ssh.items("5.1.1", "5.1.1", "ds200-2:4-4"),
  refs     = { "cwe:732" },
  live     = true,
  fix      = { en = "chown root:root and chmod 600 the file.", ja = "chown root:rootとchmod 600を行う。" },
  check    = modes("configuration", more_than_private),
}

rule "ssh-private-key-modes" {
  title    = { en = "Others than root can read an SSH host key", ja = "root以外がSSHホスト秘密鍵を読み取れる" },
  severity = "high",
  on       = "ssh.file",
  items    = ssh.items("5.1.2", "5.1.2", "ds200-2:4-4"),
  refs     = { "cwe:732" },
  live     = true,
  fix      = { en = "chown root:root and chmod 600 the key (root:ssh_keys and 640 where that group exists).",
               ja = "chown root:rootとchmod 600を行う（ssh_keysグループがあればroot:ssh_keysと640）。" },
  check    = modes("private key", more_than_private, function(f) return f.group == "ssh_keys" and f.mode & 0x5F == 0 end),
}

rule "ssh-public-key-modes" {
  title    = { en = "Others than root can change an SSH host public key", ja = "root以外がSSHホスト公開鍵を変更できる" },
  severity = "medium",
  on       = "ssh.file",
  items    = ssh.items("5.1.3", "5.1.3", "ds200-2:4-4"),
  refs     = { "cwe:732" },
  live     = true,
  fix      = { en = "chown root:root and chmod 644 the file.", ja = "chown root:rootとchmod 644を行う。" },
  check    = modes("public key", more_than_readable),
}
