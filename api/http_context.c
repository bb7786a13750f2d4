/* SPDX-License-Identifier: MIT */
/* Reads, dispatches, replies, and logs the request at level debug. */
#include "http_context.h"

#include "app_context.h"
#include "clock.h"
#include "health.h"
#include "log.h"
#include "reply.h"
#include "request.h"
#include "route.h"

static enum problem problem_of_body(enum request_body body);

void http_context_serve(const void *context, FCGX_Request *fcgi, struct arena *arena)
{
    const struct app_context *app = context;
    struct request request;
    struct reply reply;
    struct fault fault;
    int64_t began = clock_mono_ms();
    bool is_readable =
        request_read_head(&request, arena, fcgi->envp, app->trust, app->allowed_origins, &fault);
    request.config = app->config;
    request.money = (struct sentence_money){.read = health_read_money, .context = &request};
    /* Read to its end even after an error: a proxy whose write fails does not read the reply. */
    enum request_body body = request_read_body(&request, fcgi->in);
    if (is_readable && body != REQUEST_BODY_WHOLE) {
        fault = (struct fault){.problem = problem_of_body(body)};
        is_readable = false;
    }
    if (is_readable)
        route_dispatch(app, &request, &reply);
    else
        reply_fault(&reply, &request, &fault);
    reply_finish(&reply, &request);
    bool is_sent = reply_send(&reply, &request, fcgi->out);
    log_debug("request", "request=%s client=%s method=%s path=%s status=%d bytes=%zu ms=%lld sent=%d",
              request.id, request.client, request.method_text, request.path, reply.status, reply.length,
              (long long)(clock_mono_ms() - began), is_sent);
}

static enum problem problem_of_body(enum request_body body)
{
    switch (body) {
    case REQUEST_BODY_SHORT: /* to be tried again, by the client and whole */
        return PROBLEM_BUSY;
    case REQUEST_BODY_UNSIZED:
        return PROBLEM_LENGTH_REQUIRED;
    case REQUEST_BODY_WHOLE:
    case REQUEST_BODY_LARGE:
    case REQUEST_BODY_CUT:
        break;
    }
    return PROBLEM_BODY_TOO_LARGE;
}
