/* SPDX-License-Identifier: MIT */
/* Threads that nobody waits for. */
#ifndef HIPPO_THREAD_H
#define HIPPO_THREAD_H

#include <stdbool.h>

/* Runs `run(argument)` on a detached thread that takes no signals: they must interrupt the main thread's waiting.
 * False when the system has no thread to give; `run` is not called then. */
bool thread_start(void *(*run)(void *argument), void *argument);

#endif
