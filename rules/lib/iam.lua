-- SPDX-License-Identifier: Apache-2.0
-- Reading policies: who is let in, to do what, on what. For all services that take IAM policy documents.
--
--   local access = lib "iam"
--   for s in access.allowing(r.policy) do ... end     statements with Effect Allow
--   access.everyone(s)          the principal that stands for everyone, unless a condition narrows it; else nil
--   access.allows(s, "a:B")     is this action among the statement's actions, wildcards included?
--   access.picks(s, "a:B")      the same, but not by a wildcard for all actions of the service
--   access.all_actions(s)       are all actions of all services among them?
--   access.on_everything(s)     the resource that covers everything; else nil
--   access.no_public(field)     checks, ready to be a rule's `check`; field is the model's policy
--   access.no_not_principal(field), access.no_not_action(field), access.no_all_actions(field, "s3")
local M = {}

-- Condition keys that say who calls or from where. A caller can choose the values of all others.
local narrowing = {
  ["aws:sourcearn"] = true, ["aws:sourceaccount"] = true, ["aws:sourceowner"] = true, ["aws:sourceorgid"] = true,
  ["aws:sourceorgpaths"] = true, ["aws:sourcevpc"] = true, ["aws:sourcevpce"] = true, ["aws:sourceip"] = true,
  ["aws:vpcsourceip"] = true, ["aws:vpceaccount"] = true, ["aws:vpceorgid"] = true, ["aws:vpceorgpaths"] = true,
  ["aws:principalarn"] = true, ["aws:principalaccount"] = true, ["aws:principalorgid"] = true,
  ["aws:principalorgpaths"] = true, ["aws:principalisawsservice"] = true, ["aws:principalservicename"] = true,
  ["aws:userid"] = true, ["aws:username"] = true, ["kms:calleraccount"] = true,
  ["s3:dataaccesspointaccount"] = true, ["s3:dataaccesspointarn"] = true,
  ["elasticfilesystem:accesspointarn"] = true,
}

-- Operators that hold for the listed values only. With IfExists and ForAllValues a call without the key passes.
local matching = {
  stringequals = true, stringequalsignorecase = true, stringlike = true, arnequals = true, arnlike = true,
  ipaddress = true, bool = true,
}

local function wide(value)
  return cidr.any(value) or value == "false" or re.test(value, [[^(arn(:[a-z0-9*-]*){2}:\*?:\*?:)?[*:?]*$]])
end

-- A value known only on deployment (an account, an organisation) is one that somebody chose.
local function narrow(condition)
  local list = condition.values
  for i = 1, #list do
    if known(list, "[" .. i - 1 .. "]") and wide(tostring(list[i])) then return false end
  end
  return true
end

function M.narrowed(s)
  for c in each(s.conditions) do
    local operator = c.operator:lower()
    if operator:starts("foranyvalue:") then operator = operator:sub(13) end
    if matching[operator] and narrowing[c.key:lower()] and narrow(c) then return true end
  end
  return false
end

-- Statements whose effect is not known come last, as each() does it with items.
function M.allowing(policy)
  local next_statement, doubtful = each(policy), nil
  return function()
    for s in next_statement do
      if not known(s, "effect") then
        doubtful = doubtful or s
      elseif s.effect == "Allow" then
        return s
      end
    end
    return doubtful and doubtful.effect and nil
  end
end

local function of_accounts(p)
  return p.type == "AWS" or p.type == "*"
end

local function every_account(id)
  return iam.covers(id, "arn:aws:iam::000000000000:root") and iam.covers(id, "arn:aws:iam::999999999999:root")
end

local function surely_everyone(s)
  for p in each(s.principals) do
    if known(p, "id") and of_accounts(p) and every_account(tostring(p.id)) then
      return not M.narrowed(s) and p or nil
    end
  end
  return nil
end

-- Ends the check undetermined when a principal that is not known may be "*".
local function settle(s)
  local narrowed
  for p in each(s.principals) do
    if not known(p, "id") and of_accounts(p) then
      if narrowed == nil then narrowed = M.narrowed(s) end
      if narrowed then return end
      includes(p, "*", "id")
    end
  end
end

function M.everyone(s)
  return surely_everyone(s) or settle(s)
end

function M.allows(s, action)
  for a in each(s.actions) do
    if iam.covers(tostring(a), action) then return true end
  end
  return false
end

function M.picks(s, action)
  for a in each(s.actions) do
    local pattern = tostring(a)
    if not pattern:ends(":*") and iam.covers(pattern, action) then return true end
  end
  return false
end

function M.all_actions(s)
  for a in each(s.actions) do
    if iam.covers(tostring(a), "any:Thing") and iam.covers(tostring(a), "other:Deed") then return true end
  end
  return false
end

function M.on_everything(s)
  local list = s.resources
  for i = 1, list and #list or 0 do
    local r = known(list, "[" .. i - 1 .. "]") and tostring(list[i])
    if r and iam.covers(r, "arn:aws:s3:::x") and iam.covers(r, "arn:aws:iam::000000000000:role/x") then return r end
  end
  return includes(list, "*") and "*" or nil
end

function M.no_public(field)
  return function(r)
    for s in M.allowing(r[field]) do
      local p = surely_everyone(s)
      if p then fail(p) end
    end
    for s in M.allowing(r[field]) do settle(s) end
  end
end

function M.no_not_principal(field)
  return function(r)
    for s in M.allowing(r[field]) do
      if s.not_principals then fail(s.not_principals) end
    end
  end
end

function M.no_not_action(field)
  return function(r)
    for s in M.allowing(r[field]) do
      if s.not_actions then fail(s.not_actions) end
    end
  end
end

-- prefix: the service's, such as "s3"; its full wildcard and the bare "*" are both meant.
function M.no_all_actions(field, prefix)
  return function(r)
    for s in M.allowing(r[field]) do
      if M.allows(s, prefix .. ":AnyActionAtAll") then fail(s.actions) end
    end
  end
end

return M
