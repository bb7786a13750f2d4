/* SPDX-License-Identifier: MIT */
/* What a request's parts look like to the api's modules, without a proxy: an environment and byte streams. */
#ifndef HIPPO_TEST_FASTCGI_H
#define HIPPO_TEST_FASTCGI_H

#include <fcgiapp.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "arena.h"
#include "request.h"

/* A stdin of `length` times one byte, given out in pieces; then its end, or an error. */
struct test_stdin {
    FCGX_Stream stream;
    size_t left;
    bool breaks;
    unsigned char piece[1000];
};

static void test_stdin_fill(FCGX_Stream *stream)
{
    struct test_stdin *in = stream->data;
    size_t n = in->left < sizeof in->piece ? in->left : sizeof in->piece;
    if (n == 0) {
        stream->isClosed = 1;
        if (in->breaks) stream->FCGI_errno = FCGX_PROTOCOL_ERROR;
        return;
    }
    in->left -= n;
    stream->rdNext = in->piece;
    stream->stop = in->piece + n;
}

static inline FCGX_Stream *test_stdin_open(struct test_stdin *in, size_t length, bool breaks)
{
    memset(in, 0, sizeof *in);
    memset(in->piece, 'x', sizeof in->piece);
    in->left = length;
    in->breaks = breaks;
    in->stream.isReader = 1;
    in->stream.fillBuffProc = test_stdin_fill;
    in->stream.data = in;
    in->stream.rdNext = in->stream.stop = in->piece;
    return &in->stream;
}

/* A stdout that keeps what was written. */
struct test_stdout {
    FCGX_Stream stream;
    unsigned char text[200000];
};

static inline FCGX_Stream *test_stdout_open(struct test_stdout *out)
{
    memset(out, 0, sizeof *out);
    out->stream.wrNext = out->text;
    out->stream.rdNext = out->stream.stop = out->text + sizeof out->text - 1;
    return &out->stream;
}

#endif
