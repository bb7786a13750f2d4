/* SPDX-License-Identifier: MIT */
/* What the operator can count, in Prometheus' text format. Counting is one addition, wherever it happens. */
#ifndef HIPPO_GATEWAY_METRICS_H
#define HIPPO_GATEWAY_METRICS_H

#include <stddef.h>
#include <stdint.h>

#include "protocol.h"

#define METRICS_CODES 5000 /* close codes lie below */
#define METRICS_LAG_BUCKETS 8

struct frame;
struct hub;

/* For the whole process; zero at its start. */
struct metrics {
    uint64_t opened[PROTOCOLS], closed[METRICS_CODES];
    uint64_t clients[PROTOCOLS];
    uint64_t refused; /* handshakes answered with an error */
    uint64_t sends, sent_bytes, blocked;
    uint64_t recovered, unrecovered;
    uint64_t lag[METRICS_LAG_BUCKETS + 1], lag_us; /* by how much the loop's heartbeat was late */
};

extern struct metrics metrics;

/* The heartbeat came `late_us` after it was due. */
void metrics_note_lag(int64_t late_us);

/* Appends all of it. */
void metrics_print(struct frame *frame, const struct hub *hub);

#endif
