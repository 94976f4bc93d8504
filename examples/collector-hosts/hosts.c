/* SPDX-License-Identifier: Apache-2.0
 * An example collector: every line of a hosts file becomes a resource "hosts:entry" with an address
 * and its names. */
#include <tenken/collector.h>

#include <string.h>

/* The next word of text from *at on, before end; its length is 0 at the end or at a comment. */
static tnk_span next_word(const tnk_file *f, uint32_t *at, uint32_t end)
{
    const char *p = f->text.ptr;
    while (*at < end && (p[*at] == ' ' || p[*at] == '\t' || p[*at] == '\r'))
        (*at)++;
    uint32_t from = *at;
    while (*at < end && p[*at] != '#' && p[*at] != ' ' && p[*at] != '\t' && p[*at] != '\r')
        (*at)++;
    return (tnk_span){ f->id, from, *at };
}

static tnk_str text_at(const tnk_file *f, tnk_span at)
{
    return (tnk_str){ f->text.ptr + at.off, at.end - at.off };
}

static void one_line(const tnk_host *h, tnk_run *r, const tnk_file *f, uint32_t off, uint32_t end)
{
    tnk_span line = { f->id, off, end }, address = next_word(f, &off, end),
             first = next_word(f, &off, end);
    if (address.off == address.end)
        return;                             /* empty, or a comment alone */
    if (first.off == first.end) {
        const char *msg =
            h->tr(r, "This line has an address but no name: add one or remove the line");
        h->diag(r, TNK_LEVEL_WARNING, TNK_LIT("hosts-no-name"), (tnk_str){ msg, strlen(msg) },
                line);
        return;
    }
    tnk_value *names = h->list(r, line), *value = h->map(r, line);
    for (tnk_span w = first; w.off != w.end; w = next_word(f, &off, end))
        h->push(r, names, h->text(r, text_at(f, w), w));
    h->put(r, value, TNK_LIT("address"), address, h->text(r, text_at(f, address), address));
    h->put(r, value, TNK_LIT("names"), first, names);

    tnk_str words[] = { text_at(f, address), text_at(f, first) };
    tnk_resource entry = {
        .abi = TNK_ABI, .size = sizeof entry, .kind = TNK_LIT("hosts:entry"),
        .address = h->format(r, "%1 %2", words, 2), .value = value, .at = line,
    };
    h->resource(r, &entry); /* a failure sticks: the host ends the unit and says why */
}

static int collect(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    const tnk_file *f = &u->files[0];
    uint32_t len = (uint32_t)f->text.len;
    for (uint32_t off = 0; off < len;) {
        const char *nl = memchr(f->text.ptr + off, '\n', len - off);
        uint32_t end = nl != NULL ? (uint32_t)(nl - f->text.ptr) : len;
        one_line(h, r, f, off, end);
        off = end + 1;
    }
    return 0;
}

static const tnk_claim claims[] = {
    { "hosts", TNK_SYNTAX_NONE, 0, { NULL, NULL, NULL } },
    { "*.hosts", TNK_SYNTAX_NONE, 0, { NULL, NULL, NULL } },
};

static const tnk_collector self = {
    .abi = TNK_ABI, .size = sizeof self, .name = "hosts", .version = "1.0.0",
    .about = "static host tables (/etc/hosts)", .claims = claims, .n_claims = 2,
    .group = TNK_GROUP_FILE, .collect = collect,
};

const tnk_collector *tenken_collector_v1(uint32_t host_abi)
{
    return host_abi >> 16 == TNK_ABI_MAJOR ? &self : NULL;
}
