/* SPDX-License-Identifier: MIT */
/* A FastCGI server of blocking threads. A thread held up by a slow peer is replaced for as long as that
 * takes, so that slow clients cannot keep the quick ones waiting; and nobody holds one for ever. */
#ifndef HIPPO_API_SERVER_H
#define HIPPO_API_SERVER_H

#include <fcgiapp.h>

#include "arena.h"

/* A request that takes longer does not count as a thread at work. */
#define SERVER_SLOW_MS 50
/* So many may be slow at a time, beside the threads at work. */
#define SERVER_SLOW_MAX 256
/* One that takes longer is cut off. */
#define SERVER_CUT_MS 15000
/* After a request to stop, this much time to finish what is under way. */
#define SERVER_STOP_MS 8000

struct server;

/* Called on any of the threads; the arena is empty and reset afterwards. */
typedef void (*server_handler)(const void *context, FCGX_Request *fcgi, struct arena *arena);

/* Blocks SIGTERM and SIGINT for all threads made after it: call before making any. */
void server_hold_signals(void);

/* Binds and listens on "unix:/path" or "host:port" and logs `listening`; die() when that is not possible. A
 * socket at that path is replaced in one step, so that a new process can take over from a running one. */
struct server *server_open(const char *listen, size_t threads);

/* Serves until SIGTERM or SIGINT; then refuses new connections, finishes those that have come in, and
 * returns. A second signal cuts short. */
void server_run(struct server *server, server_handler handler, const void *context);
void server_close(struct server *server);

#endif
