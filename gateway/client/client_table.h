/* SPDX-License-Identifier: MIT */
/* The table of clients: they stay where they are, lie close together, and are visited by index. */
#ifndef HIPPO_GATEWAY_CLIENT_CLIENT_TABLE_H
#define HIPPO_GATEWAY_CLIENT_CLIENT_TABLE_H

#include <stddef.h>

struct client_table;
struct client;

/* Room for `capacity` clients; memory is taken as they come and kept. */
struct client_table *client_table_new(size_t capacity);
void client_table_free(struct client_table *table);

/* A zeroed client with a new id; NULL when `capacity` are there. */
struct client *client_table_add(struct client_table *table);
void client_table_remove(struct client_table *table, struct client *client);

size_t client_table_count(const struct client_table *table);
size_t client_table_capacity(const struct client_table *table);

/* Indexes 0 to span - 1 hold all clients; client_table_at is NULL where there is none. Clients may come and go during a
 * walk: one that was there all the time is seen exactly once. */
size_t client_table_span(const struct client_table *table);
struct client *client_table_at(const struct client_table *table, size_t index);

#endif
