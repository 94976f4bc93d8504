-- SPDX-License-Identifier: Apache-2.0
-- Checks of a password or key that stands in the code; ready to be a rule's `check`. For templates as lib "password"
-- has it; in Terraform a variable without value comes from outside, and nothing shows it.
--
--   local written = lib "written"
--   written.literal(field)      the value is written in the code or is the default of a parameter or variable
--   written.judge(r, field)     the same within a check; false when there is no value at all
local password = lib "password"
local M = {}

function M.judge(r, field)
  if origin(r) == "terraform" and unresolved(r, field) then return true end
  return password.judge(r, field)
end

function M.literal(field)
  return function(r)
    if not M.judge(r, field) then return skip() end
  end
end

return M
