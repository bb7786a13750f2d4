/* SPDX-License-Identifier: MIT */
/* Workers count in memory that they share, each in a place of its own, so that any of them can answer for all: also for
 * one that is blocked. A number is written by one process, and read by others as a whole: it is a word. */
#include "loop/metrics.h"

#include <string.h>
#include <sys/mman.h>

#include "log.h"

static const int64_t bounds_us[METRICS_BUCKETS] = {1000,   5000,   10000,   25000,
                                                   100000, 500000, 2000000, 10000000};

/* Of RFC 6455 and of Centrifuge's protocol, as far as they are sent here or by usual clients. */
static const int codes[METRICS_CODES] = {0,    1000, 1001, 1002, 1005, 1006, 1007, 1009, 3000,
                                         3001, 3008, 3010, 3012, 3013, 3501, 3502, 3506};

static struct metrics alone;
static struct metrics *all = &alone;
static int workers = 1;
struct metrics *metrics = &alone;

void metrics_share(int count)
{
    workers = count;
    all = mmap(NULL, (size_t)count * sizeof *all, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (all == MAP_FAILED) fatal("reason=\"%m\"");
    metrics = all;
}

void metrics_choose(int number)
{
    metrics = &all[number];
}

void metrics_worker_ended(int number)
{
    memset(all[number].clients, 0, sizeof all[number].clients);
    all[number].database_up = 0;
}

uint64_t metrics_heartbeats(int number)
{
    uint64_t count = 0;
    for (size_t i = 0; i <= METRICS_BUCKETS; i++)
        count += all[number].lag.counts[i];
    return count;
}

void metrics_count_close(int code)
{
    size_t i = METRICS_CODES - 1;
    while (i > 0 && codes[i] != code)
        i--;
    metrics->closed[i]++;
}

int metrics_code(size_t i)
{
    return codes[i];
}

void metrics_observe(struct metrics_histogram *histogram, int64_t us)
{
    if (us < 0) us = 0;
    size_t bucket = 0;
    while (bucket < METRICS_BUCKETS && us > bounds_us[bucket])
        bucket++;
    histogram->counts[bucket]++;
    histogram->sum_us += (uint64_t)us;
}

int metrics_workers(void)
{
    return workers;
}

const struct metrics *metrics_of(int worker)
{
    return &all[worker];
}
