/* SPDX-License-Identifier: MIT */
/* A session is named by its place, its number, and SipHash of the number under a key of this process. */
#include "client/emulation.h"

#include <errno.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <sodium.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "client/client.h"
#include "client/client_table.h"
#include "json_check.h"
#include "log.h"
#include "loop/fd_watch.h"

#define SOCKET_PREFIX "hippo-gateway-"
#define DATAGRAM_MAX (EMULATION_SESSION_MAX + CLIENT_MESSAGE_MAX + 1)
#define BODY_DEPTH 4

struct emulation {
    struct client_shared *shared;
    emulation_message *on_message;
    struct fd_watch watch;
    int fd;
    char node[EMULATION_NODE_MAX];
    unsigned char key[crypto_shorthash_KEYBYTES];
};

static void on_event(void *context, enum fd_watch_event event);
static bool deliver(struct emulation *emulation, const char *name, const char *data, size_t length);
static enum http_answer forward(const struct emulation *emulation, const struct emulation_body *body);
static socklen_t address_of(const char *node, struct sockaddr_un *address);
static bool is_node(const char *text);
static bool read_text(json_object *root, const char *key, char *text, size_t size);

struct emulation *emulation_new(struct lws_vhost *vhost, struct client_shared *shared,
                                emulation_message *on_message)
{
    struct emulation *emulation = calloc(1, sizeof *emulation);
    struct sockaddr_un address;
    uint64_t node;
    if (!emulation) fatal("reason=\"out of memory\"");
    emulation->shared = shared;
    emulation->on_message = on_message;
    if (getrandom(emulation->key, sizeof emulation->key, 0) != (ssize_t)sizeof emulation->key ||
        getrandom(&node, sizeof node, 0) != (ssize_t)sizeof node)
        fatal("reason=\"getrandom: %m\"");
    (void)snprintf(emulation->node, sizeof emulation->node, "%016" PRIx64, node);
    socklen_t size = address_of(emulation->node, &address);
    emulation->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (emulation->fd < 0 || bind(emulation->fd, (const struct sockaddr *)&address, size) != 0 ||
        !fd_watch_open(&emulation->watch, vhost, emulation->fd, on_event, emulation))
        die("reason=\"no socket between workers: %m\"");
    return emulation;
}

const char *emulation_node(const struct emulation *emulation)
{
    return emulation->node;
}

void emulation_name(const struct emulation *emulation, const struct client *client,
                    char name[EMULATION_SESSION_MAX])
{
    unsigned char code[crypto_shorthash_BYTES];
    uint64_t number;
    (void)crypto_shorthash(code, (const unsigned char *)&client->id, sizeof client->id, emulation->key);
    memcpy(&number, code, sizeof number);
    (void)snprintf(name, EMULATION_SESSION_MAX, "%" PRIu32 ".%" PRIu64 ".%016" PRIx64, client->index,
                   client->id, number);
}

enum http_answer emulation_accept(struct emulation *emulation, const char *body, size_t length)
{
    struct emulation_body parsed;
    if (!emulation_parse(body, length, &parsed)) return HTTP_BAD_REQUEST;
    enum http_answer answer;
    if (strcmp(parsed.node, emulation->node) == 0)
        answer = deliver(emulation, parsed.session, parsed.data, parsed.length) ? HTTP_NO_CONTENT
                                                                                : HTTP_NO_SESSION;
    else
        answer = forward(emulation, &parsed);
    free(parsed.data);
    return answer;
}

bool emulation_parse(const char *body, size_t length, struct emulation_body *parsed)
{
    json_tokener *tokener = json_tokener_new_ex(BODY_DEPTH);
    json_object *data = NULL;
    if (!tokener) fatal("reason=\"out of memory\"");
    char unused[JSON_CHECK_NAME_MAX];
    *parsed = (struct emulation_body){.data = NULL};
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    json_object *root = json_tokener_parse_ex(tokener, body, (int)length);
    bool is_good = json_tokener_get_error(tokener) == json_tokener_success &&
                   json_object_is_type(root, json_type_object) &&
                   json_check(body, json_tokener_get_parse_end(tokener), root, unused) == JSON_CHECK_GOOD &&
                   read_text(root, "session", parsed->session, sizeof parsed->session) &&
                   read_text(root, "node", parsed->node, sizeof parsed->node) && is_node(parsed->node) &&
                   json_object_object_get_ex(root, "data", &data) &&
                   json_object_is_type(data, json_type_string);
    if (is_good) {
        parsed->length = (size_t)json_object_get_string_len(data);
        is_good = parsed->length > 0 && parsed->length <= CLIENT_MESSAGE_MAX;
    }
    if (is_good) {
        parsed->data = malloc(parsed->length);
        if (!parsed->data) fatal("reason=\"out of memory\"");
        memcpy(parsed->data, json_object_get_string(data), parsed->length);
    }
    json_object_put(root);
    json_tokener_free(tokener);
    return is_good;
}

bool emulation_split(const char *text, size_t length, char session[EMULATION_SESSION_MAX], const char **data,
                     size_t *data_length)
{
    const char *end = memchr(text, '\n', length);
    size_t size = end ? (size_t)(end - text) : 0;
    if (size == 0 || size >= EMULATION_SESSION_MAX || memchr(text, '\0', size)) return false;
    memcpy(session, text, size);
    session[size] = '\0';
    *data = end + 1;
    *data_length = length - size - 1;
    return *data_length > 0;
}

static void on_event(void *context, enum fd_watch_event event)
{
    struct emulation *emulation = context;
    char text[DATAGRAM_MAX + 1], name[EMULATION_SESSION_MAX];
    if (event == FD_WATCH_BROKEN) fatal("reason=\"the socket between workers broke\"");
    ssize_t length;
    while ((length = recv(emulation->fd, text, sizeof text, MSG_DONTWAIT)) >= 0) {
        const char *data;
        size_t data_length;
        if (emulation_split(text, (size_t)length, name, &data, &data_length))
            (void)deliver(emulation, name, data, data_length);
    }
}

/* False: there is no such session. */
static bool deliver(struct emulation *emulation, const char *name, const char *data, size_t length)
{
    struct client_shared *shared = emulation->shared;
    char right[EMULATION_SESSION_MAX] = "";
    struct client *client = client_table_at(shared->table, (size_t)strtoull(name, NULL, 10));
    if (!client || !protocol_is_stream((enum protocol)client->protocol)) return false;
    emulation_name(emulation, client, right);
    if (strlen(name) != strlen(right) || sodium_memcmp(name, right, strlen(right)) != 0) return false;
    emulation->on_message(shared, client, data, length);
    return true;
}

static enum http_answer forward(const struct emulation *emulation, const struct emulation_body *body)
{
    struct sockaddr_un address;
    char text[DATAGRAM_MAX];
    size_t size = strlen(body->session);
    memcpy(text, body->session, size);
    text[size] = '\n';
    memcpy(text + size + 1, body->data, body->length);
    socklen_t address_size = address_of(body->node, &address);
    if (sendto(emulation->fd, text, size + 1 + body->length, MSG_DONTWAIT | MSG_NOSIGNAL,
               (const struct sockaddr *)&address, address_size) >= 0)
        return HTTP_NO_CONTENT;
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS ? HTTP_UNAVAILABLE : HTTP_NO_SESSION;
}

/* In the abstract name space: nothing to clean up, and nothing beyond this machine's (or container's) network. */
static socklen_t address_of(const char *node, struct sockaddr_un *address)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    int length = snprintf(address->sun_path + 1, sizeof address->sun_path - 1, SOCKET_PREFIX "%s", node);
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length);
}

static bool is_node(const char *text)
{
    return strlen(text) == EMULATION_NODE_MAX - 1 &&
           strspn(text, "0123456789abcdef") == EMULATION_NODE_MAX - 1;
}

static bool read_text(json_object *root, const char *key, char *text, size_t size)
{
    json_object *field = NULL;
    if (!json_object_object_get_ex(root, key, &field) || !json_object_is_type(field, json_type_string))
        return false;
    size_t length = (size_t)json_object_get_string_len(field);
    const char *value = json_object_get_string(field);
    if (length == 0 || length >= size || memchr(value, '\0', length) || memchr(value, '\n', length))
        return false;
    memcpy(text, value, length + 1);
    return true;
}
