/* SPDX-License-Identifier: MIT */
/* A slab in chunks: clients that a broadcast visits one after the other lie side by side in memory. */
#include "client/client_table.h"

#include <stdint.h>
#include <stdlib.h>

#include "client/client.h"
#include "log.h"

#define CHUNK 128

struct client_table {
    struct client **chunks;
    uint32_t *free; /* stack of indexes below span that hold no client */
    size_t capacity, span, count, free_count;
    uint64_t last_id;
};

static struct client *slot(const struct client_table *table, size_t index);

struct client_table *client_table_new(size_t capacity)
{
    struct client_table *table = calloc(1, sizeof *table);
    size_t chunks = (capacity + CHUNK - 1) / CHUNK;
    if (!table) fatal("reason=\"out of memory\"");
    *table = (struct client_table){.capacity = capacity,
                                   .chunks = calloc(chunks, sizeof(struct client *)),
                                   .free = calloc(capacity, sizeof *table->free)};
    if (!table->chunks || !table->free) fatal("reason=\"out of memory\" sessions=%zu", capacity);
    return table;
}

void client_table_free(struct client_table *table)
{
    if (!table) return;
    for (size_t i = 0; i * CHUNK < table->capacity; i++)
        free(table->chunks[i]);
    free(table->chunks);
    free(table->free);
    free(table);
}

struct client *client_table_add(struct client_table *table)
{
    if (table->count == table->capacity) return NULL;
    size_t index = table->free_count > 0 ? table->free[--table->free_count] : table->span++;
    struct client **chunk = &table->chunks[index / CHUNK];
    if (!*chunk) *chunk = calloc(CHUNK, sizeof **chunk);
    if (!*chunk) fatal("reason=\"out of memory\"");
    struct client *client = slot(table, index);
    *client = (struct client){.id = ++table->last_id, .index = (uint32_t)index};
    table->count++;
    return client;
}

void client_table_remove(struct client_table *table, struct client *client)
{
    if (client->id == 0) fatal("reason=\"removed twice\"");
    client->id = 0;
    table->free[table->free_count++] = client->index;
    table->count--;
}

size_t client_table_count(const struct client_table *table)
{
    return table->count;
}

size_t client_table_capacity(const struct client_table *table)
{
    return table->capacity;
}

size_t client_table_span(const struct client_table *table)
{
    return table->span;
}

struct client *client_table_at(const struct client_table *table, size_t index)
{
    if (index >= table->span) return NULL;
    struct client *client = slot(table, index);
    return client->id != 0 ? client : NULL;
}

static struct client *slot(const struct client_table *table, size_t index)
{
    return &table->chunks[index / CHUNK][index % CHUNK];
}
