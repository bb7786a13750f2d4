/* SPDX-License-Identifier: MIT */
/* Takes turns at libsodium's crypto_pwhash. */
#include "password.h"

#include <pthread.h>
#include <sodium.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "log.h"

_Static_assert(PASSWORD_HASH_SIZE == crypto_pwhash_STRBYTES, "libsodium's size");

static size_t count_characters(const char *text);
static bool take_turn(void);
static void end_turn(void);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ended = PTHREAD_COND_INITIALIZER;
static int working, waiting;

enum password_result password_verify(const char *hash, const char *password)
{
    if (!take_turn()) return PASSWORD_BUSY;
    int verdict = crypto_pwhash_str_verify(hash, password, strlen(password));
    end_turn();
    return verdict == 0 ? PASSWORD_GOOD : PASSWORD_BAD;
}

enum password_result password_make(char hash[PASSWORD_HASH_SIZE], const char *password)
{
    if (!take_turn()) return PASSWORD_BUSY;
    int verdict = crypto_pwhash_str(hash, password, strlen(password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                    crypto_pwhash_MEMLIMIT_INTERACTIVE);
    end_turn();
    if (verdict == 0) return PASSWORD_GOOD;
    log_error("password_hash", "reason=\"out of memory\"");
    return PASSWORD_BUSY;
}

bool password_is_short(const char *password)
{
    return count_characters(password) <= PASSWORD_LENGTH_MAX;
}

bool password_check_new(struct request *request, const char *parameter, const char *password,
                        struct fault *fault)
{
    size_t length = password ? count_characters(password) : 0;
    if (length >= PASSWORD_LENGTH_MIN && length <= PASSWORD_LENGTH_MAX) return true;
    *fault = (struct fault){.problem = PROBLEM_BAD_PARAMETER,
                            .parameter = parameter,
                            .detail = arena_printf(request->arena, "%s must have %d to %d characters.",
                                                   parameter, PASSWORD_LENGTH_MIN, PASSWORD_LENGTH_MAX)};
    return false;
}

bool password_judge(enum password_result result, struct fault *fault)
{
    switch (result) {
    case PASSWORD_GOOD:
        return true;
    case PASSWORD_BAD:
        *fault = (struct fault){.problem = PROBLEM_FORBIDDEN,
                                .detail = "The password in use is another one.",
                                .members = "{\"code\":\"wrong_password\"}"};
        return false;
    case PASSWORD_BUSY:
        break;
    }
    *fault = (struct fault){.problem = PROBLEM_BUSY, .reason = "too many password hashes at a time"};
    return false;
}

/* Of UTF-8. */
static size_t count_characters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        if ((*text & 0xc0) != 0x80) count++;
    return count;
}

static bool take_turn(void)
{
    int64_t until_ms = clock_wall_ms() + PASSWORD_WAIT_MS;
    struct timespec until = {.tv_sec = (time_t)(until_ms / 1000),
                             .tv_nsec = (long)(until_ms % 1000) * 1000000};
    (void)pthread_mutex_lock(&lock);
    bool may_wait = waiting < PASSWORD_WAITING_MAX;
    if (may_wait) waiting++;
    while (may_wait && working >= PASSWORD_JOBS)
        if (pthread_cond_timedwait(&ended, &lock, &until) != 0) break;
    bool is_mine = may_wait && working < PASSWORD_JOBS;
    if (may_wait) waiting--;
    if (is_mine) working++;
    (void)pthread_mutex_unlock(&lock);
    return is_mine;
}

static void end_turn(void)
{
    (void)pthread_mutex_lock(&lock);
    working--;
    (void)pthread_cond_signal(&ended);
    (void)pthread_mutex_unlock(&lock);
}
