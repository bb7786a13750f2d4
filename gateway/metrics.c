/* SPDX-License-Identifier: MIT */
/* Names and units are an interface: dashboards depend on them. */
#include "metrics.h"

#include <inttypes.h>
#include <libwebsockets.h>

#include "frame.h"
#include "hub.h"
#include "stream.h"

#define PREFIX "hippo_gateway_"

static void head(struct frame *frame, const char *name, const char *type, const char *help);
static void single(struct frame *frame, const char *name, const char *type, const char *help, uint64_t value);
static void by_protocol(struct frame *frame, const char *name, const char *type, const char *help,
                        const uint64_t values[PROTOCOLS]);
static void print_closes(struct frame *frame);
static void print_histogram(struct frame *frame, const char *name, const char *help,
                            const struct metrics_histogram *histogram);

static const int64_t bounds_us[METRICS_BUCKETS] = {1000,   5000,   10000,   25000,
                                                   100000, 500000, 2000000, 10000000};
static const char *const bound_names[METRICS_BUCKETS] = {"0.001", "0.005", "0.01", "0.025",
                                                         "0.1",   "0.5",   "2",    "10"};

struct metrics metrics;

void metrics_note(struct metrics_histogram *histogram, int64_t us)
{
    if (us < 0) us = 0;
    size_t bucket = 0;
    while (bucket < METRICS_BUCKETS && us > bounds_us[bucket])
        bucket++;
    histogram->counts[bucket]++;
    histogram->sum_us += (uint64_t)us;
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
    head(frame, "pulls_total", "counter", "Looks at the stream, by what they were for.");
    frame_print(frame, PREFIX "pulls_total{reason=\"wakeup\"} %" PRIu64 "\n", metrics.pulls_woken);
    frame_print(frame, PREFIX "pulls_total{reason=\"poll\"} %" PRIu64 "\n", metrics.pulls_polled);
    single(frame, "poll_heals_total", "counter", "Polls that found events before a wake-up for them came.",
           metrics.poll_heals);
    print_histogram(frame, "loop_lag_seconds", "By how much the event loop's heartbeat was late.",
                    &metrics.lag);
    print_histogram(frame, "broadcast_seconds", "From news to the last client's socket.", &metrics.broadcast);
    print_histogram(frame, "ping_seconds", "Until a WebSocket's pong came.", &metrics.ping);
    head(frame, "build_info", "gauge", "Always 1; what this is, in the labels.");
    frame_print(frame, PREFIX "build_info{libwebsockets=\"%s\",compiler=\"%s\"} 1\n", LWS_LIBRARY_VERSION,
                __VERSION__);
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

static void print_histogram(struct frame *frame, const char *name, const char *help,
                            const struct metrics_histogram *histogram)
{
    uint64_t count = 0;
    head(frame, name, "histogram", help);
    for (size_t i = 0; i < METRICS_BUCKETS; i++) {
        count += histogram->counts[i];
        frame_print(frame, PREFIX "%s_bucket{le=\"%s\"} %" PRIu64 "\n", name, bound_names[i], count);
    }
    count += histogram->counts[METRICS_BUCKETS];
    frame_print(frame, PREFIX "%s_bucket{le=\"+Inf\"} %" PRIu64 "\n", name, count);
    frame_print(frame, PREFIX "%s_sum %" PRIu64 ".%06" PRIu64 "\n", name, histogram->sum_us / 1000000,
                histogram->sum_us % 1000000);
    frame_print(frame, PREFIX "%s_count %" PRIu64 "\n", name, count);
}
