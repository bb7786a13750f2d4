/* SPDX-License-Identifier: MIT */
/* The tape against a plain model: any row of appends and clears, any position read after each step. Input: a byte for
 * each step. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tape.h"

#define KEEP 4
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

static void add(struct tape *tape, struct model *model, size_t length)
{
    static uint8_t body[70000];
    memset(body, byte_of(model->next), length);
    tape_append(tape, "", 0, body, length);
    model->starts[model->next + 1] = model->starts[model->next] + length;
    model->next++;
    if (model->next - model->first > KEEP) model->first++;
}

static void check(const struct tape *tape, const struct model *model, uint64_t position)
{
    size_t length;
    uint64_t end = model->starts[model->next], start = model->starts[model->first];
    const uint8_t *bytes = tape_read(tape, position, &length);
    require(tape_first(tape) == model->first && tape_next(tape) == model->next && tape_end(tape) == end);
    require((bytes != NULL) == (position >= start && position <= end));
    if (!bytes) return;
    require(length == end - position);
    uint64_t boundary = tape_boundary(tape, position);
    require(boundary >= position && boundary <= end);
    int64_t number = tape_number(tape, position);
    for (uint64_t at = position; at < end; at += 1 + (end - at) / 8) {
        int64_t holder = tape_number(tape, at);
        require(holder >= number && model->starts[holder] <= at && at < model->starts[holder + 1]);
        require(bytes[at - position] == byte_of(holder));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct model model;
    model = (struct model){.first = 1, .next = 1};
    struct tape *tape = tape_new(KEEP);
    for (size_t step = 0; step < size && step < STEPS - 1; step++) {
        uint8_t byte = data[step];
        if (byte == 0) {
            tape_clear(tape, model.next);
            model.first = model.next;
        } else {
            /* A frame has at least its header; some are larger than the tape's first memory. */
            add(tape, &model, byte < 240 ? byte : (size_t)(byte - 239) * 4000);
        }
        uint64_t end = model.starts[model.next];
        check(tape, &model, end);
        check(tape, &model, model.starts[model.first]);
        check(tape, &model, end * byte / 255);
        check(tape, &model, end + 1);
    }
    tape_free(tape);
    return 0;
}
