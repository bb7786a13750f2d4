/* SPDX-License-Identifier: MIT */
/* Prints the numbers of all workers in Prometheus' text format. Names and units are an interface: dashboards depend on
 * them. So is the label `worker`, which only several have. */
#include "metrics_page.h"

#include <inttypes.h>
#include <libwebsockets.h>
#include <stdio.h>
#include <string.h>

#include "loop/metrics.h"
#include "stream/frame.h"
#include "stream/protocol.h"

#define PREFIX "hippo_gateway_"
#define LABEL_MAX 64
#define AT(member) offsetof(struct metrics, member)

_Static_assert(METRICS_PROTOCOLS == PROTOCOLS, "a count for each way of speaking");

/* One of the values of a metric: name="value", or "" where it has but one; and where that is counted. */
struct variant {
    char label[LABEL_MAX];
    size_t offset;
};

static void head(struct frame *frame, const char *name, const char *type, const char *help);
static void series(struct frame *frame, const char *name, int worker, const char *label);
static void single(struct frame *frame, const char *name, const char *type, const char *help, size_t offset);
static void by_protocol(struct frame *frame, const char *name, const char *type, const char *help,
                        size_t offset);
static void family(struct frame *frame, const char *name, const char *type, const char *help, size_t count,
                   const struct variant variants[]);
static void print_clock(struct frame *frame);
static void print_closes(struct frame *frame);
static void print_histograms(struct frame *frame, const char *name, const char *help, size_t offset);
static void print_histogram(struct frame *frame, const char *name, int worker,
                            const struct metrics_histogram *histogram);

static const char *const bound_names[METRICS_BUCKETS] = {"0.001", "0.005", "0.01", "0.025",
                                                         "0.1",   "0.5",   "2",    "10"};

void metrics_page_print(struct frame *frame)
{
    by_protocol(frame, "clients", "gauge", "Clients connected now.", AT(clients));
    by_protocol(frame, "clients_opened_total", "counter", "Clients that have come.", AT(opened));
    print_closes(frame);
    single(frame, "handshakes_refused_total", "counter", "Handshakes answered with an error.", AT(refused));
    single(frame, "sends_total", "counter", "Writes to clients' sockets.", AT(sends));
    single(frame, "sent_bytes_total", "counter", "Bytes that clients' sockets took at once.", AT(sent_bytes));
    single(frame, "sends_blocked_total", "counter", "Times a client's socket was full.", AT(blocked));
    family(frame, "resumes_total", "counter", "Clients that came back with a position.", 2,
           (const struct variant[]){{"recovered=\"true\"", AT(recovered)},
                                    {"recovered=\"false\"", AT(unrecovered)}});
    single(frame, "stream_offset", "gauge", "The newest event that clients are told.", AT(stream_offset));
    single(frame, "stream_first_offset", "gauge", "The oldest event kept for those who come back.",
           AT(stream_first));
    single(frame, "database_up", "gauge", "1 while the database answers.", AT(database_up));
    print_clock(frame);
    family(frame, "pulls_total", "counter", "Looks at the stream, by what they were for.", 2,
           (const struct variant[]){{"reason=\"wakeup\"", AT(pulls_woken)},
                                    {"reason=\"poll\"", AT(pulls_polled)}});
    single(frame, "poll_heals_total", "counter", "Polls that found events before a wake-up for them came.",
           AT(missed_notifications));
    single(frame, "log_lines_dropped_total", "counter", "Lines that nobody took from the log in time.",
           AT(log_dropped));
    print_histograms(frame, "loop_lag_seconds", "By how much the event loop's heartbeat was late.", AT(lag));
    print_histograms(frame, "broadcast_seconds", "From news to the last client's socket.", AT(broadcast));
    print_histograms(frame, "ping_seconds", "Until a WebSocket's pong came.", AT(ping));
    /* Workers are forks of one program. */
    head(frame, "build_info", "gauge", "Always 1; what this is, in the labels.");
    frame_print(frame, PREFIX "build_info{libwebsockets=\"%s\",compiler=\"%s\"} 1\n", LWS_LIBRARY_VERSION,
                __VERSION__);
}

static void head(struct frame *frame, const char *name, const char *type, const char *help)
{
    frame_print(frame, "# HELP " PREFIX "%s %s\n# TYPE " PREFIX "%s %s\n", name, help, name, type);
}

/* Name and labels of a line; the value is the caller's. */
static void series(struct frame *frame, const char *name, int worker, const char *label)
{
    char labels[LABEL_MAX + 32] = "";
    if (metrics_workers() > 1)
        (void)snprintf(labels, sizeof labels, "{worker=\"%d\"%s%s}", worker, *label ? "," : "", label);
    else if (*label)
        (void)snprintf(labels, sizeof labels, "{%s}", label);
    frame_print(frame, PREFIX "%s%s ", name, labels);
}

static void single(struct frame *frame, const char *name, const char *type, const char *help, size_t offset)
{
    family(frame, name, type, help, 1, &(const struct variant){"", offset});
}

static void by_protocol(struct frame *frame, const char *name, const char *type, const char *help,
                        size_t offset)
{
    static const char *const names[PROTOCOLS] = {[PROTOCOL_PLAIN] = "plain",
                                                 [PROTOCOL_CENTRIFUGE] = "centrifuge",
                                                 [PROTOCOL_PLAIN_SSE] = "uni_sse",
                                                 [PROTOCOL_CENTRIFUGE_SSE] = "sse",
                                                 [PROTOCOL_CENTRIFUGE_LINES] = "http_stream"};
    struct variant variants[PROTOCOLS] = {0};
    for (size_t i = 0; i < PROTOCOLS; i++) {
        (void)snprintf(variants[i].label, LABEL_MAX, "protocol=\"%s\"", names[i]);
        variants[i].offset = offset + i * sizeof(uint64_t);
    }
    family(frame, name, type, help, PROTOCOLS, variants);
}

static void family(struct frame *frame, const char *name, const char *type, const char *help, size_t count,
                   const struct variant variants[])
{
    head(frame, name, type, help);
    for (int worker = 0; worker < metrics_workers(); worker++)
        for (size_t i = 0; i < count; i++) {
            uint64_t value;
            memcpy(&value, (const char *)metrics_of(worker) + variants[i].offset, sizeof value);
            series(frame, name, worker, variants[i].label);
            frame_print(frame, "%" PRIu64 "\n", value);
        }
}

static void print_clock(struct frame *frame)
{
    static const char name[] = "clock_skew_seconds";
    head(frame, name, "gauge", "By how much this machine's clock and the database's differ.");
    for (int worker = 0; worker < metrics_workers(); worker++) {
        uint64_t ms = metrics_of(worker)->clock_apart_ms;
        series(frame, name, worker, "");
        frame_print(frame, "%" PRIu64 ".%03" PRIu64 "\n", ms / 1000, ms % 1000);
    }
}

/* Clients choose their codes: those that mean something are told each, the others as one. */
static void print_closes(struct frame *frame)
{
    struct variant variants[METRICS_CODES] = {0};
    for (size_t i = 0; i < METRICS_CODES; i++) {
        int code = metrics_code(i);
        if (code > 0)
            (void)snprintf(variants[i].label, LABEL_MAX, "code=\"%d\"", code);
        else
            (void)snprintf(variants[i].label, LABEL_MAX, "code=\"other\"");
        variants[i].offset = AT(closed) + i * sizeof(uint64_t);
    }
    family(frame, "clients_closed_total", "counter", "Clients that have gone, by close code.", METRICS_CODES,
           variants);
}

static void print_histograms(struct frame *frame, const char *name, const char *help, size_t offset)
{
    head(frame, name, "histogram", help);
    for (int worker = 0; worker < metrics_workers(); worker++) {
        struct metrics_histogram histogram;
        memcpy(&histogram, (const char *)metrics_of(worker) + offset, sizeof histogram);
        print_histogram(frame, name, worker, &histogram);
    }
}

static void print_histogram(struct frame *frame, const char *name, int worker,
                            const struct metrics_histogram *histogram)
{
    uint64_t count = 0;
    char label[LABEL_MAX], part[LABEL_MAX];
    (void)snprintf(part, sizeof part, "%s_bucket", name);
    for (size_t i = 0; i <= METRICS_BUCKETS; i++) {
        count += histogram->counts[i];
        (void)snprintf(label, sizeof label, "le=\"%s\"", i < METRICS_BUCKETS ? bound_names[i] : "+Inf");
        series(frame, part, worker, label);
        frame_print(frame, "%" PRIu64 "\n", count);
    }
    (void)snprintf(part, sizeof part, "%s_sum", name);
    series(frame, part, worker, "");
    frame_print(frame, "%" PRIu64 ".%06" PRIu64 "\n", histogram->sum_us / 1000000,
                histogram->sum_us % 1000000);
    (void)snprintf(part, sizeof part, "%s_count", name);
    series(frame, part, worker, "");
    frame_print(frame, "%" PRIu64 "\n", count);
}
