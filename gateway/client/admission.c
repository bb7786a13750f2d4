/* SPDX-License-Identifier: MIT */
/* The checks in the order in which their answers help most: what is wrong with the request comes before what is full. */
#include "client/admission.h"

#include <stdlib.h>
#include <string.h>

#include "client/client.h"
#include "client/client_request.h"
#include "client/client_table.h"
#include "client/emulation.h"
#include "client/session.h"
#include "client_address.h"
#include "clock.h"
#include "log.h"
#include "loop/metrics.h"
#include "net/connection.h"
#include "net/http_stream.h"
#include "net/rate_limit.h"
#include "net/ws_connection.h"
#include "net/ws_handshake.h"
#include "origin.h"
#include "stream/channel_source.h"
#include "stream/live_state.h"

_Static_assert(FRAME_WINDOW_BITS <= WS_WINDOW_BITS, "clients are promised no larger window");

struct admission {
    struct admission_settings settings;
    struct client_shared *shared;
    struct client_address_trust *trust;
    bool is_stopped;
};

/* Who asks. */
struct visitor {
    char address[CLIENT_ADDRESS_MAX];
    enum origin_standing standing; /* of the page that asks */
    char lines[ORIGIN_LINES_MAX];  /* of any answer's head */
};

static void see_visitor(const struct admission *admission, const struct connection *connection,
                        const struct http_request *http, struct visitor *visitor);
static enum http_answer answer_preflight(const struct http_request *http, enum origin_standing standing);
static bool is_acceptable(const struct http_request *http, const struct client_request *request,
                          enum origin_standing standing, enum http_answer *answer);
static bool has_room(struct admission *admission, const struct client_request *request, const char *address,
                     enum http_answer *answer);
static enum http_answer refusal(enum http_endpoint endpoint, enum http_answer answer);
static bool open_connection(struct connection *connection, struct client *client,
                            const struct http_request *http, const char *lines, bool is_plain);
static void refuse_protobuf(struct connection *connection, const struct http_request *http);

struct admission *admission_new(struct admission_settings settings, struct client_shared *shared)
{
    struct admission *admission = calloc(1, sizeof *admission);
    if (!admission) fatal("reason=\"out of memory\"");
    *admission = (struct admission){
        .settings = settings,
        .shared = shared,
        .trust = client_address_trust_new(settings.trusted_proxies, settings.edge_proxies)};
    if (!admission->trust)
        die("setting=TRUSTED_PROXIES value=\"%s\" EDGE_PROXIES=\"%s\" reason=\"" CLIENT_ADDRESS_LISTS_WANTED
            "\"",
            settings.trusted_proxies, settings.edge_proxies);
    if (!origin_list_is_valid(settings.allowed_origins))
        die("setting=ALLOWED_ORIGINS value=\"%s\" reason=\"" ORIGIN_LIST_WANTED "\"",
            settings.allowed_origins);
    return admission;
}

void admission_decide(struct admission *admission, struct connection *connection,
                      const struct http_request *http)
{
    struct client_shared *shared = admission->shared;
    struct client_request request;
    struct visitor visitor;
    enum http_answer answer;
    see_visitor(admission, connection, http, &visitor);
    if (http->is_preflight) {
        connection_answer(connection, answer_preflight(http, visitor.standing), visitor.lines);
        return;
    }
    client_request_read(&request, http,
                        visitor.standing == ORIGIN_TRUSTED || visitor.standing == ORIGIN_NONE);
    bool is_good = is_acceptable(http, &request, visitor.standing, &answer);
    if (http->endpoint == HTTP_EMULATION) {
        if (is_good) answer = emulation_accept(shared->emulation, http->body, http->body_length);
        connection_answer(connection, answer, visitor.lines);
        return;
    }
    if (!is_good || !has_room(admission, &request, visitor.address, &answer)) {
        metrics->refused++;
        connection_answer(connection, refusal(http->endpoint, answer), visitor.lines);
        return;
    }
    if (request.is_protobuf) {
        metrics->refused++;
        refuse_protobuf(connection, http);
        return;
    }
    struct client *client = client_table_add(shared->table);
    if (!open_connection(connection, client, http, visitor.lines, request.protocol == PROTOCOL_PLAIN)) {
        client_table_remove(shared->table, client);
        return;
    }
    if (http->endpoint == HTTP_WEBSOCKET && ws_handshake_takes_deflated(http)) {
        ws_connection_take_deflated(connection);
        client->takes_deflated = true;
    }
    client->rate_slot = rate_limit_enter(shared->rate_limit, visitor.address);
    session_start(shared, client, connection, &request, visitor.address);
    if (http->endpoint == HTTP_SSE)
        session_receive(shared, client, request.commands, strlen(request.commands));
    if (http->endpoint == HTTP_STREAM) session_receive(shared, client, http->body, http->body_length);
}

void admission_stop(struct admission *admission)
{
    admission->is_stopped = true;
}

static void see_visitor(const struct admission *admission, const struct connection *connection,
                        const struct http_request *http, struct visitor *visitor)
{
    const char *const *headers = http->headers;
    char socket_address[CLIENT_ADDRESS_MAX];
    client_address_of_socket(connection_fd(connection), socket_address);
    client_address_of_client(admission->trust, socket_address, headers[HTTP_FORWARDED_FOR], visitor->address);
    bool is_proxy = client_address_is_proxy(admission->trust, socket_address);
    visitor->standing =
        origin_judge(admission->settings.allowed_origins, headers[HTTP_ORIGIN],
                     is_proxy ? origin_scheme(headers[HTTP_FORWARDED_PROTO]) : "", headers[HTTP_HOST]);
    origin_print_lines(visitor->lines, visitor->standing, headers[HTTP_ORIGIN]);
}

/* Whoever asks by OPTIONS without being a page's browser is told the method. */
static enum http_answer answer_preflight(const struct http_request *http, enum origin_standing standing)
{
    bool is_post = http->endpoint == HTTP_STREAM || http->endpoint == HTTP_EMULATION;
    if (standing == ORIGIN_FOREIGN) return HTTP_FORBIDDEN_ORIGIN;
    if (standing == ORIGIN_NONE || !*http->headers[HTTP_ASKED_METHOD])
        return is_post ? HTTP_ONLY_POST : HTTP_ONLY_GET;
    return is_post ? HTTP_MAY_POST : HTTP_MAY_GET;
}

static bool is_acceptable(const struct http_request *http, const struct client_request *request,
                          enum origin_standing standing, enum http_answer *answer)
{
    const char *offers = http->headers[HTTP_WS_PROTOCOL];
    if (http->endpoint == HTTP_WEBSOCKET && !ws_handshake_is_valid(http, answer)) return false;
    *answer = HTTP_BAD_SUBPROTOCOL;
    if (*offers && !request->is_protobuf && !http_list_has(offers, PROTOCOL_CENTRIFUGE_NAME, strncmp))
        return false;
    *answer = HTTP_UNKNOWN_PROTOCOL;
    if (request->is_unknown_protocol) return false;
    *answer = HTTP_UNKNOWN_CHANNEL;
    if (request->is_unknown_channel) return false;
    *answer = HTTP_FORBIDDEN_ORIGIN;
    return standing != ORIGIN_FOREIGN;
}

static bool has_room(struct admission *admission, const struct client_request *request, const char *address,
                     enum http_answer *answer)
{
    const struct client_shared *shared = admission->shared;
    *answer = HTTP_UNAVAILABLE;
    if (admission->is_stopped || !live_state_has_snapshot(shared->live)) return false;
    *answer = HTTP_FULL;
    if (client_table_count(shared->table) >= client_table_capacity(shared->table)) return false;
    *answer = HTTP_ADDRESS_FULL;
    if (!rate_limit_has_room(shared->rate_limit, address)) return false;
    *answer = HTTP_BUSY;
    if (request->token.is_there && !channel_source_has_room(shared->channel_source, request->channel_count))
        return false;
    return rate_limit_take_handshake(shared->rate_limit, clock_mono_ms());
}

/* Browsers ask for an event stream again and again, unless they once get another status than 200: so what will pass is said
 * as a stream that ends at once. */
static enum http_answer refusal(enum http_endpoint endpoint, enum http_answer answer)
{
    bool is_event_source = endpoint == HTTP_UNI_SSE || endpoint == HTTP_SSE;
    bool will_pass = answer == HTTP_UNAVAILABLE || answer == HTTP_FULL || answer == HTTP_ADDRESS_FULL ||
                     answer == HTTP_BUSY;
    return is_event_source && will_pass ? HTTP_COME_BACK : answer;
}

static bool open_connection(struct connection *connection, struct client *client,
                            const struct http_request *http, const char *lines, bool is_plain)
{
    if (http->endpoint != HTTP_WEBSOCKET) {
        char head[HTTP_STREAM_HEAD_MAX];
        http_stream_print_head(head, http->endpoint, lines);
        return connection_open(connection, &http_stream_kind, client, head, false);
    }
    char response[WS_HANDSHAKE_MAX];
    bool is_offered = *http->headers[HTTP_WS_PROTOCOL] != '\0';
    ws_handshake_accept(response, http, is_offered ? PROTOCOL_CENTRIFUGE_NAME : NULL);
    /* A plain client is sent `connected` next: with MSG_MORE both make one packet. (Where it must wait for that, the
     * kernel lets the answer go after 200 ms.) Anybody else speaks first, so must not be kept waiting. */
    return connection_open(connection, &ws_connection_kind, client, response, is_plain);
}

/* Its library shows the reason of a close frame to whoever uses it, but not the text of a refusal; and does not come back
 * after this code. */
static void refuse_protobuf(struct connection *connection, const struct http_request *http)
{
    char response[WS_HANDSHAKE_MAX];
    ws_handshake_accept(response, http, PROTOCOL_PROTOBUF_NAME);
    if (connection_open(connection, &ws_connection_kind, NULL, response, true))
        connection_close(connection, CLIENT_CODE_NOT_JSON, client_code_text(CLIENT_CODE_NOT_JSON));
}
