/* SPDX-License-Identifier: Apache-2.0
 * The plugin ABI: what a collector gives to tenken and what it gets from it.
 *
 * A collector is a shared object that exports one symbol, tenken_collector_v1, and links against nothing
 * of tenken's: everything it may do comes in the host table. It runs in a confined worker (no network, no
 * exec, no file of its own), reads hostile bytes, and may be killed at any time: a crash or an overrun
 * costs the unit in flight and a diagnostic.
 *
 * Rules of growth: fields are only ever added at the end; `size` says how far a table reaches; test with
 * TNK_HAS before using a field newer than 1.0; a collector that cannot do without a newer thing sets its
 * bit in `needs`. Only fixed-width integers, size_t and pointers cross the line.
 *
 * Ownership: pointers the host returns live until collect() (or plan()) returns. Pointers the collector
 * passes are copied by the host, except where a function says "borrowed". Nothing is ever freed.
 *
 * Errors: functions that return int give 0 or a negative number. The first failure of emit, diag and build
 * functions sticks to the run (memory cap, malformed argument) and ends the unit with a diagnostic, so a
 * collector may ignore the result and go on; building functions return NULL then and accept NULL. */
#ifndef TENKEN_COLLECTOR_H
#define TENKEN_COLLECTOR_H

#include "tenken/value.h"

#ifdef __cplusplus
extern "C" {
#endif

#define TNK_ABI_MAJOR 1u
#define TNK_ABI_MINOR 1u
#define TNK_ABI (TNK_ABI_MAJOR << 16 | TNK_ABI_MINOR)

/* Does the table p (of type T) reach field f, and is it set? */
#define TNK_HAS(T, p, f) ((p)->size >= offsetof(T, f) + sizeof (p)->f && (p)->f)

#if defined(__GNUC__)
#define TNK_EXPORT __attribute__((visibility("default")))
#else
#define TNK_EXPORT
#endif

typedef struct tnk_run tnk_run;     /* one plan() or collect() call; opaque; dies when it returns */

/* What the core parses a claimed file as, once, before any collector sees it. */
enum {
    TNK_SYNTAX_NONE = 0,    /* the collector reads the bytes itself */
    TNK_SYNTAX_JSON = 1,
    TNK_SYNTAX_YAML = 2,    /* YAML 1.1 typing with merge keys; a local tag is a map { "!Tag": value } */
    TNK_SYNTAX_AUTO = 3,    /* JSON when the text starts with { or [, else YAML */
    TNK_SYNTAX_INI = 4      /* a map of sections, "" for what stands before the first; values are text */
};

/* How claimed files become units. */
enum {
    TNK_GROUP_FILE = 0,         /* each file alone */
    TNK_GROUP_DIRECTORY = 1,    /* all claimed files of one directory together */
    TNK_GROUP_PLAN = 2          /* the collector's plan() says */
};

enum { TNK_LEVEL_NOTE = 0, TNK_LEVEL_WARNING = 1, TNK_LEVEL_ERROR = 2 };  /* error: the scan is incomplete */

/* Files the collector may know. A file is offered when its path matches a glob and its bytes contain
 * every literal given. Globs: `*` within a name, `**` across directories, `?`, `[...]`, `{a,b}`; without a
 * slash they match the file name anywhere. */
typedef struct tnk_claim {
    const char *glob;
    uint32_t syntax;            /* TNK_SYNTAX_* */
    uint32_t reserved;          /* 0 */
    const char *contains[3];    /* literals, NULL where unused */
} tnk_claim;

/* One file of the unit. */
typedef struct tnk_file {
    uint32_t id;                /* the file number for spans */
    uint32_t syntax;            /* what it was parsed as; TNK_SYNTAX_NONE when doc is NULL */
    tnk_str path;               /* relative to the target, "/"-separated; raw bytes, may not be UTF-8 */
    tnk_str text;               /* untrusted; a NUL follows the last byte; length never over 2^31 */
    const tnk_value *doc;       /* JSON, INI: the root. YAML: a LIST of the stream's documents */
} tnk_file;

/* What the file system says of a file. Only for files of a real tree: a repository's checkout, an archive or
 * memory say nothing about the modes of the system they are meant for. */
typedef struct tnk_modes {
    uint32_t mode;              /* permission bits, 07777 */
    uint32_t uid, gid;
    uint32_t is_directory;
} tnk_modes;

typedef struct tnk_unit {
    uint32_t abi, size;
    const tnk_file *files;      /* sorted by path; at least one */
    size_t n_files;
} tnk_unit;

/* One thing the user gave on the command line for collectors. Raw bytes, a NUL follows the last. Since 1.1. */
typedef struct tnk_option {
    tnk_str value;              /* what was given, or what is in the file that was named */
    tnk_str origin;             /* the path of that file as given; empty: the command line itself */
} tnk_option;

/* One configured thing. */
typedef struct tnk_resource {
    uint32_t abi, size;
    tnk_str kind;               /* "<collector>:<type>", e.g. "cloudformation:AWS::S3::Bucket" */
    tnk_str address;            /* unique within the unit, e.g. a logical id; shown to people */
    const tnk_value *value;     /* what rules read: a MAP of its properties */
    tnk_span at;                /* where it is declared: findings without a better place point here */
    const tnk_str *names;       /* other texts by which resources refer to it: ids, ARNs, names */
    size_t n_names;
    /* Since 1.1: the calls through which it came to be (of modules, say), outermost first, where each is
     * written. Of more than 32 the outermost 32 are kept. */
    const tnk_span *via;
    size_t n_via;
} tnk_resource;

typedef struct tnk_host {
    uint32_t abi, size;

    /* -- files -------------------------------------------------------------------------------- */
    /* Read another file of the same target. path is relative to the target or, with a leading "/", to
     * its root as well; "." and ".." are resolved lexically and never leave the target; links are followed
     * only as far as they stay inside. 0 and *ret, or -6 no such file, -5 unreadable (a diagnostic was
     * made), -4 over a limit (likewise). Reading a file twice gives the same id and bytes. */
    int (*read)(tnk_run *, tnk_str path, tnk_file *ret);
    /* Paths of regular files in the target that match a shell glob (no `**`), sorted by byte. *ret and
     * the strings are the host's. 0 or negative as read; no match is 0 and *n == 0. */
    int (*glob)(tnk_run *, tnk_str pattern, const tnk_str **ret, size_t *n);
    /* Parse text that is part of file `at.file` (offsets in the tree count from at.off) or, with
     * inside != 0, text that came out of a string: every node then carries `at`. syntax is TNK_SYNTAX_*;
     * NULL after a syntax error, about which a diagnostic was made (none with inside != 0). */
    const tnk_value *(*parse)(tnk_run *, uint32_t syntax, tnk_str text, tnk_span at, uint32_t inside);

    /* -- reading values: NULL is absent -------------------------------------------------------- */
    uint32_t (*kind)(const tnk_value *);                                /* TNK_NONE.. */
    size_t (*count)(const tnk_value *);                                 /* children, 0 for scalars */
    const tnk_value *(*at)(const tnk_value *, size_t i);                /* i-th child; NULL past the end */
    tnk_str (*key)(tnk_run *, const tnk_value *child);                  /* of a map's child; else empty */
    const tnk_value *(*get)(tnk_run *, const tnk_value *map, tnk_str key); /* of repeated keys the last */
    tnk_str (*as_text)(const tnk_value *);                              /* TEXT, REAL; else {NULL,0} */
    int64_t (*as_int)(const tnk_value *, int64_t otherwise);            /* INT */
    int32_t (*as_flag)(const tnk_value *, int32_t otherwise);           /* BOOL: 0 or 1 */
    tnk_span (*span)(const tnk_value *);
    tnk_span (*key_span)(tnk_run *, const tnk_value *child);            /* of the key in the text */
    uint32_t (*is_quoted)(const tnk_value *);                           /* TEXT that was quoted */
    uint32_t (*why)(const tnk_value *);                                 /* UNRESOLVED: TNK_WHY_*; else 0 */
    tnk_str (*reason)(const tnk_value *);                               /* UNRESOLVED */

    /* -- building values, bottom up: a child is copied when put, so finish it first. A list or map
     * that was used (put, pushed, moved, handed over) or parsed takes nothing more: that is an error -- */
    tnk_value *(*null)(tnk_run *, tnk_span);
    tnk_value *(*flag)(tnk_run *, int32_t, tnk_span);
    tnk_value *(*integer)(tnk_run *, int64_t, tnk_span);
    tnk_value *(*real)(tnk_run *, tnk_str as_written, tnk_span);
    tnk_value *(*text)(tnk_run *, tnk_str, tnk_span);
    tnk_value *(*list)(tnk_run *, tnk_span);
    tnk_value *(*map)(tnk_run *, tnk_span);
    int (*push)(tnk_run *, tnk_value *list, const tnk_value *child);
    int (*put)(tnk_run *, tnk_value *map, tnk_str key, tnk_span key_at, const tnk_value *child);
    /* The same node at another place: for a value that is written elsewhere and used here. Shares
     * its children, and marks it as derived. */
    tnk_value *(*moved)(tnk_run *, const tnk_value *, tnk_span);
    /* why is TNK_WHY_*; reason one sentence without a full stop, in the run's language; refs are
     * addresses of the resources it depends on. */
    tnk_value *(*unresolved)(tnk_run *, uint32_t why, tnk_str reason, const tnk_str *refs, size_t n_refs,
                             tnk_span);
    /* The addresses an unresolved value refers to. */
    size_t (*refs)(const tnk_value *, const tnk_str **ret);

    /* -- results -------------------------------------------------------------------------------- */
    /* A repeated address gives -1, an error diagnostic and no failure that sticks: the first one stays. */
    int (*resource)(tnk_run *, const tnk_resource *);
    /* `from` refers to `to` (addresses) by its attribute `by` (a dotted path), beyond what its values
     * show by themselves. */
    int (*reference)(tnk_run *, tnk_str from, tnk_str by, tnk_str to);
    /* code is stable and short ("cfn-unknown-function"); msg one line in the run's language, what is
     * wrong and what to do. level is TNK_LEVEL_*. */
    int (*diag)(tnk_run *, uint32_t level, tnk_str code, tnk_str msg, tnk_span);
    /* In plan() only: these paths (from those plan was given) are one unit. */
    int (*unit)(tnk_run *, const tnk_str *paths, size_t n);

    /* -- the rest ------------------------------------------------------------------------------- */
    void *(*alloc)(tnk_run *, size_t n);            /* zeroed, any alignment; NULL at the memory cap */
    tnk_str (*format)(tnk_run *, const char *fmt, const tnk_str *args, size_t n); /* %1..%9, %% */
    const char *(*tr)(tnk_run *, const char *msgid);  /* tenken's catalogue; msgid when it has none */
    uint32_t (*language)(tnk_run *);                /* 0 English, 1 Japanese: for a plugin's own texts */
    /* What is known of an unresolved text: its known parts in order, joined ("log--1" of
     * "log-${Env}-1"). It lets a rule see that it cannot be "*". v: from unresolved(). */
    int (*known_parts)(tnk_run *, tnk_value *v, tnk_str parts);
    /* Modes of a file or directory; path as for read. 0 and *ret; -6 there is none, -5 it cannot be looked
     * at, -7 the target keeps no modes. Makes no diagnostic. */
    int (*modes)(tnk_run *, tnk_str path, tnk_modes *ret);
    /* Since 1.1. What the user gave under this name ("terraform.var"), in order. 0 and *ret, the host's;
     * *n == 0 when nothing was given or nobody knows the name. The names are in docs/collectors.md. */
    int (*options)(tnk_run *, tnk_str name, const tnk_option **ret, size_t *n);
} tnk_host;

typedef struct tnk_collector {
    uint32_t abi, size;             /* TNK_ABI and sizeof; these 8 bytes never move */
    uint64_t needs;                 /* feature bits; a host that lacks one refuses. None exist yet */
    const char *name;               /* [a-z][a-z0-9-]*, the prefix of its kinds */
    const char *version;
    const char *about;              /* one line, English; translated by tenken's catalogue when known */
    const tnk_claim *claims;
    uint32_t n_claims;
    uint32_t group;                 /* TNK_GROUP_* */
    /* Does this parsed document look like ours? NULL: every claimed document does. doc is the JSON root
     * or one document of the YAML stream; a file is ours when any of its documents is. */
    int32_t (*knows)(const tnk_host *, tnk_run *, const tnk_value *doc);
    /* TNK_GROUP_PLAN: gets all claimed paths, calls host->unit() for each unit. Else NULL. */
    int (*plan)(const tnk_host *, tnk_run *, const tnk_str *paths, size_t n);
    int (*collect)(const tnk_host *, tnk_run *, const tnk_unit *);  /* 0, or negative: gives up the unit */
} tnk_collector;

/* The only exported symbol. host_abi is the host's TNK_ABI; NULL declines. The result is static. */
TNK_EXPORT const tnk_collector *tenken_collector_v1(uint32_t host_abi);

/* A literal as tnk_str. */
#define TNK_LIT(s) ((tnk_str){ s, sizeof(s) - 1 })

#ifdef __cplusplus
}
#endif

#endif
