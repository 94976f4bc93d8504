/* SPDX-License-Identifier: Apache-2.0
 * A Lua state under limits: bytes, steps, wall clock. Nothing a script does gets past them: there is no
 * pcall, no coroutine and no metatable for it to hide behind. */
#ifndef TNK_RULE_BOX_H
#define TNK_RULE_BOX_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TNK_BOX_BYTES = 128 * 1024 * 1024,      /* live memory of all rules together */
    TNK_BOX_ONE = 8 * 1024 * 1024,          /* a single allocation */
    TNK_BOX_STRING = 1024 * 1024,           /* a text that a library function makes */
    TNK_BOX_TICK = 1000                     /* steps between looks */
};
#define TNK_BOX_CHURN ((uint64_t)2 << 30)   /* bytes allocated in one call, freed or not */

typedef struct tnk_box {
    lua_State *L;
    size_t used;
    uint64_t churn, churn_max;
    uint64_t steps, steps_max;
    volatile int overdue;                   /* set by the timer */
    void *owner;                            /* the rule set */
} tnk_box;

/* A state with nothing open in it. false: no memory. */
bool tnk_box_open(tnk_box *b, void *owner);
void tnk_box_close(tnk_box *b);
tnk_box *tnk_box_of(lua_State *L);

/* Before each call from outside: fresh budgets. */
void tnk_box_refill(tnk_box *b, uint64_t steps);
/* A library function did work worth n steps; raises when the budget is spent. */
void tnk_box_charge(lua_State *L, uint64_t n);

/* Process-wide backstop: a virtual-time tick of 100 ms; a call that sees `ticks` of them is stopped. One box
 * at a time. Call after fork. */
void tnk_box_watch(tnk_box *b, unsigned ticks);
void tnk_box_call_begins(void);
void tnk_box_call_ends(void);

#endif
