/* SPDX-License-Identifier: MIT */
/* All differences are of intervals: the database looked at its clock at some moment between question and answer. */
#include "clock_watch.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "call.h"
#include "log.h"

#define NUMBER_CHARS 24 /* any 64-bit number and its NUL */

static int64_t outside(int64_t value, int64_t low, int64_t high);
static int64_t distance(int64_t a, int64_t b);
static void log_answer(const char *text, bool *is_changed);

bool clock_watch_note(struct clock_watch *watch, const struct clock_reading *reading)
{
    const struct clock_reading *last = &watch->last;
    int64_t took_ms = reading->received_mono_ms - reading->asked_mono_ms;
    /* All readings are truncated to milliseconds, hence the 1. */
    watch->apart_ms = outside(reading->database_ms, reading->wall_ms - took_ms - 1, reading->wall_ms + 1);
    if (watch->has_last) {
        int64_t shortest_ms = reading->asked_mono_ms - last->received_mono_ms;
        int64_t longest_ms = reading->received_mono_ms - last->asked_mono_ms;
        int64_t jump_ms = outside(reading->database_ms - last->database_ms, shortest_ms - 1, longest_ms + 1);
        if (shortest_ms > 0) watch->elapsed_ms += shortest_ms;
        if (distance(jump_ms, 0) >= CLOCK_WATCH_NOISE_MS) watch->jump_ms += jump_ms;
    }
    watch->last = *reading;
    watch->has_last = true;
    return !watch->has_told || watch->jump_ms != 0 ||
           distance(watch->apart_ms, watch->told_apart_ms) >= CLOCK_WATCH_NOISE_MS ||
           reading->received_mono_ms - watch->told_mono_ms >= CLOCK_WATCH_INTERVAL_MS;
}

enum pg_outcome clock_watch_tell(struct clock_watch *watch, struct pg *pg, bool *is_changed)
{
    char elapsed[NUMBER_CHARS], jump[NUMBER_CHARS], apart[NUMBER_CHARS];
    (void)snprintf(elapsed, sizeof elapsed, "%" PRId64, watch->elapsed_ms);
    (void)snprintf(jump, sizeof jump, "%" PRId64, watch->jump_ms);
    (void)snprintf(apart, sizeof apart, "%" PRId64, watch->apart_ms);
    PGresult *result;
    enum pg_outcome outcome =
        call_query(pg, CALL_CLOCK_TELL, (const char *const[]){elapsed, jump, apart}, &result);
    if (outcome != PG_DONE) return outcome;
    log_answer(PQgetvalue(result, 0, 0), is_changed);
    PQclear(result);
    watch->elapsed_ms = 0;
    watch->jump_ms = 0;
    watch->told_apart_ms = watch->apart_ms;
    watch->told_mono_ms = watch->last.received_mono_ms;
    watch->has_told = true;
    return PG_DONE;
}

/* By how much a value lies below (less than 0) or above a range. */
static int64_t outside(int64_t value, int64_t low, int64_t high)
{
    if (value < low) return value - low;
    return value > high ? value - high : 0;
}

static int64_t distance(int64_t a, int64_t b)
{
    return a > b ? a - b : b - a;
}

static void log_answer(const char *text, bool *is_changed)
{
    struct json_object *answer = json_tokener_parse(text), *changed;
    if (!json_object_object_get_ex(answer, "changed", &changed))
        fatal("reason=\"clock_tell has a malformed answer\" answer=%s", text);
    *is_changed = json_object_get_boolean(changed);
    const char *state = json_object_get_string(json_object_object_get(answer, "state"));
    if (*is_changed && strcmp(state, "right") == 0)
        log_info("clock_right", "sales=go_on");
    else if (*is_changed)
        log_error("clock_wrong", "state=%s skew_ms=%" PRId64 " sales=stopped", state,
                  json_object_get_int64(json_object_object_get(answer, "skewMs")));
    json_object_put(answer);
}
