/* SPDX-License-Identifier: Apache-2.0
 * See generate.h. Lines are put together from a table of keywords with values good and bad,
 * written in all the ways sshd reads; blocks and included files are strewn in. About one file in
 * five holds an error. */
#include "generate.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const struct keyword {
    const char *name;
    bool match;             /* may stand in a Match block */
    const char *values[8];  /* NULL-ended; good ones */
    const char *bad;
} keywords[] = {
    { "PermitRootLogin", true, { "yes", "no", "prohibit-password", "forced-commands-only", "NO" },
      "maybe" },
    { "PasswordAuthentication", true, { "yes", "no", "Yes" }, "true" },
    { "KbdInteractiveAuthentication", true, { "yes", "no" }, "1" },
    { "ChallengeResponseAuthentication", true, { "yes", "no" }, "x" },
    { "PubkeyAuthentication", true, { "yes", "yes", "no" }, "y" },
    { "DSAAuthentication", false, { "yes" }, "rsa" },
    { "X11Forwarding", true, { "yes", "no" }, "on" },
    { "MaxAuthTries", true, { "1", "2", "03", "6", "\"4\"" }, "six" },
    { "MaxSessions", true, { "0", "10", "+5" }, "-1" },
    { "LoginGraceTime", false, { "0", "30", "2m", "1h30m", "'1m 5'" }, "1y" },
    { "ClientAliveInterval", true, { "0", "300", "5m", "1d" }, "5 m" },
    { "ClientAliveCountMax", true, { "0", "3" }, "" },
    { "AllowUsers", true, { "alice", "bob carol", "*@10.0.0.0/8 bob", "b*" }, "a@1.2.3.4/8" },
    { "DenyUsers", true, { "mallory", "eve m*" }, "\"\"" },
    { "AllowGroups", true, { "dev", "ops sftp-only" }, "\"\" x" },
    { "DenyGroups", true, { "x y" }, "\"" },
    { "AcceptEnv", true, { "LANG LC_*", "TZ" }, "A=1" },
    { "SetEnv", true, { "A=1", "A=1 B=2 A=3", "\"C=x y\"" }, "A" },
    { "Ciphers", false, { "aes256-ctr,aes128-ctr", "+3des-cbc", "-*ctr", "^aes128-cbc", "-a*,c*" },
      "rc4" },
    { "MACs", false, { "hmac-sha2-512", "-*sha1*,umac*", "+hmac-md5", "^hmac-sha2-256" }, "md5" },
    { "KexAlgorithms", false, { "curve25519-sha256", "-diffie*", "+diffie-hellman-group1-sha1" },
      "dh" },
    { "HostKeyAlgorithms", false, { "ssh-*", "+ssh-rsa", "-*nistp*", "^rsa-sha2-512" }, "zz" },
    { "PubkeyAcceptedAlgorithms", true, { "ssh-ed25519", "+ssh-rsa", "-*cert*", "^ssh-dss" },
      "+none" },
    { "CASignatureAlgorithms", true, { "-rsa*", "ssh-ed25519", "+ssh-rsa" }, "x" },
    { "Port", false, { "22", "2222", "ssh" }, "0" },
    { "ListenAddress", false, { "10.0.0.1", "[::1]:99", "1.2.3.4:23", "::1", "10.1" },
      "1.2.3.4:x" },
    { "AddressFamily", false, { "any" }, "ipv4" },
    { "Banner", true, { "none", "/etc/issue", "\"/etc/my issue\"", "issue", "NONE" }, "" },
    { "ForceCommand", true, { "none", "internal-sftp", "\"a b\" # c", "x  y" }, "'" },
    { "ChrootDirectory", true, { "none", "/srv/%u", "NoNe" }, "a b" },
    { "AuthorizedKeysFile", true, { ".ssh/k", "~/k /etc/%u none", "none" }, "\"\"" },
    { "AuthenticationMethods", true, { "publickey", "publickey,password publickey" }, "pubkey" },
    { "PermitOpen", true, { "any", "none", "a:1 b:*", "[::1]:22" }, "a" },
    { "PermitListen", true, { "any", "80 localhost:8080", "*:1" }, "a:b" },
    { "RekeyLimit", true, { "default none", "1G 1h", "512M", "1.5K" }, "15" },
    { "IPQoS", true, { "af21 cs1", "ef", "none 0x63", "lowdelay" }, "af99" },
    { "StreamLocalBindMask", true, { "0177", "022", "7" }, "9" },
    { "MaxStartups", false, { "10:30:60", "5", "3:1:100" }, "10:30" },
    { "PerSourceMaxStartups", false, { "none", "3" }, "x" },
    { "PerSourceNetBlockSize", false, { "24", "16:64" }, "33" },
    { "PermitTunnel", true, { "no", "yes", "ethernet" }, "YES" },
    { "GatewayPorts", true, { "yes", "no", "clientspecified" }, "all" },
    { "AllowTcpForwarding", true, { "yes", "no", "all", "local", "remote" }, "none" },
    { "LogLevel", true, { "INFO", "verbose", "DEBUG2", "quiet" }, "5" },
    { "SyslogFacility", false, { "auth", "LOCAL3" }, "kern" },
    { "PubkeyAuthOptions", true, { "none", "touch-required", "verify-required touch-required" },
      "pin" },
    { "PermitUserEnvironment", false, { "yes", "no", "A*,B", "NO" }, "a b" },
    { "ChannelTimeout", true, { "session:*=5m", "x=1 y=2h", "none" }, "x" },
    { "UnusedConnectionTimeout", true, { "none", "1h" }, "z" },
    { "LogVerbose", true, { "kex.c:*:1000", "none", "a b" }, "a none" },
    { "RequiredRSASize", true, { "2048", "3072" }, "big" },
    { "UsePAM", false, { "yes", "no" }, "pam" },
    { "Subsystem", false, { "sftp internal-sftp -l INFO" }, "sftp" },
    { "VersionAddendum", false, { "none", "a  b # c" }, "" },
    { "IgnoreRhosts", true, { "yes", "no", "shosts-only" }, "x" },
    { "Compression", false, { "yes", "no", "delayed" }, "zlib" },
    { "FingerprintHash", false, { "md5", "SHA512" }, "crc" },
    { "UseLogin", false, { "yes" }, NULL },
    { "RhostsRSAAuthentication", true, { "no" }, NULL },
    { "Protocol", false, { "2", "1,2" }, NULL },
    { "NoSuchKeyword", true, { NULL }, "x" },
};

static const char *const criteria[] = {
    "User bob", "User b*", "User *,!bob", "User !bob", "User alice,carol", "User=bob",
    "\"User\" root",
    "Group dev", "Group ops,root", "Group *,!dev", "Host *.example.org", "Host H.EXAMPLE.ORG",
    "Address 10.0.0.0/8", "Address 10.1.2.3", "Address *,!10.0.0.0/8",
    "Address 2001:db8::/32,127.0.0.1",
    "LocalAddress 192.168.0.0/16", "LocalPort 22", "LocalPort 2222", "User bob Group ops",
    "Group dev Address 10.0.0.0/8", "RDomain *", "all",
};
static const char *const bad_criteria[] = { "User", "Weekday monday", "Address 10.0.0.1/8",
                                            "User a all" };

enum { COUNT = sizeof keywords / sizeof *keywords };

typedef struct writer {
    FILE *f;
    uint64_t state;
    const char *dir;
    int files;              /* included ones so far */
    bool wrong;             /* this case is to hold errors */
} writer;

static uint32_t pick(writer *w, uint32_t n)
{
    w->state ^= w->state << 13;
    w->state ^= w->state >> 7;
    w->state ^= w->state << 17;
    return (uint32_t)(w->state >> 33) % n;
}

static void put_name(writer *w, const char *name)
{
    uint32_t how = pick(w, 8);
    if (how == 0)
        fputc('"', w->f);
    for (const char *p = name; *p != '\0'; p++)
        fputc(how == 1   ? toupper((unsigned char)*p)
              : how == 2 ? tolower((unsigned char)*p)
                         : *p,
              w->f);
    if (how == 0)
        fputc('"', w->f);
}

static void put_line(writer *w, const char *name, const char *value)
{
    static const char *const before[] = { "", "", "", "\t", "    ", " \t" };
    static const char *const between[] = { " ", " ", " ", "\t", "  ", "=", " = ", "= " };
    static const char *const after[] = { "\n", "\n", "\n", " \n", "\t\n", "\r\n", "\f\n", "\n\n" };
    fputs(before[pick(w, 6)], w->f);
    put_name(w, name);
    fprintf(w->f, "%s%s%s", between[pick(w, 8)], value, after[pick(w, 8)]);
}

static void put_keyword(writer *w, bool in_match)
{
    const struct keyword *k;
    uint32_t n = 0;
    do {
        k = &keywords[pick(w, COUNT)];
    } while ((in_match && !k->match && !(w->wrong && pick(w, 20) == 0)) ||
             (!w->wrong && k->values[0] == NULL));
    while (k->values[n] != NULL)
        n++;
    bool bad = w->wrong && pick(w, 12) == 0 && k->bad != NULL;
    put_line(w, k->name, bad || n == 0 ? (k->bad != NULL ? k->bad : "x") : k->values[pick(w, n)]);
}

static void put_noise(writer *w)
{
    static const char *const noise[] = { "# comment\n", "\n", "   \t\n", "#PermitRootLogin no\n",
                                         "\r\n" };
    fputs(noise[pick(w, 5)], w->f);
}

static void put_lines(writer *w, uint32_t n, bool in_match, int depth);

/* A file of its own and the Include line for it, now and then with a pattern. */
static void put_include(writer *w, bool in_match, int depth)
{
    char path[600], name[64];
    FILE *outer = w->f;
    int number = w->files++;
    snprintf(path, sizeof path, "%s/etc/ssh/part-%d.conf", w->dir, number);
    w->f = fopen(path, "w");
    if (w->f != NULL) {
        put_lines(w, 1 + pick(w, 5), in_match, depth + 1);
        fclose(w->f);
    }
    w->f = outer;
    snprintf(name, sizeof name, "%spart-%d%s", pick(w, 2) ? "/etc/ssh/" : "", number,
             pick(w, 3) ? ".conf" : ".c*");
    put_line(w, "Include", name);
}

static void put_match(writer *w)
{
    bool bad = w->wrong && pick(w, 10) == 0;
    put_line(w, "Match",
             bad ? bad_criteria[pick(w, 4)]
                 : criteria[pick(w, sizeof criteria / sizeof *criteria)]);
}

static void put_lines(writer *w, uint32_t n, bool in_match, int depth)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t what = pick(w, 16);
        if (what == 0)
            put_noise(w);
        else if (what == 1 && depth < 3 && w->files < 6)
            put_include(w, in_match, depth);
        else if (what <= 3 && i > n / 3)
            put_match(w), in_match = true;
        else
            put_keyword(w, in_match);
    }
}

static void make_folder(const char *dir, const char *name)
{
    char path[600];
    snprintf(path, sizeof path, "%s%s", dir, name);
    mkdir(path, 0755);
}

int generate_case(const char *dir, uint64_t seed)
{
    static const char *const contexts =
        "user=bob,host=h.example.org,addr=10.1.2.3,laddr=192.168.1.1,lport=22\n"
        "user=alice,host=a.example.com,addr=192.0.2.9,laddr=10.0.0.1,lport=2222,rdomain=blue\n"
        "user=root,host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport=22\n"
        "user=ghost,addr=2001:db8::5,lport=99\n";
    char path[600];
    writer w = { .state = seed * 0x9e3779b97f4a7c15u + 1, .dir = dir };
    make_folder(dir, "");
    make_folder(dir, "/etc");
    make_folder(dir, "/etc/ssh");
    w.wrong = pick(&w, 5) == 0;
    snprintf(path, sizeof path, "%s/etc/ssh/sshd_config", dir);
    if ((w.f = fopen(path, "w")) == NULL)
        return -1;
    put_lines(&w, 3 + pick(&w, 22), false, 0);
    fclose(w.f);
    snprintf(path, sizeof path, "%s/contexts", dir);
    if ((w.f = fopen(path, "w")) == NULL)
        return -1;
    fputs(contexts, w.f);
    return fclose(w.f);
}
