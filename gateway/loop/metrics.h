/* SPDX-License-Identifier: MIT */
/* What the operator can count. Counting is one addition, wherever it happens. */
#ifndef HIPPO_GATEWAY_LOOP_METRICS_H
#define HIPPO_GATEWAY_LOOP_METRICS_H

#include <stddef.h>
#include <stdint.h>

#define METRICS_CODES 17 /* close codes that are counted each, and all others */
#define METRICS_BUCKETS 8
#define METRICS_PROTOCOLS 5 /* ways of speaking: stream/protocol.h */

/* Durations. */
struct metrics_histogram {
    uint64_t counts[METRICS_BUCKETS + 1], sum_us;
};

/* Of one worker (workers.h), and of those that had its number before it: its counts never go backwards. */
struct metrics {
    uint64_t opened[METRICS_PROTOCOLS], closed[METRICS_CODES];
    uint64_t clients[METRICS_PROTOCOLS];
    uint64_t refused; /* handshakes answered with an error */
    uint64_t sends, sent_bytes, blocked;
    uint64_t recovered, unrecovered;
    uint64_t stream_offset, stream_first; /* as gateway.c saw them last */
    uint64_t database_up;                 /* the same; 0 or 1 */
    uint64_t clock_apart_ms;              /* the same: this machine's clock and the database's, by how much */
    uint64_t pulls_woken, pulls_polled;   /* fetches of the stream, by their reason */
    uint64_t missed_notifications;        /* a poll found events */
    uint64_t log_dropped;                 /* lines of the log for which there was no room */
    struct metrics_histogram lag;         /* by how much the loop's heartbeat was late */
    struct metrics_histogram broadcast;   /* from the change to the last client */
    struct metrics_histogram ping;        /* until a WebSocket's pong came */
};

/* This process's own. */
extern struct metrics *metrics;

/* Before the fork: there will be `count` workers, each of which can print the numbers of all. */
void metrics_share(int count);

/* In worker `number`: from now on its own are these. */
void metrics_choose(int number);

/* In the parent: worker `number` has ended. Its counts stay for the next one to go on with; what it was doing is over. */
void metrics_worker_ended(int number);

/* In the parent: how often the loop of worker `number` has come round. */
uint64_t metrics_heartbeats(int number);

/* A client has gone with this close code. */
void metrics_count_close(int code);

/* Of closed[i]; 0: all others. */
int metrics_code(size_t i);

void metrics_observe(struct metrics_histogram *histogram, int64_t us);

/* For whoever prints: how many workers there are, and what is counted of each. */
int metrics_workers(void);
const struct metrics *metrics_of(int worker);

#endif
