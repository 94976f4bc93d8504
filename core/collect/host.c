/* SPDX-License-Identifier: Apache-2.0
 * The host table itself and its small helpers. */
#include <stdio.h>

#include "core/base/i18n.h"
#include "core/collect/host.h"

int tnk_run_fail(tnk_run *r, int code, const char *fmt, ...)
{
    if (r->err.code != 0)
        return r->err.code;
    va_list ap;
    char msg[sizeof r->err.msg];
    va_start(ap, fmt);
    vsnprintf(msg, sizeof msg, fmt, ap);
    va_end(ap);
    return tnk_fail_plain(&r->err, code, "%s", msg);
}

static void *host_alloc(tnk_run *r, size_t n)
{
    void *p = tnk_arena_alloc(r->unit->cx->arena, n);
    if (p == NULL)
        tnk_run_fail(r, TNK_ENOMEM, _("the unit's memory limit was reached"));
    return p;
}

/* The piece of a format that starts at fmt: one placeholder or text up to the next; *n is its
 * length in fmt. A number past the arguments stands for nothing. */
static tnk_str format_piece(const char *fmt, const tnk_str *args, size_t n_args, size_t *n)
{
    if (fmt[0] != '%') {
        *n = strcspn(fmt, "%");
        return (tnk_str){ fmt, *n };
    }
    if (fmt[1] >= '1' && fmt[1] <= '9') {
        size_t i = (size_t)(fmt[1] - '1');
        *n = 2;
        return i < n_args && args != NULL ? tnk_given(args[i]) : (tnk_str){ "", 0 };
    }
    *n = fmt[1] == '%' ? 2 : 1;
    return (tnk_str){ "%", 1 };
}

static tnk_str host_format(tnk_run *r, const char *fmt, const tnk_str *args, size_t n_args)
{
    size_t len = 0, n;
    fmt = fmt != NULL ? fmt : "";
    for (const char *p = fmt; *p != '\0'; p += n) {
        tnk_str piece = format_piece(p, args, n_args, &n);
        if (piece.len > INT32_MAX - len) {
            tnk_run_fail(r, TNK_ELIMIT, _("it formatted a text larger than 2 GiB"));
            return (tnk_str){ "", 0 };
        }
        len += piece.len;
    }
    char *out = host_alloc(r, len + 1), *to = out;
    for (const char *p = fmt; out != NULL && *p != '\0'; p += n) {
        tnk_str piece = format_piece(p, args, n_args, &n);
        if (piece.len != 0)
            memcpy(to, piece.ptr, piece.len), to += piece.len;
    }
    return out != NULL ? (tnk_str){ out, len } : (tnk_str){ "", 0 };
}

static const char *host_tr(tnk_run *r, const char *msgid)
{
    (void)r;
    return msgid != NULL && msgid[0] != '\0' ? _(msgid)
                                             : ""; /* "" would give the catalogue's header */
}

static uint32_t host_language(tnk_run *r)
{
    (void)r;
    return tnk_lang_get() == TNK_LANG_JA ? 1 : 0;
}

static int host_options(tnk_run *r, tnk_str name, const tnk_option **ret, size_t *n)
{
    const tnk_unit_ctx *cx = r->unit->cx;
    *ret = NULL, *n = 0;
    for (size_t i = 0; i < cx->n_options; i++) {
        if (tnk_str_eq(cx->options[i].name, tnk_given(name)))
            *ret = cx->options[i].at, *n = cx->options[i].n;
    }
    return TNK_OK;
}

const tnk_host tnk_host_table = {
    .abi = TNK_ABI,
    .size = sizeof tnk_host_table,
    .read = tnk_host_read,
    .glob = tnk_host_glob,
    .parse = tnk_host_parse,
    .kind = tnk_host_kind,
    .count = tnk_host_count,
    .at = tnk_host_at,
    .key = tnk_host_key,
    .get = tnk_host_get,
    .as_text = tnk_host_as_text,
    .as_int = tnk_host_as_int,
    .as_flag = tnk_host_as_flag,
    .span = tnk_host_span,
    .key_span = tnk_host_key_span,
    .is_quoted = tnk_host_is_quoted,
    .why = tnk_host_why,
    .reason = tnk_host_reason,
    .null = tnk_host_null,
    .flag = tnk_host_flag,
    .integer = tnk_host_integer,
    .real = tnk_host_real,
    .text = tnk_host_text,
    .list = tnk_host_list,
    .map = tnk_host_map,
    .push = tnk_host_push,
    .put = tnk_host_put,
    .moved = tnk_host_moved,
    .unresolved = tnk_host_unresolved,
    .refs = tnk_host_refs,
    .resource = tnk_host_resource,
    .reference = tnk_host_reference,
    .diag = tnk_host_diag,
    .unit = tnk_host_unit,
    .alloc = host_alloc,
    .format = host_format,
    .tr = host_tr,
    .language = host_language,
    .known_parts = tnk_host_known_parts,
    .modes = tnk_host_modes,
    .options = host_options,
};
