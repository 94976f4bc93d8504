-- SPDX-License-Identifier: Apache-2.0
-- Checks of a password that a template hands to a service; ready to be a rule's `check`.
--
--   local password = lib "password"
--   password.literal(field)         the password itself is written in the template, or is a parameter's default
--   password.not_from_store(field)  it is a literal or a parameter, not a value of a secret store
--
-- A reference into a secret store is unresolved as "secret", a parameter without value as "input".
local M = {}

function M.literal(field)
  return function(r)
    if unresolved(r, field) then return end
    local value = r[field]
    if value == nil then return skip() end
    if value ~= "" then fail(field) end
  end
end

local parameter <const> = {
  en = "the password is given as a parameter",
  ja = "パスワードがパラメーターで渡されている",
}

function M.not_from_store(field)
  return function(r)
    local why = unresolved(r, field)
    if why == "input" then
      fail(field, parameter)
    elseif why == nil then
      local value = r[field]
      if value == nil then return skip() end
      fail(field)
    end
  end
end

return M
