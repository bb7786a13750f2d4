/* SPDX-License-Identifier: MIT */
/* A line is built in one buffer and written with one write(2), so that threads and processes that share stderr do not
 * mix their lines. */
#include "log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Longer lines are truncated: enough for a whole SQL error, small enough for the stack of any thread. */
#define LINE_MAX_BYTES 2048

const char *const log_level_names[] = {"error", "warn", "info", "debug", NULL};

static const char *log_program = "hippo";
static enum log_level log_threshold = LOG_LEVEL_INFO;

static void write_line(enum log_level level, const char *event, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));

void log_open(const char *program, enum log_level level)
{
    log_program = program;
    log_threshold = level;
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
    struct timespec now;
    struct tm utc;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    (void)gmtime_r(&now.tv_sec, &utc);
    size_t used = strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%S", &utc);
    int n = snprintf(line + used, sizeof line - used, ".%03ldZ level=%s program=%s event=%s ",
                     now.tv_nsec / 1000000, log_level_names[level], log_program, event);
    if (n > 0) used += (size_t)n;
    if (used < sizeof line - 1) {
        n = vsnprintf(line + used, sizeof line - used, format, arguments);
        if (n > 0) used += (size_t)n;
    }
    if (used > sizeof line - 1) used = sizeof line - 1;
    while (used > 0 && (line[used - 1] == ' ' || line[used - 1] == '\n'))
        used--;
    for (size_t i = 0; i < used; i++) {
        unsigned char byte = (unsigned char)line[i];
        if (byte < 0x20 || byte == 0x7f) line[i] = ' ';
    }
    line[used++] = '\n';
    /* A failure to write to stderr cannot be reported. */
    ssize_t written = write(STDERR_FILENO, line, used);
    (void)written;
}
