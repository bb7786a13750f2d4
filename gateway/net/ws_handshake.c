/* SPDX-License-Identifier: MIT */
/* Bytes from outside. Every doubt ends in "not ours": a wrong no costs some microseconds, a wrong yes a hole. */
#include "net/ws_handshake.h"

#include <ctype.h>
#include <libwebsockets.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "net/upgrade.h"

#define DIGEST_LENGTH 20

/* Where the value of a header goes, or what it must be. */
enum header_kind { HEADER_KEPT, HEADER_FIXED, HEADER_LISTED, HEADER_REFUSED };

struct header {
    const char *name;
    enum header_kind kind;
    size_t target, size; /* KEPT: its place in struct head */
    const char *wanted;  /* FIXED: the value; LISTED: a word of the list; compared without case */
};

#define KEPT(name, member)                                                                                   \
    {                                                                                                        \
        name, HEADER_KEPT, offsetof(struct head, member), sizeof(((struct head *)NULL)->member), NULL        \
    }

/* Those of a body have no place here. */
static const struct header headers[] = {
    KEPT("host", host),
    KEPT("sec-websocket-key", key),
    {"upgrade", HEADER_FIXED, 0, 0, "websocket"},
    {"connection", HEADER_LISTED, 0, 0, "upgrade"},
    {"sec-websocket-version", HEADER_FIXED, 0, 0, "13"},
    KEPT("origin", origin),
    KEPT("x-forwarded-for", forwarded),
    KEPT("authorization", authorization),
    KEPT("cookie", cookie),
    {"content-length", HEADER_REFUSED, 0, 0, NULL},
    {"expect", HEADER_REFUSED, 0, 0, NULL},
    {"sec-websocket-protocol", HEADER_REFUSED, 0, 0, NULL},
    {"transfer-encoding", HEADER_REFUSED, 0, 0, NULL},
};
#define HEADERS (sizeof headers / sizeof *headers)
#define HEADERS_NEEDED 5U /* the first ones */

/* Query arguments that mean the same to everybody; any other is read by upgrade.c. */
static const char *const arguments[] = {"offset=", "epoch=", "channel=", "cf_protocol_version="};

static bool take_target(struct head *head, const char *target, size_t length);
static bool take_argument(struct head *head, const char *argument, size_t length);
static bool take_header(struct head *head, const char *line, size_t length, unsigned *seen);
static bool take_value(struct head *head, const struct header *header, const char *value, size_t length);
static bool lists(const char *list, size_t length, const char *word);

bool head_parse(struct head *head, const char *bytes, size_t length)
{
    static const char start[] = "GET " UPGRADE_PATH, version[] = " HTTP/1.1";
    const char *end = memmem(bytes, length, "\r\n\r\n", 4);
    if (!end || length < sizeof start - 1 || memcmp(bytes, start, sizeof start - 1) != 0) return false;
    end += 2;
    for (size_t i = 0; i < HEADERS; i++)
        if (headers[i].kind == HEADER_KEPT) *((char *)head + headers[i].target) = '\0';
    head->length = (size_t)(end - bytes) + 2;
    unsigned seen = 0;
    const char *line = bytes + sizeof start - 1;
    for (bool is_first = true; line < end; is_first = false) {
        const char *line_end = memmem(line, (size_t)(end - line), "\r\n", 2);
        size_t line_length = (size_t)(line_end - line);
        if (is_first) {
            size_t target_length = line_length - (sizeof version - 1);
            if (line_length < sizeof version - 1 ||
                memcmp(line + target_length, version, sizeof version - 1) != 0 ||
                !take_target(head, line, target_length))
                return false;
        } else if (!take_header(head, line, line_length, &seen)) {
            return false;
        }
        line = line_end + 2;
    }
    request_credentials(&head->request, &(struct request_credentials){head->authorization, head->cookie,
                                                                      head->origin, head->host});
    return (seen & ((1U << HEADERS_NEEDED) - 1)) == (1U << HEADERS_NEEDED) - 1 &&
           strlen(head->key) == HEAD_KEY_LENGTH && *head->host && !head->request.is_unknown_protocol &&
           !head->request.is_unknown_channel;
}

size_t head_answer(char answer[HEAD_ANSWER_MAX], const char key[HEAD_KEY_LENGTH])
{
    static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    unsigned char text[HEAD_KEY_LENGTH + sizeof guid - 1], digest[DIGEST_LENGTH];
    char accept[32];
    memcpy(text, key, HEAD_KEY_LENGTH);
    memcpy(text + HEAD_KEY_LENGTH, guid, sizeof guid - 1);
    (void)lws_SHA1(text, sizeof text, digest);
    (void)lws_b64_encode_string((const char *)digest, DIGEST_LENGTH, accept, sizeof accept);
    return (size_t)snprintf(answer, HEAD_ANSWER_MAX,
                            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                            "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
                            accept);
}

/* What follows the path: nothing, or a query. */
static bool take_target(struct head *head, const char *target, size_t length)
{
    request_begin(&head->request);
    if (length == 0) return true;
    if (*target != '?') return false;
    for (const char *argument = target + 1, *end = target + length; argument < end;) {
        const char *next = memchr(argument, '&', (size_t)(end - argument));
        size_t size = (size_t)((next ? next : end) - argument);
        if (!take_argument(head, argument, size)) return false;
        argument += size + (next != NULL);
    }
    return true;
}

static bool take_argument(struct head *head, const char *argument, size_t length)
{
    char decoded[HEAD_VALUE_MAX];
    size_t decoded_length;
    bool is_known = false;
    for (size_t i = 0; i < sizeof arguments / sizeof *arguments && !is_known; i++)
        is_known =
            length >= strlen(arguments[i]) && memcmp(argument, arguments[i], strlen(arguments[i])) == 0;
    /* A + is a space to some. */
    for (size_t i = 0; i < length && is_known; i++)
        is_known = argument[i] > ' ' && argument[i] < 0x7f && argument[i] != '+';
    if (!is_known || length > sizeof decoded || !request_decode(argument, length, decoded, &decoded_length))
        return false;
    request_argument(&head->request, decoded, decoded_length);
    return true;
}

static bool take_header(struct head *head, const char *line, size_t length, unsigned *seen)
{
    size_t name = 0;
    while (name < length && (isalnum((unsigned char)line[name]) || line[name] == '-' || line[name] == '_'))
        name++;
    if (name == 0 || name == length || line[name] != ':') return false;
    const char *value = line + name + 1;
    size_t value_length = length - name - 1;
    for (size_t i = 0; i < value_length; i++)
        if ((value[i] < ' ' && value[i] != '\t') || value[i] == 0x7f) return false;
    while (value_length > 0 && (*value == ' ' || *value == '\t')) {
        value++;
        value_length--;
    }
    while (value_length > 0 && (value[value_length - 1] == ' ' || value[value_length - 1] == '\t'))
        value_length--;
    for (size_t i = 0; i < HEADERS; i++) {
        if (strlen(headers[i].name) != name || strncasecmp(headers[i].name, line, name) != 0) continue;
        if (*seen & 1U << i) return false;
        *seen |= 1U << i;
        return take_value(head, &headers[i], value, value_length);
    }
    return true;
}

static bool take_value(struct head *head, const struct header *header, const char *value, size_t length)
{
    switch (header->kind) {
    case HEADER_KEPT:
        if (length >= header->size) return false;
        memcpy((char *)head + header->target, value, length);
        *((char *)head + header->target + length) = '\0';
        return true;
    case HEADER_FIXED:
        return length == strlen(header->wanted) && strncasecmp(value, header->wanted, length) == 0;
    case HEADER_LISTED:
        return lists(value, length, header->wanted);
    case HEADER_REFUSED:
        return false;
    }
    return false;
}

static bool lists(const char *list, size_t length, const char *word)
{
    for (const char *item = list, *end = list + length; item < end;) {
        const char *comma = memchr(item, ',', (size_t)(end - item)), *item_end = comma ? comma : end;
        while (item < item_end && (*item == ' ' || *item == '\t'))
            item++;
        size_t size = (size_t)(item_end - item);
        while (size > 0 && (item[size - 1] == ' ' || item[size - 1] == '\t'))
            size--;
        if (size == strlen(word) && strncasecmp(item, word, size) == 0) return true;
        item = item_end + 1;
    }
    return false;
}
