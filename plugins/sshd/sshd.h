/* SPDX-License-Identifier: Apache-2.0
 * What the files of the sshd collector share: the lines of a configuration as settings that
 * belong to regions, and the answer to "what holds for this connection".
 *
 * A configuration is read once. Every accepted line becomes a setting; a setting belongs to a
 * region: region 0 is everything outside of Match, and each Match line opens another. A region
 * inside a file that a Match block includes has that block's region as its outer one. Which
 * values hold is then a question of which regions a connection is in (eval.c).
 *
 * All memory comes from the run, so nothing here is ever freed, and every function copes with
 * the memory cap by setting conf->full and giving up the line. */
#ifndef SSHD_H
#define SSHD_H

#include <stdbool.h>

#include "tenken/collector.h"

/* Bounds for hostile input, over all files of one configuration. */
enum {
    SSHD_MAX_DEPTH = 16,            /* of Include, as sshd */
    SSHD_MAX_BYTES = 1 << 19,       /* read, counted again each time a file is included */
    SSHD_MAX_FILES = 1024,          /* spliced in */
    SSHD_MAX_REGIONS = 512,         /* Match blocks: each is a context of its own */
    SSHD_MAX_ITEMS = 1024,          /* in a list that several lines add to */
    SSHD_MAX_DIAGS = 50,            /* rejected lines reported one by one */
    SSHD_MAX_PORTS = 256,           /* as sshd */
    SSHD_MAX_SUBSYSTEMS = 256,      /* as sshd */
    SSHD_MAX_STEPS = 20000000       /* characters compared against patterns */
};

/* The settings sshd keeps, one a line of `sshd -T`. */
enum sshd_slot {
    S_PORT, S_ADDRESSFAMILY, S_LISTENADDRESS, S_USEPAM, S_LOGINGRACETIME, S_X11DISPLAYOFFSET,
    S_MAXAUTHTRIES, S_MAXSESSIONS, S_CLIENTALIVEINTERVAL, S_CLIENTALIVECOUNTMAX, S_REQUIREDRSASIZE,
    S_STREAMLOCALBINDMASK, S_UNUSEDCONNECTIONTIMEOUT, S_PERMITROOTLOGIN, S_IGNORERHOSTS,
    S_IGNOREUSERKNOWNHOSTS, S_HOSTBASEDAUTH, S_HOSTBASEDNAME, S_PUBKEYAUTH, S_KERBEROSAUTH,
    S_KERBEROSLOCAL, S_KERBEROSCLEANUP, S_GSSAPIAUTH, S_GSSAPICLEANUP, S_GSSAPIKEX, S_GSSAPISTRICT,
    S_GSSAPISTORE, S_GSSAPIKEXALGS, S_PASSWORDAUTH, S_KBDINTERACTIVE, S_PRINTMOTD, S_PRINTLASTLOG,
    S_X11FORWARDING, S_X11USELOCALHOST, S_PERMITTTY, S_PERMITUSERRC, S_STRICTMODES, S_TCPKEEPALIVE,
    S_PERMITEMPTYPASSWORDS, S_COMPRESSION, S_GATEWAYPORTS, S_USEDNS, S_ALLOWTCPFORWARDING,
    S_ALLOWAGENTFORWARDING, S_DISABLEFORWARDING, S_ALLOWSTREAMLOCAL, S_STREAMLOCALUNLINK,
    S_FINGERPRINTHASH, S_EXPOSEAUTHINFO, S_PIDFILE, S_MODULIFILE, S_XAUTHLOCATION, S_CIPHERS,
    S_MACS,
    S_BANNER, S_FORCECOMMAND, S_CHROOTDIRECTORY, S_TRUSTEDUSERCAKEYS, S_REVOKEDKEYS, S_SKPROVIDER,
    S_PRINCIPALSFILE, S_VERSIONADDENDUM, S_KEYSCOMMAND, S_KEYSCOMMANDUSER, S_PRINCIPALSCOMMAND,
    S_PRINCIPALSCOMMANDUSER, S_HOSTKEYAGENT, S_KEXALGORITHMS, S_CASIGNATUREALGS, S_HOSTBASEDALGS,
    S_HOSTKEYALGS, S_PUBKEYALGS, S_LOGLEVEL, S_SYSLOGFACILITY, S_AUTHORIZEDKEYSFILE, S_HOSTKEY,
    S_HOSTCERTIFICATE, S_ALLOWUSERS, S_DENYUSERS, S_ALLOWGROUPS, S_DENYGROUPS, S_ACCEPTENV,
    S_SETENV,
    S_SUBSYSTEM, S_AUTHMETHODS, S_LOGVERBOSE, S_CHANNELTIMEOUT, S_MAXSTARTUPS, S_PERSOURCEMAX,
    S_PERSOURCEBLOCK, S_PERMITTUNNEL, S_IPQOS, S_REKEYLIMIT, S_REKEYTIME, S_PERMITOPEN,
    S_PERMITLISTEN,
    S_PERMITUSERENV, S_PUBKEYOPTIONS, S_DEBIANBANNER, S_PENALTIES, S_PENALTYEXEMPT, S_PAMSERVICE,
    S_REFUSECONNECTION, S_SESSIONPATH, S_AUTHPATH, S_COUNT,
    S_NONE = S_COUNT                /* keywords that set nothing */
};

/* How several settings of one slot become one value. */
enum sshd_merge {
    MERGE_FIRST,
    MERGE_LAST,             /* a few keywords that sshd overwrites */
    MERGE_FIRST_OR_NONE,    /* the first, unless a later one says "none" */
    MERGE_APPEND
};

/* How a slot's items become a value for rules. */
enum sshd_shape {
    SHAPE_TEXT,     /* one TEXT */
    SHAPE_INT,      /* one INT; TEXT when it is a word such as "none" */
    SHAPE_LIST,     /* LIST of TEXT */
    SHAPE_INTS,     /* LIST of INT */
    SHAPE_COMMA,    /* one item, comma-separated: LIST of TEXT */
    SHAPE_HIDDEN    /* printed as a part of another slot */
};

/* What is special about a keyword. */
enum {
    K_MATCH = 1,            /* may stand in a Match block */
    K_DEPRECATED = 2,       /* sets nothing; sshd warns */
    K_UNSUPPORTED = 4,      /* likewise */
    K_IGNORED = 8,          /* sets nothing, in silence */
    K_DEBIAN = 16,          /* known to Debian's builds only */
    K_MATCH_905 = 32        /* may stand in a Match block from 9.5 on */
};

typedef struct sshd_item {
    tnk_str text;               /* as sshd prints it; NUL-ended */
    tnk_span at;
} sshd_item;

typedef struct sshd_line sshd_line;

typedef struct sshd_choice {
    const char *word, *prints;
} sshd_choice;

typedef struct sshd_keyword {
    const char *name;           /* lower case */
    uint8_t slot, flags;        /* enum sshd_slot, K_* */
    uint16_t since;             /* OpenSSH release that brought it: 902 is 9.2; 0: always there */
    bool (*parse)(sshd_line *); /* NULL for keywords that set nothing and for Match and Include */
    const sshd_choice *choices; /* for parse_choice */
} sshd_keyword;

typedef struct sshd_slot_info {
    const char *name;           /* as `sshd -T` prints it; NULL when hidden */
    uint8_t merge, shape;
    const char *def;            /* default of 9.2p1 as Debian 12 builds it; NULL: an empty list */
} sshd_slot_info;

typedef struct sshd_setting {
    struct sshd_setting *next;
    uint32_t slot, region;
    const sshd_item *items;
    size_t n;
    tnk_span key, at;           /* the keyword; from its first to its last argument */
    const tnk_value *built;     /* emit.c: the value, once made */
} sshd_setting;

typedef struct sshd_criterion {
    struct sshd_criterion *next;
    uint32_t attribute;         /* enum sshd_attribute */
    tnk_str pattern;
    tnk_span at;
} sshd_criterion;

enum sshd_attribute {
    A_ALL, A_USER, A_GROUP, A_HOST, A_ADDRESS, A_LOCALADDRESS, A_LOCALPORT, A_RDOMAIN,
    A_INVALIDUSER,
    A_VERSION, A_COUNT
};

typedef struct sshd_region {
    uint32_t outer;                     /* 0: stands in no Match block */
    const sshd_criterion *criteria;     /* all must hold */
    tnk_span at;
    tnk_str label;                      /* "User bob Address 10.0.0.0/8" */
    bool never;                         /* the Match line is wrong: nothing matches */
} sshd_region;

/* A connection, as `sshd -C` describes it. ptr NULL and lport 0: not said, and matches nothing. */
typedef struct sshd_connection {
    tnk_str user, host, addr, laddr, rdomain;
    int lport;
    const tnk_str *groups;      /* of the user */
    size_t n_groups;
} sshd_connection;

typedef struct sshd_conf {
    const tnk_host *h;
    tnk_run *run;
    int version;                /* 902 */
    bool debian;                /* with Debian's patches */
    bool assumed;               /* the target does not say which version it runs */
    bool has_root;
    tnk_str root;               /* where "/" is: "" or "some/dir/"; only with has_root */
    tnk_str dir;                /* of the main file: "" or "a/b/" */

    sshd_setting *first, **last;
    sshd_region *regions;       /* [0] is the global one */
    size_t n_regions;
    size_t items[S_COUNT];      /* of appending slots */
    tnk_str subsystems[SSHD_MAX_SUBSYSTEMS];
    size_t n_subsystems;
    size_t bytes, files, steps;
    size_t rejected;            /* lines sshd would refuse */
    tnk_span reject_at;         /* the first of them */
    bool full, limit_said;      /* out of memory; a limit was reported */
    bool methods_set;           /* AuthenticationMethods is set globally */
    int startups_rate;          /* of the last MaxStartups; 0: none yet */
    const tnk_value *defaults[S_COUNT];     /* emit.c: made once */
    const tnk_value *factor, *policy;
    tnk_span home;              /* the beginning of the main file: the place of what no line sets */
} sshd_conf;

/* One line while it is parsed. */
struct sshd_line {
    sshd_conf *conf;
    const sshd_keyword *kw;
    tnk_str word;               /* the keyword as written */
    tnk_span key, at;           /* the keyword; the whole line without its margins */
    tnk_str rest;               /* raw text after the keyword; NUL-ended */
    uint32_t rest_off;          /* its offset in the file */
    const sshd_item *args;      /* split and unquoted */
    size_t n, next;
    uint32_t region;
};

/* -- lex.c ------------------------------------------------------------------------------------- */
/* The keyword of one line (without its newline) and its arguments. 1: a line to look at; 0:
 * nothing on it; -1: rejected, which was reported. file and off say where text stands. */
int sshd_lex(sshd_conf *, tnk_str text, uint32_t file, uint32_t off, sshd_line *ret);
/* The next word of rest[*pos..], split as the words of a keyword or a Match line: at blanks or
 * one "=". 1 a word, 0 the end, -1 an open quote. */
int sshd_word(sshd_conf *, const sshd_line *, size_t *pos, sshd_item *ret);

/* -- keywords.c, defaults.c -------------------------------------------------------------------- */
const sshd_keyword *sshd_find(tnk_str word);        /* case-free; NULL: no such keyword */
extern const sshd_slot_info sshd_slots[S_COUNT];
/* The default of a slot for the version at hand; NULL: an empty list. Not there at all:
 * *ret_known false. */
const char *sshd_default(const sshd_conf *, uint32_t slot, bool *ret_known);

/* -- values.c, words.c, paths.c: one function a kind of argument. True, or the line was rejected */
bool sshd_parse_choice(sshd_line *);
bool sshd_parse_tunnel(sshd_line *);
bool sshd_parse_userenv(sshd_line *);
bool sshd_parse_int(sshd_line *);
bool sshd_parse_int_or_none(sshd_line *);
bool sshd_parse_time(sshd_line *);
bool sshd_parse_time_or_none(sshd_line *);
bool sshd_parse_startups(sshd_line *);
bool sshd_parse_netblock(sshd_line *);
bool sshd_parse_rekey(sshd_line *);
bool sshd_parse_ipqos(sshd_line *);
bool sshd_parse_mask(sshd_line *);
bool sshd_parse_port(sshd_line *);
bool sshd_parse_listen(sshd_line *);
bool sshd_parse_permit(sshd_line *);
bool sshd_parse_path(sshd_line *);
bool sshd_parse_tilde(sshd_line *);
bool sshd_parse_keyfiles(sshd_line *);
bool sshd_parse_text(sshd_line *);
bool sshd_parse_agent(sshd_line *);
bool sshd_parse_provider(sshd_line *);
bool sshd_parse_rest(sshd_line *);
bool sshd_parse_command(sshd_line *);
bool sshd_parse_subsystem(sshd_line *);
bool sshd_parse_people(sshd_line *);
bool sshd_parse_acceptenv(sshd_line *);
bool sshd_parse_setenv(sshd_line *);
bool sshd_parse_methods(sshd_line *);
bool sshd_parse_options(sshd_line *);
bool sshd_parse_verbose(sshd_line *);
bool sshd_parse_channels(sshd_line *);
bool sshd_parse_words(sshd_line *);
bool sshd_parse_algorithms(sshd_line *);
bool sshd_parse_gss(sshd_line *);
bool sshd_parse_rdomain(sshd_line *);

/* Next argument; NULL at the end. */
const sshd_item *sshd_arg(sshd_line *);
/* Next argument; without one, or with an empty one, the line is rejected and NULL comes back. */
const sshd_item *sshd_need(sshd_line *);
/* Reject for a bad argument. Always false, so that a parser can return it. */
bool sshd_bad(sshd_line *, tnk_str arg);
bool sshd_set(sshd_line *, uint32_t slot, const sshd_item *items, size_t n);
bool sshd_set_text(sshd_line *, uint32_t slot, tnk_str text, tnk_span at);
/* A port number or the name of a common service; -1: neither. */
int sshd_port(const char *text);
/* Seconds of "1h30m"; -1: not a time. */
int64_t sshd_seconds(const char *text);

/* -- algorithms.c ------------------------------------------------------------------------------ */
/* The list that a value with +, - or ^ stands for. NULL ptr: sshd refuses it. */
tnk_str sshd_assemble(sshd_conf *, uint32_t slot, tnk_str value);

/* -- pattern.c --------------------------------------------------------------------------------- */
bool sshd_glob(sshd_conf *, tnk_str text, tnk_str pattern, bool fold);
/* 1 matches, 0 does not, -1 a "!pattern" does. */
int sshd_list_match(sshd_conf *, tnk_str text, tnk_str patterns, bool fold);
/* The same for addresses and networks; text.ptr NULL only checks. -2: the list is wrong. */
int sshd_address_match(sshd_conf *, tnk_str text, tnk_str patterns);

/* -- match.c ----------------------------------------------------------------------------------- */
/* Parse the criteria of a Match line. False: rejected, which was reported. */
bool sshd_match_parse(sshd_line *, sshd_region *ret);
const char *sshd_attribute_name(uint32_t attribute);
/* Which regions a connection is in: active[r] for each region; [0] is left alone. */
void sshd_active(sshd_conf *, const sshd_connection *, bool *active);
/* Which regions every connection is in that satisfies `region` and nothing more than that says. */
void sshd_active_with(sshd_conf *, uint32_t region, bool *active);

/* -- config.c ---------------------------------------------------------------------------------- */
/* Read the files as one configuration, Include and all. */
void sshd_read(sshd_conf *, const tnk_file *files, size_t n);
void sshd_reject(sshd_conf *, tnk_span, const char *why, const tnk_str *args, size_t n);
void sshd_limit(sshd_conf *, tnk_span, const char *what);
void *sshd_alloc(sshd_conf *, size_t n);
tnk_str sshd_copy(sshd_conf *, const char *ptr, size_t len);    /* NUL-ended */
/* A path of the machine ("/etc/pam.d/sshd") as host->read and host->glob want it. */
tnk_str sshd_path(sshd_conf *, const char *ptr, size_t len);

/* -- eval.c ------------------------------------------------------------------------------------ */
typedef struct sshd_effective {
    /* What set it (of a list: the first); NULL: the default holds. */
    const sshd_setting *slot[S_COUNT];
    const bool *active;
} sshd_effective;

/* Values under the given regions; active NULL: global only. */
void sshd_evaluate(sshd_conf *, const bool *active, sshd_effective *ret);
/* The items of a slot, defaults and derived ones (ListenAddress) included. known false: this
 * version has no such setting. */
const sshd_item *sshd_items(sshd_conf *, const sshd_effective *, uint32_t slot, size_t *n,
                            bool *known);
/* What sshd checks after reading: combinations it refuses to start with. */
void sshd_check(sshd_conf *);

/* -- version.c, pam.c, sysconfig.c, emit.c ----------------------------------------------------- */
void sshd_detect(sshd_conf *);
const tnk_value *sshd_second_factor(sshd_conf *, tnk_span at);
/* What /etc/sysconfig/sshd puts in the place of the system's crypto policy: a text, or null. */
const tnk_value *sshd_crypto_policy(sshd_conf *, tnk_span at);
/* The resources: the global context, one a Match block, and root's where it is a case of its
 * own. */
void sshd_emit(sshd_conf *);
/* The modes of its files, as resources of their own. */
void sshd_emit_modes(sshd_conf *);

#define tr(conf, msg) ((conf)->h->tr((conf)->run, msg))
#define N_(msg) msg     /* for texts that are translated where they are shown */
#define SSHD_S(text) ((tnk_str){ text, strlen(text) })

#endif
