-- SPDX-License-Identifier: Apache-2.0
-- Rules over what the made-up collector finds: a bad thing, one that is not known, and what the user gave.
rule "made-bad" {
  title    = { en = "The thing is bad", ja = "悪いもの" },
  severity = "high",
  on       = "made:thing",
  fix      = { en = "Make it good", ja = "良くする" },
  check    = function(t) if t.level == "bad" then fail({ t, "level" }, { en = "it is %s", ja = "%sである", t.level }) end end,
}

rule "made-option" {
  title    = { en = "An option was given", ja = "指定があった" },
  severity = "low",
  on       = "made:option",
  fix      = { en = "Nothing", ja = "なし" },
  check    = function(o) fail({ o, "value" }, { en = "<%s> from <%s>", ja = "<%s> <%s>", o.value, o.origin }) end,
}
