-- SPDX-License-Identifier: Apache-2.0
-- Cloud Logging: how long logs are kept, what sinks leave out.

model "google.logging.bucket" {
  label  = { en = "Log bucket", ja = "ログバケット" },
  fields = { days = number },
}
for _, scope in ipairs({ "project", "folder", "organization", "billing_account" }) do
  bind "google.logging.bucket" ("terraform:google_logging_" .. scope .. "_bucket_config") {
    days = { "retention_days", default = 30 },
  }
end

model "google.logging.sink" {
  label  = { en = "Log sink", ja = "ログシンク" },
  fields = { disabled = flag, children = flag },
}
bind "google.logging.sink" "terraform:google_logging_project_sink" {
  disabled = { "disabled", default = false }, children = { default = true },
}
for _, scope in ipairs({ "folder", "organization" }) do
  bind "google.logging.sink" ("terraform:google_logging_" .. scope .. "_sink") {
    disabled = { "disabled", default = false }, children = { "include_children", default = false },
  }
end

rule "google-logging-short-retention" {
  title    = { en = "Log bucket keeps logs for less than 30 days", ja = "ログバケットの保持期間が30日未満" },
  severity = "medium",
  on       = "google.logging.bucket",
  items    = { "ds200-2:3-7", "muni-3:23" },
  fix      = { en = "Set retention_days to 30 or more.", ja = "retention_daysを30以上に設定する。" },
  check    = function(b)
    if b.days < 30 then fail("days", { en = "%s days", ja = "%s日", b.days }) end
  end,
}

rule "google-logging-sink-disabled" {
  title    = { en = "Log sink is switched off", ja = "ログシンクが無効になっている" },
  severity = "low",
  on       = "google.logging.sink",
  items    = { "ds200-2:3-7", "muni-3:23" },
  fix      = { en = "Remove disabled = true, or the sink.", ja = "disabled = trueを外すか、シンクを削除する。" },
  check    = function(s)
    if s.disabled then fail("disabled") end
  end,
}

rule "google-logging-sink-no-children" {
  title    = { en = "Log sink leaves out the projects below", ja = "ログシンクが配下のプロジェクトを対象としていない" },
  severity = "low",
  on       = "google.logging.sink",
  items    = { "ds200-2:3-7", "muni-3:23" },
  fix      = { en = "Set include_children to true.", ja = "include_childrenをtrueに設定する。" },
  check    = function(s)
    if not s.children then fail("children") end
  end,
}
