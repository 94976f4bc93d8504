/* SPDX-License-Identifier: Apache-2.0
 * See box.h. The allocator counts bytes exactly; the count hook raises again at every instruction once
 * the steps are spent; the timer catches long library calls that the count hook cannot see. */
#define _GNU_SOURCE
#include "core/rule/box.h"

#include <lauxlib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "core/base/i18n.h"

static void *allocate(void *ud, void *p, size_t old, size_t want)
{
    tnk_box *b = ud;
    if (p == NULL)
        old = 0;    /* then it is a type tag, not a size */
    if (want == 0) {
        free(p);
        b->used -= old;
        return NULL;
    }
    if (want > old) {
        size_t more = want - old;
        if (want > TNK_BOX_ONE || more > TNK_BOX_BYTES - b->used || more > b->churn_max - b->churn)
            return NULL;
        b->churn += more;
    }
    void *q = realloc(p, want);
    if (q != NULL)
        b->used = b->used - old + want;
    return q;
}

bool tnk_box_open(tnk_box *b, void *owner)
{
    *b = (tnk_box){ .churn_max = TNK_BOX_CHURN, .steps_max = UINT64_MAX, .owner = owner };
    b->L = lua_newstate(allocate, b);
    if (b->L == NULL)
        return false;
    *(tnk_box **)lua_getextraspace(b->L) = b;
    return true;
}

void tnk_box_close(tnk_box *b)
{
    b->churn_max = UINT64_MAX;
    if (b->L != NULL)
        lua_close(b->L);
    b->L = NULL;
}

tnk_box *tnk_box_of(lua_State *L)
{
    return *(tnk_box **)lua_getextraspace(L);
}

static void tick(lua_State *L, lua_Debug *ar)
{
    tnk_box *b = tnk_box_of(L);
    if (!b->overdue && (b->steps += TNK_BOX_TICK) <= b->steps_max)
        return;
    lua_sethook(L, tick, LUA_MASKCOUNT, 1);     /* from now on every instruction raises */
    const char *words = b->overdue ? _("the rule ran for too long") : _("the rule ran for too many steps");
    if (ar != NULL && lua_getinfo(L, "Sl", ar) && ar->currentline > 0)
        luaL_error(L, "%s:%d: %s", ar->short_src, ar->currentline, words);
    luaL_error(L, "%s", words);
}

void tnk_box_refill(tnk_box *b, uint64_t steps)
{
    b->steps = 0;
    b->steps_max = steps;
    b->churn = 0;
    b->churn_max = TNK_BOX_CHURN;
    b->overdue = 0;
    lua_sethook(b->L, tick, LUA_MASKCOUNT, TNK_BOX_TICK);
}

void tnk_box_charge(lua_State *L, uint64_t n)
{
    tnk_box *b = tnk_box_of(L);
    if (n > b->steps_max - b->steps) {
        b->steps = b->steps_max;
        tick(L, NULL);
    }
    b->steps += n;
}

/* ---- the timer --------------------------------------------------------------------------------- */

static tnk_box *watched;
static volatile sig_atomic_t in_call, ticks_seen;
static sig_atomic_t ticks_allowed;

static void on_timer(int sig)
{
    (void)sig;
    if (watched == NULL || !in_call || ++ticks_seen < ticks_allowed)
        return;
    watched->overdue = 1;
    lua_sethook(watched->L, tick, LUA_MASKCOUNT, 1);    /* the manual allows this from a signal handler */
}

void tnk_box_watch(tnk_box *b, unsigned ticks)
{
    struct sigaction sa = { .sa_handler = on_timer, .sa_flags = SA_RESTART };
    struct itimerval every = { { 0, 100 * 1000 }, { 0, 100 * 1000 } };
    watched = b;
    ticks_allowed = (sig_atomic_t)ticks;
    sigemptyset(&sa.sa_mask);
    sigaction(SIGVTALRM, &sa, NULL);
    setitimer(ITIMER_VIRTUAL, &every, NULL);
}

void tnk_box_call_begins(void)
{
    ticks_seen = 0;
    in_call = 1;
}

void tnk_box_call_ends(void)
{
    in_call = 0;
}
