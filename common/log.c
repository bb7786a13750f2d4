/* SPDX-License-Identifier: MIT */
/* A line is built in one buffer and written with one system call, so that threads and processes that share stderr do not
 * mix their lines. */
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Longer lines are truncated: enough for a whole SQL error, small enough for the stack of any thread. */
#define LINE_MAX_BYTES 2048
#define PIPE_BYTES (1024 * 1024)

const char *const log_level_names[] = {"error", "warn", "info", "debug", NULL};

static const char *log_program = "hippo";
static enum log_level log_threshold = LOG_LEVEL_INFO;
/* stderr once more, never waiting; -1: not needed, or it cannot be had. */
static int log_descriptor = -1;
static atomic_uint_fast64_t dropped, untold;

static void write_line(enum log_level level, const char *event, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));
static size_t begin_line(char line[LINE_MAX_BYTES], enum log_level level, const char *event);
static size_t end_line(char line[LINE_MAX_BYTES], size_t used);
static void tell_dropped(void);
static bool write_at_once(const char *line, size_t length);
static bool is_taken(ssize_t written);

/* The descriptor that the program was given may be shared with others, who expect it to wait: so that it does not is set on
 * another one of the same pipe or terminal. Sockets cannot be opened so, and are asked not to wait each time; a file never
 * makes anybody wait, and opened twice it would have two ends. */
void log_open(const char *program, enum log_level level)
{
    struct stat status;
    log_program = program;
    log_threshold = level;
    if (log_descriptor < 0 && fstat(STDERR_FILENO, &status) == 0 &&
        (S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode)))
        log_descriptor = open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    /* The lines of thousands that come at once, which its reader may take a moment to read. */
    if (log_descriptor >= 0) (void)fcntl(log_descriptor, F_SETPIPE_SZ, PIPE_BYTES);
}

uint64_t log_dropped(void)
{
    return atomic_load(&dropped);
}

#define DEFINE_LOG(name, level)                                                                              \
    void name(const char *event, const char *format, ...)                                                    \
    {                                                                                                        \
        if ((level) > log_threshold) return;                                                                 \
        va_list arguments;                                                                                   \
        va_start(arguments, format);                                                                         \
        write_line((level), event, format, arguments);                                                       \
        va_end(arguments);                                                                                   \
    }

DEFINE_LOG(log_error, LOG_LEVEL_ERROR)
DEFINE_LOG(log_warn, LOG_LEVEL_WARN)
DEFINE_LOG(log_info, LOG_LEVEL_INFO)
DEFINE_LOG(log_debug, LOG_LEVEL_DEBUG)

void die(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_line(LOG_LEVEL_ERROR, "die", format, arguments);
    va_end(arguments);
    exit(2);
}

void fatal_at(const char *file, int line, const char *format, ...)
{
    char event[128];
    (void)snprintf(event, sizeof event, "fatal at=%s:%d", file, line);
    va_list arguments;
    va_start(arguments, format);
    write_line(LOG_LEVEL_ERROR, event, format, arguments);
    va_end(arguments);
    abort();
}

static void write_line(enum log_level level, const char *event, const char *format, va_list arguments)
{
    char line[LINE_MAX_BYTES];
    size_t used = begin_line(line, level, event);
    if (used < sizeof line - 1) {
        int n = vsnprintf(line + used, sizeof line - used, format, arguments);
        if (n > 0) used += (size_t)n;
    }
    used = end_line(line, used);
    if (atomic_load(&untold) > 0) tell_dropped();
    if (write_at_once(line, used)) return;
    atomic_fetch_add(&dropped, 1);
    atomic_fetch_add(&untold, 1);
}

static size_t begin_line(char line[LINE_MAX_BYTES], enum log_level level, const char *event)
{
    struct timespec now;
    struct tm utc;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    (void)gmtime_r(&now.tv_sec, &utc);
    size_t used = strftime(line, LINE_MAX_BYTES, "%Y-%m-%dT%H:%M:%S", &utc);
    int n = snprintf(line + used, LINE_MAX_BYTES - used, ".%03ldZ level=%s program=%s event=%s ",
                     now.tv_nsec / 1000000, log_level_names[level], log_program, event);
    return n > 0 ? used + (size_t)n : used;
}

/* Cuts it where it is too long, replaces control characters, and ends it. */
static size_t end_line(char line[LINE_MAX_BYTES], size_t used)
{
    if (used > LINE_MAX_BYTES - 1) used = LINE_MAX_BYTES - 1;
    while (used > 0 && (line[used - 1] == ' ' || line[used - 1] == '\n'))
        used--;
    for (size_t i = 0; i < used; i++) {
        unsigned char byte = (unsigned char)line[i];
        if (byte < 0x20 || byte == 0x7f) line[i] = ' ';
    }
    line[used++] = '\n';
    return used;
}

static void tell_dropped(void)
{
    char line[LINE_MAX_BYTES];
    uint64_t count = atomic_exchange(&untold, 0);
    if (count == 0) return; /* another thread tells it */
    size_t used = begin_line(line, LOG_LEVEL_WARN, "log_lines_dropped");
    int n = snprintf(line + used, sizeof line - used, "count=%" PRIu64, count);
    if (!write_at_once(line, end_line(line, used + (size_t)n))) atomic_fetch_add(&untold, count);
}

/* False: there is no room for the line now. */
static bool write_at_once(const char *line, size_t length)
{
    if (is_taken(send(STDERR_FILENO, line, length, MSG_DONTWAIT | MSG_NOSIGNAL))) return true;
    if (errno != ENOTSOCK) return false;
    if (log_descriptor >= 0) return is_taken(write(log_descriptor, line, length));
    /* A file; or no /proc, or somebody else's pipe: then only who writes at this very moment can make us wait. */
    struct pollfd output = {.fd = STDERR_FILENO, .events = POLLOUT};
    return poll(&output, 1, 0) > 0 && is_taken(write(STDERR_FILENO, line, length));
}

/* That there is no stderr, or that it is broken, cannot be reported. */
static bool is_taken(ssize_t written)
{
    return written >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != ENOSPC && errno != ENOTSOCK);
}
