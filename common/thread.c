/* SPDX-License-Identifier: MIT */
/* A thread inherits the signal mask of its creator, so that the mask is set around the creation. */
#include "thread.h"

#include <pthread.h>
#include <signal.h>

bool thread_start(void *(*run)(void *argument), void *argument)
{
    sigset_t all, before;
    pthread_t thread;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    bool is_started = pthread_create(&thread, NULL, run, argument) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (is_started) (void)pthread_detach(thread);
    return is_started;
}
