/* SPDX-License-Identifier: Apache-2.0
 * One call of the host as a tf_unit; see unit.h. */
#include "unit.h"

#include "world.h"

static void *more(void *ud, size_t n)
{
    tf_unit *u = ud;
    uint64_t left = u->cty.max_steps - u->cty.steps, steps = n / 8;     /* memory is work: it ends before the unit's */
    u->cty.steps += steps < left ? steps : left;
    return u->h->alloc(u->run, n);
}

static const char *translate(void *ud, const char *msgid)
{
    return tf_words(ud, msgid);
}

static void on_mistake(void *ud, tnk_span at, const char *code, const char *msg, tnk_str arg)
{
    tf_unit *u = ud;
    if (!u->planning)
        tf_tell(u, TNK_LEVEL_ERROR, code, at, tf_words(u, msg), TF_ARGS(arg));
}

void tf_unit_open(tf_unit *u, tf_mem *mem, const tnk_host *h, tnk_run *run, const tnk_file *files, size_t n)
{
    *u = (tf_unit){ .h = h, .run = run, .mem = mem, .workspace = TNK_LIT("default") };
    u->stack = __builtin_frame_address(0);
    mem->more = more;
    mem->ud = u;
    u->cty = (cty_ctx){ .mem = mem, .tr = translate, .ud = u, .max_steps = TF_STEPS_MAX };
    u->hcl = (hcl_ctx){ .mem = mem, .tell = on_mistake, .ud = u };
    tf_source *to = tf_new_array(mem, n, tf_source);
    for (size_t i = 0; i < n; i++)
        to[i] = (tf_source){ files[i].id, files[i].path, files[i].text, files[i].doc };
    u->files = to;
    u->n_files = n;
    tf_world_open(u);
    (void)tf_budget_next(u, (tnk_str){ "", 0 }, (tnk_span){ 0, 0, 0 });
}
