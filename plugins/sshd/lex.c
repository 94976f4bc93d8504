/* SPDX-License-Identifier: Apache-2.0
 * One line of sshd_config: keyword, arguments, quotes, comments.
 *
 * sshd splits a line twice, by different rules. The keyword (and all of a Match line) ends at a
 * blank or at one "=", and knows double quotes only. The arguments end at blanks, know both
 * quotes and a backslash, and stop at a word that begins with "#". */
#include <string.h>

#include "sshd.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t skip_blanks(tnk_str s, size_t i)
{
    while (i < s.len && is_blank(s.ptr[i]))
        i++;
    return i;
}

/* text[from..to) and text[from2..to2) as one word. */
static bool join(sshd_conf *conf, const sshd_line *line, size_t from, size_t to, size_t from2,
                 size_t to2, sshd_item *ret)
{
    size_t a = to - from, b = to2 - from2;
    char *out = sshd_alloc(conf, a + b + 1);
    if (out == NULL)
        return false;
    memcpy(out, line->rest.ptr + from, a);
    memcpy(out + a, line->rest.ptr + from2, b);
    ret->text = (tnk_str){ out, a + b };
    ret->at = (tnk_span){ line->key.file, line->rest_off + (uint32_t)from,
                          line->rest_off + (uint32_t)(b != 0 ? to2 : to) };
    return true;
}

int sshd_word(sshd_conf *conf, const sshd_line *line, size_t *pos, sshd_item *ret)
{
    tnk_str s = line->rest;
    size_t start = *pos, i = start;
    if (i > s.len)
        return 0;
    while (i < s.len && !is_blank(s.ptr[i]) && s.ptr[i] != '"' && s.ptr[i] != '=')
        i++;
    if (i == s.len) {
        *pos = s.len + 1;
        return join(conf, line, start, i, i, i, ret) ? 1 : -1;
    }
    if (s.ptr[i] == '"') {
        const char *close = memchr(s.ptr + i + 1, '"', s.len - i - 1);
        if (close == NULL)
            return -1;
        size_t q = (size_t)(close - s.ptr);
        *pos = skip_blanks(s, q + 1);
        return join(conf, line, start, i, i + 1, q, ret) ? 1 : -1;
    }
    bool equals = s.ptr[i] == '=';
    size_t next = skip_blanks(s, i + 1);
    if (!equals && next < s.len && s.ptr[next] == '=')
        next = skip_blanks(s, next + 1);
    *pos = next;
    return join(conf, line, start, i, i, i, ret) ? 1 : -1;
}

/* Does a backslash at s[i] take the next character as it is? */
static bool escapes(tnk_str s, size_t i, char quote)
{
    if (s.ptr[i] != '\\' || i + 1 >= s.len)
        return false;
    char c = s.ptr[i + 1];
    return c == '"' || c == '\'' || c == '\\' || (quote == 0 && c == ' ');
}

/* One argument from s[*i]; false when its quote is open. Writes to out, which is long enough. */
static bool take(tnk_str s, size_t *i, char *out, size_t *ret_len)
{
    char quote = 0;
    size_t j = 0, k = *i;
    for (; k < s.len; k++) {
        char c = s.ptr[k];
        if (escapes(s, k, quote))
            out[j++] = s.ptr[++k];
        else if (quote == 0 && (c == ' ' || c == '\t'))
            break;
        else if (quote == 0 && (c == '"' || c == '\''))
            quote = c;
        else if (quote != 0 && c == quote)
            quote = 0;
        else
            out[j++] = c;
    }
    out[j] = '\0';
    *i = k, *ret_len = j;
    return quote == 0;
}

static size_t most_args(tnk_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += s.ptr[i] != ' ' && s.ptr[i] != '\t' &&
             (i == 0 || s.ptr[i - 1] == ' ' || s.ptr[i - 1] == '\t');
    return n;
}

/* Split the rest into arguments. */
static bool split(sshd_conf *conf, sshd_line *line)
{
    tnk_str s = line->rest;
    size_t most = most_args(s), i = 0;
    sshd_item *args = sshd_alloc(conf, (most + 1) * sizeof *args);
    char *out = sshd_alloc(conf, s.len + most + 1);
    if (args == NULL || out == NULL)
        return false;
    for (line->args = args; i < s.len; line->n++) {
        while (i < s.len && (s.ptr[i] == ' ' || s.ptr[i] == '\t'))
            i++;
        if (i == s.len || s.ptr[i] == '#')
            break;
        size_t from = i, len = 0;
        if (!take(s, &i, out, &len)) {
            sshd_reject(conf, line->at, N_("a quote is not closed on this line"), NULL, 0);
            return false;
        }
        args[line->n].text = (tnk_str){ out, len };
        args[line->n].at = (tnk_span){ line->key.file, line->rest_off + (uint32_t)from,
                                       line->rest_off + (uint32_t)i };
        out += len + 1;
    }
    return true;
}

/* An open quote in the keyword makes sshd pass over the line in silence: worth a word. */
static int open_quote(sshd_conf *conf, tnk_span at)
{
    if (!conf->full)
        conf->h->diag(
            conf->run, TNK_LEVEL_WARNING, TNK_LIT("sshd-ignored"),
            SSHD_S(tr(conf, "sshd ignores this line, because a quote is not closed in the "
                                 "keyword; close it or remove it")),
            at);
    return 0;
}

int sshd_lex(sshd_conf *conf, tnk_str text, uint32_t file, uint32_t off, sshd_line *ret)
{
    size_t from = 0, end = text.len, pos = 0;
    while (from < end &&
           (text.ptr[from] == ' ' || text.ptr[from] == '\t' || text.ptr[from] == '\r'))
        from++;
    while (end > from && (is_blank(text.ptr[end - 1]) || text.ptr[end - 1] == '\f'))
        end--;
    if (from == end || text.ptr[from] == '#')
        return 0;
    tnk_span at = { file, off + (uint32_t)from, off + (uint32_t)end };
    *ret = (sshd_line){ .conf = conf, .at = at, .key = at, .rest_off = at.off,
                        .rest = { text.ptr + from, end - from } };
    sshd_item key = { 0 };
    int rc = sshd_word(conf, ret, &pos, &key);
    if (rc > 0 && key.text.len == 0)
        rc = sshd_word(conf, ret, &pos, &key);
    if (rc < 0)
        return conf->full ? -1 : open_quote(conf, at);
    if (rc == 0 || key.text.len == 0 || key.text.ptr[0] == '#')
        return 0;
    ret->word = key.text;
    ret->key = key.at;
    if (pos >= ret->rest.len) {
        sshd_reject(conf, at, N_("%1 has no value"), &ret->word, 1);
        return -1;
    }
    ret->rest_off = at.off + (uint32_t)pos;
    ret->rest = sshd_copy(conf, ret->rest.ptr + pos, ret->rest.len - pos);
    return ret->rest.ptr != NULL && split(conf, ret) ? 1 : -1;
}
