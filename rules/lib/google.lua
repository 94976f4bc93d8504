-- SPDX-License-Identifier: Apache-2.0
-- Reading grants of Google Cloud IAM: who gets a role. For all services with google_*_iam_member and _iam_binding.
--
--   local google = lib "google"
--   for _, kind in ipairs(google.grants("storage_bucket")) do bind "model" (kind) (google.grant) end
--   google.grant                the fields of such a grant: role, member (of _iam_member), members (of _iam_binding)
--   google.no_public()          check, ready to be a rule's `check`: nobody stands for everyone
--   google.default_account(s)   is this e-mail address, or a member that ends in it, that of a default account?
--   google.member(g, test)      the field with a member for whose text, as far as it is known, test holds; else nil
local M = {}

M.grant = { role = "role", member = "member", members = "members" }

function M.grants(...)
  local kinds = {}
  for _, name in ipairs({ ... }) do
    table.insert(kinds, "terraform:google_" .. name .. "_iam_member")
    table.insert(kinds, "terraform:google_" .. name .. "_iam_binding")
  end
  return kinds
end

local everyone <const> = { "allUsers", "allAuthenticatedUsers" }

function M.no_public()
  return function(g)
    for _, name in ipairs(everyone) do
      local field = includes(g, name, "member") and "member" or includes(g, name, "members") and "members"
      if field then return fail(field, { en = "granted to %s", ja = "付与先: %s", name }) end
    end
  end
end

-- Of Compute Engine and App Engine: what has no account of its own acts as one of them.
function M.default_account(email)
  return re.test(email, "(-compute@developer|@appspot)[.]gserviceaccount[.]com$")
end

-- A member that only another resource knows is one of its kind, and no text that a rule could object to.
local function may_match(holder, path)
  local why = unresolved(holder, path)
  return why ~= nil and why ~= "reference"
end

function M.member(g, test)
  local part = known_part(g, "member")
  if part and test(part) then return "member" end
  if may_match(g, "member") then return g.member and nil end
  local list, doubtful = g.members, nil
  for i = 1, list and #list or 0 do
    local path = "[" .. i - 1 .. "]"
    part = known_part(list, path)
    if part and test(part) then return "members" end
    if may_match(list, path) then doubtful = doubtful or i end
  end
  return doubtful and list[doubtful] and nil
end

return M
