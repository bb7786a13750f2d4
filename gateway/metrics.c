/* SPDX-License-Identifier: MIT */
/* Names and units are an interface: dashboards depend on them. */
#include "metrics.h"

#include <inttypes.h>

#include "frame.h"
#include "hub.h"
#include "stream.h"

#define PREFIX "hippo_gateway_"

static void head(struct frame *frame, const char *name, const char *type, const char *help);
static void single(struct frame *frame, const char *name, const char *type, const char *help, uint64_t value);
static void by_protocol(struct frame *frame, const char *name, const char *type, const char *help,
                        const uint64_t values[PROTOCOLS]);
static void print_closes(struct frame *frame);
static void print_lag(struct frame *frame);

static const int64_t lag_bounds_us[METRICS_LAG_BUCKETS] = {1000,   5000,   10000,   25000,
                                                           100000, 500000, 2000000, 10000000};
static const char *const lag_names[METRICS_LAG_BUCKETS] = {"0.001", "0.005", "0.01", "0.025",
                                                           "0.1",   "0.5",   "2",    "10"};

struct metrics metrics;

void metrics_note_lag(int64_t late_us)
{
    if (late_us < 0) late_us = 0;
    size_t bucket = 0;
    while (bucket < METRICS_LAG_BUCKETS && late_us > lag_bounds_us[bucket])
        bucket++;
    metrics.lag[bucket]++;
    metrics.lag_us += (uint64_t)late_us;
}

void metrics_print(struct frame *frame, const struct hub *hub)
{
    const struct stream *stream = hub_stream(hub);
    by_protocol(frame, "clients", "gauge", "Clients connected now.", metrics.clients);
    by_protocol(frame, "clients_opened_total", "counter", "Clients that have come.", metrics.opened);
    print_closes(frame);
    single(frame, "handshakes_refused_total", "counter", "Handshakes answered with an error.",
           metrics.refused);
    single(frame, "sends_total", "counter", "Writes to clients' sockets.", metrics.sends);
    single(frame, "sent_bytes_total", "counter", "Bytes that clients' sockets took at once.",
           metrics.sent_bytes);
    single(frame, "sends_blocked_total", "counter", "Times a client's socket was full.", metrics.blocked);
    head(frame, "resumes_total", "counter", "Clients that came back with a position.");
    frame_print(frame, PREFIX "resumes_total{recovered=\"true\"} %" PRIu64 "\n", metrics.recovered);
    frame_print(frame, PREFIX "resumes_total{recovered=\"false\"} %" PRIu64 "\n", metrics.unrecovered);
    single(frame, "stream_offset", "gauge", "The newest event that clients are told.",
           (uint64_t)stream_top(stream));
    single(frame, "stream_first_offset", "gauge", "The oldest event kept for those who come back.",
           (uint64_t)stream_first(stream));
    single(frame, "database_up", "gauge", "1 while the database answers.", hub_is_degraded(hub) ? 0 : 1);
    print_lag(frame);
}

static void head(struct frame *frame, const char *name, const char *type, const char *help)
{
    frame_print(frame, "# HELP " PREFIX "%s %s\n# TYPE " PREFIX "%s %s\n", name, help, name, type);
}

static void single(struct frame *frame, const char *name, const char *type, const char *help, uint64_t value)
{
    head(frame, name, type, help);
    frame_print(frame, PREFIX "%s %" PRIu64 "\n", name, value);
}

static void by_protocol(struct frame *frame, const char *name, const char *type, const char *help,
                        const uint64_t values[PROTOCOLS])
{
    head(frame, name, type, help);
    static const char *const names[PROTOCOLS] = {[PROTOCOL_PLAIN] = "plain",
                                                 [PROTOCOL_CENTRIFUGE] = "centrifuge",
                                                 [PROTOCOL_PLAIN_SSE] = "uni_sse",
                                                 [PROTOCOL_CENTRIFUGE_SSE] = "sse",
                                                 [PROTOCOL_CENTRIFUGE_LINES] = "http_stream"};
    for (int i = 0; i < PROTOCOLS; i++)
        frame_print(frame, PREFIX "%s{protocol=\"%s\"} %" PRIu64 "\n", name, names[i], values[i]);
}

static void print_closes(struct frame *frame)
{
    head(frame, "clients_closed_total", "counter", "Clients that have gone, by close code.");
    for (int code = 0; code < METRICS_CODES; code++)
        if (metrics.closed[code] > 0)
            frame_print(frame, PREFIX "clients_closed_total{code=\"%d\"} %" PRIu64 "\n", code,
                        metrics.closed[code]);
}

static void print_lag(struct frame *frame)
{
    uint64_t count = 0;
    head(frame, "loop_lag_seconds", "histogram", "By how much the event loop's heartbeat was late.");
    for (size_t i = 0; i < METRICS_LAG_BUCKETS; i++) {
        count += metrics.lag[i];
        frame_print(frame, PREFIX "loop_lag_seconds_bucket{le=\"%s\"} %" PRIu64 "\n", lag_names[i], count);
    }
    count += metrics.lag[METRICS_LAG_BUCKETS];
    frame_print(frame,
                PREFIX "loop_lag_seconds_bucket{le=\"+Inf\"} %" PRIu64 "\n" PREFIX
                       "loop_lag_seconds_sum %" PRIu64 ".%06" PRIu64 "\n" PREFIX
                       "loop_lag_seconds_count %" PRIu64 "\n",
                count, metrics.lag_us / 1000000, metrics.lag_us % 1000000, count);
}
