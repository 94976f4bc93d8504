/* SPDX-License-Identifier: Apache-2.0
 * Arguments that are words, numbers, times and sizes. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sshd.h"

const sshd_item *sshd_arg(sshd_line *line)
{
    return line->next < line->n ? &line->args[line->next++] : NULL;
}

const sshd_item *sshd_need(sshd_line *line)
{
    const sshd_item *arg = sshd_arg(line);
    if (arg != NULL && arg->text.len != 0)
        return arg;
    sshd_reject(line->conf, line->at, N_("%1 has no value"), &line->word, 1);
    return NULL;
}

bool sshd_bad(sshd_line *line, tnk_str arg)
{
    tnk_str args[] = { arg, line->word };
    sshd_reject(line->conf, line->at, N_("\"%1\" is no value for %2"), args, 2);
    return false;
}

bool sshd_set_text(sshd_line *line, uint32_t slot, tnk_str text, tnk_span at)
{
    sshd_item *item = sshd_alloc(line->conf, sizeof *item);
    if (item == NULL)
        return false;
    *item = (sshd_item){ text, at };
    return sshd_set(line, slot, item, 1);
}

static bool set_number(sshd_line *line, uint32_t slot, int64_t n, tnk_span at)
{
    char buf[32];
    int len = snprintf(buf, sizeof buf, "%lld", (long long)n);
    tnk_str text = sshd_copy(line->conf, buf, (size_t)len);
    return text.ptr != NULL && sshd_set_text(line, slot, text, at);
}

bool sshd_parse_choice(sshd_line *line)
{
    const sshd_item *arg = sshd_need(line);
    if (arg == NULL)
        return false;
    for (const sshd_choice *c = line->kw->choices; c->word != NULL; c++)
        if (strcasecmp(arg->text.ptr, c->word) == 0)
            return sshd_set_text(line, line->kw->slot, SSHD_S(c->prints), arg->at);
    return sshd_bad(line, arg->text);
}

/* The one choice whose words are not case-free. */
bool sshd_parse_tunnel(sshd_line *line)
{
    static const char *const words[] = { "no", "point-to-point", "ethernet", "yes" };
    const sshd_item *arg = sshd_need(line);
    if (arg == NULL)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(arg->text.ptr, words[i]) == 0)
            return sshd_set_text(line, line->kw->slot, arg->text, arg->at);
    return sshd_bad(line, arg->text);
}

/* yes, no, or a list of patterns: also "YES" is a pattern. */
bool sshd_parse_userenv(sshd_line *line)
{
    const sshd_item *arg = sshd_need(line);
    return arg != NULL && sshd_set_text(line, line->kw->slot, arg->text, arg->at);
}

/* Decimal, 0 to INT_MAX; -1 otherwise. */
static int64_t number(const char *text)
{
    char *end;
    errno = 0;
    long long n = strtoll(text, &end, 10);
    return end == text || *end != '\0' || errno != 0 || n < 0 || n > INT_MAX ? -1 : n;
}

bool sshd_parse_int(sshd_line *line)
{
    const sshd_item *arg = sshd_need(line);
    if (arg == NULL)
        return false;
    int64_t n = number(arg->text.ptr);
    return n < 0 ? sshd_bad(line, arg->text)
                 : set_number(line, line->kw->slot, n, arg->at);
}

bool sshd_parse_int_or_none(sshd_line *line)
{
    if (line->n == 0 || strcmp(line->args[0].text.ptr, "none") != 0)
        return sshd_parse_int(line);
    return sshd_set_text(line, line->kw->slot, TNK_LIT("none"), sshd_arg(line)->at);
}

static int64_t unit_seconds(char c)
{
    static const char names[] = "smhdw";
    static const int64_t seconds[] = { 1, 60, 3600, 86400, 604800 };
    const char *p = strchr(names, c | 0x20);
    return p != NULL && *p != '\0' ? seconds[p - names] : -1;
}

int64_t sshd_seconds(const char *text)
{
    int64_t total = 0;
    if (*text == '\0')
        return -1;
    while (*text != '\0') {
        char *end;
        errno = 0;
        long long n = strtoll(text, &end, 10);
        int64_t unit = *end == '\0' ? 1 : unit_seconds(*end);
        if (end == text || errno != 0 || n < 0 || unit < 0 || n > INT_MAX / unit)
            return -1;
        total += n * unit;
        if (total > INT_MAX)
            return -1;
        text = end + (*end != '\0');
    }
    return total;
}

static bool parse_time_to(sshd_line *line, uint32_t slot)
{
    const sshd_item *arg = sshd_need(line);
    if (arg == NULL)
        return false;
    int64_t n = sshd_seconds(arg->text.ptr);
    return n < 0 ? sshd_bad(line, arg->text) : set_number(line, slot, n, arg->at);
}

bool sshd_parse_time(sshd_line *line)
{
    return parse_time_to(line, line->kw->slot);
}

bool sshd_parse_time_or_none(sshd_line *line)
{
    if (line->n == 0 || strcasecmp(line->args[0].text.ptr, "none") != 0)
        return sshd_parse_time(line);
    return sshd_set_text(line, line->kw->slot, TNK_LIT("none"), sshd_arg(line)->at);
}

/* "begin:rate:full" or one number for begin and full, where the rate stays what an earlier line
 * made it. sshd passes over what follows a third number. */
bool sshd_parse_startups(sshd_line *line)
{
    const sshd_item *arg = sshd_need(line);
    int begin = 0, rate = line->conf->startups_rate != 0 ? line->conf->startups_rate : 30, full = 0;
    char buf[48];
    if (arg == NULL)
        return false;
    int n = sscanf(arg->text.ptr, "%9d:%9d:%9d", &begin, &rate, &full);
    if (n == 1)
        full = begin;
    if ((n != 1 && n != 3) || begin <= 0 || begin > full || rate < 1 || rate > 100)
        return sshd_bad(line, arg->text);
    line->conf->startups_rate = rate;
    int len = snprintf(buf, sizeof buf, "%d:%d:%d", begin, rate, full);
    tnk_str text = sshd_copy(line->conf, buf, (size_t)len);
    return text.ptr != NULL && sshd_set_text(line, line->kw->slot, text, arg->at);
}

/* "v4:v6". With one number sshd 9.2 takes 0 for IPv6, whatever its manual says. */
bool sshd_parse_netblock(sshd_line *line)
{
    const sshd_item *arg = sshd_need(line);
    int v4 = 0, v6 = 0;
    char buf[32];
    if (arg == NULL)
        return false;
    int n = sscanf(arg->text.ptr, "%9d:%9d", &v4, &v6);
    if (n < 1 || v4 < 0 || v4 > 32 || v6 < 0 || v6 > 128)
        return sshd_bad(line, arg->text);
    int len = snprintf(buf, sizeof buf, "%d:%d", v4, v6);
    tnk_str text = sshd_copy(line->conf, buf, (size_t)len);
    return text.ptr != NULL && sshd_set_text(line, line->kw->slot, text, arg->at);
}

/* Bytes of "1.5G"; -1: not a size. A unit alone is 0 of it, as for sshd. */
static int64_t size(const char *text)
{
    static const char units[] = "bkmgtpe";
    int64_t whole = 0, fraction = 0, tenths = 1;
    size_t digits = 0;
    text += strspn(text, " \t");
    text += *text == '+';
    for (; *text >= '0' && *text <= '9'; text++, digits++) {
        if (whole > (INT64_MAX - 9) / 10)
            return -1;
        whole = whole * 10 + (*text - '0');
    }
    if (*text == '.')
        for (text++; *text >= '0' && *text <= '9'; text++, digits++)
            if (tenths < 1000000000)
                fraction = fraction * 10 + (*text - '0'), tenths *= 10;
    const char *u = *text != '\0' ? strchr(units, *text | 0x20) : units;
    if (u == NULL || *u == '\0' || (*text == '\0' ? digits == 0 : text[1] != '\0'))
        return -1;
    int64_t scale = (int64_t)1 << (10 * (u - units));
    if (whole > INT64_MAX / scale)
        return -1;
    whole *= scale;
    return scale > 1 && fraction != 0
               ? whole + (int64_t)((double)scale * (double)fraction / (double)tenths)
               : whole;
}

/* A size, and how often at the latest: two settings, each of which keeps its first value. */
bool sshd_parse_rekey(sshd_line *line)
{
    const sshd_item *arg = sshd_need(line);
    if (arg == NULL)
        return false;
    int64_t n = strcmp(arg->text.ptr, "default") == 0 ? 0 : size(arg->text.ptr);
    if (n < 0 || (n > 0 && n < 16))
        return sshd_bad(line, arg->text);
    if (!set_number(line, S_REKEYLIMIT, n, arg->at) || line->next == line->n)
        return true;
    if (strcmp(line->args[line->next].text.ptr, "none") == 0)
        return sshd_arg(line) != NULL;
    return parse_time_to(line, S_REKEYTIME);
}

static const struct service_class {
    const char *name;
    int value;
} classes[] = {
    { "none", INT_MAX }, { "af11", 0x28 }, { "af12", 0x30 }, { "af13", 0x38 }, { "af21", 0x48 },
    { "af22", 0x50 }, { "af23", 0x58 }, { "af31", 0x68 }, { "af32", 0x70 }, { "af33", 0x78 },
    { "af41", 0x88 }, { "af42", 0x90 }, { "af43", 0x98 }, { "cs0", 0x00 }, { "cs1", 0x20 },
    { "cs2", 0x40 }, { "cs3", 0x60 }, { "cs4", 0x80 }, { "cs5", 0xa0 }, { "cs6", 0xc0 }, { "cs7",
      0xe0 },
    { "ef", 0xb8 }, { "le", 0x04 }, { "lowdelay", 0x10 }, { "throughput", 0x08 }, { "reliability",
      0x04 },
};

/* The value of a class: a name or a number from 0 to 255; -1: neither. */
static int class_value(const char *text)
{
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (strcasecmp(text, classes[i].name) == 0)
            return classes[i].value;
    char *end;
    long n = strtol(text, &end, 0);
    return *text == '\0' || *end != '\0' || n < 0 || n > 255 ? -1 : (int)n;
}

static void class_name(int value, char out[16])
{
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (classes[i].value == value) {
            snprintf(out, 16, "%s", classes[i].name);
            return;
        }
    snprintf(out, 16, "0x%02x", (unsigned)value & 0xff);
}

bool sshd_parse_ipqos(sshd_line *line)
{
    const sshd_item *one = sshd_need(line), *two;
    char a[16], b[16], both[40];
    if (one == NULL)
        return false;
    two = line->next < line->n ? sshd_arg(line) : one;
    int first = class_value(one->text.ptr), second = class_value(two->text.ptr);
    if (first < 0 || second < 0)
        return sshd_bad(line, first < 0 ? one->text : two->text);
    class_name(first, a);
    class_name(second, b);
    int len = snprintf(both, sizeof both, "%s %s", a, b);
    tnk_str text = sshd_copy(line->conf, both, (size_t)len);
    return text.ptr != NULL && sshd_set_text(line, line->kw->slot, text, one->at);
}

/* Octal; sshd stops at the first character that is no octal digit. */
bool sshd_parse_mask(sshd_line *line)
{
    const sshd_item *arg = sshd_need(line);
    char *end;
    if (arg == NULL)
        return false;
    long n = strtol(arg->text.ptr, &end, 8);
    if (end == arg->text.ptr || n < 0 || n > 0777)
        return sshd_bad(line, arg->text);
    char buf[8];
    int len = snprintf(buf, sizeof buf, "0%lo", (unsigned long)n);
    tnk_str text = sshd_copy(line->conf, buf, (size_t)len);
    return text.ptr != NULL && sshd_set_text(line, line->kw->slot, text, arg->at);
}
