/* SPDX-License-Identifier: MIT */
/* Reads, dispatches, replies, and notes at level debug what it did. */
#include "exchange.h"

#include "clock.h"
#include "log.h"
#include "reply.h"
#include "request.h"
#include "route.h"
#include "services.h"

void exchange_serve(const void *context, FCGX_Request *fcgi, struct arena *arena)
{
    const struct services *services = context;
    struct request request;
    struct reply reply;
    struct fault fault;
    int64_t began = clock_mono_ms();
    bool is_readable = request_read_head(&request, arena, fcgi->envp, services->trust, &fault);
    /* To its end, wanted or not: a proxy that finds us gone while it still writes never reads our answer. */
    enum request_body body = request_read_body(&request, fcgi->in);
    if (is_readable && body != REQUEST_BODY_WHOLE) {
        fault = (struct fault){.problem = body == REQUEST_BODY_SHORT ? PROBLEM_BUSY : PROBLEM_BODY_TOO_LARGE};
        is_readable = false;
    }
    if (is_readable)
        route_dispatch(services, &request, &reply);
    else
        reply_fault(&reply, &request, &fault);
    reply_finish(&reply, &request);
    bool is_sent = reply_send(&reply, &request, fcgi->out);
    log_debug("request", "request=%s client=%s method=%s path=%s status=%d bytes=%zu ms=%lld sent=%d",
              request.id, request.client, request.method_text, request.path, reply.status, reply.length,
              (long long)(clock_mono_ms() - began), is_sent);
}
