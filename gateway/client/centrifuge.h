/* SPDX-License-Identifier: MIT */
/* A Centrifuge client's dialogue: its commands in order, each answered before the next is looked at. While a client
 * does not read, or cannot be told the state yet, its commands wait in its inbox, 4 KiB at most.
 *
 * To the public channel `race` a connection has one subscription:
 *   - the server's, begun with connect, unless connect.data is {"autosub":false} or a subscribe to `race` comes in the
 *     same message as connect (the stock client sends what it is subscribed to that way);
 *   - or the client's own, by subscribe, which takes the server's over: nothing is told twice. A second subscribe is
 *     error 105; after unsubscribe there is none.
 * Private channels are subscribed to by clients only, see subscription.h.
 * A subscription goes on where connect.data, or what was told before, left off; with `recover` where the client says. */
#ifndef HIPPO_GATEWAY_CLIENT_CENTRIFUGE_H
#define HIPPO_GATEWAY_CLIENT_CENTRIFUGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct client;
struct client_shared;

/* Takes a piece of a message, which is_last completes, and obeys what can be obeyed now. */
void centrifuge_take(struct client_shared *shared, struct client *session, const uint8_t *bytes,
                     size_t length, bool is_last);

/* Goes on with the commands that wait. */
void centrifuge_run(struct client_shared *shared, struct client *session);

/* The reply to connect, for a session that enters the stream after `known`; valid until the next reply. Moves the
 * session behind the events that are in it. */
const uint8_t *centrifuge_connected(struct client_shared *shared, struct client *session, int64_t known,
                                    bool is_recovered, size_t *length);

/* Forgets the inbox. */
void centrifuge_end(struct client *session);

#endif
