/* SPDX-License-Identifier: Apache-2.0
 * What holds when nothing is set. The base is `sshd -T` of OpenSSH 9.2p1 as Debian 12 builds it;
 * Debian's patches in it: the GSSAPI key exchange lines, IPQoS "lowdelay throughput" (upstream:
 * "af21 cs1"), the name sntrup761x25519-sha512 without a domain in KexAlgorithms, and
 * DebianBanner. Other releases differ by the second table, taken from their release notes. */
#include <string.h>

#include "sshd.h"

#define CERTS "ssh-ed25519-cert-v01@openssh.com,ecdsa-sha2-nistp256-cert-v01@openssh.com," \
    "ecdsa-sha2-nistp384-cert-v01@openssh.com,ecdsa-sha2-nistp521-cert-v01@openssh.com," \
    "sk-ssh-ed25519-cert-v01@openssh.com,sk-ecdsa-sha2-nistp256-cert-v01@openssh.com," \
    "rsa-sha2-512-cert-v01@openssh.com,rsa-sha2-256-cert-v01@openssh.com"
#define SIGNATURES "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521," \
    "sk-ssh-ed25519@openssh.com,sk-ecdsa-sha2-nistp256@openssh.com,rsa-sha2-512,rsa-sha2-256"
#define KEYS CERTS "," SIGNATURES
#define OLD_KEYS CERTS ",ssh-rsa-cert-v01@openssh.com," SIGNATURES ",ssh-rsa"
#define CURVES "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256," \
    "ecdh-sha2-nistp384,ecdh-sha2-nistp521"
#define GROUPS "diffie-hellman-group-exchange-sha256,diffie-hellman-group16-sha512," \
    "diffie-hellman-group18-sha512,diffie-hellman-group14-sha256"
#define PRIME "sntrup761x25519-sha512@openssh.com"
#define PRIMES "sntrup761x25519-sha512," PRIME
#define LATTICE "mlkem768x25519-sha256"
#define CTR "aes128-ctr,aes192-ctr,aes256-ctr"
#define GCM "aes128-gcm@openssh.com,aes256-gcm@openssh.com"
#define CHACHA "chacha20-poly1305@openssh.com"

#define TEXT(name, def) { name, MERGE_FIRST, SHAPE_TEXT, def }
#define INT(name, def) { name, MERGE_FIRST, SHAPE_INT, def }
#define COMMA(name, def) { name, MERGE_FIRST, SHAPE_COMMA, def }
#define LIST(name, def) { name, MERGE_FIRST, SHAPE_LIST, def }
#define ADD(name, def) { name, MERGE_APPEND, SHAPE_LIST, def }
#define LAST(name, def) { name, MERGE_LAST, SHAPE_TEXT, def }

const sshd_slot_info sshd_slots[S_COUNT] = {
    [S_PORT] = { "port", MERGE_APPEND, SHAPE_INTS, "22" },
    [S_ADDRESSFAMILY] = TEXT("addressfamily", "any"),
    [S_LISTENADDRESS] = ADD("listenaddress", NULL),
    [S_USEPAM] = TEXT("usepam", "no"),
    [S_LOGINGRACETIME] = INT("logingracetime", "120"),
    [S_X11DISPLAYOFFSET] = INT("x11displayoffset", "10"),
    [S_MAXAUTHTRIES] = INT("maxauthtries", "6"),
    [S_MAXSESSIONS] = INT("maxsessions", "10"),
    [S_CLIENTALIVEINTERVAL] = INT("clientaliveinterval", "0"),
    [S_CLIENTALIVECOUNTMAX] = INT("clientalivecountmax", "3"),
    [S_REQUIREDRSASIZE] = INT("requiredrsasize", "1024"),
    [S_STREAMLOCALBINDMASK] = LAST("streamlocalbindmask", "0177"),
    [S_UNUSEDCONNECTIONTIMEOUT] =
        { "unusedconnectiontimeout", MERGE_FIRST_OR_NONE, SHAPE_INT, "none" },
    [S_PERMITROOTLOGIN] = TEXT("permitrootlogin", "without-password"),
    [S_IGNORERHOSTS] = TEXT("ignorerhosts", "yes"),
    [S_IGNOREUSERKNOWNHOSTS] = TEXT("ignoreuserknownhosts", "no"),
    [S_HOSTBASEDAUTH] = TEXT("hostbasedauthentication", "no"),
    [S_HOSTBASEDNAME] = TEXT("hostbasedusesnamefrompacketonly", "no"),
    [S_PUBKEYAUTH] = TEXT("pubkeyauthentication", "yes"),
    [S_KERBEROSAUTH] = TEXT("kerberosauthentication", "no"),
    [S_KERBEROSLOCAL] = TEXT("kerberosorlocalpasswd", "yes"),
    [S_KERBEROSCLEANUP] = TEXT("kerberosticketcleanup", "yes"),
    [S_GSSAPIAUTH] = TEXT("gssapiauthentication", "no"),
    [S_GSSAPICLEANUP] = TEXT("gssapicleanupcredentials", "yes"),
    [S_GSSAPIKEX] = TEXT("gssapikeyexchange", "no"),
    [S_GSSAPISTRICT] = TEXT("gssapistrictacceptorcheck", "yes"),
    [S_GSSAPISTORE] = TEXT("gssapistorecredentialsonrekey", "no"),
    [S_GSSAPIKEXALGS] = COMMA("gssapikexalgorithms", "gss-group14-sha256-,gss-group16-sha512-,"
        "gss-nistp256-sha256-,gss-curve25519-sha256-,gss-group14-sha1-,gss-gex-sha1-"),
    [S_PASSWORDAUTH] = TEXT("passwordauthentication", "yes"),
    [S_KBDINTERACTIVE] = TEXT("kbdinteractiveauthentication", "yes"),
    [S_PRINTMOTD] = TEXT("printmotd", "yes"),
    [S_PRINTLASTLOG] = TEXT("printlastlog", "yes"),
    [S_X11FORWARDING] = TEXT("x11forwarding", "no"),
    [S_X11USELOCALHOST] = TEXT("x11uselocalhost", "yes"),
    [S_PERMITTTY] = TEXT("permittty", "yes"),
    [S_PERMITUSERRC] = TEXT("permituserrc", "yes"),
    [S_STRICTMODES] = TEXT("strictmodes", "yes"),
    [S_TCPKEEPALIVE] = TEXT("tcpkeepalive", "yes"),
    [S_PERMITEMPTYPASSWORDS] = TEXT("permitemptypasswords", "no"),
    [S_COMPRESSION] = TEXT("compression", "yes"),
    [S_GATEWAYPORTS] = TEXT("gatewayports", "no"),
    [S_USEDNS] = TEXT("usedns", "no"),
    [S_ALLOWTCPFORWARDING] = TEXT("allowtcpforwarding", "yes"),
    [S_ALLOWAGENTFORWARDING] = TEXT("allowagentforwarding", "yes"),
    [S_DISABLEFORWARDING] = TEXT("disableforwarding", "no"),
    [S_ALLOWSTREAMLOCAL] = TEXT("allowstreamlocalforwarding", "yes"),
    [S_STREAMLOCALUNLINK] = TEXT("streamlocalbindunlink", "no"),
    [S_FINGERPRINTHASH] = LAST("fingerprinthash", "SHA256"),
    [S_EXPOSEAUTHINFO] = TEXT("exposeauthinfo", "no"),
    [S_PIDFILE] = TEXT("pidfile", "/run/sshd.pid"),
    [S_MODULIFILE] = TEXT("modulifile", "/etc/ssh/moduli"),
    [S_XAUTHLOCATION] = TEXT("xauthlocation", "/usr/bin/xauth"),
    [S_CIPHERS] = COMMA("ciphers", CHACHA "," CTR "," GCM),
    [S_MACS] = COMMA("macs", "umac-64-etm@openssh.com,umac-128-etm@openssh.com,"
        "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha1-etm@openssh.com,"
        "umac-64@openssh.com,umac-128@openssh.com,hmac-sha2-256,hmac-sha2-512,hmac-sha1"),
    [S_BANNER] = TEXT("banner", "none"),
    [S_FORCECOMMAND] = TEXT("forcecommand", "none"),
    [S_CHROOTDIRECTORY] = TEXT("chrootdirectory", "none"),
    [S_TRUSTEDUSERCAKEYS] = TEXT("trustedusercakeys", "none"),
    [S_REVOKEDKEYS] = TEXT("revokedkeys", "none"),
    [S_SKPROVIDER] = TEXT("securitykeyprovider", "internal"),
    [S_PRINCIPALSFILE] = TEXT("authorizedprincipalsfile", "none"),
    [S_VERSIONADDENDUM] = TEXT("versionaddendum", "none"),
    [S_KEYSCOMMAND] = TEXT("authorizedkeyscommand", "none"),
    [S_KEYSCOMMANDUSER] = TEXT("authorizedkeyscommanduser", "none"),
    [S_PRINCIPALSCOMMAND] = TEXT("authorizedprincipalscommand", "none"),
    [S_PRINCIPALSCOMMANDUSER] = TEXT("authorizedprincipalscommanduser", "none"),
    [S_HOSTKEYAGENT] = TEXT("hostkeyagent", "none"),
    [S_KEXALGORITHMS] = COMMA("kexalgorithms", PRIMES "," CURVES "," GROUPS),
    [S_CASIGNATUREALGS] = COMMA("casignaturealgorithms", SIGNATURES),
    [S_HOSTBASEDALGS] = COMMA("hostbasedacceptedalgorithms", KEYS),
    [S_HOSTKEYALGS] = COMMA("hostkeyalgorithms", KEYS),
    [S_PUBKEYALGS] = COMMA("pubkeyacceptedalgorithms", KEYS),
    [S_LOGLEVEL] = TEXT("loglevel", "INFO"),
    [S_SYSLOGFACILITY] = TEXT("syslogfacility", "AUTH"),
    [S_AUTHORIZEDKEYSFILE] =
        LIST("authorizedkeysfile", ".ssh/authorized_keys .ssh/authorized_keys2"),
    [S_HOSTKEY] = ADD("hostkey", "/etc/ssh/ssh_host_rsa_key /etc/ssh/ssh_host_ecdsa_key "
        "/etc/ssh/ssh_host_ed25519_key"),
    [S_HOSTCERTIFICATE] = ADD("hostcertificate", NULL),
    [S_ALLOWUSERS] = ADD("allowusers", NULL),
    [S_DENYUSERS] = ADD("denyusers", NULL),
    [S_ALLOWGROUPS] = ADD("allowgroups", NULL),
    [S_DENYGROUPS] = ADD("denygroups", NULL),
    [S_ACCEPTENV] = ADD("acceptenv", NULL),
    [S_SETENV] = LIST("setenv", NULL),
    [S_SUBSYSTEM] = ADD("subsystem", NULL),
    [S_AUTHMETHODS] = LIST("authenticationmethods", "any"),
    [S_LOGVERBOSE] = LIST("logverbose", NULL),
    [S_CHANNELTIMEOUT] = LIST("channeltimeout", NULL),
    [S_MAXSTARTUPS] = LAST("maxstartups", "10:30:100"),
    [S_PERSOURCEMAX] = { "persourcemaxstartups", MERGE_LAST, SHAPE_INT, "none" },
    [S_PERSOURCEBLOCK] = LAST("persourcenetblocksize", "32:128"),
    [S_PERMITTUNNEL] = TEXT("permittunnel", "no"),
    [S_IPQOS] = LAST("ipqos", "lowdelay throughput"),
    [S_REKEYLIMIT] = TEXT("rekeylimit", "0"),
    [S_REKEYTIME] = { NULL, MERGE_FIRST, SHAPE_HIDDEN, "0" },
    [S_PERMITOPEN] = LIST("permitopen", "any"),
    [S_PERMITLISTEN] = LIST("permitlisten", "any"),
    [S_PERMITUSERENV] = TEXT("permituserenvironment", "no"),
    [S_PUBKEYOPTIONS] = LIST("pubkeyauthoptions", "none"),
    [S_DEBIANBANNER] = TEXT("debianbanner", "yes"),
    [S_PENALTIES] = LIST("persourcepenalties", "crash:90 authfail:5 noauth:1 grace-exceeded:10 "
        "refuseconnection:10 max:600 min:15 max-sources4:65536 max-sources6:65536 "
        "overflow:permissive overflow6:permissive"),
    [S_PENALTYEXEMPT] = TEXT("persourcepenaltyexemptlist", "none"),
    [S_PAMSERVICE] = TEXT("pamservicename", "sshd"),
    [S_REFUSECONNECTION] = TEXT("refuseconnection", "no"),
    [S_SESSIONPATH] = TEXT("sshdsessionpath", "/usr/lib/openssh/sshd-session"),
    [S_AUTHPATH] = TEXT("sshdauthpath", "/usr/lib/openssh/sshd-auth"),
};

enum { ANY, PLAIN, DEBIAN };    /* whose build a row is about */

/* First row that holds: from <= version < until. def NULL: the release has no such setting. */
static const struct change {
    uint16_t slot, from, until;
    uint8_t build;
    const char *def;
} changes[] = {
    { S_REQUIREDRSASIZE, 0, 901, ANY, NULL },
    { S_CHANNELTIMEOUT, 0, 902, ANY, NULL },
    { S_UNUSEDCONNECTIONTIMEOUT, 0, 902, ANY, NULL },
    { S_LOGVERBOSE, 0, 805, ANY, NULL },
    { S_MODULIFILE, 0, 805, ANY, NULL },
    { S_PERSOURCEMAX, 0, 805, ANY, NULL },
    { S_PERSOURCEBLOCK, 0, 805, ANY, NULL },
    { S_PUBKEYOPTIONS, 0, 802, ANY, NULL },
    { S_SKPROVIDER, 0, 802, ANY, NULL },
    { S_PENALTIES, 0, 908, ANY, NULL },
    { S_PENALTYEXEMPT, 0, 908, ANY, NULL },
    { S_PAMSERVICE, 0, 908, ANY, NULL },
    { S_REFUSECONNECTION, 0, 909, ANY, NULL },
    { S_SESSIONPATH, 0, 908, ANY, NULL },
    { S_AUTHPATH, 0, 1000, ANY, NULL },
    { S_DEBIANBANNER, 0, UINT16_MAX, PLAIN, NULL },
    { S_CIPHERS, 1000, UINT16_MAX, ANY, CHACHA "," GCM "," CTR },
    { S_KEXALGORITHMS, 0, 802, ANY, CURVES "," GROUPS ",diffie-hellman-group14-sha1" },
    { S_KEXALGORITHMS, 802, 809, ANY, CURVES "," GROUPS },
    { S_KEXALGORITHMS, 809, 900, ANY, CURVES "," PRIME "," GROUPS },
    { S_KEXALGORITHMS, 900, 909, PLAIN, PRIME "," CURVES "," GROUPS },
    { S_KEXALGORITHMS, 909, 1000, ANY, PRIMES "," LATTICE "," CURVES "," GROUPS },
    { S_KEXALGORITHMS, 1000, UINT16_MAX, ANY, LATTICE "," PRIMES "," CURVES },
    { S_HOSTKEYALGS, 0, 808, ANY, OLD_KEYS },
    { S_PUBKEYALGS, 0, 808, ANY, OLD_KEYS },
    { S_HOSTBASEDALGS, 0, 808, ANY, OLD_KEYS },
    { S_CASIGNATUREALGS, 0, 802, ANY, SIGNATURES ",ssh-rsa" },
    { S_IPQOS, 1001, UINT16_MAX, PLAIN, "ef none" },
    { S_IPQOS, 0, 1001, PLAIN, "af21 cs1" },
};

const char *sshd_default(const sshd_conf *conf, uint32_t slot, bool *ret_known)
{
    *ret_known = true;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        const struct change *c = &changes[i];
        if (c->slot != slot || conf->version < c->from || conf->version >= c->until)
            continue;
        if (c->build != ANY && (c->build == DEBIAN) != conf->debian)
            continue;
        *ret_known = c->def != NULL;
        return c->def;
    }
    return sshd_slots[slot].def;
}
