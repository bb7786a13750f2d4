/* SPDX-License-Identifier: MIT */
/* The hosts stand in a ring; a round goes once around it. */
#include "pg_dial.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "log.h"
#include "lookup.h"

#define ALONE_MS 5000 /* for the only address that there is */
#define ONE_OF_MS                                                                                            \
    1000 /* for one of several: at first, and twice that once none of them has answered so quickly */
#define DEFAULT_PORT "5432" /* libpq's, for a host of a list that names none */
#define LOOKUP_STEP_MS 2
#define REASON_MAX 256

struct host {
    char *name, *address, *port; /* as libpq takes them; NULL: not said */
    struct lookup *lookup;       /* of a name that needs one; NULL: not begun */
    bool is_name;
};

struct pg_dial {
    const char *url, *application;
    bool wants_standby;
    struct host *hosts; /* at least one */
    size_t count, at;   /* the host that is being tried, or is next */
    size_t left;        /* of this round, with that one */
    size_t reached;     /* as it was when last looked at */
    unsigned fruitless; /* hosts in a row that would not do */
    size_t next_address;
    int64_t since_ms; /* when the address, or the look-up, began */
    PGconn *connection;
    PostgresPollingStatusType wanted;
    char reason[REASON_MAX];
};

/* The host that was reached last: a process has one database. Which of its standbys was reached is none of its business. */
static atomic_size_t last_reached;

static struct host *read_hosts(const char *url, size_t *count);
static const char *option_value(const PQconninfoOption *options, const char *keyword);
static size_t count_items(const char *list);
static char *copy_item(const char *list, size_t index);
static char *copy_port(const char *list, size_t index);
static bool is_name(const struct host *host);
static void begin_host(struct pg_dial *dial, int64_t now_ms);
static void leave_host(struct pg_dial *dial);
static enum pg_dial_state try_host(struct pg_dial *dial, int64_t now_ms);
static enum pg_dial_state next_connection(struct pg_dial *dial, int64_t now_ms);
static void open_connection(struct pg_dial *dial, const char *address);
static enum pg_dial_state poll_connection(struct pg_dial *dial);
static void close_connection(struct pg_dial *dial);
static int64_t patience_ms(const struct pg_dial *dial);
static void set_reason(struct pg_dial *dial, const char *text);
static void on_notice(void *unused, const char *message);

struct pg_dial *pg_dial_new(const char *url, const char *application)
{
    struct pg_dial *dial = calloc(1, sizeof *dial);
    if (!dial) fatal("reason=\"out of memory\"");
    dial->url = url;
    dial->application = application;
    dial->hosts = read_hosts(url, &dial->count);
    return dial;
}

void pg_dial_free(struct pg_dial *dial)
{
    if (!dial) return;
    close_connection(dial);
    for (size_t i = 0; i < dial->count; i++) {
        lookup_release(dial->hosts[i].lookup);
        free(dial->hosts[i].name);
        free(dial->hosts[i].address);
        free(dial->hosts[i].port);
    }
    free(dial->hosts);
    free(dial);
}

void pg_dial_want_standby(struct pg_dial *dial)
{
    dial->wants_standby = true;
}

void pg_dial_start(struct pg_dial *dial, int64_t now_ms)
{
    size_t reached = dial->wants_standby ? dial->reached : atomic_load(&last_reached);
    if (reached != dial->reached) dial->at = reached % dial->count;
    dial->reached = reached;
    dial->left = dial->count;
    /* All at once: a silent name server costs a host no more than its own time. One that still runs serves this round, too. */
    for (size_t i = 0; i < dial->count; i++) {
        struct host *host = &dial->hosts[i];
        if (!host->is_name || (host->lookup && lookup_state(host->lookup) == LOOKUP_RUNNING)) continue;
        lookup_release(host->lookup);
        host->lookup = lookup_start(host->name);
    }
    begin_host(dial, now_ms);
}

enum pg_dial_state pg_dial_step(struct pg_dial *dial, int64_t now_ms)
{
    while (dial->left > 0) {
        enum pg_dial_state state = try_host(dial, now_ms);
        if (state != PG_DIAL_FAILED) return state;
        leave_host(dial);
        begin_host(dial, now_ms);
    }
    return PG_DIAL_FAILED;
}

void pg_dial_wait(const struct pg_dial *dial, int64_t most_ms)
{
    int64_t wait_ms = dial->since_ms + patience_ms(dial) - clock_mono_ms();
    struct pollfd ready = {.fd = dial->connection ? PQsocket(dial->connection) : -1,
                           .events = dial->wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT};
    if (ready.fd < 0) wait_ms = LOOKUP_STEP_MS;
    if (wait_ms > most_ms) wait_ms = most_ms;
    if (wait_ms > 0) (void)poll(&ready, 1, (int)wait_ms);
}

void pg_dial_stop(struct pg_dial *dial)
{
    /* One that had only just its turn has it again. */
    bool has_had_time = clock_mono_ms() - dial->since_ms >= ONE_OF_MS / 2;
    if (dial->left > 0 && has_had_time) leave_host(dial);
    close_connection(dial);
    dial->left = 0;
}

PGconn *pg_dial_take(struct pg_dial *dial)
{
    PGconn *connection = dial->connection;
    dial->connection = NULL;
    dial->left = 0;
    dial->fruitless = 0;
    dial->reached = dial->at;
    if (!dial->wants_standby) atomic_store(&last_reached, dial->at);
    return connection;
}

const char *pg_dial_reason(const struct pg_dial *dial)
{
    return dial->reason;
}

/* Lists that do not fit together are left to libpq, which says so; a string that it cannot read likewise. */
static struct host *read_hosts(const char *url, size_t *count)
{
    PQconninfoOption *options = PQconninfoParse(url, NULL);
    const char *names = option_value(options, "host"), *addresses = option_value(options, "hostaddr"),
               *ports = option_value(options, "port");
    size_t found = count_items(addresses ? addresses : names), port_count = count_items(ports);
    bool fits =
        (!names || !addresses || count_items(names) == found) && (port_count == 1 || port_count == found);
    *count = fits ? found : 1;
    struct host *hosts = calloc(*count, sizeof *hosts);
    if (!hosts) fatal("reason=\"out of memory\"");
    for (size_t i = 0; fits && i < found; i++) {
        hosts[i].name = copy_item(names, i);
        hosts[i].address = copy_item(addresses, i);
        hosts[i].port = copy_port(ports, port_count == 1 ? 0 : i);
        hosts[i].is_name = is_name(&hosts[i]);
    }
    PQconninfoFree(options);
    return hosts;
}

/* NULL when it is not given. */
static const char *option_value(const PQconninfoOption *options, const char *keyword)
{
    for (const PQconninfoOption *option = options; option && option->keyword; option++)
        if (strcmp(option->keyword, keyword) == 0 && option->val && *option->val) return option->val;
    return NULL;
}

static size_t count_items(const char *list)
{
    size_t count = 1;
    for (; list && *list; list++)
        count += *list == ',';
    return count;
}

/* NULL of NULL. */
static char *copy_item(const char *list, size_t index)
{
    if (!list) return NULL;
    while (index-- > 0)
        list += strcspn(list, ",") + 1;
    char *copy = strndup(list, strcspn(list, ","));
    if (!copy) fatal("reason=\"out of memory\"");
    return copy;
}

/* A URI whose hosts have no ports gives a list of nothing, ",,". libpq looks past a value that is empty, and would take the whole
 * list for this one host. */
static char *copy_port(const char *list, size_t index)
{
    char *port = copy_item(list, index);
    if (!port || *port) return port;
    free(port);
    return copy_item(DEFAULT_PORT, 0);
}

/* Neither a socket's folder nor an address. */
static bool is_name(const struct host *host)
{
    struct in6_addr address;
    const char *name = host->name;
    return name && *name && *name != '/' && *name != '@' && !(host->address && *host->address) &&
           inet_pton(AF_INET, name, &address) != 1 && inet_pton(AF_INET6, name, &address) != 1;
}

static void begin_host(struct pg_dial *dial, int64_t now_ms)
{
    dial->next_address = 0;
    dial->since_ms = now_ms;
}

static void leave_host(struct pg_dial *dial)
{
    close_connection(dial);
    dial->at = (dial->at + 1) % dial->count;
    dial->left--;
    dial->fruitless++;
}

/* PG_DIAL_FAILED: this host would not do. */
static enum pg_dial_state try_host(struct pg_dial *dial, int64_t now_ms)
{
    for (;;) {
        enum pg_dial_state state = dial->connection ? PG_DIAL_RUNNING : next_connection(dial, now_ms);
        if (dial->connection) state = poll_connection(dial);
        if (state == PG_DIAL_RUNNING && now_ms - dial->since_ms >= patience_ms(dial)) {
            set_reason(dial, dial->connection ? "no answer in time" : "its name was not looked up in time");
            state = PG_DIAL_FAILED;
        }
        if (state != PG_DIAL_FAILED || !dial->connection) return state;
        close_connection(dial);
    }
}

/* To the host's next address. PG_DIAL_FAILED: it has none. */
static enum pg_dial_state next_connection(struct pg_dial *dial, int64_t now_ms)
{
    const struct host *host = &dial->hosts[dial->at];
    char address[INET6_ADDRSTRLEN];
    if (!host->is_name) {
        if (dial->next_address++ > 0) return PG_DIAL_FAILED;
        open_connection(dial, host->address);
        return PG_DIAL_RUNNING;
    }
    enum lookup_state state = lookup_state(host->lookup);
    if (state == LOOKUP_RUNNING) return PG_DIAL_RUNNING;
    if (state == LOOKUP_FAILED) set_reason(dial, "its name has no address");
    if (state == LOOKUP_FAILED || !lookup_address(host->lookup, dial->next_address++, address))
        return PG_DIAL_FAILED;
    dial->since_ms = now_ms;
    open_connection(dial, address);
    return PG_DIAL_RUNNING;
}

static void open_connection(struct pg_dial *dial, const char *address)
{
    /* What the string says wins over what stands before it: a dead peer is found in seconds, not in TCP's two hours. What
     * stands behind it is one host of its list. */
    const struct host *host = &dial->hosts[dial->at];
    const char *keywords[] = {"keepalives_idle",
                              "keepalives_interval",
                              "keepalives_count",
                              "tcp_user_timeout",
                              "target_session_attrs",
                              "client_encoding",
                              "fallback_application_name",
                              "dbname",
                              NULL,
                              NULL,
                              NULL,
                              NULL};
    const char *wanted = dial->wants_standby ? "standby" : "primary";
    const char *values[] = {"5",       "2",  "3",  "10000", wanted, "UTF8", dial->application,
                            dial->url, NULL, NULL, NULL,    NULL};
    const char *const ours[][2] = {{"host", host->name}, {"hostaddr", address}, {"port", host->port}};
    size_t at = 8;
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        if (!ours[i][1]) continue;
        keywords[at] = ours[i][0];
        values[at++] = ours[i][1];
    }
    dial->connection = PQconnectStartParams(keywords, values, 1);
    if (!dial->connection) fatal("reason=\"out of memory\"");
    (void)PQsetNoticeProcessor(dial->connection, on_notice, NULL);
    dial->wanted = PGRES_POLLING_WRITING;
}

/* As many steps as are ready now. */
static enum pg_dial_state poll_connection(struct pg_dial *dial)
{
    while (PQstatus(dial->connection) != CONNECTION_BAD && dial->wanted != PGRES_POLLING_FAILED) {
        struct pollfd ready = {.fd = PQsocket(dial->connection),
                               .events = dial->wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT};
        if (dial->wanted == PGRES_POLLING_OK) return PG_DIAL_DONE;
        if (poll(&ready, 1, 0) <= 0) return PG_DIAL_RUNNING;
        dial->wanted = PQconnectPoll(dial->connection);
    }
    set_reason(dial, PQerrorMessage(dial->connection));
    return PG_DIAL_FAILED;
}

static void close_connection(struct pg_dial *dial)
{
    if (dial->connection) PQfinish(dial->connection);
    dial->connection = NULL;
}

static int64_t patience_ms(const struct pg_dial *dial)
{
    const struct host *host = &dial->hosts[dial->at];
    char address[INET6_ADDRSTRLEN];
    bool is_alone = dial->count == 1 && !(host->is_name && lookup_state(host->lookup) == LOOKUP_DONE &&
                                          lookup_address(host->lookup, 1, address));
    if (is_alone) return ALONE_MS;
    return dial->fruitless < dial->count ? ONE_OF_MS : 2 * ONE_OF_MS;
}

static void set_reason(struct pg_dial *dial, const char *text)
{
    const struct host *host = &dial->hosts[dial->at];
    bool names_it = dial->count > 1 && host->name && !strstr(text, host->name);
    (void)snprintf(dial->reason, sizeof dial->reason, "%s%s%s", names_it ? host->name : "",
                   names_it ? ": " : "", text);
    dial->reason[strcspn(dial->reason, "\r\n")] = '\0';
}

/* Instead of libpq's default, which writes to stderr past the log. It stays for the connection's life. */
static void on_notice(void *unused, const char *message)
{
    (void)unused;
    log_debug("database_notice", "message=\"%s\"", message);
}
