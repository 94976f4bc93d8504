/* SPDX-License-Identifier: Apache-2.0
 * Scripts that try to get out, hang, eat memory or differ from run to run. Each must end, quickly, with the
 * verdict given; the next rule must be unharmed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "tests/unit/rule/harness.h"

static const struct row { const char *name, *body, *want; } rows[] = {
    { "endless loop", "while true do end", "too many steps" },
    { "pcall is not there", "pcall(function() end)", "global 'pcall'" },
    { "xpcall is not there", "xpcall(error, error)", "global 'xpcall'" },
    { "setmetatable is not there", "setmetatable({}, { __gc = function() while true do end end })", "global 'setmetatable'" },
    { "getmetatable is not there", "getmetatable('').__index = {}", "global 'getmetatable'" },
    { "coroutines are not there", "coroutine.wrap(function() end)()", "global 'coroutine'" },
    { "load is not there", "load('return 1')()", "global 'load'" },
    { "loadstring, dofile, loadfile, require are not there", "return (loadstring or dofile or loadfile or require or package or module).x", "nil value" },
    { "io is not there", "io.open('/etc/passwd')", "global 'io'" },
    { "os is not there", "os.execute('id')", "global 'os'" },
    { "debug is not there", "debug.getregistry()", "global 'debug'" },
    { "collectgarbage is not there", "while true do collectgarbage() end", "global 'collectgarbage'" },
    { "raw access is not there", "rawset({}, 1, 2)", "global 'rawset'" },
    { "rawget, rawlen, rawequal, next, print, warn are not there", "return (rawget or rawlen or rawequal or next or print or warn).x", "nil value" },
    { "_G is not there", "return _G.x", "global '_G'" },
    { "string.dump is not there", "string.dump(function() end)", "field 'dump'" },
    { "a method dump is not there", "('x'):dump()", "method 'dump'" },
    { "string.pack is not there", "string.pack('i', 1)", "field 'pack'" },
    { "Lua patterns are not there: find", "('a'):rep(8):find('a-b')", "method 'find'" },
    { "Lua patterns are not there: gsub", "string.gsub('a', 'b', 'c')", "field 'gsub'" },
    { "Lua patterns are not there: match, gmatch", "return (string.match or string.gmatch).x", "nil value" },
    { "table.move is not there", "table.move({}, 1, 1e15, 1)", "field 'move'" },
    { "math.random is not there", "math.random()", "field 'random'" },
    { "memory: doubling text", "local s = 'x' while true do s = s .. s end", "memory" },
    { "memory: one huge text", "local s = ('x'):rep(1e9)", "too long" },
    { "a zero-length repetition of 1e15", "local s = (''):rep(math.tointeger(1e15))", "pass" },
    { "a negative repetition", "local s = ('x'):rep(-5)", "pass" },
    { "memory: growing table", "local t = {} local i = 0 while true do i = i + 1 t[i] = { i } end", "memory" },
    { "churn: short-lived texts", "local a = ('x'):rep(1000000) local i = 0 while true do i = i + 1 local b = a .. i end", "memory" },
    { "deep recursion", "local function f(n) return 1 + f(n + 1) end return f(1)", "memory" },
    { "endless tail calls", "local function f() return f() end return f()", "too many steps" },
    { "goto loop", "::top:: goto top", "too many steps" },
    { "sorting a million", "local t = {} for i = 1, 300000 do t[i] = -i end table.sort(t)", "too many steps" },
    { "a comparison function is not called", "table.sort({ 3, 1, 2 }, function() while true do end end)", "pass" },
    { "inserting at the front", "local t = {} for i = 1, 1000000 do table.insert(t, 1, i) end", "too many steps" },
    { "unpacking too much", "local t = {} for i = 1, 1000 do t[i] = i end table.unpack(t)", "too many values" },
    { "concat bomb", "local t = {} for i = 1, 5000 do t[i] = ('x'):rep(1000) end table.concat(t)", "too long" },
    { "format with a giant width", "string.format('%9999999d', 1)", "invalid conversion" },
    { "format with %q of a giant text", "string.format('%q', ('x'):rep(1000000))", "too long" },
    { "format of a table shows no address", "string.format('%p', {})", "texts, numbers and flags" },
    { "tostring of a table shows no address", "if tostring({}) ~= 'table' or tostring(print) ~= 'nil' then fail() end", "pass" },
    { "tostring of a function shows no address", "if tostring(tostring) ~= 'function' then fail() end", "pass" },
    { "a regular expression bomb", "re.test(('a'):rep(40) .. '!', '^(a+)+$')", "too much work" },
    { "a regular expression with recursion", "re.test(('('):rep(20000), '(\\\\((?1)*\\\\))')", "pass" },
    { "a pattern that is too long", "re.test('x', ('a'):rep(5000))", "too long" },
    { "a bad pattern", "re.test('x', '(')", "bad regular expression" },
    { "a nested quantifier that explodes on compiling", "re.test('x', '((((a{1,100}){1,100}){1,100}){1,100}){1,100}')", "bad regular expression" },
    { "\\\\C is refused", "re.test('x', '\\\\C')", "bad regular expression" },
    { "many dear matches", "while true do re.test(('ab'):rep(200), '(a|b)*c') end", "error" },
    { "methods of texts cannot be replaced", "local s = string s.upper = function() return 'evil' end if ('a'):upper() ~= 'A' then fail() end", "pass" },
    { "error with a table is an error of the rule", "error({})", "string expected" },
    { "error with a text", "error('boom')", "boom" },
    { "assert fails", "assert(false)", "assertion" },
    { "what is audited cannot be written", "b.x = 1", "cannot be changed" },
    { "what is audited cannot be written, deeper", "b.m.x = 1", "cannot be changed" },
    { "a value kept past its check is found out", "if kept then return kept.x end kept = b.m", "kept after the check" },
    { "writing globals stays in the file", "string = nil type = nil x = 1", "pass" },
    { "pairs goes in one order", "local s = '' for k in pairs({ c = 1, a = 1, b = 1, [2] = 1, [1] = 1 }) do s = s .. k end"
      " if s ~= '12abc' then fail() end", "pass" },
    { "integer loop of 2^63", "for i = 1, math.maxinteger do end", "too many steps" },
    { "a huge split", "('a,'):rep(400000):split(',')", "pass" },
    { "iam.covers with giant texts", "iam.covers(('*a'):rep(3000), ('a'):rep(3000))", "too long" },
    { "iam.covers is bounded", "for i = 1, 100000 do iam.covers(('*a'):rep(2000) .. 'b', ('a'):rep(4000)) end", "too many steps" },
    { "tostring with a giant number of values", "select(1000000, 1)", "pass" },
    { "string.char of nothing", "string.char(300)", "out of range" },
    { "too many findings", "while true do fail() end", "too many places" },
    { "utf8 is not there", "utf8.char(1)", "global 'utf8'" },
};

#define OTHER \
    "\nrule 'z' { title = { en = 't', ja = 't' }, fix = { en = 'f', ja = 'f' }, severity = 'low', on = 'tf:x'," \
    " check = function(b) if ('a'):upper() == 'A' and string.rep('a', 2) == 'aa' and b.m.x == 1 then fail('m') end end }"

static void check(void **state)
{
    const struct row *r = *state;
    tnk_buf out = TNK_BUF_INIT, rules = TNK_BUF_INIT;
    tnk_buf_printf(&rules, "rule 'h' { title = { en = 't', ja = 't' }, fix = { en = 'f', ja = 'f' }, severity = 'low',"
                   " on = 'tf:x', check = function(b) %s end }" OTHER, r->body);
    judge_text(rules.ptr, "[{\"kind\":\"tf:x\",\"address\":\"a\",\"value\":{\"m\":{\"x\":1}}},"
               "{\"kind\":\"tf:x\",\"address\":\"b\",\"value\":{\"m\":{\"x\":2}}}]", &out);
    if (strstr(out.ptr, r->want) == NULL)
        print_error("answered:\n%s", out.ptr);
    assert_non_null(strstr(out.ptr, r->want));
    if (strcmp(r->name, "writing globals stays in the file") != 0)
        assert_non_null(strstr(out.ptr, "z fail a"));
    assert_non_null(strstr(out.ptr, "z "));
    tnk_buf_free(&out);
    tnk_buf_free(&rules);
}

/* Bytecode is refused at the door. */
static void binary_chunk(void **state)
{
    (void)state;
    tnk_buf out = TNK_BUF_INIT;
    judge_text("\x1bLua", "[]", &out);
    assert_non_null(strstr(out.ptr, "binary chunk"));
    tnk_buf_free(&out);
}

/* A rule file that never ends loading is stopped too. */
static void endless_file(void **state)
{
    (void)state;
    tnk_buf out = TNK_BUF_INIT;
    judge_text("while true do end", "[]", &out);
    assert_non_null(strstr(out.ptr, "too many steps"));
    tnk_buf_free(&out);
}

int main(void)
{
    enum { N = sizeof rows / sizeof *rows };
    struct CMUnitTest t[N + 2];
    for (size_t i = 0; i < N; i++)
        t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)(uintptr_t)&rows[i] };
    t[N] = (struct CMUnitTest){ "bytecode", binary_chunk, NULL, NULL, NULL };
    t[N + 1] = (struct CMUnitTest){ "endless file", endless_file, NULL, NULL, NULL };
    return cmocka_run_group_tests_name("sandbox", t, NULL, NULL);
}
