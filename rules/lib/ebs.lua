-- SPDX-License-Identifier: Apache-2.0
-- What EBS does with volumes that do not say how they are encrypted.
--
--   local ebs = lib "ebs"
--   ebs.encrypts_by_default()   does the configuration turn on encryption by default for the region?
local M = {}

function M.encrypts_by_default()
  for d in each(resources("aws.ebs.default")) do
    if d.enabled then return true end
  end
  return false
end

return M
