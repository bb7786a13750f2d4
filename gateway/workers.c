/* SPDX-License-Identifier: MIT */
/* The parent has no event loop: it waits for signals, and for nothing else. */
#include "workers.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "listener.h"
#include "log.h"
#include "notify.h"

#define YOUNG_MS 1000
#define STATUS_KILLED 1

struct worker {
    pid_t pid; /* 0: not running */
    int64_t started_ms;
};

struct workers {
    struct worker *list;
    int count;
    struct listener *shared;
    bool is_ending;
    int status;
    int64_t begun_ms;
};

static int start_due(struct workers *workers, const sigset_t *mask);
static bool start(struct worker *worker, const sigset_t *mask);
static void bury(struct workers *workers);
static void note_end(struct workers *workers, struct worker *worker, int status);
static void end_all(struct workers *workers);
static bool is_any_running(const struct workers *workers);

int workers_start(int count, struct listener *shared)
{
    sigset_t set, mask;
    struct workers workers = {.count = count, .shared = shared, .begun_ms = clock_mono_ms()};
    workers.list = calloc((size_t)count, sizeof *workers.list);
    if (!workers.list) fatal("reason=\"out of memory\"");
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGCHLD);
    if (sigprocmask(SIG_BLOCK, &set, &mask) != 0) fatal("reason=\"%m\"");
    while (!workers.is_ending || is_any_running(&workers)) {
        int number = start_due(&workers, &mask);
        if (number >= 0) {
            free(workers.list);
            return number;
        }
        notify_alive(clock_mono_ms());
        const struct timespec patience = {.tv_nsec = 250000000};
        int signal_number = sigtimedwait(&set, NULL, &patience);
        if (signal_number == SIGTERM || signal_number == SIGINT) end_all(&workers);
        if (signal_number > 0) bury(&workers);
    }
    log_info("workers_ended", "");
    exit(workers.status);
}

const char *workers_address(const char *address, int number)
{
    char *own = NULL;
    const char *colon = strrchr(address, ':');
    bool is_unix = strncmp(address, "unix:", 5) == 0;
    int length = is_unix || !colon ? asprintf(&own, "%s.%d", address, number)
                                   : asprintf(&own, "%.*s:%ld", (int)(colon - address), address,
                                              strtol(colon + 1, NULL, 10) + number);
    if (length < 0) fatal("reason=\"out of memory\"");
    return own;
}

/* In a worker its number, in the parent -1. */
static int start_due(struct workers *workers, const sigset_t *mask)
{
    int64_t now_ms = clock_mono_ms();
    for (int i = 0; i < workers->count && !workers->is_ending; i++) {
        struct worker *worker = &workers->list[i];
        /* One that dies at once again and again is not to burn the machine. */
        bool is_due =
            worker->pid == 0 && (worker->started_ms == 0 || now_ms - worker->started_ms >= YOUNG_MS);
        if (is_due && start(worker, mask)) return i;
    }
    return -1;
}

/* True in the worker. */
static bool start(struct worker *worker, const sigset_t *mask)
{
    pid_t parent = getpid(), pid = fork();
    worker->started_ms = clock_mono_ms();
    if (pid < 0) log_warn("worker_not_started", "reason=\"%m\"");
    if (pid > 0) worker->pid = pid;
    if (pid != 0) return false;
    /* Whatever becomes of the parent, no worker stays behind. */
    if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid() != parent) _exit(STATUS_KILLED);
    if (sigprocmask(SIG_SETMASK, mask, NULL) != 0) fatal("reason=\"%m\"");
    return true;
}

static void bury(struct workers *workers)
{
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
        for (int i = 0; i < workers->count; i++)
            if (workers->list[i].pid == pid) note_end(workers, &workers->list[i], status);
}

static void note_end(struct workers *workers, struct worker *worker, int status)
{
    int64_t now_ms = clock_mono_ms();
    bool is_by_itself = WIFEXITED(status) && WEXITSTATUS(status) != 0;
    if (workers->is_ending) {
        if (status != 0) workers->status = is_by_itself ? WEXITSTATUS(status) : STATUS_KILLED;
    } else {
        log_warn("worker_ended", "pid=%d status=%d signal=%d", (int)worker->pid,
                 WIFEXITED(status) ? WEXITSTATUS(status) : 0, WIFSIGNALED(status) ? WTERMSIG(status) : 0);
        if (is_by_itself && now_ms - workers->begun_ms < YOUNG_MS) {
            workers->status = WEXITSTATUS(status);
            worker->pid = 0;
            end_all(workers);
        }
    }
    worker->pid = 0;
}

/* The shared socket goes first: nobody is to wait in its queue for workers that let nobody in. */
static void end_all(struct workers *workers)
{
    if (!workers->is_ending && workers->shared) listener_close(workers->shared);
    workers->is_ending = true;
    for (int i = 0; i < workers->count; i++)
        if (workers->list[i].pid > 0) (void)kill(workers->list[i].pid, SIGTERM);
}

static bool is_any_running(const struct workers *workers)
{
    for (int i = 0; i < workers->count; i++)
        if (workers->list[i].pid > 0) return true;
    return false;
}
