/* SPDX-License-Identifier: MIT */
/* A roll of paper: rows are added from top to bottom, in the few forms that all papers share. Its length is counted,
 * because a browser must know width and length of the page. */
#ifndef HIPPO_API_PRINT_PAPER_H
#define HIPPO_API_PRINT_PAPER_H

#include <stdbool.h>
#include <stddef.h>

#include "markup.h"
#include "print_page.h"

enum paper_ink {
    PAPER_TEXT,
    PAPER_SMALL,
    PAPER_STRONG,
    PAPER_LARGE,
    PAPER_TITLE,
    PAPER_HOUSE,
    PAPER_NUMBER, /* to be copied and typed: monospaced */
    PAPER_HASH,   /* the same, small */
    PAPER_INKS,
};

struct paper {
    struct markup body;
    const struct paper_roll *roll;
    size_t length_um; /* so far; at least what a browser needs, unless letters are unusually wide */
};

bool paper_has_width(int width_mm);

void paper_begin(struct paper *paper, struct arena *arena, int width_mm);

/* One centred row, more when it is long. Nothing for "". */
void paper_centre(struct paper *paper, enum paper_ink ink, const char *text);
void paper_left(struct paper *paper, enum paper_ink ink, const char *text);

/* A label on the left, a value on the right: on one row where there is room. */
void paper_pair(struct paper *paper, enum paper_ink ink, const char *label, const char *value);

/* A runner: its number in a frame, its name beside it. */
void paper_runner(struct paper *paper, const char *number, const char *name);

/* A heavy frame around a title and a text ("": none). */
void paper_box(struct paper *paper, const char *title, const char *first, const char *second);

/* Hex digits in groups of eight, below a label. */
void paper_hash(struct paper *paper, const char *label, const char *hex);

/* A QR code. False: the text is too long for one on this paper. */
bool paper_qr(struct paper *paper, const char *text) __attribute__((warn_unused_result));

/* A URL on a row of its own, which may wrap at its slashes. */
void paper_address(struct paper *paper, const char *address);

/* A line for a signature. */
void paper_signature(struct paper *paper, const char *label);

void paper_rule(struct paper *paper);   /* between parts */
void paper_dashes(struct paper *paper); /* within one */

/* The whole page around the rows. False: the arena is used up. */
bool paper_end(struct paper *paper, const char *language, const char *title, struct print_page *page)
    __attribute__((warn_unused_result));

#endif
