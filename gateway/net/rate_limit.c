/* SPDX-License-Identifier: MIT */
/* A token bucket in thousandths, so that slow rates are exact to the millisecond; and a hash table of networks, chained through
 * a pool of as many entries as there can be clients. Names are hashed with a secret of this process, so that nobody can choose
 * to share a chain. */
#include "net/rate_limit.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "client_address.h"
#include "log.h"

#define NONE UINT32_MAX

struct network {
    uint64_t hash;
    uint32_t count; /* of its clients */
    uint32_t next;  /* in its chain, or of the free ones */
};

struct rate_limit {
    int64_t per_second, per_address;
    int64_t credit; /* thousandths of a handshake */
    int64_t credit_at_ms;
    unsigned char key[crypto_shorthash_KEYBYTES];
    struct network *networks; /* NULL where clients are not counted */
    uint32_t *chains;         /* the first of each */
    uint32_t size, free;
};

static uint64_t hash_of(const struct rate_limit *limit, const char *name);
static uint32_t find(const struct rate_limit *limit, uint64_t hash);

struct rate_limit *rate_limit_new(int64_t handshakes_per_second, int64_t clients_per_address,
                                  size_t clients_max)
{
    struct rate_limit *limit = calloc(1, sizeof *limit);
    if (!limit) fatal("reason=\"out of memory\"");
    limit->per_second = handshakes_per_second;
    limit->per_address = clients_per_address;
    limit->credit = handshakes_per_second * 1000;
    if (clients_per_address == 0) return limit;
    crypto_shorthash_keygen(limit->key);
    limit->size = (uint32_t)clients_max;
    limit->networks = calloc(clients_max, sizeof *limit->networks);
    limit->chains = calloc(clients_max, sizeof *limit->chains);
    if (!limit->networks || !limit->chains) fatal("reason=\"out of memory\"");
    for (uint32_t i = 0; i < limit->size; i++) {
        limit->chains[i] = NONE;
        limit->networks[i].next = i + 1 < limit->size ? i + 1 : NONE;
    }
    return limit;
}

void rate_limit_free(struct rate_limit *limit)
{
    free(limit->networks);
    free(limit->chains);
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
    if (!limit->networks) return true;
    uint32_t slot = find(limit, hash_of(limit, name));
    return slot == NONE || limit->networks[slot].count < limit->per_address;
}

uint32_t rate_limit_enter(struct rate_limit *limit, const char *name)
{
    if (!limit->networks) return NONE;
    uint64_t hash = hash_of(limit, name);
    uint32_t slot = find(limit, hash), *chain = &limit->chains[hash % limit->size];
    if (slot == NONE) {
        slot = limit->free;
        if (slot == NONE) fatal("reason=\"more clients than there can be\"");
        limit->free = limit->networks[slot].next;
        limit->networks[slot] = (struct network){.hash = hash, .next = *chain};
        *chain = slot;
    }
    limit->networks[slot].count++;
    return slot;
}

void rate_limit_leave(struct rate_limit *limit, uint32_t slot)
{
    if (!limit->networks) return;
    struct network *network = &limit->networks[slot];
    if (network->count == 0) fatal("reason=\"left twice\"");
    if (--network->count > 0) return;
    uint32_t *at = &limit->chains[network->hash % limit->size];
    while (*at != slot)
        at = &limit->networks[*at].next;
    *at = network->next;
    network->next = limit->free;
    limit->free = slot;
}

static uint64_t hash_of(const struct rate_limit *limit, const char *name)
{
    char network[CLIENT_ADDRESS_MAX];
    unsigned char bytes[crypto_shorthash_BYTES];
    uint64_t hash;
    client_address_network(name, network);
    (void)crypto_shorthash(bytes, (const unsigned char *)network, strlen(network), limit->key);
    _Static_assert(sizeof bytes == sizeof hash, "one word");
    memcpy(&hash, bytes, sizeof hash);
    return hash;
}

/* NONE: nobody of this network is here. */
static uint32_t find(const struct rate_limit *limit, uint64_t hash)
{
    uint32_t slot = limit->chains[hash % limit->size];
    while (slot != NONE && limit->networks[slot].hash != hash)
        slot = limit->networks[slot].next;
    return slot;
}
