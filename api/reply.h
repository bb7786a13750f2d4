/* SPDX-License-Identifier: MIT */
/* The HTTP response: filled by a handler, then completed and sent by http_context_serve. */
#ifndef HIPPO_API_REPLY_H
#define HIPPO_API_REPLY_H

#include <fcgiapp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "database.h"
#include "problem.h"
#include "request.h"

#define REPLY_ETAG_SIZE 35 /* 32 hex digits in quotes */
#define REPLY_METHODS_MAX 64

/* Values of Cache-Control. */
#define REPLY_CACHE_NEVER "no-store"
#define REPLY_CACHE_ASK "no-cache" /* store it, but revalidate each time (If-None-Match) */
#define REPLY_CACHE_FOREVER "public, max-age=31536000, immutable"

/* Writes a body that is too long to be held. False: it could not write all of it. */
typedef bool reply_writer(void *context, FCGX_Stream *out);

struct reply {
    int status;
    const char *content_type;
    const char *cache_control;
    const char *body;              /* must live until the reply is sent; arena or static */
    FILE *file;                    /* NULL, or instead of the body: sent from where it stands, and closed */
    reply_writer *write_body;      /* NULL, or instead of both: writes `length` bytes, or is cut short */
    void *context;                 /* of write_body; must live until the reply is sent */
    const char *file_name;         /* under which a browser saves it; NULL: it shows it */
    size_t length;                 /* of all of it */
    char etag[REPLY_ETAG_SIZE];    /* "" : none */
    char allow[REPLY_METHODS_MAX]; /* "" : none; methods for 405 and for a preflight's 204 */
    const char *cookie_lines;      /* of the head; NULL: none */
    const char
        *language; /* of a problem's detail, which depends on Accept-Language; NULL: no text for people */
    int64_t retry_after_s; /* 0: none */
    const char *
        problem_code; /* the problem kind's code, even where the database gave a finer one; NULL: no problem */
};

/* A strong entity tag over exactly these bytes. */
void reply_make_etag(char etag[REPLY_ETAG_SIZE], const char *body, size_t length);

/* 200 with these bytes. With `etag` NULL a tag is made, unless the cache word is REPLY_CACHE_NEVER. */
void reply_bytes(struct reply *reply, const char *content_type, const char *cache_control, const char *body,
                 size_t length, const char *etag);

/* The problem+json of a fault; its detail in the request's language. A server error (5xx) is logged with the operator's reason. */
void reply_fault(struct reply *reply, const struct request *request, const struct fault *fault);

/* 200 with the database's text, or the problem that its answer stands for. */
void reply_answer(struct reply *reply, const struct request *request, const struct database_answer *answer,
                  const char *cache_control, const char *etag);

/* 204 to a preflight. */
void reply_preflight(struct reply *reply, const char allow[REPLY_METHODS_MAX]);

/* Turns a 200 into 304 if If-None-Match matches. */
void reply_finish(struct reply *reply, const struct request *request);

/* The header block with its empty line; NULL when the arena is used up. */
const char *reply_header(const struct reply *reply, const struct request *request);

/* Closes the file, if there is one. False: the peer did not read it all. HEAD gets no body, but its length. */
bool reply_send(struct reply *reply, const struct request *request, FCGX_Stream *out)
    __attribute__((warn_unused_result));

#endif
