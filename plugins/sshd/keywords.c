/* SPDX-License-Identifier: Apache-2.0
 * Every keyword of sshd_config from OpenSSH 8.0 to 10.x: what it sets, how its argument is read,
 * whether a Match block may hold it, and since when it exists. Aliases set the slot of their
 * newer name: the first line of any spelling wins. Two aliases surprise: DSAAuthentication
 * switches PubkeyAuthentication, and HostDSAKey adds a HostKey. */
#include <string.h>
#include <strings.h>

#include "sshd.h"

static const sshd_choice yes_no[] = { { "yes", "yes" }, { "no", "no" }, { NULL, NULL } };
static const sshd_choice families[] = {
    { "inet", "inet" }, { "inet6", "inet6" }, { "any", "any" }, { NULL, NULL }
};
static const sshd_choice root_login[] = {
    { "without-password", "without-password" }, { "prohibit-password", "without-password" },
    { "forced-commands-only", "forced-commands-only" }, { "yes", "yes" }, { "no", "no" }, { NULL,
      NULL }
};
static const sshd_choice rhosts[] = {
    { "yes", "yes" }, { "no", "no" }, { "shosts-only", "shosts-only" }, { NULL, NULL }
};
static const sshd_choice gateway[] = {
    { "clientspecified", "clientspecified" }, { "yes", "yes" }, { "no", "no" }, { NULL, NULL }
};
static const sshd_choice forwarding[] = {
    { "yes", "yes" }, { "all", "yes" }, { "no", "no" }, { "remote", "remote" }, { "local",
      "local" },
    { NULL, NULL }
};
static const sshd_choice compression[] = {
    { "yes", "yes" }, { "delayed", "yes" }, { "no", "no" }, { NULL, NULL }
};
static const sshd_choice levels[] = {
    { "silent", "SILENT" }, { "quiet", "SILENT" }, { "fatal", "FATAL" }, { "error", "ERROR" },
    { "info", "INFO" }, { "verbose", "VERBOSE" }, { "debug", "DEBUG" }, { "debug1", "DEBUG" },
    { "debug2", "DEBUG2" }, { "debug3", "DEBUG3" }, { NULL, NULL }
};
static const sshd_choice facilities[] = {
    { "daemon", "DAEMON" }, { "user", "USER" }, { "auth", "AUTH" }, { "authpriv", "AUTHPRIV" },
    { "local0", "LOCAL0" }, { "local1", "LOCAL1" }, { "local2", "LOCAL2" }, { "local3", "LOCAL3" },
    { "local4", "LOCAL4" }, { "local5", "LOCAL5" }, { "local6", "LOCAL6" }, { "local7", "LOCAL7" },
    { NULL, NULL }
};
static const sshd_choice hashes[] = {
    { "md5", "MD5" }, { "sha1", "SHA1" }, { "sha256", "SHA256" }, { "sha384", "SHA384" },
    { "sha512", "SHA512" }, { NULL, NULL }
};

#define FLAG(name, slot, flags) { name, slot, flags, 0, sshd_parse_choice, yes_no }
#define WORD(name, slot, flags, words) { name, slot, flags, 0, sshd_parse_choice, words }
#define GONE(name, flags) { name, S_NONE, flags, 0, NULL, NULL }
#define ARG(name, slot, flags, how) { name, slot, flags, 0, sshd_parse_##how, NULL }
#define NEW(name, slot, flags, since, how) { name, slot, flags, since, sshd_parse_##how, NULL }

/* Sorted by name: sshd_find() halves it. */
static const sshd_keyword keywords[] = {
    ARG("acceptenv", S_ACCEPTENV, K_MATCH, acceptenv),
    WORD("addressfamily", S_ADDRESSFAMILY, 0, families),
    GONE("afstokenpassing", K_UNSUPPORTED),
    FLAG("allowagentforwarding", S_ALLOWAGENTFORWARDING, K_MATCH),
    ARG("allowgroups", S_ALLOWGROUPS, K_MATCH, people),
    WORD("allowstreamlocalforwarding", S_ALLOWSTREAMLOCAL, K_MATCH, forwarding),
    WORD("allowtcpforwarding", S_ALLOWTCPFORWARDING, K_MATCH, forwarding),
    ARG("allowusers", S_ALLOWUSERS, K_MATCH, people),
    ARG("authenticationmethods", S_AUTHMETHODS, K_MATCH, methods),
    ARG("authorizedkeyscommand", S_KEYSCOMMAND, K_MATCH, command),
    ARG("authorizedkeyscommanduser", S_KEYSCOMMANDUSER, K_MATCH, text),
    ARG("authorizedkeysfile", S_AUTHORIZEDKEYSFILE, K_MATCH, keyfiles),
    GONE("authorizedkeysfile2", K_DEPRECATED | K_MATCH),
    ARG("authorizedprincipalscommand", S_PRINCIPALSCOMMAND, K_MATCH, command),
    ARG("authorizedprincipalscommanduser", S_PRINCIPALSCOMMANDUSER, K_MATCH, text),
    ARG("authorizedprincipalsfile", S_PRINCIPALSFILE, K_MATCH, tilde),
    ARG("banner", S_BANNER, K_MATCH, path),
    ARG("casignaturealgorithms", S_CASIGNATUREALGS, K_MATCH, algorithms),
    FLAG("challengeresponseauthentication", S_KBDINTERACTIVE, K_MATCH),
    NEW("channeltimeout", S_CHANNELTIMEOUT, K_MATCH, 902, channels),
    GONE("checkmail", K_DEPRECATED),
    ARG("chrootdirectory", S_CHROOTDIRECTORY, K_MATCH, text),
    ARG("ciphers", S_CIPHERS, 0, algorithms),
    ARG("clientalivecountmax", S_CLIENTALIVECOUNTMAX, K_MATCH, int),
    ARG("clientaliveinterval", S_CLIENTALIVEINTERVAL, K_MATCH, time),
    WORD("compression", S_COMPRESSION, 0, compression),
    FLAG("debianbanner", S_DEBIANBANNER, K_DEBIAN),
    ARG("denygroups", S_DENYGROUPS, K_MATCH, people),
    ARG("denyusers", S_DENYUSERS, K_MATCH, people),
    FLAG("disableforwarding", S_DISABLEFORWARDING, K_MATCH),
    FLAG("dsaauthentication", S_PUBKEYAUTH, 0),
    FLAG("exposeauthinfo", S_EXPOSEAUTHINFO, K_MATCH),
    WORD("fingerprinthash", S_FINGERPRINTHASH, 0, hashes),
    ARG("forcecommand", S_FORCECOMMAND, K_MATCH, rest),
    WORD("gatewayports", S_GATEWAYPORTS, K_MATCH, gateway),
    FLAG("gssapiauthentication", S_GSSAPIAUTH, K_MATCH),
    FLAG("gssapicleanupcredentials", S_GSSAPICLEANUP, 0),
    FLAG("gssapicleanupcreds", S_GSSAPICLEANUP, 0),
    ARG("gssapikexalgorithms", S_GSSAPIKEXALGS, 0, gss),
    FLAG("gssapikeyexchange", S_GSSAPIKEX, 0),
    FLAG("gssapistorecredentialsonrekey", S_GSSAPISTORE, 0),
    FLAG("gssapistrictacceptorcheck", S_GSSAPISTRICT, 0),
    GONE("gssapiusesessioncredcache", K_UNSUPPORTED),
    GONE("gssusesessionccache", K_UNSUPPORTED),
    ARG("hostbasedacceptedalgorithms", S_HOSTBASEDALGS, K_MATCH, algorithms),
    ARG("hostbasedacceptedkeytypes", S_HOSTBASEDALGS, K_MATCH, algorithms),
    FLAG("hostbasedauthentication", S_HOSTBASEDAUTH, K_MATCH),
    FLAG("hostbasedusesnamefrompacketonly", S_HOSTBASEDNAME, K_MATCH),
    ARG("hostcertificate", S_HOSTCERTIFICATE, 0, path),
    ARG("hostdsakey", S_HOSTKEY, 0, path),
    ARG("hostkey", S_HOSTKEY, 0, path),
    ARG("hostkeyagent", S_HOSTKEYAGENT, 0, agent),
    ARG("hostkeyalgorithms", S_HOSTKEYALGS, 0, algorithms),
    WORD("ignorerhosts", S_IGNORERHOSTS, K_MATCH, rhosts),
    FLAG("ignoreuserknownhosts", S_IGNOREUSERKNOWNHOSTS, 0),
    { "include", S_NONE, K_MATCH, 802, NULL, NULL },
    ARG("ipqos", S_IPQOS, K_MATCH, ipqos),
    FLAG("kbdinteractiveauthentication", S_KBDINTERACTIVE, K_MATCH),
    FLAG("keepalive", S_TCPKEEPALIVE, 0),
    FLAG("kerberosauthentication", S_KERBEROSAUTH, K_MATCH),
    GONE("kerberosgetafstoken", K_UNSUPPORTED),
    FLAG("kerberosorlocalpasswd", S_KERBEROSLOCAL, 0),
    GONE("kerberostgtpassing", K_UNSUPPORTED),
    FLAG("kerberosticketcleanup", S_KERBEROSCLEANUP, 0),
    ARG("kexalgorithms", S_KEXALGORITHMS, 0, algorithms),
    GONE("keyregenerationinterval", K_DEPRECATED),
    ARG("listenaddress", S_LISTENADDRESS, 0, listen),
    ARG("logingracetime", S_LOGINGRACETIME, 0, time),
    WORD("loglevel", S_LOGLEVEL, K_MATCH, levels),
    NEW("logverbose", S_LOGVERBOSE, K_MATCH, 805, verbose),
    ARG("macs", S_MACS, 0, algorithms),
    GONE("match", K_MATCH),
    ARG("maxauthtries", S_MAXAUTHTRIES, K_MATCH, int),
    ARG("maxsessions", S_MAXSESSIONS, K_MATCH, int),
    ARG("maxstartups", S_MAXSTARTUPS, 0, startups),
    NEW("modulifile", S_MODULIFILE, 0, 805, path),
    GONE("pamauthenticationviakbdint", K_DEPRECATED),
    NEW("pamservicename", S_PAMSERVICE, K_MATCH, 908, text),
    FLAG("passwordauthentication", S_PASSWORDAUTH, K_MATCH),
    GONE("permitblacklistedkeys", K_UNSUPPORTED),
    FLAG("permitemptypasswords", S_PERMITEMPTYPASSWORDS, K_MATCH),
    ARG("permitlisten", S_PERMITLISTEN, K_MATCH, permit),
    ARG("permitopen", S_PERMITOPEN, K_MATCH, permit),
    WORD("permitrootlogin", S_PERMITROOTLOGIN, K_MATCH, root_login),
    FLAG("permittty", S_PERMITTTY, K_MATCH),
    ARG("permittunnel", S_PERMITTUNNEL, K_MATCH, tunnel),
    ARG("permituserenvironment", S_PERMITUSERENV, 0, userenv),
    FLAG("permituserrc", S_PERMITUSERRC, K_MATCH),
    NEW("persourcemaxstartups", S_PERSOURCEMAX, 0, 805, int_or_none),
    NEW("persourcenetblocksize", S_PERSOURCEBLOCK, 0, 805, netblock),
    NEW("persourcepenalties", S_PENALTIES, 0, 908, words),
    NEW("persourcepenaltyexemptlist", S_PENALTYEXEMPT, 0, 908, text),
    ARG("pidfile", S_PIDFILE, 0, path),
    ARG("port", S_PORT, 0, port),
    FLAG("printlastlog", S_PRINTLASTLOG, 0),
    FLAG("printmotd", S_PRINTMOTD, 0),
    GONE("protocol", K_IGNORED),
    ARG("pubkeyacceptedalgorithms", S_PUBKEYALGS, K_MATCH, algorithms),
    ARG("pubkeyacceptedkeytypes", S_PUBKEYALGS, K_MATCH, algorithms),
    FLAG("pubkeyauthentication", S_PUBKEYAUTH, K_MATCH),
    NEW("pubkeyauthoptions", S_PUBKEYOPTIONS, K_MATCH, 802, options),
    ARG("rdomain", S_NONE, K_MATCH, rdomain),
    { "refuseconnection", S_REFUSECONNECTION, K_MATCH, 909, sshd_parse_choice, yes_no },
    ARG("rekeylimit", S_REKEYLIMIT, K_MATCH, rekey),
    NEW("requiredrsasize", S_REQUIREDRSASIZE, K_MATCH, 901, int),
    GONE("reversemappingcheck", K_DEPRECATED),
    ARG("revokedkeys", S_REVOKEDKEYS, K_MATCH, path),
    GONE("rhostsauthentication", K_DEPRECATED),
    GONE("rhostsrsaauthentication", K_DEPRECATED | K_MATCH),
    GONE("rsaauthentication", K_DEPRECATED | K_MATCH),
    NEW("securitykeyprovider", S_SKPROVIDER, 0, 802, provider),
    GONE("serverkeybits", K_DEPRECATED),
    ARG("setenv", S_SETENV, K_MATCH, setenv),
    FLAG("skeyauthentication", S_KBDINTERACTIVE, K_MATCH),
    NEW("sshdauthpath", S_AUTHPATH, 0, 1000, path),
    NEW("sshdsessionpath", S_SESSIONPATH, 0, 908, path),
    ARG("streamlocalbindmask", S_STREAMLOCALBINDMASK, K_MATCH, mask),
    FLAG("streamlocalbindunlink", S_STREAMLOCALUNLINK, K_MATCH),
    FLAG("strictmodes", S_STRICTMODES, 0),
    ARG("subsystem", S_SUBSYSTEM, K_MATCH_905, subsystem),
    WORD("syslogfacility", S_SYSLOGFACILITY, 0, facilities),
    FLAG("tcpkeepalive", S_TCPKEEPALIVE, 0),
    ARG("trustedusercakeys", S_TRUSTEDUSERCAKEYS, K_MATCH, path),
    NEW("unusedconnectiontimeout", S_UNUSEDCONNECTIONTIMEOUT, K_MATCH, 902, time_or_none),
    FLAG("usedns", S_USEDNS, 0),
    GONE("uselogin", K_DEPRECATED),
    FLAG("usepam", S_USEPAM, 0),
    GONE("useprivilegeseparation", K_DEPRECATED),
    GONE("verifyreversemapping", K_DEPRECATED),
    ARG("versionaddendum", S_VERSIONADDENDUM, 0, rest),
    ARG("x11displayoffset", S_X11DISPLAYOFFSET, K_MATCH, int),
    FLAG("x11forwarding", S_X11FORWARDING, K_MATCH),
    FLAG("x11uselocalhost", S_X11USELOCALHOST, K_MATCH),
    ARG("xauthlocation", S_XAUTHLOCATION, 0, path),
};

const sshd_keyword *sshd_find(tnk_str word)
{
    size_t lo = 0, hi = sizeof keywords / sizeof *keywords;
    if (memchr(word.ptr, '\0', word.len) != NULL)
        return NULL;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const char *name = keywords[mid].name;
        int order = strncasecmp(word.ptr, name, word.len);
        if (order == 0 && name[word.len] == '\0')
            return &keywords[mid];
        if (order > 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}
