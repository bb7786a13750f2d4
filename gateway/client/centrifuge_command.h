/* SPDX-License-Identifier: MIT */
/* What a Centrifuge client says: a message is one or more lines, each a command in JSON. Bytes from outside, so all is
 * bounded; keys that are not known are ignored, as clients may be newer. */
#ifndef HIPPO_GATEWAY_CLIENT_CENTRIFUGE_COMMAND_H
#define HIPPO_GATEWAY_CLIENT_CENTRIFUGE_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stream/stream.h"
#include "token.h"

#define COMMAND_CHANNEL_MAX 64 /* with the NUL; a longer name is taken as "" */
#define COMMAND_DEPTH_MAX 8

enum command_kind {
    COMMAND_BAD, /* no command at all: not JSON, too deep, no id, a member twice */
    COMMAND_PONG,
    COMMAND_SEND,
    COMMAND_CONNECT,
    COMMAND_SUBSCRIBE,
    COMMAND_UNSUBSCRIBE,
    COMMAND_HISTORY,
    COMMAND_PING,
    COMMAND_PUBLISH,
    COMMAND_RPC,
    COMMAND_PRESENCE,
    COMMAND_PRESENCE_STATS,
    COMMAND_REFRESH,
    COMMAND_SUB_REFRESH,
    COMMAND_UNKNOWN, /* an id, but no method that we know */
};

struct command {
    enum command_kind kind;
    uint32_t id; /* 0 only for COMMAND_BAD, COMMAND_PONG and COMMAND_SEND */
    char channel[COMMAND_CHANNEL_MAX];
    struct stream_position position; /* recover or since; of connect: subs.race */
    char token[TOKEN_SIZE];          /* connect; "" when there is none, or none of ours */
    bool refuses_autosub;            /* connect: data.autosub is false */
    bool wants_all_or_error;         /* subscribe: bit 1 of flag, an unrecovered position is an error */
    bool is_reverse;                 /* history */
    int64_t limit;                   /* history: 0 wants the position only, below 0 all */
};

/* Splits the next line off a text: sets *line and its length and moves the rest on. False at the end. */
bool command_next_line(const char **text, size_t *left, const char **line, size_t *length)
    __attribute__((warn_unused_result));

void command_parse(const char *line, size_t length, struct command *command);

#endif
