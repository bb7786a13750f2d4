/* SPDX-License-Identifier: MIT */
/* A FastCGI server with blocking threads. While a request is slow, another thread takes its place, so that slow clients
 * do not delay quick ones; connections that take too long are shut down. */
#ifndef HIPPO_API_SERVER_H
#define HIPPO_API_SERVER_H

#include <fcgiapp.h>

#include "arena.h"

/* A request that takes longer is slow: its thread does not count as one of `threads`. */
#define SERVER_SLOW_MS 50
/* At most this many may be slow at a time. */
#define SERVER_SLOW_MAX 256
/* A connection that takes longer is shut down, and one that takes nothing of a long answer for so long. */
#define SERVER_CUT_MS 15000
/* How long requests may take to finish after SIGTERM. */
#define SERVER_STOP_MS 8000

struct server;

/* Called on any of the threads; the arena is empty, and reset afterwards. */
typedef void (*server_handler)(const void *context, FCGX_Request *fcgi, struct arena *arena);

/* Blocks SIGTERM and SIGINT for all threads made after it: call before making any. */
void server_hold_signals(void);

/* Binds and listens on "unix:/path" or "host:port" and logs `listening`; die() when that is not possible. A
 * socket at that path is replaced atomically, so that a new process can take over from a running one. */
struct server *server_open(const char *listen, size_t threads);

/* Serves until SIGTERM or SIGINT; then refuses new connections, serves those already in the queue, and
 * returns. A second signal shuts down all connections at once. */
void server_run(struct server *server, server_handler handler, const void *context);
void server_close(struct server *server);

/* Called by a handler between the parts of a long answer: its peer takes them, however slowly. */
void server_note_progress(void);

#endif
