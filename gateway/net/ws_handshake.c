/* SPDX-License-Identifier: MIT */
/* SHA-1 and base64 are libwebsockets'. */
#include "net/ws_handshake.h"

#include <libwebsockets.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define KEY_LENGTH 24 /* 16 bytes in base64 */
#define DIGEST_LENGTH 20

/* What is agreed on without it being asked for; a window only where the client sets a bound. */
#define EXTENSION                                                                                            \
    "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover"
#define TEXT_OF(number) #number
#define WINDOW(number) "; server_max_window_bits=" TEXT_OF(number)

/* What of an offer counts for the answer. */
struct deflate_offer {
    bool is_good, has_window;
};

static bool is_key(const char *key);
static struct deflate_offer find_offer(const char *offers);
static struct deflate_offer read_offer(const char *offer, size_t length);
static bool read_parameter(const char *text, size_t length, struct deflate_offer *offer);
static bool read_window(const char *value, size_t length, unsigned least);
static size_t next_word(const char **at, const char *end, char separator, const char **word);

bool ws_handshake_is_valid(const struct http_request *request, enum http_answer *answer)
{
    const char *const *headers = request->headers;
    /* An offer of another protocol is not taken, as if it were not there. */
    *answer = HTTP_UPGRADE_REQUIRED;
    if (!http_list_has(headers[HTTP_UPGRADE], "websocket", strncasecmp)) return false;
    *answer = HTTP_BAD_UPGRADE;
    if (!http_list_has(headers[HTTP_CONNECTION], "upgrade", strncasecmp) || !is_key(headers[HTTP_WS_KEY]))
        return false;
    *answer = HTTP_UPGRADE_REQUIRED;
    return strcmp(headers[HTTP_WS_VERSION], "13") == 0;
}

bool ws_handshake_takes_deflated(const struct http_request *request)
{
    return find_offer(request->headers[HTTP_WS_EXTENSIONS]).is_good;
}

size_t ws_handshake_accept(char response[WS_HANDSHAKE_MAX], const struct http_request *request,
                           const char *subprotocol)
{
    static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    unsigned char text[KEY_LENGTH + sizeof guid - 1], digest[DIGEST_LENGTH];
    char accept[32];
    struct deflate_offer offer = find_offer(request->headers[HTTP_WS_EXTENSIONS]);
    memcpy(text, request->headers[HTTP_WS_KEY], KEY_LENGTH);
    memcpy(text + KEY_LENGTH, guid, sizeof guid - 1);
    (void)lws_SHA1(text, sizeof text, digest);
    (void)lws_b64_encode_string((const char *)digest, DIGEST_LENGTH, accept, sizeof accept);
    return (size_t)snprintf(response, WS_HANDSHAKE_MAX,
                            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                            "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n%s%s%s%s%s%s\r\n",
                            accept, subprotocol ? "Sec-WebSocket-Protocol: " : "",
                            subprotocol ? subprotocol : "", subprotocol ? "\r\n" : "",
                            offer.is_good ? EXTENSION : "", offer.has_window ? WINDOW(WS_WINDOW_BITS) : "",
                            offer.is_good ? "\r\n" : "");
}

static bool is_key(const char *key)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    return strlen(key) == KEY_LENGTH && strspn(key, digits) == KEY_LENGTH - 2 &&
           strcmp(key + KEY_LENGTH - 2, "==") == 0;
}

/* The first that we can keep to, of a list in the client's order. */
static struct deflate_offer find_offer(const char *offers)
{
    const char *end = offers + strlen(offers), *text;
    while (offers < end) {
        size_t length = next_word(&offers, end, ',', &text);
        struct deflate_offer offer = read_offer(text, length);
        if (offer.is_good) return offer;
    }
    return (struct deflate_offer){0};
}

/* "permessage-deflate; NAME; NAME=VALUE". One that is wrong anywhere is declined as a whole. */
static struct deflate_offer read_offer(const char *offer, size_t length)
{
    static const char name[] = "permessage-deflate";
    const char *end = offer + length, *text;
    struct deflate_offer result = {0};
    size_t size = next_word(&offer, end, ';', &text);
    bool is_good = size == sizeof name - 1 && memcmp(text, name, size) == 0;
    while (is_good && offer < end) {
        size = next_word(&offer, end, ';', &text);
        is_good = read_parameter(text, size, &result);
    }
    result.is_good = is_good;
    result.has_window = is_good && result.has_window;
    return result;
}

/* Whatever window the client may use is good: ours takes the largest. */
static bool read_parameter(const char *text, size_t length, struct deflate_offer *offer)
{
    static const char ours[] = "server_max_window_bits=", theirs[] = "client_max_window_bits";
    static const char *const flags[] = {"server_no_context_takeover", "client_no_context_takeover", theirs};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (length == strlen(flags[i]) && memcmp(text, flags[i], length) == 0) return true;
    size_t size = sizeof theirs - 1;
    if (length > size && memcmp(text, theirs, size) == 0 && text[size] == '=')
        return read_window(text + size + 1, length - size - 1, 8);
    size = sizeof ours - 1;
    if (length <= size || memcmp(text, ours, size) != 0) return false;
    offer->has_window = true;
    return read_window(text + size, length - size, WS_WINDOW_BITS);
}

/* 8 to 15, perhaps quoted. */
static bool read_window(const char *value, size_t length, unsigned least)
{
    unsigned bits = 0;
    if (length > 2 && value[0] == '"' && value[length - 1] == '"') {
        value++;
        length -= 2;
    }
    if (length < 1 || length > 2 || value[0] == '0') return false;
    for (size_t i = 0; i < length; i++) {
        if (value[i] < '0' || value[i] > '9') return false;
        bits = bits * 10 + (unsigned)(value[i] - '0');
    }
    return bits >= least && bits <= 15;
}

/* Steps over one item of a list, and gives it without the blanks around it. */
static size_t next_word(const char **at, const char *end, char separator, const char **word)
{
    const char *stop = memchr(*at, separator, (size_t)(end - *at));
    const char *text = *at, *behind = stop ? stop : end;
    *at = stop ? stop + 1 : end;
    while (text < behind && (*text == ' ' || *text == '\t'))
        text++;
    while (text < behind && (behind[-1] == ' ' || behind[-1] == '\t'))
        behind--;
    *word = text;
    return (size_t)(behind - text);
}
