/* SPDX-License-Identifier: MIT */
/* A printed page, and how it is wished. */
#ifndef HIPPO_API_PRINT_PAGE_H
#define HIPPO_API_PRINT_PAGE_H

#include <stddef.h>

#include "print_words.h"

/* How to print a page. */
struct print_wish {
    int width_mm; /* of the roll: 48, 58 or 80 */
    enum print_language language;
    const char *host; /* of the site: for addresses without one */
};

/* A page, in the arena. */
struct print_page {
    const char *html;
    size_t length;
    const char *policy; /* its Content-Security-Policy, which lets it load and run nothing */
};

enum print_outcome {
    PRINT_DONE,
    PRINT_NOTHING, /* no such paper for this ticket: no receipt before something was paid */
    PRINT_FAILED,  /* the JSON is malformed, or the arena is used up */
};

#endif
