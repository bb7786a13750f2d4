/* SPDX-License-Identifier: MIT */
/* hippo-scheduler: runs the rounds. Settings, the key and signals; the main loop is leader.c. */
#include <libpq-fe.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "config.h"
#include "hash_chain.h"
#include "key_store.h"
#include "leader.h"
#include "log.h"
#include "race_timeline.h"

#define PROGRAM "hippo-scheduler"
#define STOP_GRACE_S 1

static struct leader_settings settings;
static int log_level;

static const struct config_entry entries[] = {
    {"BETTING_MS", CONFIG_NUMBER, &settings.betting_ms, "60000", 300, 3600000, NULL,
     "countdown before the race, at the very first start"},
    {"DATABASE_URL", CONFIG_TEXT, &settings.database_url, NULL, 0, 0, NULL,
     "PostgreSQL, as role hippo_scheduler; a pooler in transaction mode is refused"},
    {"FILM_MS", CONFIG_NUMBER, &settings.film_ms, "30000", RACE_TIMELINE_MS_MIN, RACE_TIMELINE_MS_MAX, NULL,
     "length of the race in steps of 100, at the very first start"},
    {"FINISH_MS", CONFIG_NUMBER, &settings.finish_ms, "5000", 100, 600000, NULL,
     "result on screen, at the very first start"},
    {"LOCK_MS", CONFIG_NUMBER, &settings.lock_ms, "5000", 0, 60000, NULL,
     "last part of the countdown, without sales, at the very first start"},
    {"LOG_LEVEL", CONFIG_CHOICE, &log_level, "info", 0, 0, log_level_names, "how much is logged"},
    {"SESSION_ROUNDS", CONFIG_NUMBER, &settings.session_rounds, "2000", 1, HASH_CHAIN_ROUNDS_MAX, NULL,
     "rounds under one published anchor"},
    {"VAULT_KEY_FILE", CONFIG_TEXT, &settings.vault_key_file, NULL, 0, 0, NULL,
     "key of the session secrets; made at first start, keep a copy. Beside it lies NAME.record: what the "
     "house must not "
     "forget if its database is put back"},
};

static volatile sig_atomic_t is_stopping;

static void check_settings(void);
static void catch_signals(void);
static void on_stop(int number);
static void on_grace_over(int number);

int main(int argc, char **argv)
{
    config_load(PROGRAM, "moves the rounds on; one is active, any number stand by", entries,
                sizeof entries / sizeof *entries, argc, argv);
    log_open("scheduler", (enum log_level)log_level);
    check_settings();
    if (sodium_init() < 0) fatal("reason=\"no random numbers\"");
    /* No core file and no debugger of the same user: either would show secrets. */
    (void)prctl(PR_SET_DUMPABLE, 0);
    catch_signals();
    struct key_store *keys = key_store_load(settings.vault_key_file);
    if (keys)
        log_info("vault_key_loaded", "path=\"%s\" fingerprint=%s", settings.vault_key_file,
                 key_store_fingerprint(keys));
    leader_run(&settings, keys, &is_stopping);
    key_store_close(keys);
    log_info("stopped", "signal=%d", (int)is_stopping);
    return 0;
}

static void check_settings(void)
{
    if (settings.lock_ms >= settings.betting_ms)
        die("setting=LOCK_MS reason=\"it is a part of BETTING_MS and must be shorter\"");
    if (settings.film_ms % RACE_TIMELINE_STEP_MS != 0)
        die("setting=FILM_MS reason=\"a multiple of %d is wanted\"", RACE_TIMELINE_STEP_MS);
    char *reason = NULL;
    PQconninfoOption *options = PQconninfoParse(settings.database_url, &reason);
    if (!options) die("setting=DATABASE_URL reason=\"%s\"", reason ? reason : "out of memory");
    PQconninfoFree(options);
}

static void catch_signals(void)
{
    struct sigaction stop = {.sa_handler = on_stop}, grace = {.sa_handler = on_grace_over},
                     ignore = {.sa_handler = SIG_IGN};
    (void)sigaction(SIGTERM, &stop, NULL);
    (void)sigaction(SIGINT, &stop, NULL);
    (void)sigaction(SIGALRM, &grace, NULL);
    (void)sigaction(SIGPIPE, &ignore, NULL);
}

/* The call under way may finish within STOP_GRACE_S; a second signal exits at once. Either is safe: what is not committed
 * has not happened. */
static void on_stop(int number)
{
    if (is_stopping) _exit(0);
    is_stopping = number;
    (void)alarm(STOP_GRACE_S);
}

static void on_grace_over(int number)
{
    (void)number;
    _exit(0);
}
