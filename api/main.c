/* SPDX-License-Identifier: MIT */
/* hippo-api: the HTTP API behind Caddy, as a FastCGI program. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "app_context.h"
#include "bootstrap.h"
#include "cache.h"
#include "client_address.h"
#include "config.h"
#include "database.h"
#include "health.h"
#include "http_context.h"
#include "log.h"
#include "openapi.h"
#include "origin.h"
#include "pooling.h"
#include "principal.h"
#include "rounds.h"
#include "route.h"
#include "schema.h"
#include "server.h"
#include "throttle.h"

/* Wrong ticket codes from one address: so many at once, then one every PEEK_FORGIVE_MS. */
#define PEEK_FAILURES 10
#define PEEK_FORGIVE_MS 6000

static const char *setting_listen, *setting_database_url, *setting_report_database_url, *setting_openapi_file;
static const char *setting_admin_password_file, *setting_allowed_origins;
static const char *setting_trusted_proxies, *setting_edge_proxies;
static long long setting_threads, setting_cache_ms, setting_report_lag_max_s;
static int setting_log_level;

static const struct config_entry settings[] = {
    {.name = "ADMIN_PASSWORD_FILE",
     .type = CONFIG_TEXT,
     .target = &setting_admin_password_file,
     .default_text = "",
     .help = "its first line is the first administrator's password; no file or an empty one: a random one, "
             "said once"},
    {.name = "ALLOWED_ORIGINS",
     .type = CONFIG_TEXT,
     .target = &setting_allowed_origins,
     .default_text = "same",
     .help = ORIGIN_LIST_HELP},
    {.name = "API_LISTEN",
     .type = CONFIG_TEXT,
     .target = &setting_listen,
     .default_text = "unix:/run/hippodrome/api.sock",
     .help = "where the proxy finds us: unix:/path or host:port"},
    {.name = "API_THREADS",
     .type = CONFIG_NUMBER,
     .target = &setting_threads,
     .default_text = "3", /* on two processors, more only wait for each other's commits */
     .minimum = 1,
     .maximum = 64,
     .help = "requests served, and database connections held, at a time, besides two reports"},
    {.name = "CACHE_MS",
     .type = CONFIG_NUMBER,
     .target = &setting_cache_ms,
     .default_text = "100",
     .minimum = 1,
     .maximum = CACHE_STALE_MS - 1,
     .help = "how long the hot public answers are given from memory, in ms"},
    {.name = "DATABASE_URL",
     .type = CONFIG_TEXT,
     .target = &setting_database_url,
     .help = "PostgreSQL, as role hippo_api; a pooler in transaction mode is refused"},
    {.name = "EDGE_PROXIES",
     .type = CONFIG_TEXT,
     .target = &setting_edge_proxies,
     .default_text = "",
     .help = CLIENT_ADDRESS_EDGES_HELP},
    {.name = "LOG_LEVEL",
     .type = CONFIG_CHOICE,
     .target = &setting_log_level,
     .default_text = "info",
     .choices = log_level_names,
     .help = "what is logged"},
    {.name = "OPENAPI_FILE",
     .type = CONFIG_TEXT,
     .target = &setting_openapi_file,
     .default_text = "api/openapi.yaml",
     .help = "the contract, served as openapi.yaml"},
    {.name = "REPORT_DATABASE_URL",
     .type = CONFIG_TEXT,
     .target = &setting_report_database_url,
     .default_text = "",
     .help = "libpq connection string of a hot standby, as hippo_api, which reports are read from; none: the "
             "main database"},
    {.name = "REPORT_LAG_MAX_S",
     .type = CONFIG_NUMBER,
     .target = &setting_report_lag_max_s,
     .default_text = "60",
     .maximum = 86400,
     .help = "how many seconds that standby may be behind; then reports are read from the main database"},
    {.name = "TRUSTED_PROXIES",
     .type = CONFIG_TEXT,
     .target = &setting_trusted_proxies,
     .default_text = "unix", /* as the gateway's; no address that FastCGI's REMOTE_ADDR has */
     .help = CLIENT_ADDRESS_PROXIES_HELP},
};

/* Besides --help: --routes prints the route table; --reset-admin gives user admin a new password. */
int main(int argc, char **argv)
{
    log_open("api", LOG_LEVEL_INFO);
    const char *command = argc == 2 ? argv[1] : "";
    if (strcmp(command, "--routes") == 0) return route_print(stdout);
    bool is_reset = strcmp(command, "--reset-admin") == 0;
    config_load("hippo-api", "the HTTP API of Hippodrome, behind a FastCGI proxy", settings,
                sizeof settings / sizeof *settings, is_reset ? 1 : argc, argv);
    log_open("api", (enum log_level)setting_log_level);
    if (sodium_init() < 0) fatal("reason=\"libsodium does not start\"");

    if (is_reset) return bootstrap_reset(setting_database_url, setting_admin_password_file);
    if (!origin_list_is_valid(setting_allowed_origins))
        die("setting=ALLOWED_ORIGINS value=\"%s\" reason=\"" ORIGIN_LIST_WANTED "\"",
            setting_allowed_origins);

    struct client_address_trust *trust =
        client_address_trust_new(setting_trusted_proxies, setting_edge_proxies);
    if (!trust)
        die("setting=TRUSTED_PROXIES value=\"%s\" EDGE_PROXIES=\"%s\" reason=\"" CLIENT_ADDRESS_LISTS_WANTED
            "\"",
            setting_trusted_proxies, setting_edge_proxies);

    server_hold_signals();
    struct openapi *openapi = openapi_load(setting_openapi_file);
    struct database *database = database_open(setting_database_url, setting_report_database_url,
                                              setting_report_lag_max_s * 1000, (size_t)setting_threads);
    struct app_context app = {
        .database = database,
        .round_current = cache_new(setting_cache_ms, rounds_fetch_current, database),
        .config = cache_new(setting_cache_ms, health_fetch_config, database),
        .openapi = openapi,
        .principals = principal_cache_new(),
        .peeks = throttle_new(PEEK_FAILURES, PEEK_FORGIVE_MS),
        .allowed_origins = setting_allowed_origins,
        .trust = trust,
    };
    struct server *server = server_open(setting_listen, (size_t)setting_threads);
    struct schema_check *check = schema_check_start(setting_database_url, setting_admin_password_file);
    if (*setting_report_database_url)
        pooling_refuse_later("REPORT_DATABASE_URL", setting_report_database_url, true);
    server_run(server, http_context_serve, &app);

    schema_check_stop(check);
    server_close(server);
    throttle_free(app.peeks);
    principal_cache_free(app.principals);
    cache_free(app.config);
    cache_free(app.round_current);
    database_close(database);
    openapi_free(openapi);
    client_address_trust_free(trust);
    return 0;
}
