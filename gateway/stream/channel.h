/* SPDX-License-Identifier: MIT */
/* A private channel (`till:<id>`, `admin`) that somebody here follows: its newest events and the state at its top. It
 * is made for its first reader and forgotten with the last one. */
#ifndef HIPPO_GATEWAY_STREAM_CHANNEL_H
#define HIPPO_GATEWAY_STREAM_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loop/list.h"

#define CHANNEL_NAME_MAX 16 /* with the NUL */
/* Events kept for readers that come back or fall behind. A power of two, and the same as text. */
#define CHANNEL_KEEP 256
#define CHANNEL_KEEP_TEXT "256"

struct fetch_target;

/* Shown for desk.c, which has the lists, and for subscription.c, which is in `readers`. */
struct channel {
    struct list of_all, of_queue;
    struct list readers; /* struct subscription, of_channel */
    struct stream *stream;
    char *state; /* JSON without its line breaks; NULL: not known yet */
    int64_t state_offset;
    bool is_queued;       /* to be pulled */
    bool is_wanted_again; /* something new was heard of during a pull */
    char name[CHANNEL_NAME_MAX];
};

/* Does a channel of this name look like a private one? Whether it is there is for the database to say. */
bool channel_is_private(const char *name, size_t length);

struct channel *channel_new(const char *name);
void channel_free(struct channel *channel);

/* Can a subscription begin: is the state known, and that of the newest event at hand? */
bool channel_is_complete(const struct channel *channel);

/* For fetch_apply. Readers cannot go on across a restart: subscription_on_restart is called for each. */
struct fetch_target channel_target(struct channel *channel);

#endif
