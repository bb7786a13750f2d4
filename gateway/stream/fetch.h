/* SPDX-License-Identifier: MIT */
/* gateway.stream_pull: how it is asked, and what its rows do to whoever follows a channel. */
#ifndef HIPPO_GATEWAY_STREAM_FETCH_H
#define HIPPO_GATEWAY_STREAM_FETCH_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pg_connection;
struct stream;

#define FETCH_SQL                                                                                            \
    "select kind, \"offset\", epoch, data, now_ms "                                                          \
    "from gateway.stream_pull($1::text, $2::text, $3::bigint, $4::integer)"

/* Whoever follows; append and snapshot say whether they could take it. */
struct fetch_target {
    const struct stream *(*stream)(void *context);
    void (*restart)(void *context, const char *epoch, int64_t top);
    bool (*append)(void *context, int64_t offset, const char *json, size_t length);
    bool (*snapshot)(void *context, int64_t offset, const char *json);
    void *context;
};

struct fetch_outcome {
    int64_t now_ms; /* the database's clock; -1: the answer is no pull's */
    bool is_at_top; /* nothing is left to pull */
};

/* Executes FETCH_SQL, prepared as `name`: what comes after the stream's top, or, when is_first, the newest `limit`. */
void fetch_send(struct pg_connection *database, const char *name, const char *channel,
                const struct stream *stream, bool is_first, const char *limit);

/* False: the stream contradicts itself. An event that is not the next one restarts the target: the stream was made
 * anew, or events were lost (trimmed while we were away for very long, or cut out by hand). */
bool fetch_apply(const PGresult *result, const struct fetch_target *target, struct fetch_outcome *outcome)
    __attribute__((warn_unused_result));

#endif
