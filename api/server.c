/* SPDX-License-Identifier: MIT */
/* Threads that accept and serve, supervised by the main thread. */
#include "server.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "clock.h"
#include "listener.h"
#include "log.h"
#include "sd_notify.h"

#define SUPERVISE_MS 50
#define STACK_BYTES (512 * 1024)
#define ARENA_BLOCK_BYTES (16 * 1024)
#define ARENA_LIMIT_BYTES (24 * 1024 * 1024) /* the longest report */
#define NO_DESCRIPTORS_PAUSE_MS 100

enum worker_state { WORKER_FREE, WORKER_RUNNING, WORKER_ENDED };

struct worker {
    struct server *server;
    pthread_t thread;
    atomic_int state;
    pthread_mutex_t lock; /* guards the rest; shared with the main thread */
    int connection;       /* -1: waiting for one */
    int64_t since_ms;
    int64_t moved_ms; /* when its request came, or when its peer last took a part of a long answer */
    bool is_cut;
};

struct server {
    struct listener listener;
    size_t threads;
    server_handler handler;
    const void *context;
    atomic_bool is_stopping;
    atomic_int surplus; /* so many threads shall end after their request */
    size_t capacity;
    struct worker *workers;
};

struct worker_counts {
    size_t running, slow;
};

static void supervise(struct server *server, int64_t now_ms);
static struct worker_counts count_and_cut(struct server *server, int64_t now_ms, int64_t cut_ms);
static void start_workers(struct server *server, size_t wanted);
static void join_ended(struct server *server);
static bool await_signal(int64_t timeout_ms);
static void stop(struct server *server);
static void *worker_main(void *argument);
static int accept_next(struct server *server);
static void serve(struct worker *worker, int connection, struct arena *arena);
static void set_connection(struct worker *worker, int connection);
static bool consume_surplus(struct server *server);

/* Of this thread; NULL: it is none of a server's. */
static _Thread_local struct worker *own;

void server_hold_signals(void)
{
    sigset_t signals;
    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGTERM);
    (void)sigaddset(&signals, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &signals, NULL);
    /* A closed peer is noticed by the write's error. */
    (void)signal(SIGPIPE, SIG_IGN);
}

struct server *server_open(const char *listen, size_t threads)
{
    if (FCGX_Init() != 0) fatal("reason=\"FastCGI library does not start\"");
    struct server *server = calloc(1, sizeof *server);
    size_t capacity = threads + SERVER_SLOW_MAX;
    struct worker *workers = calloc(capacity, sizeof *workers);
    if (!server || !workers) fatal("reason=\"out of memory\"");
    *server = (struct server){.threads = threads, .capacity = capacity, .workers = workers};
    for (size_t i = 0; i < capacity; i++) {
        workers[i].server = server;
        workers[i].connection = -1;
        (void)pthread_mutex_init(&workers[i].lock, NULL);
    }
    listener_open(&server->listener, listen);
    log_info("listening", "on=%s threads=%zu", listen, threads);
    return server;
}

void server_run(struct server *server, server_handler handler, const void *context)
{
    server->handler = handler;
    server->context = context;
    start_workers(server, server->threads);
    while (!await_signal(SUPERVISE_MS)) {
        int64_t now_ms = clock_mono_ms();
        supervise(server, now_ms);
        sd_notify_alive(now_ms);
    }
    stop(server);
}

void server_note_progress(void)
{
    if (!own) return;
    (void)pthread_mutex_lock(&own->lock);
    own->moved_ms = clock_mono_ms();
    (void)pthread_mutex_unlock(&own->lock);
}

void server_close(struct server *server)
{
    if (!server) return;
    for (size_t i = 0; i < server->capacity; i++)
        (void)pthread_mutex_destroy(&server->workers[i].lock);
    listener_close(&server->listener);
    free(server->workers);
    free(server);
}

static void supervise(struct server *server, int64_t now_ms)
{
    join_ended(server);
    struct worker_counts counts = count_and_cut(server, now_ms, SERVER_CUT_MS);
    size_t at_work = counts.running - counts.slow;
    /* Slow peers come many at a time: starting as many more threads as there are slow ones outgrows a hundred of them in
     * four rounds instead of a dozen. */
    size_t wanted = server->threads + counts.slow;
    if (at_work < wanted) start_workers(server, wanted - at_work);
    server->surplus = at_work > wanted ? (int)(at_work - wanted) : 0;
}

static struct worker_counts count_and_cut(struct server *server, int64_t now_ms, int64_t cut_ms)
{
    struct worker_counts counts = {0, 0};
    for (size_t i = 0; i < server->capacity; i++) {
        struct worker *worker = &server->workers[i];
        if (worker->state != WORKER_RUNNING) continue;
        counts.running++;
        (void)pthread_mutex_lock(&worker->lock);
        int64_t age_ms = worker->connection >= 0 ? now_ms - worker->since_ms : 0;
        if (age_ms > SERVER_SLOW_MS) counts.slow++;
        bool is_cut = worker->connection >= 0 && now_ms - worker->moved_ms > cut_ms && !worker->is_cut;
        if (is_cut) {
            /* Its reads end and its writes fail; the thread that serves it closes it. */
            (void)shutdown(worker->connection, SHUT_RDWR);
            worker->is_cut = true;
        }
        (void)pthread_mutex_unlock(&worker->lock);
        if (is_cut) log_warn("connection_cut", "after_ms=%lld", (long long)age_ms);
    }
    return counts;
}

static void start_workers(struct server *server, size_t wanted)
{
    pthread_attr_t attributes;
    (void)pthread_attr_init(&attributes);
    (void)pthread_attr_setstacksize(&attributes, STACK_BYTES);
    for (size_t i = 0; i < server->capacity && wanted > 0; i++) {
        struct worker *worker = &server->workers[i];
        if (worker->state != WORKER_FREE) continue;
        worker->state = WORKER_RUNNING;
        wanted--;
        int error = pthread_create(&worker->thread, &attributes, worker_main, worker);
        if (error == 0) continue;
        worker->state = WORKER_FREE;
        log_error("thread", "reason=\"%s\"", strerror(error));
        break;
    }
    (void)pthread_attr_destroy(&attributes);
}

static void join_ended(struct server *server)
{
    for (size_t i = 0; i < server->capacity; i++) {
        struct worker *worker = &server->workers[i];
        if (worker->state != WORKER_ENDED) continue;
        (void)pthread_join(worker->thread, NULL);
        worker->state = WORKER_FREE;
    }
}

/* True: SIGTERM or SIGINT came. */
static bool await_signal(int64_t timeout_ms)
{
    sigset_t signals;
    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGTERM);
    (void)sigaddset(&signals, SIGINT);
    struct timespec timeout = clock_timespec(timeout_ms);
    return sigtimedwait(&signals, NULL, &timeout) > 0;
}

static void stop(struct server *server)
{
    log_info("stopping", "");
    /* In this order: a thread that finds the queue empty then ends. */
    listener_refuse(&server->listener);
    server->is_stopping = true;
    int64_t deadline = clock_mono_ms() + SERVER_STOP_MS;
    for (;;) {
        join_ended(server);
        int64_t now = clock_mono_ms();
        bool is_over = now >= deadline;
        struct worker_counts counts = count_and_cut(server, now, is_over ? -1 : SERVER_CUT_MS);
        if (counts.running == 0) {
            /* TCP accepts connections until it is closed: right after a check that finds the queue empty. */
            if (is_over || !listener_has_waiting(&server->listener)) break;
            start_workers(server, 1);
        }
        if (await_signal(is_over ? SUPERVISE_MS : 10)) deadline = now;
    }
    listener_close(&server->listener);
    join_ended(server);
    log_info("stopped", "");
}

static void *worker_main(void *argument)
{
    struct worker *worker = own = argument;
    struct arena *arena = arena_new(ARENA_BLOCK_BYTES, ARENA_LIMIT_BYTES);
    int connection;
    while ((connection = accept_next(worker->server)) >= 0) {
        set_connection(worker, connection);
        serve(worker, connection, arena);
        arena_reset(arena);
        if (consume_surplus(worker->server)) break;
    }
    own = NULL;
    arena_free(arena);
    worker->state = WORKER_ENDED;
    return NULL;
}

/* The next connection; -1 when this thread shall end. */
static int accept_next(struct server *server)
{
    for (;;) {
        int connection = listener_accept(&server->listener);
        if (connection >= 0) return connection;
        switch (errno) {
        case EINVAL: /* shut down, and the queue is empty */
            return -1;
        case EAGAIN: /* no connection within the timeout */
            if (server->is_stopping || consume_surplus(server)) return -1;
            break;
        case EINTR:
        case ECONNABORTED:
            break;
        case EMFILE:
        case ENFILE:
        case ENOBUFS:
        case ENOMEM:
            log_warn("accept", "reason=\"%s\"", strerror(errno));
            clock_sleep_until(clock_mono_ms() + NO_DESCRIPTORS_PAUSE_MS);
            break;
        default:
            fatal("call=accept reason=\"%s\"", strerror(errno));
        }
    }
}

/* libfcgi's own accept would not show whether a thread waits for a connection or serves one. So libfcgi is given the
 * connection as one kept from an earlier request, and no socket to accept from: if the peer does not speak FastCGI, it
 * closes the connection and fails. */
static void serve(struct worker *worker, int connection, struct arena *arena)
{
    FCGX_Request fcgi;
    (void)FCGX_InitRequest(&fcgi, -1, 0);
    fcgi.ipcFd = connection;
    fcgi.keepConnection = 1;
    if (FCGX_Accept_r(&fcgi) != 0) {
        /* libfcgi has just closed it: if it had been silent for SERVER_CUT_MS, the main thread could in that moment shut
         * down a new connection with the same number. */
        set_connection(worker, -1);
        return;
    }
    worker->server->handler(worker->server->context, &fcgi, arena);
    (void)FCGX_FClose(fcgi.err);
    (void)FCGX_FClose(fcgi.out);
    set_connection(worker, -1);
    /* Detached, it is closed at once. Else libfcgi waits for the peer to close first, up to 2 s between two bytes; the
     * request was read to its end, so nothing is lost. */
    (void)FCGX_Detach(&fcgi);
    FCGX_Free(&fcgi, 1);
}

/* After -1 the descriptor may belong to another connection: the main thread must not touch it. */
static void set_connection(struct worker *worker, int connection)
{
    (void)pthread_mutex_lock(&worker->lock);
    worker->connection = connection;
    worker->since_ms = worker->moved_ms = connection >= 0 ? clock_mono_ms() : 0;
    worker->is_cut = false;
    (void)pthread_mutex_unlock(&worker->lock);
}

static bool consume_surplus(struct server *server)
{
    int surplus = server->surplus;
    while (surplus > 0)
        if (atomic_compare_exchange_weak(&server->surplus, &surplus, surplus - 1)) return true;
    return false;
}
