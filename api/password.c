/* SPDX-License-Identifier: MIT */
/* A queue, and the threads that serve it with libsodium's crypto_pwhash. However many strangers try to sign in, from however
 * many addresses, people of the house do. */
#include "password.h"

#include <pthread.h>
#include <sodium.h>
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "clock.h"
#include "log.h"

#define NICENESS                                                                                             \
    3 /* about half the CPU share of other threads; with much more, logins would starve on a busy machine */

_Static_assert(PASSWORD_HASH_SIZE == crypto_pwhash_STRBYTES, "libsodium's size");

/* One hash to be made or verified; on the stack of the thread that waits for it. */
struct job {
    const char *hash, *password;
    char *made; /* NULL: verify `hash` */
    bool is_known, is_taken, is_done;
    int verdict; /* of libsodium: 0 on success */
    struct job *next;
};

static enum password_result run(struct job *job);
static void enqueue(struct job *job);
static bool withdraw(struct job *job);
static void start_workers(void);
static void *work(void *unused);
static struct job *take_job(void);

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t is_wanted = PTHREAD_COND_INITIALIZER, is_over = PTHREAD_COND_INITIALIZER;
static struct job *queue; /* who is known first, each in order of arrival */
static int waiting;

enum password_result password_verify(const char *hash, const char *password, bool is_known)
{
    return run(&(struct job){.hash = hash, .password = password, .is_known = is_known});
}

enum password_result password_make(char hash[PASSWORD_HASH_SIZE], const char *password)
{
    enum password_result result = run(&(struct job){.made = hash, .password = password, .is_known = true});
    if (result != PASSWORD_BAD) return result;
    log_error("password_hash", "reason=\"out of memory\"");
    return PASSWORD_BUSY;
}

bool password_check_result(enum password_result result, struct fault *fault)
{
    switch (result) {
    case PASSWORD_GOOD:
        return true;
    case PASSWORD_BAD:
        *fault = (struct fault){.problem = PROBLEM_WRONG_PASSWORD,
                                .detail = "The password in use is another one: type it again."};
        return false;
    case PASSWORD_BUSY:
        break;
    }
    *fault = (struct fault){.problem = PROBLEM_BUSY, .reason = "too many password hashes at a time"};
    return false;
}

/* Waits up to PASSWORD_WAIT_MS for the job to begin; once begun, until it is done. */
static enum password_result run(struct job *job)
{
    int64_t until_ms = clock_wall_ms() + PASSWORD_WAIT_MS;
    struct timespec until = clock_timespec(until_ms);
    (void)pthread_once(&once, start_workers);
    (void)pthread_mutex_lock(&lock);
    bool may_wait = waiting < (job->is_known ? PASSWORD_WAITING_MAX : PASSWORD_STRANGERS_MAX);
    bool is_late = false;
    if (may_wait) enqueue(job);
    while (may_wait && !job->is_done && !(is_late && withdraw(job)))
        if (is_late)
            (void)pthread_cond_wait(&is_over, &lock);
        else
            is_late = pthread_cond_timedwait(&is_over, &lock, &until) != 0;
    (void)pthread_mutex_unlock(&lock);
    if (!job->is_done) return PASSWORD_BUSY;
    return job->verdict == 0 ? PASSWORD_GOOD : PASSWORD_BAD;
}

static void enqueue(struct job *job)
{
    struct job **before = &queue;
    while (*before && ((*before)->is_known || !job->is_known))
        before = &(*before)->next;
    job->next = *before;
    *before = job;
    waiting++;
    (void)pthread_cond_signal(&is_wanted);
}

/* False: a worker has begun it. */
static bool withdraw(struct job *job)
{
    if (job->is_taken) return false;
    struct job **at = &queue;
    while (*at != job)
        at = &(*at)->next;
    *at = job->next;
    waiting--;
    return true;
}

static void start_workers(void)
{
    for (int i = 0; i < PASSWORD_JOBS; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, work, NULL) != 0) fatal("reason=\"no thread to be had\"");
        (void)pthread_detach(thread);
    }
}

/* Sales are more urgent than logins, so these threads have a lower priority. (On Linux who == 0 is the calling thread
 * alone.) */
static void *work(void *unused)
{
    (void)unused;
    (void)setpriority(PRIO_PROCESS, 0, NICENESS);
    for (;;) {
        struct job *job = take_job();
        int verdict = job->made ? crypto_pwhash_str(job->made, job->password, strlen(job->password),
                                                    crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                                    crypto_pwhash_MEMLIMIT_INTERACTIVE)
                                : crypto_pwhash_str_verify(job->hash, job->password, strlen(job->password));
        (void)pthread_mutex_lock(&lock);
        job->verdict = verdict;
        job->is_done = true;
        (void)pthread_cond_broadcast(&is_over);
        (void)pthread_mutex_unlock(&lock);
    }
    return NULL;
}

static struct job *take_job(void)
{
    (void)pthread_mutex_lock(&lock);
    while (!queue)
        (void)pthread_cond_wait(&is_wanted, &lock);
    struct job *job = queue;
    queue = job->next;
    waiting--;
    job->is_taken = true;
    (void)pthread_mutex_unlock(&lock);
    return job;
}
