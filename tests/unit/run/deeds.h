/* SPDX-License-Identifier: Apache-2.0
 * What a hostile or broken job may try. A deed that a confined worker survives checks for itself
 * that it was refused, and aborts when it was not. */
#ifndef TNK_TESTS_RUN_DEEDS_H
#define TNK_TESTS_RUN_DEEDS_H

#include "tests/unit/run/crew.h"

crew_deed deed_bad_pointer, deed_abort, deed_double_free, deed_deep_stack, deed_loop,
    deed_profiled_loop, deed_hang, deed_pause, deed_open_write, deed_create,
    deed_truncate_by_open, deed_truncate, deed_unlink, deed_socket, deed_fork, deed_exec,
    deed_exec_mmap, deed_exec_mprotect, deed_kill_parent, deed_ptrace, deed_raise_limit,
    deed_memory_bomb, deed_output_flood, deed_exit, deed_garbage, deed_half_frame,
    deed_forged_job, deed_huge_frame, deed_second_ready, deed_close_and_answer,
    deed_close_and_stay, deed_read_outside, deed_read_by_openat2, deed_write_by_openat2,
    deed_read_inside, deed_everyday, deed_print, deed_too_many_files;

#endif
