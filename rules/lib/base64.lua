-- SPDX-License-Identifier: Apache-2.0
-- Reading base64, as machines get their start-up data.
--
--   local base64 = lib "base64"
--   base64.decoded(data)        what the text stands for; the text itself when it is no base64, or a long one
local M = {}

local longest <const> = 24576           -- of what a check may spend its time on

local digits = {}
do
  local alphabet <const> = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  for i = 1, #alphabet do digits[alphabet:byte(i)] = i - 1 end
end

function M.decoded(data)
  if #data > longest or not re.test(data, "^[A-Za-z0-9+/\\s]+=*\\s*$") then return data end
  local out, bits, n = {}, 0, 0
  for i = 1, #data do
    local d = digits[data:byte(i)]
    if d then
      bits, n = bits << 6 | d, n + 6
      if n >= 8 then
        n = n - 8
        out[#out + 1] = string.char(bits >> n & 255)
        bits = bits & (1 << n) - 1
      end
    end
  end
  return table.concat(out)
end

return M
