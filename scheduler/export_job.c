/* SPDX-License-Identifier: MIT */
/* One detached thread per export. The two threads share an atomic flag and what it guards. */
#include "export_job.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "clock.h"
#include "log.h"
#include "pg.h"
#include "signer.h"
#include "thread.h"

#define TIMEOUT_MS INT64_C(1800000)
#define TIMEOUT_TEXT "1790000"
#define SHORT_TIMEOUT_MS 5000
#define RETRY_MS 20000    /* after a failure */
#define ELSEWHERE_MS 2000 /* after nothing was to be done, or another scheduler did it */
#define NUMBER_CHARS 24

/* Static, because a thread may outlive main. */
static struct {
    const char *url;
    struct signer *signer; /* the thread's while is_running */
    atomic_bool is_running;
    int64_t next_ms; /* earliest next try; the thread's while is_running, else the caller's */
} job;

enum call { CALL_SET_TIMEOUT, CALL_BEGIN, CALL_MAKE, CALL_PART, CALL_SIGN, CALL_COUNT };
static const struct pg_statement statements[CALL_COUNT] = {
    [CALL_SET_TIMEOUT] = {"set_timeout", "select set_config('statement_timeout', $1, false)", 1},
    [CALL_BEGIN] = {"export_begin", "select scheduler.export_begin($1)", 1},
    [CALL_MAKE] = {"export_make", "select scheduler.export_make($1, $2)", 2},
    [CALL_PART] = {"export_part", "select scheduler.export_part($1, $2)", 2},
    [CALL_SIGN] = {"export_sign", "select scheduler.export_sign($1, $2, $3, $4)", 4},
};

/* An export under way. */
struct run {
    struct pg *pg;
    char id[NUMBER_CHARS]; /* "": there is none to make */
    char parts[NUMBER_CHARS];
    char hash[2 * SEAL_HASH_BYTES + 1];
};

static void *on_thread(void *unused);
static enum pg_outcome make(struct run *run);
static enum pg_outcome hash_parts(struct run *run, uint8_t hash[SEAL_HASH_BYTES]);
static enum pg_outcome ask(struct run *run, enum call call, const char *const *parameters, int64_t timeout_ms,
                           char answer[NUMBER_CHARS]);
static int64_t log_end(const struct run *run, enum pg_outcome outcome, int64_t took_ms);

void export_job_start(const char *url, const struct key_store *keys, int64_t now_ms)
{
    if (atomic_load(&job.is_running) || now_ms < job.next_ms) return;
    job.url = url;
    job.signer = signer_new(keys);
    atomic_store(&job.is_running, true);
    if (thread_start(on_thread, NULL)) return;
    log_error("export_failed", "reason=\"no thread\" retry_ms=%d", RETRY_MS);
    signer_free(job.signer);
    job.next_ms = now_ms + RETRY_MS;
    atomic_store(&job.is_running, false);
}

static void *on_thread(void *unused)
{
    (void)unused;
    struct run run = {.pg = pg_new(job.url, "hippo-scheduler-export", statements, CALL_COUNT)};
    int64_t start_ms = clock_mono_ms();
    enum pg_outcome outcome = make(&run);
    int64_t pause_ms = log_end(&run, outcome, clock_mono_ms() - start_ms);
    pg_free(run.pg); /* and with it the lock that keeps other schedulers away */
    signer_free(job.signer);
    job.next_ms = clock_mono_ms() + pause_ms;
    atomic_store(&job.is_running, false);
    return NULL;
}

static enum pg_outcome make(struct run *run)
{
    const char *key = signer_public_key(job.signer);
    uint8_t hash[SEAL_HASH_BYTES], signature[SIGNER_SIGNATURE_BYTES];
    char hex[2 * SIGNER_SIGNATURE_BYTES + 1];
    enum pg_outcome outcome =
        ask(run, CALL_SET_TIMEOUT, (const char *const[]){TIMEOUT_TEXT}, SHORT_TIMEOUT_MS, NULL);
    if (outcome == PG_DONE)
        outcome = ask(run, CALL_BEGIN, (const char *const[]){key}, SHORT_TIMEOUT_MS, run->id);
    if (outcome != PG_DONE || !*run->id) return outcome;
    outcome = ask(run, CALL_MAKE, (const char *const[]){run->id, key}, TIMEOUT_MS, run->parts);
    if (outcome == PG_DONE) outcome = hash_parts(run, hash);
    if (outcome != PG_DONE) return outcome;
    signer_sign(job.signer, hash, signature);
    (void)sodium_bin2hex(run->hash, sizeof run->hash, hash, sizeof hash);
    (void)sodium_bin2hex(hex, sizeof hex, signature, sizeof signature);
    return ask(run, CALL_SIGN, (const char *const[]){run->id, key, run->hash, hex}, SHORT_TIMEOUT_MS, NULL);
}

/* What is signed is what this side has read itself. */
static enum pg_outcome hash_parts(struct run *run, uint8_t hash[SEAL_HASH_BYTES])
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    long count = strtol(run->parts, NULL, 10);
    for (long part = 1; part <= count; part++) {
        char number[NUMBER_CHARS];
        PGresult *result;
        (void)snprintf(number, sizeof number, "%ld", part);
        enum pg_outcome outcome =
            pg_call(run->pg, CALL_PART, (const char *const[]){run->id, number}, SHORT_TIMEOUT_MS, &result);
        if (outcome != PG_DONE) return outcome;
        crypto_hash_sha256_update(&state, (const uint8_t *)PQgetvalue(result, 0, 0),
                                  (unsigned long long)PQgetlength(result, 0, 0));
        PQclear(result);
    }
    crypto_hash_sha256_final(&state, hash);
    return PG_DONE;
}

/* The one value that the call gives, "" for null. `answer` NULL: it does not matter. */
static enum pg_outcome ask(struct run *run, enum call call, const char *const *parameters, int64_t timeout_ms,
                           char answer[NUMBER_CHARS])
{
    PGresult *result;
    enum pg_outcome outcome = pg_call(run->pg, call, parameters, timeout_ms, &result);
    if (outcome == PG_DONE && answer) (void)snprintf(answer, NUMBER_CHARS, "%s", PQgetvalue(result, 0, 0));
    PQclear(result);
    return outcome;
}

/* Returns the wait before the next try. */
static int64_t log_end(const struct run *run, enum pg_outcome outcome, int64_t took_ms)
{
    if (outcome != PG_DONE) {
        log_error("export_failed", "export=%s sqlstate=%s reason=\"%s\" detail=\"%s\" retry_ms=%d", run->id,
                  pg_sqlstate(run->pg), pg_message(run->pg), pg_detail(run->pg), RETRY_MS);
        return RETRY_MS;
    }
    if (!*run->id) return ELSEWHERE_MS;
    log_info("export", "export=%s parts=%s hash=%s took_ms=%" PRId64, run->id, run->parts, run->hash,
             took_ms);
    return 0;
}
