/* SPDX-License-Identifier: Apache-2.0
 * Language choice without depending on the locales a machine has; see i18n.h. */
#include "core/base/i18n.h"

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static tnk_lang current = TNK_LANG_EN;

void tnk_lang_set(tnk_lang lang, const char *localedir)
{
    current = lang;
    setlocale(LC_CTYPE, "C.UTF-8");
    if (lang == TNK_LANG_EN) {
        setlocale(LC_MESSAGES, "C"); /* glibc: the "C" locale is never translated */
        return;
    }
    setlocale(LC_MESSAGES, "C.UTF-8"); /* any other name lets LANGUAGE decide */
    setenv("LANGUAGE", "ja", 1);
    if (localedir != NULL)
        bindtextdomain("tenken", localedir);
    bind_textdomain_codeset("tenken", "UTF-8");
    (void)dgettext("tenken", "tenken"); /* opens and maps the catalogue now, while files may be opened */
}

tnk_lang tnk_lang_get(void)
{
    return current;
}

tnk_lang tnk_lang_parse(const char *name)
{
    if (name != NULL && strncmp(name, "ja", 2) == 0 && strchr("_.-@", name[2]) != NULL)
        return TNK_LANG_JA; /* strchr finds the ending NUL too, so plain "ja" is meant as well */
    return TNK_LANG_EN;
}

const char *tnk_errno_words(int code)
{
    static const struct { int code; const char *words; } known[] = {
        { EACCES, N_("Permission denied") },
        { EEXIST, N_("File exists") },
        { EIO, N_("Input/output error") },
        { EISDIR, N_("Is a directory") },
        { ELOOP, N_("Too many levels of symbolic links") },
        { EMFILE, N_("Too many open files") },
        { ENAMETOOLONG, N_("File name too long") },
        { ENOENT, N_("No such file or directory") },
        { ENOMEM, N_("Cannot allocate memory") },
        { ENOSPC, N_("No space left on device") },
        { ENOTDIR, N_("Not a directory") },
        { EPERM, N_("Operation not permitted") },
        { EPIPE, N_("Broken pipe") },
        { EROFS, N_("Read-only file system") },
        { EAGAIN, N_("Resource temporarily unavailable") },
        { EPROTO, N_("Protocol error") },
        { ETIME, N_("Timer expired") },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i].code == code)
            return _(known[i].words);
    }
    return strerror(code);
}
