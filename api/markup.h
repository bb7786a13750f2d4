/* SPDX-License-Identifier: MIT */
/* HTML that is written from front to back: markup of ours as it is, everybody else's text escaped. */
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
    bool is_full; /* the arena was used up: what is there is not whole */
};

/* Markup written in this program, never data. */
void markup_put(struct markup *markup, const char *html);

/* Printed into the markup as it is: the arguments are numbers and words of this program, never data. */
void markup_printf(struct markup *markup, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Anybody's text, between two tags or within a quoted attribute. Always valid UTF-8 afterwards: bytes that are none
 * become U+FFFD; control characters become spaces; characters that turn the direction of writing are left out. */
void markup_text(struct markup *markup, const char *text);

/* About how wide this text is as markup_text would write it, in hundredths of the letters' size: in a plain sans
 * serif face, or in one where all letters have the same width. */
enum markup_face { MARKUP_SANS, MARKUP_CAPITALS, MARKUP_MONO };
size_t markup_width(const char *text, enum markup_face face);

#endif
