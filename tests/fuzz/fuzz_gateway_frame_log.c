/* SPDX-License-Identifier: MIT */
/* The log against a plain model: any row of appends and clears, any position read after each step. Input: a byte for
 * each step. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stream/frame_log.h"

#define CAPACITY 4
#define STEPS 512

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool fact)
{
    if (!fact) abort();
}

/* Every frame there ever was, by number. */
struct model {
    uint64_t starts[STEPS + 1];
    int64_t first, next;
};

static uint8_t byte_of(int64_t number)
{
    return (uint8_t)(number * 31);
}

static void add(struct frame_log *log, struct model *model, size_t length)
{
    static uint8_t body[70000];
    memset(body, byte_of(model->next), length);
    frame_log_append(log, body, length);
    model->starts[model->next + 1] = model->starts[model->next] + length;
    model->next++;
    if (model->next - model->first > CAPACITY) model->first++;
}

static void check(const struct frame_log *log, const struct model *model, uint64_t position)
{
    size_t length;
    uint64_t end = model->starts[model->next], start = model->starts[model->first];
    const uint8_t *bytes = frame_log_read(log, position, &length);
    require(frame_log_first(log) == model->first && frame_log_next(log) == model->next &&
            frame_log_end(log) == end);
    require((bytes != NULL) == (position >= start && position <= end));
    if (!bytes) return;
    require(length == end - position);
    uint64_t boundary = frame_log_boundary(log, position);
    require(boundary >= position && boundary <= end);
    int64_t number = frame_log_number(log, position);
    for (uint64_t at = position; at < end; at += 1 + (end - at) / 8) {
        int64_t holder = frame_log_number(log, at);
        require(holder >= number && model->starts[holder] <= at && at < model->starts[holder + 1]);
        require(bytes[at - position] == byte_of(holder));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct model model;
    model = (struct model){.first = 1, .next = 1};
    struct frame_log *log = frame_log_new(CAPACITY);
    for (size_t step = 0; step < size && step < STEPS - 1; step++) {
        uint8_t byte = data[step];
        if (byte == 0) {
            frame_log_clear(log, model.next);
            model.first = model.next;
        } else {
            /* A frame has at least its header; some are larger than the log's first memory. */
            add(log, &model, byte < 240 ? byte : (size_t)(byte - 239) * 4000);
        }
        uint64_t end = model.starts[model.next];
        check(log, &model, end);
        check(log, &model, model.starts[model.first]);
        check(log, &model, end * byte / 255);
        check(log, &model, end + 1);
    }
    frame_log_free(log);
    return 0;
}
