/* SPDX-License-Identifier: MIT */
/* One client: its places in the streams, and how bytes get from there to its connection.
 *
 * States, moved by session.c and client.c only:
 *   CONNECTING  a Centrifuge client that has not said connect yet
 *   WAITING     `connected` cannot be sent yet, because the client already knows events that this gateway has not seen
 *               (it came from a quicker one), or an outage is being caught up
 *   OPEN        `connected` is sent; the cursors go along their logs
 *   CLOSING     is closed by the wheel's next step; nothing is sent or executed any more
 *
 * Frames go straight from their logs to the socket. When it is full nothing is copied but the rest of the frame of which
 * it took a part: that is given to the connection, which sends it before anything else. */
#ifndef HIPPO_GATEWAY_CLIENT_CLIENT_H
#define HIPPO_GATEWAY_CLIENT_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loop/timer_wheel.h"
#include "stream/frame.h"
#include "stream/protocol.h"

/* The longest message of a client: connect, and some hundred subscribes that name their positions. */
#define CLIENT_MESSAGE_MAX 16384
/* What a message costs of a client's credit beside its bytes; a command in it; one that is refused for want of credit; an
 * event that is sent anew. */
#define CLIENT_MESSAGE_COST 128
#define CLIENT_COMMAND_COST 128
#define CLIENT_REFUSAL_COST 32
#define CLIENT_PUBLICATION_COST 4

/* Close codes: those of RFC 6455 and of Centrifuge's protocol; under 3500 a client comes back. */
enum client_code {
    CLIENT_CODE_NO_STATUS = 1005,
    CLIENT_CODE_LOST = 1006,
    CLIENT_CODE_TOO_BIG = 1009,
    CLIENT_CODE_SHUTDOWN = 3001,
    CLIENT_CODE_SLOW = 3008,
    CLIENT_CODE_INSUFFICIENT_STATE = 3010,
    CLIENT_CODE_NO_PONG = 3012,
    CLIENT_CODE_TOO_MANY = 3013,
    CLIENT_CODE_BAD_REQUEST = 3501, /* from here on it does not */
    CLIENT_CODE_STALE = 3502,
    CLIENT_CODE_NOT_JSON = 3506,
};

enum client_state { CLIENT_CONNECTING, CLIENT_WAITING, CLIENT_OPEN, CLIENT_CLOSING };

/* Who subscribed it to the races. */
enum client_subscription {
    CLIENT_NOT_SUBSCRIBED,
    CLIENT_SUBSCRIBED_BY_SERVER, /* plain clients always are */
    CLIENT_SUBSCRIBED_BY_CLIENT,
};

/* A place in a log. The list of a client's begins with that of the races. */
struct client_cursor {
    struct client_cursor *next;
    const struct frame_log *log; /* NULL: it does not follow now */
    uint64_t position;           /* always where a frame starts */
};

/* Shown for what speaks for it (session.c, centrifuge.c, subscription.c) and for client_table.c, which keeps clients side
 * by side. */
struct client {
    struct timer timer; /* first: the wheel gives it back */
    uint64_t id;        /* 0: this slot of the table is free */
    struct connection *connection;
    struct client_identity *identity; /* subscription.c's; NULL: it follows the races and nothing else */
    char *inbox;                      /* what a Centrifuge client said, NULL when all is answered */
    struct client_cursor races;
    int64_t wanted_offset;                   /* WAITING: the last offset that the client knows */
    int64_t opened_ms, ping_ms, progress_ms; /* monotonic: begun, next ping, last bytes taken while blocked */
    uint32_t connect_id;                     /* of the connect command */
    uint32_t index;                          /* in the table */
    uint32_t tick;                           /* the last timer_update sent */
    uint32_t rate_slot;                      /* see rate_limit.h */
    int32_t credit;                          /* what the client may still say; below 0: it is in debt */
    uint32_t credit_at_ms;
    uint16_t code; /* why it closes, 0 while it does not */
    uint16_t message_bytes;
    uint16_t inbox_length, inbox_ready;    /* bytes in the inbox; those of whole messages */
    uint8_t state;                         /* enum client_state */
    uint8_t protocol;                      /* enum protocol */
    uint8_t subscription;                  /* enum client_subscription */
    bool has_position : 1, may_resume : 1; /* it said where it is; and is of this epoch */
    bool takes_deflated : 1;               /* permessage-deflate is agreed on */
    bool is_blocked : 1;                   /* the socket is full: connection_want_writable is asked for */
    bool has_degraded_been_sent : 1;
    bool is_pong_due : 1;   /* nothing has come since the last ping */
    bool is_ping_timed : 1; /* its answer itself has not come */
};

/* What all clients share. */
struct client_shared {
    struct live_state *live;
    struct channel_source *channel_source;
    const struct channel_reader_events *reader_events;
    struct client_table *table;
    struct emulation *emulation;
    struct rate_limit *rate_limit;
    struct timer_wheel *wheel;
    int64_t ping_interval_ms;
    int64_t now_ms;     /* clock_mono_ms at the event being handled; whoever handles one sets it */
    size_t inbox_bytes; /* of all clients */
    struct frame reply; /* scratch for what is sent to one client */
};

/* Fills what sending needs: connection, protocol, times, credit. */
void client_init(struct client_shared *shared, struct client *client, struct connection *connection,
                 enum protocol protocol);

/* The log of the races in its protocol. */
const struct frame_log *client_log(const struct client_shared *shared, const struct client *client);

/* Follows the races from `position` on, by whom `subscription` says; or not any more. */
void client_follow_races(struct client_shared *shared, struct client *client,
                         enum client_subscription subscription, uint64_t position);

/* May a message be sent now? */
bool client_can_send(const struct client *client);

/* Sends a message (whole, even if the socket is full on the way), then what is pending. Only while it can. `bytes`: ready
 * to be sent; `frame`: not wrapped yet. */
void client_send(struct client_shared *shared, struct client *client, const uint8_t *bytes, size_t length);
void client_send_frame(struct client_shared *shared, struct client *client, struct frame *frame);

/* Sends all that the cursors lack, as far as the socket takes it. */
void client_send_pending(struct client_shared *shared, struct client *client);

void client_send_ping(struct client_shared *shared, struct client *client);

/* Something came from the client: no pong is waited for. is_pong: it was the answer to the ping. */
void client_has_spoken(struct client_shared *shared, struct client *client, bool is_pong);

/* The socket takes bytes again. */
void client_unblock(struct client_shared *shared, struct client *client);

/* Looks whether a blocked client takes bytes, which has to be done again and again; returns for how many ms it may still
 * take none, 0 or less: it is closed. */
#define CLIENT_LOOK_MS 1000
int64_t client_stall_left(const struct client_shared *shared, struct client *client);

/* The pong is late. True: our ping may not have arrived, since the client is still reading what came before; it is
 * waited for once more. */
bool client_wait_for_pong(struct client_shared *shared, struct client *client)
    __attribute__((warn_unused_result));

/* Takes from the client's credit. Who is in debt is refused what it asks for, and told to try again later; who goes on all
 * the same is closed. False: it is. */
bool client_charge(struct client_shared *shared, struct client *client, size_t cost)
    __attribute__((warn_unused_result));
bool client_is_in_debt(const struct client *client);

/* Nothing is sent or executed any more; the connection is closed with the wheel's next step. Not at once: callers go on
 * with the client. */
void client_close(struct client_shared *shared, struct client *client, enum client_code code);
bool client_is_closing(const struct client *client);

/* Says goodbye, and gives the connection away. */
void client_hang_up(struct client_shared *shared, struct client *client);

/* What a peer that is closed with `code` is told; "": nothing. */
const char *client_code_text(enum client_code code);

/* Events of the races that the client has not been given. */
int64_t client_lag(const struct client_shared *shared, const struct client *client);

#endif
