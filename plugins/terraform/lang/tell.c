/* SPDX-License-Identifier: Apache-2.0
 * Diagnostics and reasons, in the run's language. */
#include <stdio.h>

#include "lang/lang.h"

enum { QUOTE_MAX = 400 };       /* bytes of a text quoted in a message; what cty_fail says is no longer */

const char *tf_words(const tf_unit *u, const char *msgid)
{
    return u->h != NULL ? u->h->tr(u->run, msgid) : msgid;
}

/* Texts that are quoted come from the target, so they are cut where they are very long. */
tnk_str tf_format(tf_unit *u, const char *fmt, const tnk_str *args, size_t n)
{
    tnk_str cut[9];
    if (u->h == NULL)
        return tf_str(fmt);
    for (size_t i = 0; i < n && i < 9; i++) {
        cut[i] = args[i];
        if (cut[i].len <= QUOTE_MAX)
            continue;
        cut[i].len = QUOTE_MAX;
        while (cut[i].len > 0 && ((unsigned char)cut[i].ptr[cut[i].len] & 0xC0) == 0x80)
            cut[i].len--;
    }
    return u->h->format(u->run, fmt, cut, n < 9 ? n : 9);
}

/* The same place of a module that is called many times, or of a value that is asked for in two ways, is told once. */
static bool told_already(tf_unit *u, const char *code, tnk_span at)
{
    char text[128];
    if (at.file == 0 && at.off == 0 && at.end == 0)
        return false;
    snprintf(text, sizeof text, "%s %u:%u-%u", code, (unsigned)at.file, (unsigned)at.off, (unsigned)at.end);
    if (tf_table_get(&u->told_at, tf_str(text)) != NULL)
        return true;
    if (u->n_diags < TF_DIAGS_MAX)
        tf_table_set(u->mem, &u->told_at, tf_mem_str(u->mem, tf_str(text)), u);
    return false;
}

void tf_tell(tf_unit *u, uint32_t level, const char *code, tnk_span at, const char *fmt, const tnk_str *args, size_t n)
{
    if (u->h == NULL || told_already(u, code, at) || ++u->n_diags > TF_DIAGS_MAX)
        return;
    u->h->diag(u->run, level, tf_str(code), tf_format(u, fmt, args, n), at);
    if (u->n_diags == TF_DIAGS_MAX)
        u->h->diag(u->run, TNK_LEVEL_WARNING, TNK_LIT("tf-more-diagnostics"),
                   tf_str(tr(u, "further mistakes of this configuration are not listed")), at);
}

void tf_forget_failure(tf_unit *u)
{
    u->cty.failed = u->cty.overrun;
    u->cty.error[0] = '\0';
    u->has_fail_at = false;
}

void tf_tell_failure(tf_unit *u, tnk_span at)
{
    if (u->has_fail_at)
        at = u->fail_at;
    if (!u->cty.overrun)        /* else the end of the budget tells */
        tf_tell(u, TNK_LEVEL_WARNING, "tf-evaluation", at, "%1",
                TF_ARGS(tf_mem_str(u->mem, tf_str(u->cty.error[0] != '\0' ? u->cty.error :
                                                  tr(u, "this expression cannot be evaluated")))));
    tf_forget_failure(u);
}

const cty_value *tf_undeclared(tf_unit *u, uint32_t why, tnk_str name, tnk_str address)
{
    if (tf_table_get(&u->told, name) == NULL) {
        tf_table_set(u->mem, &u->told, name, u);
        tf_tell(u, TNK_LEVEL_WARNING, "tf-undeclared", u->at, tr(u, "%1 is not declared in this module"),
                TF_ARGS(name));
    }
    return tf_unclear(u, tf_why(u, why, tr(u, "%1 is not declared in this module"), TF_ARGS(name), &address,
                                address.ptr != NULL));
}

const cty_unknown *tf_why(tf_unit *u, uint32_t why, const char *fmt, const tnk_str *args, size_t n, const tnk_str *refs,
                          size_t n_refs)
{
    cty_unknown *k = tf_new(u->mem, cty_unknown);
    tnk_str *kept = tf_new_array(u->mem, n_refs, tnk_str);
    for (size_t i = 0; i < n_refs; i++)
        kept[i] = refs[i];
    *k = (cty_unknown){ .why = why, .reason = tf_format(u, fmt, args, n), .refs = kept, .n_refs = (uint32_t)n_refs };
    return k;
}

const cty_unknown *tf_why_failed(tf_unit *u)
{
    return tf_why(u, TNK_WHY_INVALID, "%1", TF_ARGS(tf_mem_str(u->mem, tf_str(u->cty.error))), NULL, 0);
}

const cty_value *tf_unclear(tf_unit *u, const cty_unknown *why)
{
    return cty_unknown_of(&u->cty, &cty_dynamic, why);
}
