-- SPDX-License-Identifier: Apache-2.0
-- Environment variables of functions and containers: which of them hold credentials.
--
--   local variables = lib "variables"
--   variables.secret(name, value)   does this variable hold a credential?
local M = {}

-- Values that are credentials by their form.
local token = "(?<![A-Z0-9])(AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])|-----BEGIN [A-Z ]*PRIVATE KEY-----"
  .. "|\\bgh[pousr]_[A-Za-z0-9]{36}|\\bxox[abpr]-[A-Za-z0-9-]{10}"
-- Names that promise one, and names that only speak of one: where it is kept, how long it lasts.
local promised = "(?i)(password|passwd|secret|token|api_?key|access_?key|private_?key|credential)"
local spoken_of = "(?i)(arn|name|id|path|url|uri|endpoint|parameter|ttl|expiry|expiration|length|region|header|type"
  .. "|bucket|table|file|dir|version|policy|enabled)s?$"
-- Values that are none: references into a store, paths, addresses without a login, flags, short numbers.
local harmless = "(?i)^(arn:|ssm:|\\{\\{|/|[a-z]+://[^@]*$|true$|false$|none$|[0-9]{0,6}$)"

function M.secret(name, value)
  if re.test(value, token) then return true end
  return re.test(name, promised) and not re.test(name, spoken_of) and not re.test(value, harmless)
end

return M
