/* SPDX-License-Identifier: MIT */
/* Centrifuge's client protocol: a client's commands in order, each answered before the next is looked at. While a client
 * does not read, or cannot be sent the state yet, its commands wait in its inbox, 16 KiB at most.
 *
 * To the public channel `race` a connection has one subscription:
 *   - the server's, begun with connect, unless connect.data is {"autosub":false} or a subscribe to `race` comes in the
 *     same message as connect (the stock client sends what it is subscribed to that way);
 *   - or the client's own, by subscribe, which takes the server's over: nothing is sent twice. A second subscribe is
 *     error 105; after unsubscribe there is none.
 * Private channels are subscribed to by clients only, see subscription.h.
 * What is too much is refused command by command, with the temporary error 111: a stock client tries that again, later. Only
 * who goes on regardless loses the connection.
 * A subscription goes on where connect.data, or what was sent before, left off; with `recover` where the client says. */
#ifndef HIPPO_GATEWAY_CLIENT_CENTRIFUGE_H
#define HIPPO_GATEWAY_CLIENT_CENTRIFUGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct client;
struct client_shared;
struct stream_position;
struct ws_event;

/* Puts a piece of a message into the inbox. True: a message is whole, and its commands can be run. */
bool centrifuge_receive(struct client_shared *shared, struct client *client, const struct ws_event *piece)
    __attribute__((warn_unused_result));

/* Is the message that is whole the first of a Centrifuge client, at the plain address? False: it is forgotten. */
bool centrifuge_begins(struct client_shared *shared, struct client *client)
    __attribute__((warn_unused_result));

/* Is this the answer to a ping, as clients send it? Seen where it arrives: among the commands it would wait while the
 * socket is full or the database away, and would measure that. */
bool centrifuge_is_pong(const struct ws_event *piece);

enum centrifuge_result { CENTRIFUGE_DONE, CENTRIFUGE_CONNECT };

/* Executes the commands that wait, as far as they can be now. CONNECT: the client is to be connected at *position first,
 * then to be run again. */
enum centrifuge_result centrifuge_run(struct client_shared *shared, struct client *client,
                                      struct stream_position *position) __attribute__((warn_unused_result));

/* The reply to connect, for a client whose stream begins after `known`; valid until the next reply. Moves the client
 * behind the events that are in it. */
const uint8_t *centrifuge_connected(struct client_shared *shared, struct client *client, int64_t known,
                                    bool is_recovered, size_t *length);

/* The stream of the races is another one: ends the client's own subscription, which it begins anew. */
void centrifuge_unsubscribe(struct client_shared *shared, struct client *client);

/* Forgets the inbox. */
void centrifuge_end(struct client_shared *shared, struct client *client);

#endif
