/* SPDX-License-Identifier: MIT */
/* The HTTP request, parsed and checked before any handler sees it. Its memory is the request's arena and environment. */
#ifndef HIPPO_API_REQUEST_H
#define HIPPO_API_REQUEST_H

#include <fcgiapp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "client_address.h"
#include "origin.h"
#include "problem.h"
#include "sentence.h"
#include "token.h"

#define REQUEST_URI_MAX 2048
#define REQUEST_PARAMETERS_MAX 16
#define REQUEST_BODY_MAX (64 * 1024)
/* The largest number that names anything: whoever reads JSON has it exactly (RFC 8259, 6). */
#define REQUEST_NUMBER_MAX ((INT64_C(1) << 53) - 1)
/* A body over the limit is read and discarded up to here: a proxy that is still sending it would see a broken pipe
 * instead of our answer. */
#define REQUEST_DRAIN_MAX (1024 * 1024)
#define REQUEST_ID_SIZE 24

enum request_method {
    REQUEST_GET,
    REQUEST_HEAD,
    REQUEST_POST,
    REQUEST_PUT,
    REQUEST_PATCH,
    REQUEST_DELETE,
    REQUEST_OPTIONS,
    REQUEST_OTHER,
};

struct request_parameter {
    const char *name, *value; /* decoded: valid UTF-8 without control characters */
};

struct request {
    struct arena *arena;
    char id[REQUEST_ID_SIZE]; /* made here, the same in the reply and in the log */
    enum request_method method;
    const char *method_text;
    const char *path;                  /* raw, visible ASCII, without the query; "" when invalid */
    const char *query;                 /* raw; "" when there is none */
    enum language language;            /* of what is said to people */
    struct cache *config;              /* the house's, which names its currency */
    struct sentence_money money;       /* for amounts in a refusal */
    const char *if_none_match;         /* NULL: not sent */
    char client[CLIENT_ADDRESS_MAX];   /* address, for the log */
    char network[CLIENT_ADDRESS_MAX];  /* what its failures are counted by */
    const char *agent;                 /* User-Agent; "" when not sent */
    struct token token;                /* session token, unchecked */
    const char *key;                   /* Idempotency-Key, unchecked; NULL: not sent */
    const char *content_type, *origin; /* NULL: not sent */
    const char *asked_method;          /* of a preflight; NULL: not sent */
    enum origin_standing standing;     /* of the page that asks */
    bool is_tls;                       /* what the browser sees */
    const char *
        capture; /* what stood for {…} in the route's pattern, decoded if it can be; NULL: the pattern has none */
    size_t parameter_count;
    struct request_parameter parameters[REQUEST_PARAMETERS_MAX];
    bool is_open_ended;  /* the proxy says that the body's length is not known */
    long long announced; /* Content-Length; -1: not sent */
    const char *body;    /* NUL-terminated */
    size_t body_length;
};

enum request_body {
    REQUEST_BODY_WHOLE,   /* read to its end: body and body_length are set */
    REQUEST_BODY_LARGE,   /* read to its end and over the limit: discarded */
    REQUEST_BODY_SHORT,   /* ended before its Content-Length */
    REQUEST_BODY_UNSIZED, /* came without a Content-Length: discarded */
    REQUEST_BODY_CUT,     /* the peer closed, or it exceeds REQUEST_DRAIN_MAX: the answer may not arrive */
};

/* Parses the head of the request. `origins` is ALLOWED_ORIGINS. False: *fault says what is wrong; the request can still be
 * answered. */
bool request_read_head(struct request *request, struct arena *arena, char **environment,
                       const struct client_address_trust *trust, const char *origins, struct fault *fault)
    __attribute__((warn_unused_result));

/* Reads the body to its end, whatever CONTENT_LENGTH says. A body shorter than that is an error: its client has gone, or
 * Caddy tries the request again and has nothing left to send. A body in chunks has no length: Caddy holds it until it is
 * whole; of other proxies nobody could tell. Blocks for as long as the peer takes; the server closes connections that take
 * too long. */
enum request_body request_read_body(struct request *request, FCGX_Stream *in)
    __attribute__((warn_unused_result));

/* REQUEST_OTHER for a method that is none of the others, case counting. */
enum request_method request_method_of(const char *text);

/* Splits and decodes the query; strict: a parameter that is not in `allowed` (NULL-terminated), sent twice or badly
 * encoded is a fault. */
bool request_parse_query(struct request *request, const char *const *allowed, struct fault *fault)
    __attribute__((warn_unused_result));

/* %XX and '+', in the arena; NULL for an incomplete escape, for control characters and for invalid UTF-8. */
const char *request_decode(struct arena *arena, const char *text, size_t length);

/* NULL when the parameter is not there. */
const char *request_parameter(const struct request *request, const char *name);

/* A canonical decimal number: digits only, no sign, no leading zero, within minimum..maximum. False: *fault names the
 * parameter. */
bool request_number(struct request *request, const char *name, const char *text, int64_t minimum,
                    int64_t maximum, int64_t *number, struct fault *fault)
    __attribute__((warn_unused_result));

#endif
