/* SPDX-License-Identifier: Apache-2.0
 * Models, bindings, views, the words of a check: rules in, judgements out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "tests/unit/rule/harness.h"

#define BUCKET \
    "model 's3.bucket' { label = { en = 'b', ja = 'b' }, fields = { name = text, acl = text, versioned = flag," \
    " policy = policy, cidrs = list, size = number, log = flag, extra = any, owner = text } }\n" \
    "bind 's3.bucket' 'tf:bucket' { with = { access = { 'tf:acl', by = 'bucket' }, pol = { 'tf:policy', by = 'bucket' }," \
    "  key = { 'tf:key', to = 'key_ref' } },\n" \
    "  names = 'bucket', name = 'bucket', acl = { 'access:acl', 'acl', default = 'private' }," \
    "  versioned = { 'versioning[0].status', is = { 'Enabled', true }, default = false }," \
    "  policy = { 'pol:policy', 'policy' }, cidrs = { 'a', 'b', join = true }, size = 'size'," \
    "  log = { 'logging', present = true }, extra = function(r) return r.x end, owner = 'key:owner' }\n"

#define RULE(check) \
    "rule 'r' { title = { en = 't', ja = 't' }, fix = { en = 'f', ja = 'f' }, severity = 'low', on = 's3.bucket'," \
    " check = function(b) " check " end }\n"

/* Shows a list (its first item or that item's n, how many), and a map. */
#define JSON_MODEL \
    "model 'j' { label = { en = 'j', ja = 'j' }, fields = { l = list, m = map } }\n" \
    "bind 'j' 'tf:j' { l = 'l', m = 'm' }\n" \
    "rule 'r' { title = { en = 't', ja = 't' }, fix = { en = 'f', ja = 'f' }, severity = 'low', on = 'j'," \
    " check = function(j) local f = j.l and j.l[1] if type(f) ~= 'string' then f = get(j, 'l[0].n') end" \
    " fail(j.l or 'm', (f or '-') .. ' ' .. #(j.l or {}) .. ' ' .. (get(j, 'm.k') or '-')) end }\n"

static const struct row { const char *name, *rules, *resources, *want; } rows[] = {
    { "returning nothing passes", BUCKET RULE(""), "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{}}]", "r pass a 1:2\n" },
    { "a default is read, a fail of it points at the resource",
      BUCKET RULE("if b.acl == 'private' then fail('acl', 'x') end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{}}]", "r fail a 1:2 x\n" },
    { "a written value wins over the default and is pointed at",
      BUCKET RULE("if b.acl == 'public' then fail('acl') end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":\n{\"acl\":\"public\"}}]", "r fail a 2:8\n" },
    { "a related resource found by address",
      BUCKET RULE("if b.acl == 'public' then fail('acl') end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"acl\":\"private\"}},\n"
      "{\"kind\":\"tf:acl\",\"address\":\"x\",\"value\":{\"bucket\":\"a\",\"acl\":\"public\"}}]", "r fail a 2:60\n" },
    { "a related resource found by a name of ours",
      BUCKET RULE("if b.acl == 'public' then fail() end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"bucket\":\"logs\"}},"
      "{\"kind\":\"tf:acl\",\"address\":\"x\",\"value\":{\"bucket\":\"logs\",\"acl\":\"public\"}}]", "r fail a 1:2\n" },
    { "a related resource found through an unresolved reference",
      BUCKET RULE("if b.acl == 'public' then fail() end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{}},{\"kind\":\"tf:acl\",\"address\":\"x\",\"value\":"
      "{\"bucket\":{\"?\":\"later\",\"refs\":[\"a\"]},\"acl\":\"public\"}}]", "r fail a 1:2\n" },
    { "a related resource of somebody else does not count",
      BUCKET RULE("if b.acl == 'public' then fail() end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{}},"
      "{\"kind\":\"tf:acl\",\"address\":\"x\",\"value\":{\"bucket\":\"z\",\"acl\":\"public\"}}]", "r pass a 1:2\n" },
    { "a related resource that may be ours makes the field unresolved",
      BUCKET RULE("if b.acl == 'public' then fail() end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{}},{\"kind\":\"tf:acl\",\"address\":\"x\",\"value\":"
      "{\"bucket\":{\"?\":\"no value\"},\"acl\":\"public\"}}]",
      "r undetermined a 1:2 may be set by x, whose bucket is not known\n" },
    { "an outgoing reference is followed",
      BUCKET RULE("if b.owner ~= 'me' then fail() end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"key_ref\":\"k\"}},"
      "{\"kind\":\"tf:key\",\"address\":\"k\",\"value\":{\"owner\":\"me\"}}]", "r pass a 1:2\n" },
    { "reading an unresolved value ends undetermined with its reason and place",
      BUCKET RULE("if b.acl == 'public' then fail() end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":\n{\"acl\":{\"?\":\"variable x has no value\"}}}]",
      "r undetermined a 2:8 variable x has no value\n" },
    { "known() and unresolved() ask first",
      BUCKET RULE("if not known(b, 'acl') then fail('acl', unresolved(b, 'acl')) end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"acl\":{\"?\":\"s\",\"why\":3}}}]", "r fail a 1:51 secret\n" },
    { "is maps words to a flag", BUCKET RULE("if not b.versioned then fail() end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"versioning\":[{\"status\":\"Enabled\"}]}},"
      "{\"kind\":\"tf:bucket\",\"address\":\"b\",\"value\":{\"versioning\":[{\"status\":\"Suspended\"}]}}]",
      "r pass a 1:2\nr fail b 1:83\n" },
    { "join makes one list; each reads it", BUCKET RULE("for c in each(b.cidrs) do if cidr.any(c) then fail('cidrs') end end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"a\":[\"10.0.0.0/8\"],\"b\":[\"::/0\"]}}]", "r fail a 1:2\n" },
    { "each raises an unknown item only after the known ones",
      BUCKET RULE("for c in each(b.cidrs) do if cidr.any(c) then fail() return end end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"a\":[{\"?\":\"u\"},\"::/0\"]}},"
      "{\"kind\":\"tf:bucket\",\"address\":\"b\",\"value\":{\"a\":[{\"?\":\"u\"}]}}]",
      "r fail a 1:2\nr undetermined b 1:118 u\n" },
    { "includes", BUCKET RULE("if includes(b.cidrs, 'x') then fail() end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"a\":[\"y\",\"x\"]}},{\"kind\":\"tf:bucket\",\"address\":\"b\",\"value\":{}}]",
      "r fail a 1:2\nr pass b 1:61\n" },
    { "includes knows that a resource's name is no wildcard, an input may be one",
      BUCKET RULE("if includes(b.cidrs, '*') then fail() end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"a\":[{\"?\":\"r\",\"why\":2,\"refs\":[\"x\"]}]}},"
      "{\"kind\":\"tf:bucket\",\"address\":\"b\",\"value\":{\"a\":[{\"?\":\"i\"}]}}]",
      "r pass a 1:2\nr undetermined b 1:132 i\n" },
    { "includes with a path reads a single text as well",
      BUCKET RULE("if includes(b, 'x', 'extra.id') then fail() end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"x\":{\"id\":\"x\"}}},"
      "{\"kind\":\"tf:bucket\",\"address\":\"b\",\"value\":{\"x\":{\"id\":{\"?\":\"i\"}}}},"
      "{\"kind\":\"tf:bucket\",\"address\":\"c\",\"value\":{}}]",
      "r fail a 1:2\nr undetermined b 1:115 i\nr pass c 1:128\n" },
    { "keys names members that are not known; a finding can stand at one member",
      BUCKET RULE("for k in each(keys(b.extra)) do if k == 'q' then fail({ b.extra, k }, k) end end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"x\":{\"p\":{\"?\":\"later\"},\n\"q\":\"w\"}}}]",
      "r fail a 2:5 q\n" },
    { "keys of nothing are none", BUCKET RULE("for k in each(keys(b.extra)) do fail() end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{}}]", "r pass a 1:2\n" },
    { "numbers in texts become numbers", BUCKET RULE("if b.size < 10 then fail('size') end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"size\":\"7\"}},{\"kind\":\"tf:bucket\",\"address\":\"b\",\"value\":{\"size\":\"x\"}}]",
      "r fail a 1:52\nr undetermined b 1:108 the value is not a number\n" },
    { "what is required and absent is unresolved, also where a flag is asked for",
      "model 'm' { label = { en = 'b', ja = 'b' }, fields = { a = number, b = flag } }\n"
      "bind 'm' 'tf:m' { a = { 'a', required = true }, b = { 'b', is = 'on', required = true } }\n"
      "rule 'r' { title = { en = 't', ja = 't' }, fix = { en = 'f', ja = 'f' }, severity = 'low', on = 'm',"
      " check = function(m) if not m.b or m.a < 3 then fail() end end }\n",
      "[{\"kind\":\"tf:m\",\"address\":\"a\",\"value\":{\"a\":4,\"b\":\"on\"}},"
      "{\"kind\":\"tf:m\",\"address\":\"b\",\"value\":{\"a\":4}}]",
      "r pass a 1:2\nr undetermined b 1:57 tf:m does not show \"b\"\n" },
    { "present sees what is there, also what will be", BUCKET RULE("if not b.log then fail() end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"logging\":{\"t\":1}}},{\"kind\":\"tf:bucket\",\"address\":\"b\",\"value\":{\"logging\":{}}},"
      "{\"kind\":\"tf:bucket\",\"address\":\"c\",\"value\":{}},{\"kind\":\"tf:bucket\",\"address\":\"d\",\"value\":{\"logging\":{\"?\":\"r\",\"why\":2}}}]",
      "r pass a 1:2\nr fail b 1:65\nr fail c 1:123\nr pass d 1:169\n" },
    { "a field may be a function", BUCKET RULE("if b.extra == 5 then fail('extra') end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"x\":5}}]", "r fail a 1:2\n" },
    { "policies are normalised: a text, a single statement, a single action",
      BUCKET RULE("for s in each(b.policy) do for a in each(s.actions) do if iam.covers(a, 's3:GetObject') and s.effect == 'Allow'"
                  " and s.principals[1].id == '*' then fail('policy', a) end end end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"policy\":\"{\\\"Statement\\\":{\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":\\\"*\\\",\\\"Action\\\":\\\"s3:Get*\\\"}}\"}}]",
      "r fail a 1:54 s3:Get*\n" },
    { "fail at a value points at it", BUCKET RULE("fail(b.policy[1])"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"policy\":{\"Statement\":[\n  {\"Effect\":\"Allow\"}]}}}]", "r fail a 2:3\n" },
    { "several fails are several findings", BUCKET RULE("fail('acl', 'one') fail('size', 'two')"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"size\":1}}]", "r fail a 1:2 one\nr fail a 1:52 two\n" },
    { "a fail stands although something later is unknown", BUCKET RULE("fail('acl', 'one') return b.name"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"bucket\":{\"?\":\"u\"}}}]", "r fail a 1:2 one\n" },
    { "skip is not applicable", BUCKET RULE("return skip({ en = 'no %s', ja = 'x', 'need' })"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{}}]", "r not-applicable a 1:2 no need\n" },
    { "a mistake in a rule is an error verdict", BUCKET RULE("return b.nothing"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{}}]", "r error a 1:2 t.lua:4: model \"s3.bucket\" has no field \"nothing\"\n" },
    { "get and has take paths", BUCKET RULE("if has(b, 'policy') and get(b, 'policy[0].sid') == 'x' then fail() end"),
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"policy\":{\"Statement\":[{\"Sid\":\"x\"}]}}}]", "r fail a 1:2\n" },
    { "elements: one resource, many instances; / reads the resource",
      "model 'm' { label = { en = 'm', ja = 'm' }, fields = { port = number, name = text } }\n"
      "bind 'm' 'tf:sg' { each = { 'ingress', 'more' }, port = 'from', name = '/name' }\n"
      "rule 'r' { title = { en = 't', ja = 't' }, fix = { en = 'f', ja = 'f' }, severity = 'low', on = 'm',"
      " check = function(i) if i.port == 22 then fail('port', i.name) end end }",
      "[{\"kind\":\"tf:sg\",\"address\":\"a\",\"value\":{\"name\":\"n\",\"ingress\":[{\"from\":80},{\"from\":22}],\"more\":{\"from\":22}}}]",
      "r pass a 1:63\nr fail a 1:83 n\nr fail a 1:103 n\n" },
    { "elements of a map: a list of one",
      "model 'm' { label = { en = 'm', ja = 'm' }, fields = { port = number, all = list, tag = text } }\n"
      "bind 'm' 'tf:sg' { each = 'ingress', port = 'from', all = '/ingress[*].from', tag = 'tags[k=b].v' }\n"
      "rule 'r' { title = { en = 't', ja = 't' }, fix = { en = 'f', ja = 'f' }, severity = 'low', on = 'm',"
      " check = function(i) fail('port', i.port .. ' ' .. #i.all .. ' ' .. (i.tag or '-')) end }",
      "[{\"kind\":\"tf:sg\",\"address\":\"a\",\"value\":{\"ingress\":{\"from\":22,\"tags\":{\"k\":\"b\",\"v\":\"x\"}}}},"
      "{\"kind\":\"tf:sg\",\"address\":\"b\",\"value\":{\"ingress\":[{\"from\":1},{\"from\":2}]}}]",
      "r fail a 1:59 22 1 x\nr fail b 1:148 1 2 -\nr fail b 1:159 2 2 -\n" },
    { "JSON in texts becomes the list or map it says, at the text's place", JSON_MODEL,
      "[{\"kind\":\"tf:j\",\"address\":\"a\",\"value\":{\"l\":\" \\n[{\\\"n\\\": \\\"x\\\"}, {\\\"n\\\": \\\"y\\\"}]\","
      "\"m\":\"{\\\"k\\\": \\\"v\\\"}\"}}]", "r fail a 1:44 x 2 v\n" },
    { "a map in a text is a list of one where a list is wanted", JSON_MODEL,
      "[{\"kind\":\"tf:j\",\"address\":\"a\",\"value\":{\"l\":\"{\\\"n\\\": \\\"x\\\"}\"}}]", "r fail a 1:44 x 1 -\n" },
    { "a text that only begins like JSON stays a text, as does JSON that is no list or map", JSON_MODEL,
      "[{\"kind\":\"tf:j\",\"address\":\"a\",\"value\":{\"l\":\"[::1]\"}},"
      "{\"kind\":\"tf:j\",\"address\":\"b\",\"value\":{\"l\":\"{{x}}\"}},{\"kind\":\"tf:j\",\"address\":\"c\",\"value\":{\"l\":\"7\"}}]",
      "r fail a 1:44 [::1] 1 -\nr fail b 1:96 {{x}} 1 -\nr fail c 1:148 7 1 -\n" },
    { "a list in a text is no map", JSON_MODEL,
      "[{\"kind\":\"tf:j\",\"address\":\"a\",\"value\":{\"m\":\"[1]\"}},{\"kind\":\"tf:j\",\"address\":\"b\",\"value\":{\"m\":\"{x\"}}]",
      "r undetermined a 1:44 the value is not a map\nr undetermined b 1:94 the value is not a map\n" },
    { "elements of a list that stands in a text as JSON",
      "model 'm' { label = { en = 'm', ja = 'm' }, fields = { port = number } }\n"
      "bind 'm' 'tf:sg' { each = 'rules', port = 'from' }\n"
      "rule 'r' { title = { en = 't', ja = 't' }, fix = { en = 'f', ja = 'f' }, severity = 'low', on = 'm',"
      " check = function(i) if i.port == 22 then fail('port') end end }",
      "[{\"kind\":\"tf:sg\",\"address\":\"a\",\"value\":{\"rules\":\"[{\\\"from\\\": 80}, {\\\"from\\\": 22}]\"}}]",
      "r pass a 1:49\nr fail a 1:49\n" },
    { "when keeps only some elements",
      "model 'm' { label = { en = 'm', ja = 'm' }, fields = { port = number } }\n"
      "bind 'm' 'tf:sg' { each = 'rules', when = { 'dir', is = 'in' }, port = 'from' }\n"
      "rule 'r' { title = { en = 't', ja = 't' }, fix = { en = 'f', ja = 'f' }, severity = 'low', on = 'm', check = function(i) end }",
      "[{\"kind\":\"tf:sg\",\"address\":\"a\",\"value\":{\"rules\":[{\"dir\":\"in\"},{\"dir\":\"out\"}]}}]", "r pass a 1:50\n" },
    { "a when that fails is an error verdict of every rule on the model",
      "model 'm' { label = { en = 'm', ja = 'm' }, fields = { port = number } }\n"
      "bind 'm' 'tf:sg' { when = function(r) return r.a.b.c + nil end, port = 'from' }\n"
      "rule 'r' { title = { en = 't', ja = 't' }, fix = { en = 'f', ja = 'f' }, severity = 'low', on = 'm', check = function(i) end }\n"
      "rule 's' { title = { en = 't', ja = 't' }, fix = { en = 'f', ja = 'f' }, severity = 'low', on = 'm', check = function(i) end }",
      "[{\"kind\":\"tf:sg\",\"address\":\"a\",\"value\":{\"from\":1}}]",
      "r error unit the binding's function for \"when\" failed: t.lua:2: attempt to index a nil value (field 'a')\n"
      "s error unit the binding's function for \"when\" failed: t.lua:2: attempt to index a nil value (field 'a')\n" },
    { "a field's function that fails says where and why",
      "model 'm' { label = { en = 'm', ja = 'm' }, fields = { port = number } }\n"
      "bind 'm' 'tf:sg' {\n port = function(r)\n error('no ' .. r.word)\n end }\n"
      "rule 'r' { title = { en = 't', ja = 't' }, fix = { en = 'f', ja = 'f' }, severity = 'low', on = 'm',\n"
      " check = function(i) return i.port end }\n",
      "[{\"kind\":\"tf:sg\",\"address\":\"a\",\"value\":{\"word\":\"luck\"}},{\"kind\":\"tf:sg\",\"address\":\"b\",\"value\":{}}]",
      "r error a 1:2 t.lua:7: the binding's function for \"port\" failed: t.lua:4: no luck\n"
      "r error b 1:57 t.lua:7: the binding's function for \"port\" failed: t.lua:4: "
      "attempt to concatenate a nil value (field 'word')\n" },
    { "a field's function that never ends is stopped and says where",
      "model 'm' { label = { en = 'm', ja = 'm' }, fields = { port = number } }\n"
      "bind 'm' 'tf:sg' {\n port = function(r)\n while true do end\n end }\n"
      "rule 'r' { title = { en = 't', ja = 't' }, fix = { en = 'f', ja = 'f' }, severity = 'low', on = 'm',\n"
      " check = function(i) return i.port end }\n",
      "[{\"kind\":\"tf:sg\",\"address\":\"a\",\"value\":{}}]",
      "r error a 1:2 t.lua:7: the binding's function for \"port\" failed: t.lua:4: the rule ran for too many steps\n" },
    { "unit scope sees all and may fail as a whole",
      BUCKET "rule 'u' { title = { en = 't', ja = 't' }, fix = { en = 'f', ja = 'f' }, severity = 'low', on = 's3.bucket', scope = 'unit',"
      " check = function(all) if #all ~= 2 then fail(nil, 'n') end for b in each(all) do if b.acl == 'public' then fail({ b, 'acl' }) end end end }",
      "[{\"kind\":\"tf:bucket\",\"address\":\"a\",\"value\":{\"acl\":\"public\"}}]", "u fail unit n\nu fail a 1:51\n" },
    { "a field no binding speaks of is undetermined",
      BUCKET "bind 's3.bucket' 'cfn:bucket' { name = 'N' }\n" RULE("return b.acl"),
      "[{\"kind\":\"cfn:bucket\",\"address\":\"a\",\"value\":{}}]", "r undetermined a 1:2 cfn:bucket does not show \"acl\"\n" },
    { "[Key=x] finds an item", "model 'm' { label = { en = 'm', ja = 'm' }, fields = { v = text } }\n"
      "bind 'm' 'tf:lb' { v = 'attrs[Key=a.b].Value' }\n"
      "rule 'r' { title = { en = 't', ja = 't' }, fix = { en = 'f', ja = 'f' }, severity = 'low', on = 'm', check = function(i) if i.v == 'y' then fail('v') end end }",
      "[{\"kind\":\"tf:lb\",\"address\":\"a\",\"value\":{\"attrs\":[{\"Key\":\"x\",\"Value\":\"n\"},{\"Key\":\"a.b\",\"Value\":\"y\"}]}}]", "r fail a 1:95\n" },
    { "a rule on a raw kind reads members",
      "rule 'r' { title = { en = 't', ja = 't' }, fix = { en = 'f', ja = 'f' }, severity = 'low', on = 'tf:x', check = function(i) if i.a.b == 1 then fail('a') end end }",
      "[{\"kind\":\"tf:x\",\"address\":\"a\",\"value\":{\"a\":{\"b\":1}}}]", "r fail a 1:44\n" },
    { "pairs over a map goes in document order",
      "rule 'r' { title = { en = 't', ja = 't' }, fix = { en = 'f', ja = 'f' }, severity = 'low', on = 'tf:x', check = function(i)"
      " local s = '' for k, v in pairs(i.a) do s = s .. k .. v end fail('a', s) end }",
      "[{\"kind\":\"tf:x\",\"address\":\"a\",\"value\":{\"a\":{\"z\":1,\"y\":2,\"x\":3}}}]", "r fail a 1:44 z1y2x3\n" },
    /* mistakes of declarations */
    { "a rule without Japanese is refused", "rule 'r' { title = { en = 't' } }", "[]",
      "t.lua:1: r: title needs both languages: { en = \"...\", ja = \"...\" }" },
    { "an unknown key is refused", "rule 'r' { titel = 1 }", "[]", "t.lua:1: r: \"titel\" is not known here" },
    { "an unknown model is refused", "bind 'm' 'tf:x' { }", "[]", "t.lua:1: there is no model \"m\"; declare it above its bindings" },
    { "an unknown slot is refused", "model 'm' { label = { en = 'm', ja = 'm' }, fields = { v = text } }\nbind 'm' 'tf:x' { v = 'q:a' }", "[]",
      "t.lua:2: m <- tf:x: no related resource is called \"q\"; name it in with = { ... }" },
    { "a bad path is refused", "model 'm' { label = { en = 'm', ja = 'm' }, fields = { v = text } }\nbind 'm' 'tf:x' { v = 'a..b' }", "[]",
      "t.lua:2: m <- tf:x: \"a..b\" is not a path; write names joined by dots, with [0], [*] or [Key=text] for items" },
};

static void check(void **state)
{
    const struct row *r = *state;
    tnk_buf out = TNK_BUF_INIT;
    judge_text(r->rules, r->resources, &out);
    assert_string_equal(tnk_buf_str(&out).ptr, r->want);
    tnk_buf_free(&out);
}

int main(void)
{
    struct CMUnitTest t[sizeof rows / sizeof *rows];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)(uintptr_t)&rows[i] };
    return cmocka_run_group_tests_name("judge", t, NULL, NULL);
}
