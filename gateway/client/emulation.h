/* SPDX-License-Identifier: MIT */
/* What a Centrifuge client on a stream says comes as requests of its own, which may reach any worker of this machine:
 * the client sends along which one it belongs to (node), and which session there. Workers forward it by datagrams
 * between abstract sockets; a session's name has a code in it that nobody can make up. */
#ifndef HIPPO_GATEWAY_CLIENT_EMULATION_H
#define HIPPO_GATEWAY_CLIENT_EMULATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/http_response.h"

#define EMULATION_NODE_MAX 17    /* 16 hex digits and a NUL */
#define EMULATION_SESSION_MAX 64 /* with the NUL */

struct emulation;
struct lws_vhost;
struct client;
struct client_shared;

/* What hears of messages: session_receive. */
typedef void emulation_message(struct client_shared *shared, struct client *client, const char *message,
                               size_t length);

struct emulation *emulation_new(struct lws_vhost *vhost, struct client_shared *shared,
                                emulation_message *on_message);

const char *emulation_node(const struct emulation *emulation);
void emulation_name(const struct emulation *emulation, const struct client *client,
                    char name[EMULATION_SESSION_MAX]);

/* Takes the body of a request: NO_CONTENT, BAD_REQUEST, NOT_FOUND when there is no such node or session here, UNAVAILABLE
 * when the other worker is too busy. */
enum http_answer emulation_accept(struct emulation *emulation, const char *body, size_t length);

/* For emulation_accept, and for its tests: the body's three fields. `data` is freed by the caller. */
struct emulation_body {
    char node[EMULATION_NODE_MAX], session[EMULATION_SESSION_MAX];
    char *data;
    size_t length;
};
bool emulation_parse(const char *body, size_t length, struct emulation_body *parsed)
    __attribute__((warn_unused_result));

/* Splits "<session>\n<data>", as workers send it. */
bool emulation_split(const char *text, size_t length, char session[EMULATION_SESSION_MAX], const char **data,
                     size_t *data_length) __attribute__((warn_unused_result));

#endif
