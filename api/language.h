/* SPDX-License-Identifier: MIT */
/* The languages in which people are spoken to. */
#ifndef HIPPO_API_LANGUAGE_H
#define HIPPO_API_LANGUAGE_H

#include <stdbool.h>

enum language {
    LANGUAGE_FRENCH,
    LANGUAGE_ENGLISH,
    LANGUAGE_CREOLE,
    LANGUAGES,
};

/* False: no such language. `code` as in HTTP: fr, en, ht. */
bool language_of(const char *code, enum language *language) __attribute__((warn_unused_result));

const char *language_code(enum language language);

#endif
