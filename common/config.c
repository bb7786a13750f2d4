/* SPDX-License-Identifier: MIT */
/* Reads the environment into typed targets; every error names the setting and what it takes. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

static void store_value(const struct config_entry *entry, const char *text);
static long long parse_number(const struct config_entry *entry, const char *text);
static int parse_choice(const struct config_entry *entry, const char *text);

void config_load(const char *program, const char *purpose, const struct config_entry *entries, size_t count,
                 int argc, char **argv)
{
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        config_print(program, purpose, entries, count);
        exit(0);
    }
    if (argc > 1)
        die("reason=\"%s takes no arguments but --help; settings come from the environment\"", program);
    for (size_t i = 0; i < count; i++) {
        const char *text = getenv(entries[i].name);
        if (!text || !*text) text = entries[i].default_text;
        if (!text) die("setting=%s reason=\"required: %s\"", entries[i].name, entries[i].help);
        store_value(&entries[i], text);
    }
}

void config_print(const char *program, const char *purpose, const struct config_entry *entries, size_t count)
{
    printf("%s: %s\n\nSettings (environment):\n", program, purpose);
    for (size_t i = 0; i < count; i++) {
        const struct config_entry *entry = &entries[i];
        printf("  %-20s %s", entry->name, entry->help);
        if (entry->type == CONFIG_NUMBER) printf(" (%lld to %lld)", entry->minimum, entry->maximum);
        if (entry->type == CONFIG_CHOICE) {
            for (int c = 0; entry->choices[c]; c++)
                printf("%s%s", c ? ", " : " (", entry->choices[c]);
            printf(")");
        }
        if (!entry->default_text)
            printf(" [required]\n");
        else
            printf(" [%s]\n", *entry->default_text ? entry->default_text : "empty");
    }
}

static void store_value(const struct config_entry *entry, const char *text)
{
    switch (entry->type) {
    case CONFIG_TEXT:
        *(const char **)entry->target = text;
        return;
    case CONFIG_NUMBER:
        *(long long *)entry->target = parse_number(entry, text);
        return;
    case CONFIG_CHOICE:
        *(int *)entry->target = parse_choice(entry, text);
        return;
    }
    fatal("setting=%s reason=\"unknown type\"", entry->name);
}

static long long parse_number(const struct config_entry *entry, const char *text)
{
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (errno || end == text || *end || number < entry->minimum || number > entry->maximum)
        die("setting=%s value=\"%s\" reason=\"a whole number from %lld to %lld is wanted\"", entry->name,
            text, entry->minimum, entry->maximum);
    return number;
}

static int parse_choice(const struct config_entry *entry, const char *text)
{
    for (int c = 0; entry->choices[c]; c++)
        if (strcmp(entry->choices[c], text) == 0) return c;
    die("setting=%s value=\"%s\" reason=\"unknown word; --help lists them\"", entry->name, text);
}
