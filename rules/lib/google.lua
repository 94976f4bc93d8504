-- SPDX-License-Identifier: Apache-2.0
-- Reading grants of Google Cloud IAM: who gets a role. For all services with google_*_iam_member and _iam_binding.
--
--   local google = lib "google"
--   for _, kind in ipairs(google.grants("storage_bucket")) do bind "model" (kind) (google.grant) end
--   google.grant                the fields of such a grant: role, members
--   google.everyone(member)     does this member stand for everyone, or for everyone with a Google account?
--   google.no_public(field)     check, ready to be a rule's `check`; field is the model's list of members
local M = {}

M.grant = { role = "role", members = { "members", "member" } }

function M.grants(...)
  local kinds = {}
  for _, name in ipairs({ ... }) do
    table.insert(kinds, "terraform:google_" .. name .. "_iam_member")
    table.insert(kinds, "terraform:google_" .. name .. "_iam_binding")
  end
  return kinds
end

function M.everyone(member)
  return member == "allUsers" or member == "allAuthenticatedUsers"
end

function M.no_public(field)
  return function(r)
    for name in each({ "allUsers", "allAuthenticatedUsers" }) do
      if includes(r[field], name) then return fail(field, { en = "granted to %s", ja = "付与先: %s", name }) end
    end
  end
end

return M
