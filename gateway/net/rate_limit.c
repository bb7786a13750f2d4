/* SPDX-License-Identifier: MIT */
/* A token bucket in thousandths, so that slow rates are exact to the millisecond. */
#include "net/rate_limit.h"

#include <stdlib.h>
#include <sys/random.h>

#include "client_address.h"
#include "log.h"

#define SLOTS 65536 /* as many as a uint16_t can name */

struct rate_limit {
    int64_t per_second, per_address;
    int64_t credit; /* thousandths of a handshake */
    int64_t credit_at_ms;
    uint64_t key;
    uint32_t counts[SLOTS];
};

static uint16_t slot_of(const struct rate_limit *limit, const char *name);

struct rate_limit *rate_limit_new(int64_t handshakes_per_second, int64_t clients_per_address)
{
    struct rate_limit *limit = calloc(1, sizeof *limit);
    if (!limit) fatal("reason=\"out of memory\"");
    limit->per_second = handshakes_per_second;
    limit->per_address = clients_per_address;
    limit->credit = handshakes_per_second * 1000;
    if (getrandom(&limit->key, sizeof limit->key, 0) != (ssize_t)sizeof limit->key)
        fatal("reason=\"getrandom: %m\"");
    return limit;
}

void rate_limit_free(struct rate_limit *limit)
{
    free(limit);
}

bool rate_limit_take_handshake(struct rate_limit *limit, int64_t now_ms)
{
    int64_t max = limit->per_second * 1000;
    if (max == 0) return true;
    int64_t passed_ms = now_ms - limit->credit_at_ms;
    limit->credit += (passed_ms > 1000 ? 1000 : passed_ms) * limit->per_second;
    if (limit->credit > max) limit->credit = max;
    limit->credit_at_ms = now_ms;
    if (limit->credit < 1000) return false;
    limit->credit -= 1000;
    return true;
}

bool rate_limit_has_room(const struct rate_limit *limit, const char *name)
{
    return limit->per_address == 0 || limit->counts[slot_of(limit, name)] < limit->per_address;
}

uint16_t rate_limit_enter(struct rate_limit *limit, const char *name)
{
    uint16_t slot = slot_of(limit, name);
    limit->counts[slot]++;
    return slot;
}

void rate_limit_leave(struct rate_limit *limit, uint16_t slot)
{
    if (limit->counts[slot] == 0) fatal("reason=\"left twice\"");
    limit->counts[slot]--;
}

/* FNV-1a from a secret start, with a final mix. */
static uint16_t slot_of(const struct rate_limit *limit, const char *name)
{
    char network[CLIENT_ADDRESS_MAX];
    uint64_t hash = limit->key;
    client_address_network(name, network);
    for (const char *c = network; *c; c++)
        hash = (hash ^ (uint8_t)*c) * UINT64_C(0x100000001b3);
    hash = (hash ^ hash >> 32) * UINT64_C(0xd6e8feb86659fd93);
    return (uint16_t)(hash >> 48);
}
