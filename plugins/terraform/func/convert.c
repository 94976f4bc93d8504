/* SPDX-License-Identifier: Apache-2.0
 * Conversions by name, and functions on marks. */
#include "func/inside.h"

static const cty_value *as(tf_call *c, const cty_value *v, char letter)
{
    return cty_convert(c->cty, v, tf_type(c, letter));
}

TF_FN(fn_tobool) { return as(c, args[0], 'b'); }
TF_FN(fn_tolist) { return as(c, args[0], 'L'); }
TF_FN(fn_tomap) { return as(c, args[0], 'M'); }
TF_FN(fn_tonumber) { return as(c, args[0], 'n'); }
TF_FN(fn_toset) { return as(c, args[0], 'T'); }
TF_FN(fn_tostring) { return as(c, args[0], 's'); }

TF_FN(fn_sensitive) { return cty_mark(c->cty, args[0], true); }
TF_FN(fn_nonsensitive) { return cty_mark(c->cty, args[0], false); }

TF_FN(fn_issensitive)
{
    if (args[0]->sensitive)
        return &cty_true;
    return cty_is_unknown(args[0]) ? tf_unknown(c, &cty_bool, args, 1) : &cty_false;
}

/* There are no ephemeral values here. */
TF_FN(fn_ephemeralasnull) { return args[0]; }

enum { ANYTHING = TF_FN_UNKNOWN | TF_FN_NULL | TF_FN_MARKS };

const tf_func tf_funcs_convert[] = {
    { "ephemeralasnull", fn_ephemeralasnull, 1, 1, ANYTHING, "d", 'd' },
    { "issensitive", fn_issensitive, 1, 1, ANYTHING, "d", 'b' },
    { "nonsensitive", fn_nonsensitive, 1, 1, ANYTHING, "d", 'd' },
    { "sensitive", fn_sensitive, 1, 1, ANYTHING, "d", 'd' },
    { "tobool", fn_tobool, 1, 1, ANYTHING, "d", 'b' },
    { "tolist", fn_tolist, 1, 1, ANYTHING, "d", 'L' },
    { "tomap", fn_tomap, 1, 1, ANYTHING, "d", 'M' },
    { "tonumber", fn_tonumber, 1, 1, ANYTHING, "d", 'n' },
    { "toset", fn_toset, 1, 1, ANYTHING, "d", 'T' },
    { "tostring", fn_tostring, 1, 1, ANYTHING, "d", 's' },
    { .name = NULL },
};
