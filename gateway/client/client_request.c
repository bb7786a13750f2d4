/* SPDX-License-Identifier: MIT */
/* Bytes from outside: everything is bounded, and what does not parse can be no position of ours. */
#include "client/client_request.h"

#include <string.h>

#include "origin.h"

#define OFFSET_MAX ((INT64_C(1) << 53) - 1)

static int hex_digit(char c);
static bool take_value(const char *argument, size_t length, const char *name, const char **value,
                       size_t *value_length);
static void take_channel(struct request *request, const char *text, size_t length);
static bool parse_offset(const char *text, size_t length, int64_t *offset);
static bool parse_epoch(const char *text, size_t length, char epoch[REQUEST_EPOCH_MAX]);

void request_begin(struct request *request)
{
    *request = (struct request){.is_resumable = true};
}

void request_argument(struct request *request, const char *argument, size_t length)
{
    const char *value;
    size_t value_length;
    if (take_value(argument, length, "offset=", &value, &value_length)) {
        request->has_offset = true;
        if (!parse_offset(value, value_length, &request->offset)) request->is_resumable = false;
    } else if (take_value(argument, length, "epoch=", &value, &value_length)) {
        if (!parse_epoch(value, value_length, request->epoch)) request->is_resumable = false;
    } else if (take_value(argument, length, "channel=", &value, &value_length)) {
        take_channel(request, value, value_length);
    } else if (take_value(argument, length, "cf_protocol_version=", &value, &value_length)) {
        request->protocol = PROTOCOL_CENTRIFUGE;
        if (value_length != 2 || memcmp(value, "v2", 2) != 0) request->is_unknown_protocol = true;
    } else if (take_value(argument, length, "cf_protocol=", &value, &value_length) ||
               take_value(argument, length, "format=", &value, &value_length)) {
        if (value_length != 4 || memcmp(value, "json", 4) != 0) request->is_unknown_protocol = true;
    }
}

void request_parse_last_event_id(struct request *request, const char *id)
{
    const char *colon = strrchr(id, ':');
    request->has_offset = true;
    request->is_resumable = colon && colon != id && parse_epoch(id, (size_t)(colon - id), request->epoch) &&
                            parse_offset(colon + 1, strlen(colon + 1), &request->offset);
}

bool request_decode(const char *text, size_t length, char *decoded, size_t *decoded_length)
{
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c == '%') {
            int high = i + 2 < length ? hex_digit(text[i + 1]) : -1,
                low = i + 2 < length ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0) return false;
            c = (char)(high << 4 | low);
            i += 2;
        } else if (c == '+') {
            c = ' ';
        }
        decoded[n++] = c;
    }
    *decoded_length = n;
    return true;
}

void request_credentials(struct request *request, const struct request_credentials *credentials)
{
    bool is_cookie_good =
        *credentials->cookie && origin_is_allowed("same", credentials->origin, credentials->host);
    token_read(&request->token, *credentials->authorization ? credentials->authorization : NULL,
               is_cookie_good ? credentials->cookie : NULL);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static bool take_value(const char *argument, size_t length, const char *name, const char **value,
                       size_t *value_length)
{
    size_t name_length = strlen(name);
    if (length < name_length || memcmp(argument, name, name_length) != 0) return false;
    *value = argument + name_length;
    *value_length = length - name_length;
    return true;
}

static void take_channel(struct request *request, const char *text, size_t length)
{
    const char *comma = memchr(text, ',', length);
    size_t name_length = comma ? (size_t)(comma - text) : length;
    if (name_length == strlen(PROTOCOL_CHANNEL) && memcmp(text, PROTOCOL_CHANNEL, name_length) == 0) return;
    if (!channel_is_private(text, name_length) || request->channel_count == REQUEST_CHANNELS_MAX) {
        request->is_unknown_channel = true;
        return;
    }
    struct request_channel *channel = &request->channels[request->channel_count++];
    *channel = (struct request_channel){.position.is_given = comma != NULL};
    memcpy(channel->name, text, name_length);
    if (!comma) return;
    const char *offset = comma + 1, *end = text + length;
    const char *second = memchr(offset, ',', (size_t)(end - offset));
    size_t offset_length = (size_t)((second ? second : end) - offset);
    struct request_position *position = &channel->position;
    position->is_good = parse_offset(offset, offset_length, &position->offset) &&
                        (!second || parse_epoch(second + 1, (size_t)(end - second - 1), position->epoch));
}

static bool parse_offset(const char *text, size_t length, int64_t *offset)
{
    if (length == 0 || length > 16) return false;
    int64_t number = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') return false;
        number = number * 10 + (text[i] - '0');
    }
    *offset = number;
    return number <= OFFSET_MAX;
}

static bool parse_epoch(const char *text, size_t length, char epoch[REQUEST_EPOCH_MAX])
{
    if (length >= REQUEST_EPOCH_MAX || memchr(text, '\0', length)) return false;
    if (length > 0) memcpy(epoch, text, length);
    epoch[length] = '\0';
    return true;
}
