/* SPDX-License-Identifier: MIT */
/* The parent has no event loop: it waits for signals, and checks heartbeats while none comes. */
#include "workers.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "log.h"
#include "loop/metrics.h"
#include "net/listener.h"
#include "sd_notify.h"

#define YOUNG_MS 1000
#define STATUS_KILLED 1
#define CHECK_MS 250
/* A loop that hangs ends its process within 20 s (gateway.c), where it can still do that: then this never comes. It is for
 * a worker that is stopped, or hangs in the kernel. The others would go on and answer every question of health, while the
 * kernel gave each new client to this one in its turn. */
#define UNRESPONSIVE_MS 25000

struct worker {
    pid_t pid; /* 0: not running */
    int64_t started_ms;
    uint64_t heartbeats;
    int unresponsive_ms; /* no heartbeat for so long */
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
static void reap(struct workers *workers);
static void note_end(struct workers *workers, struct worker *worker, int status);
static void end_all(struct workers *workers);
static void watch_all(struct workers *workers);
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
        sd_notify_alive(clock_mono_ms());
        const struct timespec interval = {.tv_nsec = CHECK_MS * 1000000};
        int signal_number = sigtimedwait(&set, NULL, &interval);
        if (signal_number == SIGTERM || signal_number == SIGINT) end_all(&workers);
        if (signal_number > 0)
            reap(&workers);
        else
            watch_all(&workers);
    }
    log_info("workers_ended", "");
    exit(workers.status);
}

/* In a worker its number, in the parent -1. */
static int start_due(struct workers *workers, const sigset_t *mask)
{
    int64_t now_ms = clock_mono_ms();
    for (int i = 0; i < workers->count && !workers->is_ending; i++) {
        struct worker *worker = &workers->list[i];
        /* One that dies at once again and again is not started more than once a second. */
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
    worker->unresponsive_ms = 0;
    if (pid < 0) log_warn("worker_not_started", "reason=\"%m\"");
    if (pid > 0) worker->pid = pid;
    if (pid != 0) return false;
    /* Whatever becomes of the parent, no worker stays behind. */
    if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid() != parent) _exit(STATUS_KILLED);
    if (sigprocmask(SIG_SETMASK, mask, NULL) != 0) fatal("reason=\"%m\"");
    return true;
}

static void reap(struct workers *workers)
{
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
        for (int i = 0; i < workers->count; i++)
            if (workers->list[i].pid == pid) note_end(workers, &workers->list[i], status);
}

static void note_end(struct workers *workers, struct worker *worker, int status)
{
    int64_t now_ms = clock_mono_ms();
    metrics_worker_ended((int)(worker - workers->list));
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
    int signal_number = workers->is_ending ? WORKERS_SIGNAL_NOW : SIGTERM;
    if (!workers->is_ending && workers->shared) listener_close(workers->shared);
    workers->is_ending = true;
    for (int i = 0; i < workers->count; i++)
        if (workers->list[i].pid > 0) (void)kill(workers->list[i].pid, signal_number);
}

/* Counted in this process's own waits: one that was stopped together with its workers has not waited for them. */
static void watch_all(struct workers *workers)
{
    for (int i = 0; i < workers->count; i++) {
        struct worker *worker = &workers->list[i];
        uint64_t heartbeats = metrics_heartbeats(i);
        bool is_unresponsive = worker->pid > 0 && heartbeats == worker->heartbeats;
        worker->heartbeats = heartbeats;
        worker->unresponsive_ms = is_unresponsive ? worker->unresponsive_ms + CHECK_MS : 0;
        if (worker->unresponsive_ms < UNRESPONSIVE_MS) continue;
        log_warn("worker_blocked", "pid=%d ms=%d", (int)worker->pid, worker->unresponsive_ms);
        (void)kill(worker->pid, SIGKILL);
        worker->unresponsive_ms = 0;
    }
}

static bool is_any_running(const struct workers *workers)
{
    for (int i = 0; i < workers->count; i++)
        if (workers->list[i].pid > 0) return true;
    return false;
}
