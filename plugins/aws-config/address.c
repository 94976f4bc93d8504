/* SPDX-License-Identifier: Apache-2.0
 * An address for each resource: the shortest of a few forms that no other resource of the export
 * has. Who gets which does not depend on the order of the rows, except for numbers, the last
 * resort. */
#include "awsconfig.h"

enum { FORMS = 6 };

static tnk_str with(ac *c, tnk_str base, tnk_str what)
{
    return what.len == 0 ? what : ac_join(c, ARGS(base, TNK_LIT(" ("), what, TNK_LIT(")")));
}

/* A row's address in a form; empty when it has none. */
static tnk_str form_of(ac *c, const ac_row *r, unsigned form)
{
    tnk_str base = r->id.len > 0 ? r->id : r->arn.len > 0 ? r->arn : r->name;
    if (base.len == 0)
        return base;
    switch (form) {
    case 0:
        return r->name;
    case 1:
        return base;
    case 2:
        return with(c, base, r->region);
    case 3:
        return r->account.len == 0
                   ? r->account
                   : with(c, base, ac_join(c, ARGS(r->account, TNK_LIT(", "), r->region)));
    case 4:
        return with(c, base, r->type);
    default:
        return r->arn;
    }
}

static bool waits(const ac_row *r)
{
    return !r->dropped && r->address.len == 0;
}

/* Those whose address in this form is theirs alone get it. */
static void settle(ac *c, ac_table *taken, tnk_str *forms, unsigned form)
{
    ac_table counts = { 0 };
    for (size_t i = 0; i < c->n_rows && !c->failed; i++) {
        size_t *n = NULL;
        forms[i] = waits(&c->rows[i]) ? form_of(c, &c->rows[i], form) : TNK_LIT("");
        if (forms[i].len > 0 && (n = ac_table_at(c, &counts, forms[i])) != NULL)
            ++*n;
    }
    for (size_t i = 0; i < c->n_rows && !c->failed; i++) {
        size_t *n = forms[i].len > 0 ? ac_table_at(c, &counts, forms[i]) : NULL;
        size_t *used = n != NULL && *n == 1 ? ac_table_at(c, taken, forms[i]) : NULL;
        if (used != NULL && (*used)++ == 0)
            c->rows[i].address = forms[i];
    }
}

/* No number is tried twice, whatever names the rows have: this ends after as many steps as there
 * are rows. */
static void number(ac *c, ac_table *taken)
{
    size_t next = 1;
    for (size_t i = 0; i < c->n_rows; i++) {
        ac_row *r = &c->rows[i];
        tnk_str base = r->name.len > 0 ? r->name : r->id.len > 0 ? r->id : r->type;
        while (waits(r) && !c->failed) {
            tnk_str s = ac_join(c, ARGS(base, TNK_LIT(" #"), ac_number(c, next++)));
            size_t *used = ac_table_at(c, taken, s);
            if (used != NULL && (*used)++ == 0)
                r->address = s;
        }
    }
}

void ac_addresses(ac *c)
{
    ac_table taken = { 0 };
    tnk_str *forms = c->h->alloc(c->run, (c->n_rows + 1) * sizeof *forms);
    if (forms == NULL) {
        c->failed = true;
        return;
    }
    for (unsigned form = 0; form < FORMS; form++)
        settle(c, &taken, forms, form);
    number(c, &taken);
}
