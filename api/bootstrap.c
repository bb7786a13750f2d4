/* SPDX-License-Identifier: MIT */
/* Asks the database to make the first user; only then is a random password of any use, and said. */
#include "bootstrap.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "password.h"

#define CALL_MS 2000
#define RANDOM_LENGTH 20

static void make_password(char password[PASSWORD_LENGTH_MAX + 2]);
static void read_password(const char *path, char password[PASSWORD_LENGTH_MAX + 2]);
static bool judge(struct pg *pg, enum pg_outcome outcome, PGresult *result, bool *is_made);

bool bootstrap_admin(struct pg *pg, size_t statement, const char *password_file)
{
    char password[PASSWORD_LENGTH_MAX + 2], hash[PASSWORD_HASH_SIZE];
    bool is_random = *password_file == '\0', is_made = false;
    if (is_random)
        make_password(password);
    else
        read_password(password_file, password);
    bool is_hashed = password_make(hash, password) == PASSWORD_GOOD;
    const char *const parameters[] = {hash};
    PGresult *result = NULL;
    enum pg_outcome outcome = is_hashed ? pg_call(pg, statement, parameters, CALL_MS, &result) : PG_LOST;
    bool is_over = judge(pg, outcome, result, &is_made);
    PQclear(result);
    if (is_made) log_info("admin_made", "user=admin");
    /* Not through the log: that is kept. */
    if (is_made && is_random)
        (void)fprintf(stderr, "\n  First administrator: user name admin, password %s (said this once)\n\n",
                      password);
    sodium_memzero(password, sizeof password);
    return is_over;
}

/* 20 of 32 letters that nobody mistakes for one another: 100 bits. */
static void make_password(char password[PASSWORD_LENGTH_MAX + 2])
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz123456789";
    _Static_assert(sizeof letters - 1 == 32, "five bits each");
    for (size_t i = 0; i < RANDOM_LENGTH; i++)
        password[i] = letters[randombytes_uniform(sizeof letters - 1)];
    password[RANDOM_LENGTH] = '\0';
}

static void read_password(const char *path, char password[PASSWORD_LENGTH_MAX + 2])
{
    FILE *file = fopen(path, "r");
    if (!file) die("setting=ADMIN_PASSWORD_FILE path=%s reason=\"%s\"", path, strerror(errno));
    const char *line = fgets(password, PASSWORD_LENGTH_MAX + 2, file);
    (void)fclose(file);
    size_t length = line ? strcspn(password, "\r\n") : 0;
    if (length < PASSWORD_LENGTH_MIN || length > PASSWORD_LENGTH_MAX)
        die("setting=ADMIN_PASSWORD_FILE path=%s reason=\"its first line must have %d to %d bytes\"", path,
            PASSWORD_LENGTH_MIN, PASSWORD_LENGTH_MAX);
    password[length] = '\0';
}

/* True: the question is settled. */
static bool judge(struct pg *pg, enum pg_outcome outcome, PGresult *result, bool *is_made)
{
    if (outcome == PG_DONE) {
        *is_made = *PQgetvalue(result, 0, 0) == 't';
        return true;
    }
    if (outcome == PG_LOST) return false;
    log_warn("admin_bootstrap", "reason=\"%s\"", pg_message(pg));
    return true;
}
