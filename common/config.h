/* SPDX-License-Identifier: MIT */
/* Settings by environment: one typed table per program, checked at start and printed by --help. */
#ifndef HIPPO_CONFIG_H
#define HIPPO_CONFIG_H

#include <stddef.h>

enum config_type {
    CONFIG_TEXT,   /* target: const char *, never NULL; points into the environment or at the default */
    CONFIG_NUMBER, /* target: long long, within minimum..maximum */
    CONFIG_CHOICE, /* target: int, the index of the word in choices */
};

struct config_entry {
    const char *name; /* of the environment variable; rows are in alphabetical order */
    enum config_type type;
    void *target;
    const char *default_text; /* as text; NULL: the setting is required */
    long long minimum, maximum;
    const char *const *choices; /* NULL-terminated; CONFIG_CHOICE only */
    const char *help;           /* one line, with the unit */
};

/* Fills every target from the environment. `--help` prints the table and exits 0; any other argument, a
 * missing required setting or a bad value is the operator's mistake: die() with the setting's name. */
void config_load(const char *program, const char *purpose, const struct config_entry *entries, size_t count,
                 int argc, char **argv);

/* The rows as --help prints them, to stdout. */
void config_print(const char *program, const char *purpose, const struct config_entry *entries, size_t count);

#endif
