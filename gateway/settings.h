/* SPDX-License-Identifier: MIT */
/* What the operator can set: one typed table, read once at start. */
#ifndef HIPPO_GATEWAY_SETTINGS_H
#define HIPPO_GATEWAY_SETTINGS_H

enum settings_loop { SETTINGS_LOOP_UV, SETTINGS_LOOP_EV, SETTINGS_LOOP_POLL };

struct settings {
    const char *allowed_origins;
    long long channel_check_seconds;
    long long connections_per_address;
    const char *database_url;
    long long drain_seconds;
    long long handshakes_per_second;
    int loop; /* enum settings_loop */
    const char *listen;
    int log_level;
    long long max_connections;
    const char *metrics_listen;
    long long ping_seconds;
    const char *trusted_proxies, *edge_proxies;
    long long workers;
};

/* Fills `settings` from the environment and opens the log. Does not return on --help or a bad setting. */
void settings_load(struct settings *settings, int argc, char **argv);

#endif
