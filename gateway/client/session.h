/* SPDX-License-Identifier: MIT */
/* One client's session: a position on the tape, and how it gets there.
 *
 * States, moved by session.c only:
 *   SILENT   a Centrifuge client that has not said connect yet
 *   WAITING  `connected` cannot be told yet, because the client already knows events that this
 *            gateway has not seen (it came from a quicker one), or an outage is being caught up
 *   OPEN     `connected` is told; the position goes along the tape
 *   CLOSING  a close frame is due, sent or received; nothing else is
 *
 * Frames go straight from the tape to the socket; only when it is full somebody is asked to say when it is not. Pongs
 * and close frames are written elsewhere (wire.c, libwebsockets), so a frame that the socket took half of must not be
 * left to us: its rest is given to the link, which sends it before anything else. */
#ifndef HIPPO_GATEWAY_CLIENT_SESSION_H
#define HIPPO_GATEWAY_CLIENT_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loop/timer_wheel.h"
#include "stream/frame.h"
#include "stream/protocol.h"

/* The longest message of a client. */
#define SESSION_MESSAGE_MAX 4096
/* What a message, or a command in one, costs of a client's credit beside its bytes. */
#define SESSION_MESSAGE_COST 256

/* Close codes: those of RFC 6455 and of Centrifuge's protocol; under 3500 a client comes back. */
enum session_code {
    SESSION_CODE_GOING_AWAY = 1001,
    SESSION_CODE_PROTOCOL = 1002,
    SESSION_CODE_NO_STATUS = 1005,
    SESSION_CODE_LOST = 1006,
    SESSION_CODE_TOO_BIG = 1009,
    SESSION_CODE_SHUTDOWN = 3001,
    SESSION_CODE_SLOW = 3008,
    SESSION_CODE_INSUFFICIENT_STATE = 3010,
    SESSION_CODE_NO_PONG = 3012,
    SESSION_CODE_TOO_MANY = 3013,
    SESSION_CODE_BAD_REQUEST = 3501, /* from here on it does not */
    SESSION_CODE_STALE = 3502,
};

enum session_state { SESSION_SILENT, SESSION_WAITING, SESSION_OPEN, SESSION_CLOSING };

enum session_subscription {
    SESSION_NOT_SUBSCRIBED,
    SESSION_SUBSCRIBED_BY_SERVER, /* plain clients always are */
    SESSION_SUBSCRIBED_BY_CLIENT,
};

/* Shown for roster.c, which keeps them side by side, and for dialog.c, which has the inbox, connect_id and
 * subscription, and moves the position of a subscription that begins; private to session.c otherwise. */
struct client {
    struct timer timer; /* first: the wheel gives it back */
    uint64_t id;        /* 0: this slot of the table is free */
    struct wire *wire;  /* NULL: the client's connection is libwebsockets', wsi */
    struct lws *wsi;
    struct client_identity *identity; /* subscription.c's; NULL: it follows the races and nothing else */
    char *inbox;                      /* what a Centrifuge client said, NULL when all is answered */
    uint64_t position;                /* on its protocol's log, always where a frame starts */
    int64_t wanted_offset;            /* WAITING: the last offset that the client knows */
    int64_t opened_ms, ping_ms, progress_ms; /* monotonic: begun, next ping, last bytes taken while blocked */
    uint32_t connect_id;                     /* of the connect command */
    uint32_t index;                          /* in the table */
    uint32_t tick;                           /* the last timer_update sent */
    int32_t credit;                          /* what the client may still send */
    uint32_t credit_at_ms;
    int fd;
    uint16_t code; /* why it closes, 0 while it does not */
    uint16_t message_bytes;
    uint16_t admission_slot;            /* server.c's: see admission.h */
    uint16_t inbox_length, inbox_ready; /* bytes in the inbox; those of whole messages */
    uint8_t state;                      /* enum session_state */
    uint8_t protocol;                   /* enum protocol */
    uint8_t subscription;               /* enum session_subscription */
    bool has_request, may_resume;       /* ?offset= was given; it is of this epoch */
    bool is_blocked;                    /* the socket is full: a writeable callback is asked for */
    bool has_degraded_been_sent;
    bool is_pong_due;   /* nothing has come since the last ping */
    bool is_ping_timed; /* its answer itself has not come */
};

struct channel_source;
struct emulation;
struct live_state;
struct request;
struct client_table;
struct wire;

/* What all sessions share. */
struct client_shared {
    struct live_state *live;
    struct channel_source *channel_source;
    struct client_table *table;
    struct emulation *emulation;
    struct timer_wheel *wheel;
    int64_t ping_interval_ms;
    int64_t now_ms;     /* clock_mono_ms at the event being handled; whoever calls in here keeps it fresh */
    struct frame reply; /* scratch for dialog.c and subscription.c */
};

/* A WebSocket is open: on session->wire, or on `wsi`. `peer` is for the log. */
void session_start(struct client_shared *shared, struct client *session, struct lws *wsi,
                   const struct request *request, const char *peer);

/* A Centrifuge client has said connect: goes on when `connected` can be told. `request` says where it is. */
void session_enter(struct client_shared *shared, struct client *session, const struct request *request);

/* Sends all that is pending, as far as the socket takes it. */
void session_flush(struct client_shared *shared, struct client *session);

/* The socket takes bytes again. */
void session_on_writable(struct client_shared *shared, struct client *session);

/* May a reply be sent now? */
bool session_can_send(const struct client *session);

/* Sends a reply (whole, even if the socket is full on the way), then what is pending. Only while it can. */
void session_send(struct client_shared *shared, struct client *session, const uint8_t *bytes, size_t length);

/* Takes from the client's credit. False: it is used up, and the session is closed. */
bool session_charge(struct client_shared *shared, struct client *session, size_t cost)
    __attribute__((warn_unused_result));

/* A piece of a message. */
struct session_piece {
    const uint8_t *bytes;
    size_t length, remaining; /* remaining: more that its frame announces */
    bool is_first, is_last, is_text;
};

/* It is counted against size and rate. Plain clients have nothing to say: theirs is dropped. */
void session_on_receive(struct client_shared *shared, struct client *session,
                        const struct session_piece *piece);
void session_on_pong(struct client_shared *shared, struct client *session, size_t length);

/* The peer sent a close frame; `code` as there, 0 when it carried none. */
void session_on_peer_close(struct client_shared *shared, struct client *session, uint16_t code);

/* The session's timer is due. */
void session_on_due(struct client_shared *shared, struct client *session);

/* The stream is another one: what the session knows of it means nothing any more. Its client comes back, or subscribes
 * again. */
void session_on_restart(struct client_shared *shared, struct client *session);

/* Nothing is sent or obeyed any more; the closing handshake begins with the wheel's next step. Not at once: told from
 * within a callback for it, libwebsockets drops a connection of which it has read, or the kernel holds, more than it has
 * handed out; the kernel then resets it, and the peer never sees the close frame. */
void session_close(struct client_shared *shared, struct client *session, enum session_code code);
bool session_is_closing(const struct client *session);

/* The socket is closed: logs, and gives the session back to the roster. */
void session_end(struct client_shared *shared, struct client *session);

#endif
