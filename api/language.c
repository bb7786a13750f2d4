/* SPDX-License-Identifier: MIT */
/* One code a language. */
#include "language.h"

#include <string.h>

static const char *const codes[LANGUAGES] = {"fr", "en", "ht"};

bool language_of(const char *code, enum language *language)
{
    for (int i = 0; i < LANGUAGES; i++) {
        if (strcmp(codes[i], code) != 0) continue;
        *language = (enum language)i;
        return true;
    }
    return false;
}

const char *language_code(enum language language)
{
    return codes[language];
}
