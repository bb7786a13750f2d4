/* SPDX-License-Identifier: MIT */
/* hippo-gateway: connections. It tells every client what is in the stream, at once, and lets each catch up. */
#include "gateway.h"

#include <string.h>

#include "listener.h"
#include "settings.h"
#include "workers.h"

int main(int argc, char **argv)
{
    static struct settings settings;
    settings_load(&settings, argc, argv);
    struct listener *listener = NULL;
    if (settings.workers > 1) {
        /* TCP shares a port between sockets, a unix socket's name belongs to one: the workers inherit that. */
        if (strncmp(settings.listen, "unix:", 5) == 0) listener = listener_new(settings.listen);
        int number = workers_start((int)settings.workers, listener);
        if (*settings.metrics_listen)
            settings.metrics_listen = workers_address(settings.metrics_listen, number);
        if (listener) listener_keep_name(listener);
    }
    gateway_run(&settings, listener);
}
