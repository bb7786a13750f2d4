/* SPDX-License-Identifier: MIT */
/* The gateway's settings. */
#include "settings.h"

#include "client_address.h"
#include "config.h"
#include "log.h"
#include "origin.h"

static const char *const loop_names[] = {"uv", "ev", "poll", NULL};

void settings_load(struct settings *settings, int argc, char **argv)
{
    const struct config_entry entries[] = {
        {.name = "ALLOWED_ORIGINS",
         .type = CONFIG_TEXT,
         .target = &settings->allowed_origins,
         .default_text = "same",
         .help = ORIGIN_LIST_HELP},
        {.name = "CHANNEL_CHECK_SECONDS",
         .type = CONFIG_NUMBER,
         .target = &settings->channel_check_seconds,
         .default_text = "10",
         .minimum = 1,
         .maximum = 300,
         .help = "how long a signed-out user may still follow a private channel, at most"},
        {.name = "CONNECTIONS_PER_ADDRESS",
         .type = CONFIG_NUMBER,
         .target = &settings->connections_per_address,
         .default_text = "0",
         .maximum = 1000000,
         .help =
             "WebSockets from one client address (see TRUSTED_PROXIES), the next one is told 503; 0: any"},
        {.name = "DATABASE_URL",
         .type = CONFIG_TEXT,
         .target = &settings->database_url,
         .help = "PostgreSQL, as role hippo_gateway; a pooler in transaction mode is refused"},
        {.name = "DRAIN_SECONDS",
         .type = CONFIG_NUMBER,
         .target = &settings->drain_seconds,
         .default_text = "5",
         .maximum = 300,
         .help = "after SIGTERM clients are sent away evenly over this time"},
        {.name = "EDGE_PROXIES",
         .type = CONFIG_TEXT,
         .target = &settings->edge_proxies,
         .default_text = "",
         .help = CLIENT_ADDRESS_EDGES_HELP},
        {.name = "GATEWAY_LISTEN",
         .type = CONFIG_TEXT,
         .target = &settings->listen,
         .default_text = "127.0.0.1:8081",
         .help = "unix:/path (mode 0660: the proxy shares the group), host:port or :port"},
        /* Measured, see server.h: poll collapses beside thousands of idle clients. */
        {.name = "GATEWAY_LOOP",
         .type = CONFIG_CHOICE,
         .target = &settings->loop,
         .default_text = "uv",
         .choices = loop_names,
         .help = "event loop under libwebsockets"},
        {.name = "HANDSHAKES_PER_SECOND",
         .type = CONFIG_NUMBER,
         .target = &settings->handshakes_per_second,
         .default_text = "10000",
         .maximum = 1000000,
         .help = "new WebSockets a second, as many may come at once, the next one is told 503; 0: any"},
        {.name = "LOG_LEVEL",
         .type = CONFIG_CHOICE,
         .target = &settings->log_level,
         .default_text = "info",
         .choices = log_level_names,
         .help = "least important line that is logged"},
        {.name = "MAX_CONNECTIONS",
         .type = CONFIG_NUMBER,
         .target = &settings->max_connections,
         .default_text = "16000",
         .minimum = 1,
         .maximum = 1000000,
         .help = "WebSockets served at once; the next one is told 503"},
        {.name = "METRICS_LISTEN",
         .type = CONFIG_TEXT,
         .target = &settings->metrics_listen,
         .default_text = "",
         .help = "Prometheus metrics at /metrics, as GATEWAY_LISTEN, of all workers; keep it private; empty: "
                 "none"},
        {.name = "PING_SECONDS",
         .type = CONFIG_NUMBER,
         .target = &settings->ping_seconds,
         .default_text = "25",
         .minimum = 1,
         .maximum = 300,
         .help = "each client is pinged this often; 10 s without an answer is a dead peer"},
        {.name = "TRUSTED_PROXIES",
         .type = CONFIG_TEXT,
         .target = &settings->trusted_proxies,
         .default_text = "unix",
         .help = CLIENT_ADDRESS_PROXIES_HELP},
        {.name = "WORKERS",
         .type = CONFIG_NUMBER,
         .target = &settings->workers,
         .default_text = "1",
         .minimum = 1,
         .maximum = 64,
         .help = "processes on the one address; limits hold for each"},
    };
    log_open("gateway", LOG_LEVEL_INFO);
    config_load("hippo-gateway", "tells every client what is in the event stream", entries,
                sizeof entries / sizeof *entries, argc, argv);
    log_open("gateway", (enum log_level)settings->log_level);
}
