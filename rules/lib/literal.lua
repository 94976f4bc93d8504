-- SPDX-License-Identifier: Apache-2.0
-- Passwords and secrets that the configuration shows; checks, ready to be a rule's `check`.
--
--   local literal = lib "literal"
--   literal.written("password", ...)    one of these fields is there to be read; not applicable when all are absent
--   literal.weak("password")            the password that can be read is short, plain or well known
--
-- What comes from a variable without default, a secret store or another resource cannot be read, and is right.
local M = {}

function M.written(...)
  local fields = { ... }
  return function(r)
    local any = false
    for _, field in ipairs(fields) do
      local hidden = unresolved(r, field)
      local value = not hidden and r[field] or nil
      any = any or hidden ~= nil or value ~= nil
      if value ~= nil and value ~= "" then fail(field) end
    end
    if not any then return skip() end
  end
end

local kinds <const> = { "[a-z]", "[A-Z]", "[0-9]", "[^A-Za-z0-9]" }
local known_to_all <const> = "(?i)(p[@a4]ss(w[o0]r?d)?|qwerty|123456|abcdef|admin|sakura|letmein|welcome|changeme)"

local function strength(value)
  local n = 0
  for _, kind in ipairs(kinds) do
    if re.test(value, kind) then n = n + 1 end
  end
  return n
end

function M.weak(field)
  return function(r)
    if unresolved(r, field) then return end
    local value = r[field]
    if value == nil then return skip() end
    if #value < 10 or strength(value) < 3 or re.test(value, known_to_all) then fail(field) end
  end
end

return M
