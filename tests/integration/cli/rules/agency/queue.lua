-- SPDX-License-Identifier: Apache-2.0
-- Rules for the end-to-end tests: a queue tagged "level" with a severity is a finding of that severity.
local function queue_rule(level)
  rule("agency-queue-" .. level) {
    title    = { en = "Queue is tagged " .. level, ja = "キューに" .. level .. "のタグが付いている" },
    severity = level,
    on       = "agency.queue",
    items    = { "ds200-3:2-1" },
    fix      = { en = "Remove the tag", ja = "タグを外す" },
    check    = function(q)
      if q.level == level then fail("level", { en = "tag %s", ja = "タグ%s", q.level }) end
    end,
  }
end
model "agency.queue" {
  label  = { en = "Queue", ja = "キュー" },
  fields = { name = text, level = text },
}
bind "agency.queue" "cloudformation:AWS::SQS::Queue" {
  name = "QueueName", level = "Tags[Key=level].Value",
}
for _, level in ipairs { "critical", "high", "medium", "low", "info" } do queue_rule(level) end
