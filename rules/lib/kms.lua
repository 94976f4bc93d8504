-- SPDX-License-Identifier: Apache-2.0
-- Keys of AWS KMS that a resource names.
--
--   local kms = lib "kms"
--   kms.named(r, "kms_key")     is there a key at all? One of another resource or of a look-up is, whichever it is
local M = {}

function M.named(r, field)
  local why = unresolved(r, field)
  if why == "reference" or why == "external" then return true end
  return r[field] ~= nil and r[field] ~= ""
end

return M
