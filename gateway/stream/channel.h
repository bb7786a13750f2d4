/* SPDX-License-Identifier: MIT */
/* A private channel (`till:<id>`, `display:<id>`, `admin`) that somebody here follows: its newest events and the state at its top. It
 * is made for the first reader that may follow it and forgotten with the last one. */
#ifndef HIPPO_GATEWAY_STREAM_CHANNEL_H
#define HIPPO_GATEWAY_STREAM_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loop/list.h"

#define CHANNEL_NAME_MAX 24 /* with the NUL */
/* Events kept for readers that come back or fall behind. A power of two, and the same as text. */
#define CHANNEL_CAPACITY 256
#define CHANNEL_CAPACITY_TEXT "256"

struct channel_reader;
struct fetch_target;

enum channel_failure { CHANNEL_UNKNOWN, CHANNEL_TIMED_OUT };

/* What channel and source call. All but restarted may end the reader, and the channel with it. */
struct channel_reader_events {
    void (*authorised)(struct channel_reader *reader, bool is_allowed);
    /* There is something new; is_complete: and a subscription can begin. */
    void (*updated)(struct channel_reader *reader, bool is_complete);
    void (*failed)(struct channel_reader *reader, enum channel_failure failure);
    /* The stream is another one: positions in it mean nothing any more. */
    void (*restarted)(struct channel_reader *reader);
};

/* Where the source has a reader. */
enum channel_reader_place {
    CHANNEL_READER_NOWHERE,
    CHANNEL_READER_QUEUED,    /* the database has not been asked about it */
    CHANNEL_READER_ASKED,     /* it is being asked */
    CHANNEL_READER_AUTHORISED /* it may follow */
};

/* Embedded in whoever reads, who zeroes it and sets the first four. */
struct channel_reader {
    const struct channel_reader_events *events;
    void *context;
    const char *token_hash; /* whose leave is asked for */
    char name[CHANNEL_NAME_MAX];
    struct channel *channel; /* NULL until it has leave for the first time */
    struct list of_channel, of_source, of_awaited;
    int64_t deadline_ms; /* monotonic, see channel_source_await; 0: none */
    int64_t check_ms;    /* its leave is asked for again then; 0: for the first time */
    enum channel_reader_place place;
};

/* Shown for channel_source.c, which has the lists, and for readers. */
struct channel {
    struct list of_all, of_bucket, of_queue;
    struct list readers; /* struct channel_reader, of_channel */
    struct stream *stream;
    char *state; /* compact JSON; NULL: not known yet */
    int64_t state_offset;
    bool is_queued;       /* to be fetched */
    bool is_wanted_again; /* something new was heard of during a fetch */
    char name[CHANNEL_NAME_MAX];
};

/* Does a channel of this name look like a private one? Whether it is there is for the database to say. */
bool channel_is_private(const char *name, size_t length);

struct channel *channel_new(const char *name);
void channel_free(struct channel *channel);

/* Can a subscription begin: is the state known, and that of the newest event at hand? */
bool channel_is_complete(const struct channel *channel);

/* For fetch_apply. */
struct fetch_target channel_target(struct channel *channel);

#endif
