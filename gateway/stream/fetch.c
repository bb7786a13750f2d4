/* SPDX-License-Identifier: MIT */
/* The rows come in order: head, events, and the snapshot when they reach the top and anything is new. */
#include "stream/fetch.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "stream/pg_connection.h"
#include "stream/stream.h"

enum fetch_column { FETCH_KIND, FETCH_OFFSET, FETCH_EPOCH, FETCH_DATA, FETCH_NOW_MS, FETCH_COLUMNS };

static bool check_head(const PGresult *result, const struct stream *stream);
static bool apply_event(const PGresult *result, int row, const struct fetch_target *target);
static bool apply_snapshot(const PGresult *result, int row, const struct fetch_target *target);
static void go_on_after(const PGresult *result, int row, int64_t top, const struct fetch_target *target);
static int64_t integer_at(const PGresult *result, int row, enum fetch_column column);
static bool is_kind(const PGresult *result, int row, const char *kind);

void fetch_send(struct pg_connection *database, const char *name, const char *channel,
                const struct stream *stream, bool is_first, const char *limit)
{
    char after[24];
    (void)snprintf(after, sizeof after, "%" PRId64, stream_top(stream));
    const char *parameters[] = {channel, is_first ? NULL : stream_epoch(stream), is_first ? NULL : after,
                                limit};
    pg_connection_execute(database, name, 4, parameters);
}

bool fetch_apply(const PGresult *result, const struct fetch_target *target, struct fetch_outcome *outcome)
{
    int rows = PQntuples(result), events = 0;
    bool is_good = PQnfields(result) == FETCH_COLUMNS && rows > 0 && is_kind(result, 0, "head");
    *outcome = (struct fetch_outcome){.now_ms = is_good ? integer_at(result, 0, FETCH_NOW_MS) : -1};
    bool has_snapshot = false;
    for (int row = 1; is_good && row < rows; row++) {
        if (is_kind(result, row, "event")) {
            is_good = apply_event(result, row, target);
            events++;
        } else {
            is_good = apply_snapshot(result, row, target);
            has_snapshot = true;
        }
    }
    if (is_good && events == 0 && !has_snapshot) is_good = check_head(result, target->stream);
    if (!is_good) return false;
    outcome->is_at_top = stream_top(target->stream) == integer_at(result, 0, FETCH_OFFSET);
    return true;
}

/* Nothing came with it, so we must be where the stream is. */
static bool check_head(const PGresult *result, const struct stream *stream)
{
    return strcmp(PQgetvalue(result, 0, FETCH_EPOCH), stream_epoch(stream)) == 0 &&
           integer_at(result, 0, FETCH_OFFSET) == stream_top(stream);
}

static bool apply_event(const PGresult *result, int row, const struct fetch_target *target)
{
    int64_t offset = integer_at(result, row, FETCH_OFFSET);
    go_on_after(result, row, offset - 1, target);
    return stream_append(target->stream, offset, PQgetvalue(result, row, FETCH_DATA),
                         (size_t)PQgetlength(result, row, FETCH_DATA)) == STREAM_APPENDED;
}

/* A stream without any event brings only this row. */
static bool apply_snapshot(const PGresult *result, int row, const struct fetch_target *target)
{
    go_on_after(result, row, integer_at(result, row, FETCH_OFFSET), target);
    return target->snapshot(target->context, PQgetvalue(result, row, FETCH_DATA));
}

/* Restarts the stream, unless it is at `top` of the row's epoch. */
static void go_on_after(const PGresult *result, int row, int64_t top, const struct fetch_target *target)
{
    struct stream *stream = target->stream;
    const char *epoch = PQgetvalue(result, row, FETCH_EPOCH);
    if (strcmp(epoch, stream_epoch(stream)) == 0 && top == stream_top(stream)) return;
    if (*stream_epoch(stream))
        log_warn("stream_restart", "epoch=%s after=%" PRId64 " known_epoch=%s known_top=%" PRId64, epoch, top,
                 stream_epoch(stream), stream_top(stream));
    stream_restart(stream, epoch, top);
    target->restarted(target->context);
}

static int64_t integer_at(const PGresult *result, int row, enum fetch_column column)
{
    return strtoll(PQgetvalue(result, row, column), NULL, 10);
}

static bool is_kind(const PGresult *result, int row, const char *kind)
{
    return strcmp(PQgetvalue(result, row, FETCH_KIND), kind) == 0;
}
