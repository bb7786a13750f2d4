/* SPDX-License-Identifier: MIT */
/* Bytes from outside: everything is bounded, and what does not parse can be no position of ours. */
#include "client/client_request.h"

#include <string.h>

#include "net/http_request.h"

static bool has_name(const char *argument, const char *name, const char **value);
static void parse_channel(struct client_request *request, const char *text);
static void parse_last_event_id(struct stream_position *position, const char *id);
static bool parse_offset(const char *text, size_t length, int64_t *offset);
static bool parse_epoch(const char *text, size_t length, char epoch[STREAM_EPOCH_MAX]);

void client_request_read(struct client_request *request, const struct http_request *http, bool takes_cookie)
{
    static const enum protocol protocols[] = {[HTTP_WEBSOCKET] = PROTOCOL_PLAIN,
                                              [HTTP_UNI_SSE] = PROTOCOL_PLAIN_SSE,
                                              [HTTP_SSE] = PROTOCOL_CENTRIFUGE_SSE,
                                              [HTTP_STREAM] = PROTOCOL_CENTRIFUGE_LINES,
                                              [HTTP_EMULATION] = PROTOCOL_CENTRIFUGE_LINES};
    *request = (struct client_request){.position.is_good = true, .commands = ""};
    if (http_list_has(http->headers[HTTP_WS_PROTOCOL], PROTOCOL_CENTRIFUGE_NAME, strncmp))
        request->protocol = PROTOCOL_CENTRIFUGE;
    else if (http->endpoint == HTTP_WEBSOCKET)
        request->is_protobuf =
            http_list_has(http->headers[HTTP_WS_PROTOCOL], PROTOCOL_PROTOBUF_NAME, strncmp);
    for (const char *argument = http->arguments; *argument; argument += strlen(argument) + 1)
        client_request_read_argument(request, argument);
    if (http->endpoint != HTTP_WEBSOCKET) request->protocol = protocols[http->endpoint];
    if (http->endpoint == HTTP_UNI_SSE && *http->headers[HTTP_LAST_EVENT_ID])
        parse_last_event_id(&request->position, http->headers[HTTP_LAST_EVENT_ID]);
    token_read(&request->token, http->headers[HTTP_AUTHORIZATION],
               takes_cookie ? http->headers[HTTP_COOKIE] : NULL);
}

void client_request_read_argument(struct client_request *request, const char *argument)
{
    const char *value;
    struct stream_position *position = &request->position;
    if (has_name(argument, "offset=", &value)) {
        position->is_given = true;
        if (!parse_offset(value, strlen(value), &position->offset)) position->is_good = false;
    } else if (has_name(argument, "epoch=", &value)) {
        if (!parse_epoch(value, strlen(value), position->epoch)) position->is_good = false;
    } else if (has_name(argument, "channel=", &value)) {
        parse_channel(request, value);
    } else if (has_name(argument, "cf_protocol_version=", &value)) {
        request->protocol = PROTOCOL_CENTRIFUGE;
        if (strcmp(value, "v2") != 0) request->is_unknown_protocol = true;
    } else if (has_name(argument, "cf_protocol=", &value) || has_name(argument, "format=", &value)) {
        if (strcmp(value, "json") != 0) request->is_unknown_protocol = true;
    } else if (has_name(argument, "cf_connect=", &value)) {
        request->commands = value;
    }
}

static bool has_name(const char *argument, const char *name, const char **value)
{
    size_t length = strlen(name);
    *value = argument + length;
    return strncmp(argument, name, length) == 0;
}

static void parse_channel(struct client_request *request, const char *text)
{
    size_t length = strcspn(text, ",");
    if (length == strlen(PROTOCOL_CHANNEL) && memcmp(text, PROTOCOL_CHANNEL, length) == 0) return;
    if (!channel_is_private(text, length) || request->channel_count == CLIENT_REQUEST_CHANNELS_MAX) {
        request->is_unknown_channel = true;
        return;
    }
    struct client_request_channel *channel = &request->channels[request->channel_count++];
    struct stream_position *position = &channel->position;
    *channel = (struct client_request_channel){.position.is_given = text[length] == ','};
    memcpy(channel->name, text, length);
    if (!position->is_given) return;
    const char *offset = text + length + 1, *epoch = strchr(offset, ',');
    position->is_good = parse_offset(offset, strcspn(offset, ","), &position->offset) &&
                        (!epoch || parse_epoch(epoch + 1, strlen(epoch + 1), position->epoch));
}

/* EPOCH:OFFSET, newer than what the query says. Any other resumes nothing: an offset alone could be of a stream that is
 * no more. */
static void parse_last_event_id(struct stream_position *position, const char *id)
{
    const char *colon = strrchr(id, ':');
    position->is_given = true;
    position->is_good = colon && colon != id && parse_epoch(id, (size_t)(colon - id), position->epoch) &&
                        parse_offset(colon + 1, strlen(colon + 1), &position->offset);
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
    return number <= STREAM_OFFSET_MAX;
}

static bool parse_epoch(const char *text, size_t length, char epoch[STREAM_EPOCH_MAX])
{
    if (length >= STREAM_EPOCH_MAX) return false;
    memcpy(epoch, text, length);
    epoch[length] = '\0';
    return true;
}
