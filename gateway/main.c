/* SPDX-License-Identifier: MIT */
/* hippo-gateway: connections. It sends every client what is in the stream, at once, and lets each catch up. */
#include "gateway.h"

#include <string.h>

#include "loop/metrics.h"
#include "net/listener.h"
#include "settings.h"
#include "workers.h"

int main(int argc, char **argv)
{
    static struct settings settings;
    settings_load(&settings, argc, argv);
    struct listener *clients = NULL, *scrapes = NULL;
    if (settings.workers > 1) {
        /* TCP shares a port between sockets, a unix socket's name belongs to one: the workers inherit that. */
        if (strncmp(settings.listen, "unix:", 5) == 0)
            clients = listener_new("GATEWAY_LISTEN", settings.listen);
        /* One socket of whichever kind: a scrape is answered by any worker that is not blocked. */
        if (*settings.metrics_listen) scrapes = listener_new("METRICS_LISTEN", settings.metrics_listen);
        metrics_share((int)settings.workers);
        metrics_choose(workers_start((int)settings.workers, clients));
        if (clients) listener_keep_name(clients);
    }
    gateway_run(&settings, clients, scrapes);
}
