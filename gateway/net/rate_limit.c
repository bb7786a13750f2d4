/* SPDX-License-Identifier: MIT */
/* A token bucket in thousandths, so that slow rates are exact to the millisecond. */
#include "net/rate_limit.h"

#include <stdlib.h>
#include <sys/random.h>

#include "log.h"

#define SLOTS 65536 /* as many as a uint16_t can name */

struct rate_limit {
    int64_t per_second, per_address;
    int64_t credit; /* thousandths of a handshake */
    int64_t credit_at_ms;
    uint64_t key;
    uint32_t counts[SLOTS];
};

static uint16_t slot_of(const struct rate_limit *admission, const char *name);

struct rate_limit *rate_limit_new(int64_t handshakes_per_second, int64_t clients_per_address)
{
    struct rate_limit *admission = calloc(1, sizeof *admission);
    if (!admission) fatal("reason=\"out of memory\"");
    admission->per_second = handshakes_per_second;
    admission->per_address = clients_per_address;
    admission->credit = handshakes_per_second * 1000;
    if (getrandom(&admission->key, sizeof admission->key, 0) != (ssize_t)sizeof admission->key)
        fatal("reason=\"getrandom: %m\"");
    return admission;
}

void rate_limit_free(struct rate_limit *admission)
{
    free(admission);
}

bool rate_limit_take_handshake(struct rate_limit *admission, int64_t now_ms)
{
    int64_t most = admission->per_second * 1000;
    if (most == 0) return true;
    int64_t passed_ms = now_ms - admission->credit_at_ms;
    admission->credit += (passed_ms > 1000 ? 1000 : passed_ms) * admission->per_second;
    if (admission->credit > most) admission->credit = most;
    admission->credit_at_ms = now_ms;
    if (admission->credit < 1000) return false;
    admission->credit -= 1000;
    return true;
}

bool rate_limit_has_room(const struct rate_limit *admission, const char *name)
{
    return admission->per_address == 0 ||
           admission->counts[slot_of(admission, name)] < admission->per_address;
}

uint16_t rate_limit_enter(struct rate_limit *admission, const char *name)
{
    uint16_t slot = slot_of(admission, name);
    admission->counts[slot]++;
    return slot;
}

void rate_limit_leave(struct rate_limit *admission, uint16_t slot)
{
    if (admission->counts[slot] == 0) fatal("reason=\"left twice\"");
    admission->counts[slot]--;
}

/* FNV-1a from a secret start, with a final mix. */
static uint16_t slot_of(const struct rate_limit *admission, const char *name)
{
    uint64_t hash = admission->key;
    for (; *name; name++)
        hash = (hash ^ (uint8_t)*name) * UINT64_C(0x100000001b3);
    hash = (hash ^ hash >> 32) * UINT64_C(0xd6e8feb86659fd93);
    return (uint16_t)(hash >> 48);
}
