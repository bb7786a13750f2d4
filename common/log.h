/* SPDX-License-Identifier: MIT */
/* One line per event, key=value, to stderr; and the two ways to end the program on an error.
 *
 * Nobody ever waits for the log's reader: a line that it has no room for is dropped and counted, and how many were is said
 * in front of the next line for which there is room. */
#ifndef HIPPO_LOG_H
#define HIPPO_LOG_H

#include <stdint.h>

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARN, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* Names the program in every line and sets the level; `program` must outlive it. Call once, first. */
void log_open(const char *program, enum log_level level);

/* Words that LOG_LEVEL takes: error, warn, info, debug; NULL-terminated, indexed by enum log_level. */
extern const char *const log_level_names[];

/* `event` is a short constant word ("listening"); `format` gives the fields as key=value, "" for none.
 * Control characters in the values are replaced, so that one call is always one line. Never pass a secret. */
void log_error(const char *event, const char *format, ...) __attribute__((format(printf, 2, 3)));
void log_warn(const char *event, const char *format, ...) __attribute__((format(printf, 2, 3)));
void log_info(const char *event, const char *format, ...) __attribute__((format(printf, 2, 3)));
void log_debug(const char *event, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* How many lines were dropped since the program began. */
uint64_t log_dropped(void);

/* The operator's mistake (a setting, a file, a permission): logs one line and exits with status 2. */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A bug, or the machine is out of memory or threads: logs one line with the source location and aborts. */
#define fatal(...) fatal_at(__FILE__, __LINE__, __VA_ARGS__)
_Noreturn void fatal_at(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
