/* SPDX-License-Identifier: MIT */
/* HTML written from front to back: our markup as it is, data escaped. */
#ifndef HIPPO_API_MARKUP_H
#define HIPPO_API_MARKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

struct markup {
    struct arena *arena;
    char *text; /* NUL-terminated once something was put */
    size_t length, room;
    bool is_full; /* the arena is used up: the text is incomplete */
};

/* Markup written in this program, never data. */
void markup_put(struct markup *markup, const char *html);

/* printf into the markup, unescaped: the arguments are numbers and words of this program, never data. */
void markup_printf(struct markup *markup, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Data, between two tags or within a quoted attribute. Always valid UTF-8 afterwards: invalid bytes become U+FFFD;
 * control characters become spaces; bidirectional controls are left out. */
void markup_text(struct markup *markup, const char *text);

/* About how wide this text is as markup_text would write it, in hundredths of the font size: in a sans serif face or a
 * monospaced one. */
enum markup_face { MARKUP_SANS, MARKUP_CAPITALS, MARKUP_MONO };
size_t markup_width(const char *text, enum markup_face face);

#endif
