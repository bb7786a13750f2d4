/* SPDX-License-Identifier: MIT */
/* What the operator can count, in Prometheus' text format. Counting is one addition, wherever it happens. */
#ifndef HIPPO_GATEWAY_METRICS_H
#define HIPPO_GATEWAY_METRICS_H

#include <stddef.h>
#include <stdint.h>

#include "protocol.h"

#define METRICS_CODES 5000 /* close codes lie below */
#define METRICS_BUCKETS 8

struct frame;
struct hub;

/* Durations. */
struct metrics_histogram {
    uint64_t counts[METRICS_BUCKETS + 1], sum_us;
};

/* For the whole process; zero at its start. */
struct metrics {
    uint64_t opened[PROTOCOLS], closed[METRICS_CODES];
    uint64_t clients[PROTOCOLS];
    uint64_t refused; /* handshakes answered with an error */
    uint64_t sends, sent_bytes, blocked;
    uint64_t recovered, unrecovered;
    uint64_t pulls_woken, pulls_polled; /* why the stream was looked at */
    uint64_t poll_heals;                /* a look without a reason found events */
    struct metrics_histogram lag;       /* by how much the loop's heartbeat was late */
    struct metrics_histogram broadcast; /* from the news to the last client */
    struct metrics_histogram ping;      /* until a WebSocket's pong came */
};

extern struct metrics metrics;

void metrics_note(struct metrics_histogram *histogram, int64_t us);

/* Appends all of it. */
void metrics_print(struct frame *frame, const struct hub *hub);

#endif
