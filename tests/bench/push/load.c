/* SPDX-License-Identifier: MIT */
/* Loads a push server: load host port path plain|tls crowds conninfo statement
 * Publishes events with `statement` ($1 first number, $2 last, $3 the moment in us) and leads crowds of clients that
 * check that each gets all of them in order. Commands come on stdin, one a line; each is answered by a line of JSON:
 *   open N             N more clients                     handshakesPerSecond
 *   stall N            N more that never read
 *   gentle EVENTS MS   one event each MS milliseconds     p50, p99 (ms)
 *   burst SECONDS N    N events a transaction, back to back: deliveriesPerSecond, p50, p99
 *   churn N            N clients come and go, one after the other
 *   close              all clients hang up */
#include <errno.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "crowd.h"

#define CROWDS_MAX 8
#define LOOK_US 500
#define PATIENCE_US (180 * (uint64_t)1000000)
/* Transactions whose events are on their way at the same time: the database's work is behind the last one's delivery. */
#define AHEAD 2

struct load {
    struct crowd_target target;
    struct crowd_totals *totals[CROWDS_MAX];
    int orders[CROWDS_MAX];
    uint64_t ordered;
    unsigned crowds;
    PGconn *database;
    const char *statement;
    uint64_t published, listeners, churned;
};

static void start_crowd(struct load *load, unsigned number);
static void run_command(struct load *load, const char *line);
static bool is_command(const char *line, size_t length, const char *name);
static void order(struct load *load, enum crowd_order_kind kind, unsigned count);
static void open_clients(struct load *load, unsigned count);
static void gentle(struct load *load, unsigned events, unsigned interval_ms);
static void burst(struct load *load, double seconds, unsigned events);
static void churn(struct load *load, unsigned count);
static void come_and_go(struct load *load);
static void publish(struct load *load, unsigned events);
static void wait_for(const struct load *load, uint64_t deliveries, const char *what);
static uint64_t deliveries_of(const struct load *load);
static uint64_t faults_of(const struct load *load);
static void forget_ages(const struct load *load);
static double percentile(const struct load *load, double share);
static void wait_us(uint64_t us);
static void give_up(const char *why);

int main(int argc, char **argv)
{
    static struct load load;
    char line[256];
    if (argc != 8) give_up("usage: load host port path plain|tls crowds conninfo statement");
    load.target = (struct crowd_target){.host = argv[1],
                                        .port = (uint16_t)strtoul(argv[2], NULL, 10),
                                        .path = argv[3],
                                        .is_tls = strcmp(argv[4], "tls") == 0};
    load.crowds = (unsigned)strtoul(argv[5], NULL, 10);
    load.statement = argv[7];
    if (load.crowds < 1 || load.crowds > CROWDS_MAX) give_up("1 to 8 crowds");
    for (unsigned i = 0; i < load.crowds; i++)
        start_crowd(&load, i);
    load.database = PQconnectdb(argv[6]);
    if (PQstatus(load.database) != CONNECTION_OK) give_up(PQerrorMessage(load.database));
    while (fgets(line, sizeof line, stdin)) {
        run_command(&load, line);
        (void)fflush(stdout);
    }
    PQfinish(load.database);
    return 0;
}

static void start_crowd(struct load *load, unsigned number)
{
    int ends[2];
    load->totals[number] =
        mmap(NULL, sizeof(struct crowd_totals), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (load->totals[number] == MAP_FAILED || pipe(ends) != 0) give_up("no crowd");
    pid_t child = fork();
    if (child < 0) give_up("no crowd");
    if (child == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        (void)close(ends[1]);
        crowd_run(&load->target, load->totals[number], ends[0], number);
    }
    (void)close(ends[0]);
    load->orders[number] = ends[1];
}

static void run_command(struct load *load, const char *line)
{
    size_t length = strcspn(line, " \n");
    char *rest;
    double first = strtod(line + length, &rest), second = strtod(rest, NULL);
    if (is_command(line, length, "open")) {
        open_clients(load, (unsigned)first);
    } else if (is_command(line, length, "stall")) {
        order(load, CROWD_STALL, (unsigned)first);
        (void)printf("{\"faults\":%llu}\n", (unsigned long long)faults_of(load));
    } else if (is_command(line, length, "gentle")) {
        gentle(load, (unsigned)first, (unsigned)second);
    } else if (is_command(line, length, "burst")) {
        burst(load, first, (unsigned)second);
    } else if (is_command(line, length, "churn")) {
        churn(load, (unsigned)first);
    } else if (is_command(line, length, "close")) {
        order(load, CROWD_CLOSE, 0);
        load->listeners = 0;
        (void)printf("{}\n");
    } else {
        give_up("unknown command");
    }
}

static bool is_command(const char *line, size_t length, const char *name)
{
    return length == strlen(name) && memcmp(line, name, length) == 0;
}

/* Shares the clients out, and waits until all are there. */
static void order(struct load *load, enum crowd_order_kind kind, unsigned count)
{
    uint64_t deadline_us = crowd_now_us() + PATIENCE_US;
    load->ordered++;
    for (unsigned i = 0; i < load->crowds; i++) {
        struct crowd_order order = {.kind = kind,
                                    .count = count / load->crowds + (i < count % load->crowds),
                                    .next = load->published + 1};
        if (write(load->orders[i], &order, sizeof order) != (ssize_t)sizeof order) give_up("a crowd is gone");
    }
    for (unsigned i = 0; i < load->crowds; i++)
        while (atomic_load(&load->totals[i]->orders) < load->ordered) {
            if (crowd_now_us() > deadline_us) give_up("the clients do not get in");
            wait_us(LOOK_US);
        }
}

static void open_clients(struct load *load, unsigned count)
{
    uint64_t start_us = crowd_now_us();
    order(load, CROWD_OPEN, count);
    double seconds = (double)(crowd_now_us() - start_us) / 1e6;
    load->listeners += count;
    (void)printf("{\"handshakesPerSecond\":%.0f,\"faults\":%llu}\n", count / seconds,
                 (unsigned long long)faults_of(load));
}

static void gentle(struct load *load, unsigned events, unsigned interval_ms)
{
    uint64_t before = deliveries_of(load), next_us = crowd_now_us();
    forget_ages(load);
    for (unsigned i = 1; i <= events; i++) {
        uint64_t now_us = crowd_now_us();
        if (next_us > now_us) wait_us(next_us - now_us);
        next_us += (uint64_t)interval_ms * 1000;
        publish(load, 1);
    }
    wait_for(load, before + events * load->listeners, "events of the gentle rhythm");
    (void)printf("{\"deliveries\":%llu,\"p50\":%.2f,\"p99\":%.2f,\"faults\":%llu}\n",
                 (unsigned long long)(deliveries_of(load) - before), percentile(load, 0.5),
                 percentile(load, 0.99), (unsigned long long)faults_of(load));
}

static void burst(struct load *load, double seconds, unsigned events)
{
    uint64_t before = deliveries_of(load), start_us = crowd_now_us(), sent = 0, last_us = 0;
    forget_ages(load);
    while (crowd_now_us() - start_us < (uint64_t)(seconds * 1e6)) {
        publish(load, events);
        sent += events;
        if (sent >= AHEAD * events)
            wait_for(load, before + (sent - (AHEAD - 1) * events) * load->listeners, "events of a burst");
    }
    wait_for(load, before + sent * load->listeners, "the last events");
    for (unsigned i = 0; i < load->crowds; i++) {
        uint64_t received_us = atomic_load(&load->totals[i]->received_us);
        if (received_us > last_us) last_us = received_us;
    }
    double deliveries = (double)(deliveries_of(load) - before);
    (void)printf(
        "{\"deliveriesPerSecond\":%.0f,\"deliveries\":%.0f,\"p50\":%.2f,\"p99\":%.2f,\"faults\":%llu}\n",
        deliveries / ((double)(last_us - start_us) / 1e6), deliveries, percentile(load, 0.5),
        percentile(load, 0.99), (unsigned long long)faults_of(load));
}

static void churn(struct load *load, unsigned count)
{
    uint64_t start_us = crowd_now_us();
    for (unsigned i = 0; i < count; i++)
        come_and_go(load);
    (void)printf("{\"count\":%u,\"seconds\":%.4f}\n", count, (double)(crowd_now_us() - start_us) / 1e6);
}

/* The whole life of a client: connect, handshake, close frames, end. */
static void come_and_go(struct load *load)
{
    static const unsigned char close_frame[] = {0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8};
    char bytes[16384];
    int length = crowd_request(&load->target, bytes, sizeof bytes);
    int fd = crowd_socket(&load->target, CROWDS_MAX, (uint32_t)load->churned++, 0, 0);
    struct timeval patience = {.tv_sec = 5};
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) != 0 ||
        send(fd, bytes, (size_t)length, MSG_NOSIGNAL) != length)
        give_up("a newcomer does not get in");
    size_t filled = 0;
    while (!memmem(bytes, filled, "\r\n\r\n", 4)) {
        ssize_t received = recv(fd, bytes + filled, sizeof bytes - filled, 0);
        if (received <= 0) give_up("a newcomer is not answered");
        filled += (size_t)received;
    }
    if (memcmp(bytes, "HTTP/1.1 101", 12) != 0) give_up("a newcomer is refused");
    (void)send(fd, close_frame, sizeof close_frame, MSG_NOSIGNAL);
    ssize_t rest;
    do
        rest = recv(fd, bytes, sizeof bytes, 0);
    while (rest > 0);
    if (rest < 0 && errno == EAGAIN) give_up("a server does not hang up");
    (void)close(fd);
}

static void publish(struct load *load, unsigned events)
{
    char first[24], last[24], at[24];
    const char *values[] = {first, last, at};
    (void)snprintf(first, sizeof first, "%llu", (unsigned long long)load->published + 1);
    (void)snprintf(last, sizeof last, "%llu", (unsigned long long)load->published + events);
    (void)snprintf(at, sizeof at, "%llu", (unsigned long long)crowd_now_us());
    PGresult *result = PQexecParams(load->database, load->statement, 3, NULL, values, NULL, NULL, 0);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) give_up(PQerrorMessage(load->database));
    PQclear(result);
    load->published += events;
}

static void wait_for(const struct load *load, uint64_t deliveries, const char *what)
{
    uint64_t deadline_us = crowd_now_us() + PATIENCE_US;
    while (deliveries_of(load) < deliveries) {
        if (crowd_now_us() > deadline_us) {
            (void)fprintf(stderr, "%llu deliveries, not %llu\n", (unsigned long long)deliveries_of(load),
                          (unsigned long long)deliveries);
            give_up(what);
        }
        wait_us(LOOK_US);
    }
}

static uint64_t deliveries_of(const struct load *load)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < load->crowds; i++)
        sum += atomic_load(&load->totals[i]->deliveries);
    return sum;
}

static uint64_t faults_of(const struct load *load)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < load->crowds; i++)
        sum += atomic_load(&load->totals[i]->faults);
    return sum;
}

static void forget_ages(const struct load *load)
{
    for (unsigned i = 0; i < load->crowds; i++)
        for (unsigned step = 0; step < CROWD_STEPS; step++)
            atomic_store_explicit(&load->totals[i]->ages[step], 0, memory_order_relaxed);
}

/* In milliseconds. */
static double percentile(const struct load *load, double share)
{
    uint64_t all = 0, seen = 0;
    for (unsigned i = 0; i < load->crowds; i++)
        for (unsigned step = 0; step < CROWD_STEPS; step++)
            all += atomic_load_explicit(&load->totals[i]->ages[step], memory_order_relaxed);
    for (unsigned step = 0; step < CROWD_STEPS; step++) {
        for (unsigned i = 0; i < load->crowds; i++)
            seen += atomic_load_explicit(&load->totals[i]->ages[step], memory_order_relaxed);
        if ((double)seen >= (double)all * share) return (step + 0.5) * CROWD_STEP_US / 1000.0;
    }
    return 0;
}

static void wait_us(uint64_t us)
{
    struct timespec pause = {.tv_sec = (time_t)(us / 1000000), .tv_nsec = (long)(us % 1000000) * 1000};
    (void)nanosleep(&pause, NULL);
}

static void give_up(const char *why)
{
    (void)fprintf(stderr, "load: %s\n", why);
    exit(1);
}
