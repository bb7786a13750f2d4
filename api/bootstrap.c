/* SPDX-License-Identifier: MIT */
/* Creates or resets the user in a transaction, prints the password, and only then commits. */
#include "bootstrap.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "password.h"
#include "password_rule.h"

#define CALL_MS 2000
#define RESET_MS 10000
#define RANDOM_LENGTH 20
#define PASSWORD_SIZE (PASSWORD_LENGTH_MAX + 2)

enum outcome { RETRY, NOT_WANTED, STORED };

static enum outcome store(struct pg *pg, size_t statement, const char *password_file);
static enum outcome store_password(struct pg *pg, size_t statement, const char *password, bool is_random);
static bool print_password(const char *password);
static void make_password(char password[PASSWORD_SIZE]);
static bool read_password(const char *path, char password[PASSWORD_SIZE]);
static enum pg_outcome query(struct pg *pg, size_t statement, const char *parameter, bool *is_true);

bool bootstrap_admin(struct pg *pg, const char *password_file)
{
    bool is_missing;
    enum pg_outcome outcome = query(pg, BOOTSTRAP_MISSING, NULL, &is_missing);
    if (outcome != PG_DONE) return false;
    if (!is_missing) return true;
    enum outcome stored = store(pg, BOOTSTRAP_MAKE, password_file);
    if (stored == STORED) log_info("admin_made", "user=admin");
    return stored != RETRY;
}

int bootstrap_reset(const char *url, const char *password_file)
{
    static const struct pg_statement statements[] = {BOOTSTRAP_STATEMENTS};
    struct pg *pg = pg_new(url, "hippo-api --reset-admin", statements, BOOTSTRAP_COUNT);
    pg_prepare_lazily(pg);
    bool is_stored = pg_connect(pg, RESET_MS) && store(pg, BOOTSTRAP_RESET, password_file) == STORED;
    if (is_stored)
        log_info("admin_reset", "user=admin");
    else
        log_error("admin_reset", "reason=\"%s\"", pg_message(pg));
    pg_free(pg);
    return is_stored ? 0 : 1;
}

static enum outcome store(struct pg *pg, size_t statement, const char *password_file)
{
    char password[PASSWORD_SIZE];
    bool is_random = *password_file == '\0' || !read_password(password_file, password);
    if (is_random) make_password(password);
    enum outcome outcome = store_password(pg, statement, password, is_random);
    sodium_memzero(password, sizeof password);
    return outcome;
}

/* Printed inside the transaction, which blocks every other api that starts now: when the commit fails, the next try
 * prints another password, so the last one printed is the right one. */
static enum outcome store_password(struct pg *pg, size_t statement, const char *password, bool is_random)
{
    char hash[PASSWORD_HASH_SIZE];
    bool is_wanted, unused;
    if (password_make(hash, password) != PASSWORD_GOOD) return RETRY;
    if (query(pg, BOOTSTRAP_BEGIN, NULL, &unused) != PG_DONE) return RETRY;
    if (query(pg, statement, hash, &is_wanted) != PG_DONE) {
        pg_disconnect(pg); /* which rolls the transaction back */
        return RETRY;
    }
    if (is_wanted && is_random && !print_password(password)) {
        (void)query(pg, BOOTSTRAP_ROLLBACK, NULL, &unused);
        die("reason=\"the administrator's password cannot be said on stdout (%s); give ADMIN_PASSWORD_FILE\"",
            strerror(errno));
    }
    if (query(pg, BOOTSTRAP_COMMIT, NULL, &unused) != PG_DONE) return RETRY;
    return is_wanted ? STORED : NOT_WANTED;
}

/* Not to the log, which is stored. */
static bool print_password(const char *password)
{
    return printf("\n  Administrator: user name admin, password %s (said this once)\n\n", password) > 0 &&
           fflush(stdout) == 0;
}

/* 20 of 32 characters that are not easily confused: 100 bits. */
static void make_password(char password[PASSWORD_SIZE])
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz123456789";
    _Static_assert(sizeof letters - 1 == 32, "five bits each");
    for (size_t i = 0; i < RANDOM_LENGTH; i++)
        password[i] = letters[randombytes_uniform(sizeof letters - 1)];
    password[RANDOM_LENGTH] = '\0';
}

/* False: the file is empty, as a secret that was never set. */
static bool read_password(const char *path, char password[PASSWORD_SIZE])
{
    FILE *file = fopen(path, "r");
    if (!file) die("setting=ADMIN_PASSWORD_FILE path=%s reason=\"%s\"", path, strerror(errno));
    const char *line = fgets(password, PASSWORD_SIZE, file);
    (void)fclose(file);
    size_t length = line ? strcspn(password, "\r\n") : 0;
    if (length == 0) return false;
    if (length > PASSWORD_LENGTH_MAX)
        die("setting=ADMIN_PASSWORD_FILE path=%s reason=\"its first line must have %d to %d bytes\"", path,
            PASSWORD_LENGTH_MIN, PASSWORD_LENGTH_MAX);
    password[length] = '\0';
    switch (password_find_flaw(password, "admin")) {
    case PASSWORD_FLAWLESS:
        return true;
    case PASSWORD_FLAW_LENGTH:
        die("setting=ADMIN_PASSWORD_FILE path=%s reason=\"its first line must have %d to %d bytes\"", path,
            PASSWORD_LENGTH_MIN, PASSWORD_LENGTH_MAX);
    case PASSWORD_FLAW_COMMON:
        die("setting=ADMIN_PASSWORD_FILE path=%s reason=\"its password is one of the most used\"", path);
    case PASSWORD_FLAW_NAME:
        die("setting=ADMIN_PASSWORD_FILE path=%s reason=\"its password is hardly more than admin\"", path);
    }
    return true;
}

static enum pg_outcome query(struct pg *pg, size_t statement, const char *parameter, bool *is_true)
{
    const char *const parameters[] = {parameter};
    PGresult *result;
    enum pg_outcome outcome = pg_call(pg, statement, parameters, CALL_MS, &result);
    *is_true = outcome == PG_DONE && PQntuples(result) == 1 && *PQgetvalue(result, 0, 0) == 't';
    PQclear(result);
    return outcome;
}
