-- SPDX-License-Identifier: Apache-2.0
-- What the rules about OpenSSH share.
--
--   ssh.items(debian, rhel, ...)    the benchmarks' numbers of an item (or nil), and further items
--   ssh.weak(list, patterns)        those of the offered names that a pattern covers
--   ssh.offers(names)               a message that lists them
local M = {}

-- The items of the three Linux benchmarks; Debian 12 and Ubuntu 22.04 number them alike.
function M.items(debian, rhel, ...)
  local list = { ... }
  if debian then
    table.insert(list, "cis-debian-12-1.1.0:" .. debian)
    table.insert(list, "cis-ubuntu-22.04-2.0.0:" .. debian)
  end
  if rhel then table.insert(list, "cis-rhel-9-2.0.0:" .. rhel) end
  return list
end

function M.weak(list, patterns)
  local weak = {}
  for name in each(list) do
    for _, pattern in ipairs(patterns) do
      if iam.covers(pattern, name) then
        table.insert(weak, name)
        break
      end
    end
  end
  return weak
end

function M.offers(weak)
  return { en = "offered: %s", ja = "使用可能: %s", table.concat(weak, ", ") }
end

return M
