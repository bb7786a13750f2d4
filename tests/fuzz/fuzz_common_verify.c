/* SPDX-License-Identifier: MIT */
/* A file from anywhere: hippo-verify must come to an end with it, and say the same of it twice. */
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "verify/verify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum verify_result verify(const uint8_t *data, size_t size, char **said, size_t *length)
{
    FILE *out = open_memstream(said, length);
    if (!out) abort();
    struct verify *verifier = verify_new(NULL);
    while (size > 0) {
        const uint8_t *feed = memchr(data, '\n', size);
        size_t line = feed ? (size_t)(feed - data) : size, taken = feed ? line + 1 : line;
        verify_line(verifier, (const char *)data, line, feed != NULL);
        data += taken;
        size -= taken;
    }
    enum verify_result result = verify_end(verifier, out);
    verify_free(verifier);
    (void)fclose(out);
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *first = NULL, *second = NULL;
    size_t first_length, second_length;
    if (sodium_init() < 0) abort();
    enum verify_result result = verify(data, size, &first, &first_length);
    if (verify(data, size, &second, &second_length) != result) abort();
    if (first_length != second_length || memcmp(first, second, first_length) != 0) abort();
    free(first);
    free(second);
    return 0;
}
