/* SPDX-License-Identifier: MIT */
/* json-c reads the few fields that the gateway needs itself, and writes all of it for clients. */
#include "stream/snapshot.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "stream/json_compact.h"

struct snapshot {
    int64_t offset;
    char *epoch; /* as a JSON string */
    char *inner; /* the compact text between the outer braces */
    char *screen;
    bool has_round;
    int64_t round_id;
    bool is_counting, is_racing;
    int64_t open_ms, race_start_ms, race_end_ms;
};

static bool read_fields(struct snapshot *snapshot, json_object *root);
static bool read_round(struct snapshot *snapshot, json_object *round);
static bool read_integer(json_object *object, const char *key, int64_t *value);
static bool is_phase(json_object *phase, const char *name);
static char *inner_text(json_object *root);
static char *copy(const char *text, size_t length);
static void print_timer(const struct snapshot *snapshot, struct frame *frame, int64_t now_ms);
static void print_round_id(const struct snapshot *snapshot, struct frame *frame);
static int64_t within(int64_t value, int64_t lowest, int64_t highest);

struct snapshot *snapshot_parse(const char *json, int64_t offset, const char *epoch)
{
    struct snapshot *snapshot = calloc(1, sizeof *snapshot);
    json_object *name = json_object_new_string(epoch);
    if (!snapshot || !name) fatal("reason=\"out of memory\"");
    json_object *root = json_compact_read(json, strlen(json));
    const char *quoted = json_object_to_json_string(name);
    snapshot->offset = offset;
    snapshot->epoch = copy(quoted, strlen(quoted));
    bool is_good = json_object_is_type(root, json_type_object) && read_fields(snapshot, root);
    if (is_good) snapshot->inner = inner_text(root);
    json_object_put(name);
    json_object_put(root);
    if (is_good) return snapshot;
    snapshot_free(snapshot);
    return NULL;
}

void snapshot_free(struct snapshot *snapshot)
{
    if (!snapshot) return;
    free(snapshot->epoch);
    free(snapshot->inner);
    free(snapshot->screen);
    free(snapshot);
}

int64_t snapshot_offset(const struct snapshot *snapshot)
{
    return snapshot->offset;
}

int64_t snapshot_round(const struct snapshot *snapshot)
{
    return snapshot->has_round ? snapshot->round_id : -1;
}

int64_t snapshot_next_tick(const struct snapshot *snapshot, int64_t now_ms)
{
    int64_t left_ms = snapshot->race_start_ms - now_ms;
    if (!snapshot->is_counting || left_ms <= 0) return -1;
    return left_ms % 1000 ? left_ms % 1000 : 1000;
}

void snapshot_connected(const struct snapshot *snapshot, struct frame *frame, int64_t now_ms,
                        enum snapshot_recovered recovered, bool is_degraded)
{
    static const char *const recovered_texts[] = {"", ",\"recovered\":true", ",\"recovered\":false"};
    frame_begin(frame);
    frame_print(frame, "{\"event\":\"connected\",\"serverTime\":%" PRId64 ",", now_ms);
    frame_append(frame, snapshot->inner, strlen(snapshot->inner));
    frame_print(frame, ",\"timer\":");
    print_timer(snapshot, frame, now_ms);
    if (snapshot->is_racing)
        frame_print(
            frame, ",\"timeInRace\":%" PRId64,
            within(now_ms - snapshot->race_start_ms, 0, snapshot->race_end_ms - snapshot->race_start_ms));
    else
        frame_print(frame, ",\"timeInRace\":null");
    frame_print(frame, ",\"stream\":{\"offset\":%" PRId64 ",\"epoch\":%s}%s%s}", snapshot->offset,
                snapshot->epoch, recovered_texts[recovered], is_degraded ? ",\"degraded\":true" : "");
    frame_finish(frame);
}

void snapshot_timer_update(const struct snapshot *snapshot, struct frame *frame, int64_t now_ms)
{
    frame_begin(frame);
    frame_print(frame, "{\"event\":\"timer_update\",\"roundId\":");
    print_round_id(snapshot, frame);
    frame_print(frame, ",\"serverTime\":%" PRId64 ",\"screen\":%s,\"timer\":", now_ms, snapshot->screen);
    print_timer(snapshot, frame, now_ms);
    frame_print(frame, "}");
    frame_finish(frame);
}

void snapshot_degraded(const struct snapshot *snapshot, struct frame *frame, int64_t now_ms, bool is_active)
{
    frame_begin(frame);
    frame_print(frame, "{\"event\":\"degraded\",\"roundId\":");
    print_round_id(snapshot, frame);
    frame_print(frame, ",\"serverTime\":%" PRId64 ",\"active\":%s,\"reason\":\"database\"}", now_ms,
                is_active ? "true" : "false");
    frame_finish(frame);
}

static bool read_fields(struct snapshot *snapshot, json_object *root)
{
    json_object *phase = NULL, *screen = NULL, *round = NULL;
    if (!json_object_object_get_ex(root, "phase", &phase) ||
        !json_object_object_get_ex(root, "screen", &screen) ||
        !json_object_object_get_ex(root, "round", &round) || !json_object_is_type(screen, json_type_string))
        return false;
    const char *quoted = json_object_to_json_string(screen);
    snapshot->screen = copy(quoted, strlen(quoted));
    if (round && !read_round(snapshot, round)) return false;
    snapshot->is_counting = snapshot->has_round && (is_phase(phase, "betting") || is_phase(phase, "locked"));
    snapshot->is_racing = snapshot->has_round && is_phase(phase, "racing");
    return true;
}

static bool read_round(struct snapshot *snapshot, json_object *round)
{
    snapshot->has_round = true;
    return json_object_is_type(round, json_type_object) &&
           read_integer(round, "roundId", &snapshot->round_id) &&
           read_integer(round, "openTime", &snapshot->open_ms) &&
           read_integer(round, "raceStartTime", &snapshot->race_start_ms) &&
           read_integer(round, "raceEndTime", &snapshot->race_end_ms) &&
           snapshot->open_ms <= snapshot->race_start_ms && snapshot->race_start_ms <= snapshot->race_end_ms;
}

static bool read_integer(json_object *object, const char *key, int64_t *value)
{
    json_object *field = NULL;
    if (!json_object_object_get_ex(object, key, &field) || !json_object_is_type(field, json_type_int))
        return false;
    *value = json_object_get_int64(field);
    /* No real value comes near; with it no sum or percentage can overflow. */
    return *value >= 0 && *value < INT64_C(1) << 50;
}

static bool is_phase(json_object *phase, const char *name)
{
    return json_object_is_type(phase, json_type_string) && strcmp(json_object_get_string(phase), name) == 0;
}

static char *inner_text(json_object *root)
{
    size_t length;
    const char *text = json_compact_text(root, &length);
    return copy(text + 1, length - 2);
}

static char *copy(const char *text, size_t length)
{
    char *duplicate = strndup(text, length);
    if (!duplicate) fatal("reason=\"out of memory\"");
    return duplicate;
}

static void print_timer(const struct snapshot *snapshot, struct frame *frame, int64_t now_ms)
{
    if (!snapshot->is_counting) {
        frame_print(frame, "null");
        return;
    }
    int64_t total_ms = snapshot->race_start_ms - snapshot->open_ms;
    int64_t left_ms = within(snapshot->race_start_ms - now_ms, 0, total_ms);
    /* In tenths of a percent, rounded. */
    int64_t tenths = total_ms > 0 ? ((total_ms - left_ms) * 2000 + total_ms) / (2 * total_ms) : 1000;
    frame_print(frame,
                "{\"timeLeft\":%" PRId64 ",\"totalDuration\":%" PRId64 ",\"startTime\":%" PRId64
                ",\"endTime\":%" PRId64 ",\"percentage\":%" PRId64 ".%" PRId64 "}",
                left_ms, total_ms, snapshot->open_ms, snapshot->race_start_ms, tenths / 10, tenths % 10);
}

static void print_round_id(const struct snapshot *snapshot, struct frame *frame)
{
    if (snapshot && snapshot->has_round)
        frame_print(frame, "%" PRId64, snapshot->round_id);
    else
        frame_print(frame, "null");
}

static int64_t within(int64_t value, int64_t lowest, int64_t highest)
{
    return value < lowest ? lowest : value > highest ? highest : value;
}
