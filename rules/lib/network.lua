-- SPDX-License-Identifier: Apache-2.0
-- Reading address ranges.
--
--   local network = lib "network"
--   network.anyone(range)       is this the internet, or so much of it that it makes no difference?
local M = {}

-- 0.0.0.0/0 and ::/0, and what stands in for them: halves such as 0.0.0.0/1 and 128.0.0.0/1, or 2000::/3.
function M.anyone(range)
  if cidr.any(range) then return true end
  local bits = cidr.bits(range)
  return bits ~= nil and bits < (range:has(":") and 16 or 8) and cidr.public(range)
end

return M
