/* SPDX-License-Identifier: MIT */
/* Decodes bytes only: what they may be is for the caller to check. */
#include "percent.h"

static int hex_digit(char c);

bool percent_decode(const char *text, size_t length, char *decoded, size_t *decoded_length)
{
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= length) return false;
            int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return false;
            c = (char)(high << 4 | low);
            i += 2;
        } else if (c == '+') {
            c = ' ';
        }
        decoded[n++] = c;
    }
    *decoded_length = n;
    return true;
}

/* -1: it is none. */
static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}
