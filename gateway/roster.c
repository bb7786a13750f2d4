/* SPDX-License-Identifier: MIT */
/* A slab in chunks: a broadcast walks over neighbours instead of a list through the whole heap. */
#include "roster.h"

#include <stdint.h>
#include <stdlib.h>

#include "log.h"
#include "session.h"

#define CHUNK 128

struct roster {
    struct session **chunks;
    uint32_t *free; /* stack of indexes below span that hold no session */
    size_t most, span, count, free_count;
    uint64_t last_id;
};

static struct session *slot(const struct roster *roster, size_t index);

struct roster *roster_new(size_t most)
{
    struct roster *roster = calloc(1, sizeof *roster);
    size_t chunks = (most + CHUNK - 1) / CHUNK;
    if (!roster) fatal("reason=\"out of memory\"");
    *roster = (struct roster){.most = most,
                              .chunks = calloc(chunks, sizeof(struct session *)),
                              .free = calloc(most, sizeof *roster->free)};
    if (!roster->chunks || !roster->free) fatal("reason=\"out of memory\" sessions=%zu", most);
    return roster;
}

void roster_free(struct roster *roster)
{
    if (!roster) return;
    for (size_t i = 0; i * CHUNK < roster->most; i++)
        free(roster->chunks[i]);
    free(roster->chunks);
    free(roster->free);
    free(roster);
}

struct session *roster_add(struct roster *roster)
{
    if (roster->count == roster->most) return NULL;
    size_t index = roster->free_count > 0 ? roster->free[--roster->free_count] : roster->span++;
    struct session **chunk = &roster->chunks[index / CHUNK];
    if (!*chunk) *chunk = calloc(CHUNK, sizeof **chunk);
    if (!*chunk) fatal("reason=\"out of memory\"");
    struct session *session = slot(roster, index);
    *session = (struct session){.id = ++roster->last_id, .index = (uint32_t)index};
    roster->count++;
    return session;
}

void roster_remove(struct roster *roster, struct session *session)
{
    if (session->id == 0) fatal("reason=\"removed twice\"");
    session->id = 0;
    roster->free[roster->free_count++] = session->index;
    roster->count--;
}

size_t roster_count(const struct roster *roster)
{
    return roster->count;
}

size_t roster_most(const struct roster *roster)
{
    return roster->most;
}

size_t roster_span(const struct roster *roster)
{
    return roster->span;
}

struct session *roster_at(const struct roster *roster, size_t index)
{
    if (index >= roster->span) return NULL;
    struct session *session = slot(roster, index);
    return session->id != 0 ? session : NULL;
}

static struct session *slot(const struct roster *roster, size_t index)
{
    return &roster->chunks[index / CHUNK][index % CHUNK];
}
