-- SPDX-License-Identifier: Apache-2.0
-- Checks of a password or key that is handed to a service; ready to be a rule's `check`.
--
--   local password = lib "password"
--   password.literal(field)         the value is written in the code, is the default of a parameter or variable, or
--                                   is a template's parameter that everyone who sees the stack can read
--   password.judge(r, field)        the same within a check; false when there is no value at all
--   password.not_from_store(field)  it is a literal or a parameter, not a value of a secret store
--
-- A reference into a secret store is unresolved as "secret", a parameter without value as "input", with NoEcho
-- as "hidden". In Terraform a variable without value comes from outside, and nothing shows it.
local M = {}

local shown <const> = {
  en = "the parameter is shown in clear: it lacks NoEcho",
  ja = "パラメーターにNoEchoがなく、値が平文で表示される",
}

-- Fails at the field when its value is there for others to read; false when there is no value at all.
function M.judge(r, field)
  local why = unresolved(r, field)
  if why == "input" and origin(r) ~= "terraform" then fail(field, shown) end
  if why then return true end
  local value = r[field]
  if value ~= nil and value ~= "" then fail(field) end
  return value ~= nil
end

function M.literal(field)
  return function(r)
    if not M.judge(r, field) then return skip() end
  end
end

local parameter <const> = {
  en = "the password is given as a parameter",
  ja = "パスワードがパラメーターで渡されている",
}

function M.not_from_store(field)
  return function(r)
    local why = unresolved(r, field)
    if why == "input" or why == "hidden" then
      fail(field, parameter)
    elseif why == nil then
      local value = r[field]
      if value == nil then return skip() end
      fail(field)
    end
  end
end

return M
