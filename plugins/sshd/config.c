/* SPDX-License-Identifier: Apache-2.0
 * From files to settings and regions: line by line, Include spliced in where it stands.
 *
 * A Match block ends with its file: whatever an included file opens is over when the including
 * file goes on. sshd refuses a configuration as a whole when one line is wrong; here the wrong
 * line is reported and left out, so that the rest can still be judged. */
#include <string.h>

#include "sshd.h"

void *sshd_alloc(sshd_conf *conf, size_t n)
{
    void *p = conf->full ? NULL : conf->h->alloc(conf->run, n);
    conf->full = conf->full || p == NULL;
    return p;
}

tnk_str sshd_copy(sshd_conf *conf, const char *ptr, size_t len)
{
    char *p = sshd_alloc(conf, len + 1);
    if (p == NULL)
        return (tnk_str){ NULL, 0 };
    memcpy(p, ptr, len);
    return (tnk_str){ p, len };
}

tnk_str sshd_path(sshd_conf *conf, const char *ptr, size_t len)
{
    if (!conf->has_root)
        return sshd_copy(conf, ptr, len);
    char *p = sshd_alloc(conf, conf->root.len + len);
    if (p == NULL)
        return (tnk_str){ NULL, 0 };
    memcpy(p, conf->root.ptr, conf->root.len);
    memcpy(p + conf->root.len, ptr + 1, len - 1);
    return (tnk_str){ p, conf->root.len + len - 1 };
}

static void say(sshd_conf *conf, uint32_t level, const char *code, const char *msg,
                const tnk_str *args, size_t n, tnk_span at)
{
    conf->h->diag(conf->run, level, SSHD_S(code),
                  conf->h->format(conf->run, tr(conf, msg), args, n), at);
}

void sshd_reject(sshd_conf *conf, tnk_span at, const char *why, const tnk_str *args, size_t n)
{
    if (conf->full)
        return;
    if (conf->rejected++ == 0)
        conf->reject_at = at;
    if (conf->rejected > SSHD_MAX_DIAGS)
        return;
    if (conf->rejected == SSHD_MAX_DIAGS) {
        say(conf, TNK_LEVEL_ERROR, "sshd-syntax",
            N_("sshd refuses more lines of this file; correct the ones reported so far first"),
            NULL, 0, at);
        return;
    }
    tnk_str reason = conf->h->format(conf->run, tr(conf, why), args, n);
    say(conf, TNK_LEVEL_ERROR, "sshd-syntax",
        N_("sshd does not start with this file: %1; correct this line and try it with sshd -t"),
        &reason, 1, at);
}

void sshd_limit(sshd_conf *conf, tnk_span at, const char *what)
{
    if (conf->limit_said || conf->full)
        return;
    conf->limit_said = true;
    tnk_str reason = SSHD_S(tr(conf, what));
    say(conf, TNK_LEVEL_ERROR, "sshd-limit",
        N_("this configuration is not evaluated to its end: %1; split or shorten it"),
        &reason, 1, at);
}

bool sshd_set(sshd_line *line, uint32_t slot, const sshd_item *items, size_t n)
{
    sshd_conf *conf = line->conf;
    if (sshd_slots[slot].merge == MERGE_APPEND && (conf->items[slot] += n) > SSHD_MAX_ITEMS) {
        sshd_limit(conf, line->at, N_("a list has too many entries"));
        return true;
    }
    sshd_setting *s = sshd_alloc(conf, sizeof *s);
    if (s == NULL)
        return false;
    tnk_span at = items[0].at;
    at.end = items[n - 1].at.end > at.end ? items[n - 1].at.end : at.end;
    *s = (sshd_setting){ .slot = slot, .region = line->region, .items = items, .n = n,
                         .key = line->key, .at = at };
    *conf->last = s;
    conf->last = &s->next;
    return true;
}

static void read_file(sshd_conf *, const tnk_file *, uint32_t region, int depth);

static bool starts_with(tnk_str s, const char *prefix)
{
    size_t n = strlen(prefix);
    return s.len >= n && memcmp(s.ptr, prefix, n) == 0;
}

static tnk_str concat(sshd_conf *conf, tnk_str a, tnk_str b)
{
    char *p = sshd_alloc(conf, a.len + b.len + 1);
    if (p == NULL)
        return (tnk_str){ NULL, 0 };
    memcpy(p, a.ptr, a.len);
    memcpy(p + a.len, b.ptr, b.len);
    return (tnk_str){ p, a.len + b.len };
}

/* The files of one pattern. Where the target's root is not known, the folder of the main file
 * stands for /etc/ssh: a repository keeps sshd_config and sshd_config.d side by side. */
static size_t find_files(sshd_conf *conf, tnk_str pattern, const tnk_str **ret)
{
    static const char home[] = "/etc/ssh/";
    size_t n = 0;
    tnk_str path = sshd_path(conf, pattern.ptr, pattern.len);
    if (path.ptr == NULL || (conf->h->glob(conf->run, path, ret, &n) == 0 && n > 0))
        return n;
    if (conf->has_root || !starts_with(pattern, home))
        return 0;
    tnk_str rest = { pattern.ptr + sizeof home - 1, pattern.len - (sizeof home - 1) };
    path = concat(conf, conf->dir, rest);
    n = 0;
    return path.ptr != NULL && conf->h->glob(conf->run, path, ret, &n) == 0 ? n : 0;
}

static void include_pattern(sshd_line *line, tnk_str pattern, int depth)
{
    sshd_conf *conf = line->conf;
    const tnk_str *paths = NULL;
    tnk_file file;
    if (pattern.ptr[0] == '~')  /* sshd does not expand it here: names no file */
        return;
    if (pattern.ptr[0] != '/')
        pattern = concat(conf, TNK_LIT("/etc/ssh/"), pattern);
    size_t n = pattern.ptr != NULL ? find_files(conf, pattern, &paths) : 0;
    if (n == 0 && !conf->has_root && !conf->full)
        say(conf, TNK_LEVEL_NOTE, "sshd-include",
            N_("no file in the target matches %1; what such files set on the host is not "
            "known"),
            &pattern, 1, line->at);
    for (size_t i = 0; i < n && !conf->limit_said; i++)
        if (conf->h->read(conf->run, paths[i], &file) == 0)
            read_file(conf, &file, line->region, depth + 1);
}

static void include_line(sshd_line *line, int depth)
{
    if (line->n == 0) {
        sshd_need(line);
        return;
    }
    if (depth >= SSHD_MAX_DEPTH) {
        sshd_reject(line->conf, line->at, N_("Include nests deeper than 16 files"), NULL, 0);
        return;
    }
    for (const sshd_item *arg; line->next < line->n && (arg = sshd_need(line)) != NULL;)
        include_pattern(line, arg->text, depth);
}

/* A Match line opens a region; a wrong one opens a region that nothing is in. */
static uint32_t match_line(sshd_line *line, uint32_t outer)
{
    sshd_conf *conf = line->conf;
    if (conf->n_regions == SSHD_MAX_REGIONS) {
        sshd_limit(conf, line->at, N_("there are more than 511 Match blocks"));
        return SSHD_MAX_REGIONS;
    }
    sshd_region *r = &conf->regions[conf->n_regions];
    *r = (sshd_region){ .outer = outer, .at = line->at };
    r->never = !sshd_match_parse(line, r);
    return (uint32_t)conf->n_regions++;
}

static void notice(sshd_line *line, uint32_t level, const char *msg)
{
    if (!line->conf->full)
        say(line->conf, level, "sshd-keyword", msg, &line->word, 1, line->at);
}

/* A keyword newer than the sshd we know runs here is an error; than the one we assume, only a
 * note. */
static bool too_new(sshd_line *line)
{
    sshd_conf *conf = line->conf;
    const sshd_keyword *kw = line->kw;
    bool foreign = (kw->flags & K_DEBIAN) && !conf->debian;
    if (kw->since <= conf->version && !foreign)
        return false;
    if (!conf->assumed) {
        sshd_reject(conf, line->at, N_("its version of sshd does not know the keyword %1"),
                    &line->word, 1);
        return true;
    }
    notice(line, TNK_LEVEL_NOTE,
           N_("sshd 9.2, which is assumed here, does not know %1; newer versions do"));
    return false;
}

static bool allowed_here(sshd_line *line)
{
    const sshd_conf *conf = line->conf;
    bool later = (line->kw->flags & K_MATCH_905) && (conf->assumed || conf->version >= 905);
    if (line->region == 0 || (line->kw->flags & K_MATCH) || later)
        return true;
    sshd_reject(line->conf, line->at, N_("%1 is not allowed in a Match block"), &line->word, 1);
    return false;
}

static void unknown_keyword(sshd_line *line)
{
    if (starts_with(line->word, "\xef\xbb\xbf"))
        sshd_reject(line->conf, line->at,
                    N_("it begins with a byte order mark, which becomes a part of the first "
                    "keyword"),
                    NULL, 0);
    else
        sshd_reject(line->conf, line->at, N_("there is no keyword %1"), &line->word, 1);
}

static void setting_line(sshd_line *line)
{
    if (line->kw->flags & (K_DEPRECATED | K_UNSUPPORTED))
        notice(line, TNK_LEVEL_WARNING,
               N_("sshd ignores %1, which is a thing of the past; remove this line"));
    if (line->kw->parse != NULL && line->kw->parse(line) && line->next < line->n) {
        tnk_str args[] = { line->args[line->next].text, line->word };
        sshd_reject(line->conf, line->at, N_("\"%1\" is left over after the value of %2"), args, 2);
    }
}

/* Returns the region the following lines are in. */
static uint32_t one_line(sshd_line *line, uint32_t region, uint32_t outer, int depth)
{
    line->region = region;
    line->kw = sshd_find(line->word);
    if (line->kw == NULL)
        unknown_keyword(line);
    else if (too_new(line) || !allowed_here(line))
        return region;
    else if (strcmp(line->kw->name, "match") == 0)
        return match_line(line, outer);
    else if (strcmp(line->kw->name, "include") == 0)
        include_line(line, depth);
    else
        setting_line(line);
    return region;
}

static bool within_limits(sshd_conf *conf, const tnk_file *file)
{
    tnk_span at = { file->id, 0, 0 };
    conf->bytes += file->text.len;
    if (conf->bytes > SSHD_MAX_BYTES)
        sshd_limit(conf, at, N_("its files hold more than 512 KiB"));
    else if (conf->files++ >= SSHD_MAX_FILES)
        sshd_limit(conf, at, N_("it includes more than 1024 files"));
    return !conf->limit_said;
}

static void read_file(sshd_conf *conf, const tnk_file *file, uint32_t outer, int depth)
{
    tnk_str text = file->text;
    uint32_t region = outer;
    sshd_line line;
    if (!within_limits(conf, file))
        return;
    const char *nul = memchr(text.ptr, '\0', text.len);
    if (nul != NULL) {
        uint32_t off = (uint32_t)(nul - text.ptr);
        sshd_reject(conf, (tnk_span){ file->id, off, off + 1 }, N_("it holds a NUL byte"), NULL,
                    0);
        return;
    }
    for (size_t off = 0; off < text.len && !conf->full && !conf->limit_said;) {
        const char *end = memchr(text.ptr + off, '\n', text.len - off);
        size_t len = end != NULL ? (size_t)(end - text.ptr) - off : text.len - off;
        if (sshd_lex(conf, (tnk_str){ text.ptr + off, len }, file->id, (uint32_t)off, &line) > 0)
            region = one_line(&line, region, outer, depth);
        if (region == SSHD_MAX_REGIONS)
            return;
        off += len + 1;
    }
}

void sshd_read(sshd_conf *conf, const tnk_file *files, size_t n)
{
    conf->last = &conf->first;
    conf->regions = sshd_alloc(conf, SSHD_MAX_REGIONS * sizeof *conf->regions);
    conf->n_regions = 1;
    for (size_t i = 0; i < n && conf->regions != NULL; i++)
        read_file(conf, &files[i], 0, 0);
}
