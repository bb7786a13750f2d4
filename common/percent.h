/* SPDX-License-Identifier: MIT */
/* Percent-encoding as in queries and forms: %XX is a byte, '+' a space. */
#ifndef HIPPO_PERCENT_H
#define HIPPO_PERCENT_H

#include <stdbool.h>
#include <stddef.h>

/* Writes at most `length` bytes to `decoded`, which may be `text`. False: a % without two hex digits. */
bool percent_decode(const char *text, size_t length, char *decoded, size_t *decoded_length)
    __attribute__((warn_unused_result));

#endif
