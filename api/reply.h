/* SPDX-License-Identifier: MIT */
/* What goes back to the client: one struct, filled by a handler, made final and sent in one place. */
#ifndef HIPPO_API_REPLY_H
#define HIPPO_API_REPLY_H

#include <fcgiapp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "database.h"
#include "problem.h"
#include "request.h"

#define REPLY_ETAG_SIZE 35 /* 32 hex digits in quotes */
#define REPLY_METHODS_MAX 64

/* How long others may keep an answer. */
#define REPLY_CACHE_NEVER "no-store"
#define REPLY_CACHE_ASK "no-cache" /* keep it, but ask each time: If-None-Match makes that cheap */
#define REPLY_CACHE_FOREVER "public, max-age=31536000, immutable"

struct reply {
    int status;
    const char *content_type;
    const char *cache_control;
    const char *body; /* must live until the reply is sent; arena or static */
    size_t length;
    char etag[REPLY_ETAG_SIZE];    /* "" : none */
    char allow[REPLY_METHODS_MAX]; /* "" : none; methods for 405 */
    const char *set_cookie;        /* NULL: none */
    const char *policy;            /* Content-Security-Policy of a page; NULL: none */
    int64_t retry_after_s;         /* 0: none */
    const char *problem_code; /* NULL: no problem; of the kind, even where the database said a finer one */
};

/* A strong entity tag over exactly these bytes. */
void reply_make_etag(char etag[REPLY_ETAG_SIZE], const char *body, size_t length);

/* 200 with these bytes. With `etag` NULL a tag is made, unless the cache word is REPLY_CACHE_NEVER. */
void reply_bytes(struct reply *reply, const char *content_type, const char *cache_control, const char *body,
                 size_t length, const char *etag);

/* The problem+json of one fault. When it is ours (5xx), one line goes to the log with the operator's text. */
void reply_fault(struct reply *reply, const struct request *request, const struct fault *fault);

/* The database's answer: its text with 200, or the problem that it stands for. */
void reply_answer(struct reply *reply, const struct request *request, const struct database_answer *answer,
                  const char *cache_control, const char *etag);

/* Last changes before sending: a condition that holds becomes 304, a HEAD loses its body but not its length.
 */
void reply_finish(struct reply *reply, const struct request *request);

/* The header block with its empty line; NULL when the arena is used up. */
const char *reply_header(const struct reply *reply, const struct request *request);

/* False: the peer did not take it. */
bool reply_send(const struct reply *reply, const struct request *request, FCGX_Stream *out)
    __attribute__((warn_unused_result));

#endif
