/* SPDX-License-Identifier: MIT */
/* gateway.stream_pull: how it is asked, and what its rows do to a stream and whoever follows it. */
#ifndef HIPPO_GATEWAY_STREAM_FETCH_H
#define HIPPO_GATEWAY_STREAM_FETCH_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

struct pg_connection;
struct stream;

#define FETCH_SQL                                                                                            \
    "select kind, \"offset\", epoch, data, now_ms "                                                          \
    "from gateway.stream_pull($1::text, $2::text, $3::bigint, $4::integer)"

/* Whoever follows. */
struct fetch_target {
    struct stream *stream;
    /* The stream is another one, or goes on after a hole: what was known beside it is void. */
    void (*restarted)(void *context);
    /* The state at exactly the stream's top. False: it is none. */
    bool (*snapshot)(void *context, const char *json);
    void *context;
};

struct fetch_outcome {
    int64_t now_ms; /* the database's clock; -1: the answer is none */
    bool is_at_top; /* nothing is left to fetch */
};

/* Executes FETCH_SQL, prepared as `name`: what comes after the stream's top, or, when is_first, the newest `limit`. */
void fetch_send(struct pg_connection *database, const char *name, const char *channel,
                const struct stream *stream, bool is_first, const char *limit);

/* Appends the events. False: the stream contradicts itself. An event that is not the next one restarts the stream: it was
 * made anew, or events were lost (trimmed while we were away for very long, or cut out by hand). */
bool fetch_apply(const PGresult *result, const struct fetch_target *target, struct fetch_outcome *outcome)
    __attribute__((warn_unused_result));

#endif
