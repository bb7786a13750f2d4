/* SPDX-License-Identifier: MIT */
/* hippo-verify: replays a file and says whether it holds. Reads a line at a time. */
#include <errno.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verify.h"

static const char help[] =
    "usage: hippo-verify [--key HEX] FILE\n"
    "\n"
    "Replays a signed export of a Hippodrome house (GET admin/exports/{id}/file), or what\n"
    "GET rounds/{id}/proof answered for some rounds, a line each. FILE may be - for the standard input.\n"
    "\n"
    "Draws every round again, follows the chain of its secrets to the session's anchor, recomputes the\n"
    "prize of every ticket and every hash of the journal, and checks the signature. One line a round and\n"
    "one a chain of the journal; the last line tells of the whole.\n"
    "\n"
    "  --key HEX   the house's public key, as it was published (GET config: signingKeys): a file that\n"
    "              another key has signed does not hold\n"
    "\n"
    "exit status: 0 it holds; 1 it does not; 2 it cannot be read\n";

static bool read_lines(struct verify *verify, FILE *in);
static int complain(const char *name, const char *why);

int main(int argc, char **argv)
{
    uint8_t key[SEAL_KEY_BYTES];
    size_t length = 0;
    bool has_key = argc > 2 && strcmp(argv[1], "--key") == 0;
    if (argc == 2 && strcmp(argv[1], "--help") == 0) return fputs(help, stdout) < 0 || fflush(stdout) != 0;
    if (argc != (has_key ? 4 : 2))
        return complain("usage", "hippo-verify [--key HEX] FILE; --help says more");
    if (has_key && (sodium_hex2bin(key, sizeof key, argv[2], strlen(argv[2]), NULL, &length, NULL) != 0 ||
                    length != sizeof key || strlen(argv[2]) != 2 * sizeof key))
        return complain("--key", "a key has 64 hex digits");
    if (sodium_init() < 0) return complain("hippo-verify", "no cryptography");
    const char *name = argv[argc - 1];
    FILE *in = strcmp(name, "-") == 0 ? stdin : fopen(name, "re");
    if (!in) return complain(name, strerror(errno));
    struct verify *verify = verify_new(has_key ? key : NULL);
    bool is_read = read_lines(verify, in);
    int reason = errno;
    enum verify_result result = is_read ? verify_end(verify, stdout) : VERIFY_UNREADABLE;
    verify_free(verify);
    if (in != stdin) (void)fclose(in);
    if (!is_read) return complain(name, strerror(reason));
    if (result == VERIFY_UNREADABLE) return complain(name, "neither an export nor proofs of rounds");
    if (fflush(stdout) != 0) return complain("standard output", strerror(errno));
    return result == VERIFY_HOLDS ? 0 : 1;
}

/* Not by getline: a file without line feeds would fill the memory. */
static bool read_lines(struct verify *verify, FILE *in)
{
    char *line = malloc(VERIFY_LINE_MAX);
    size_t length = 0;
    int byte;
    errno = line ? 0 : ENOMEM;
    while (line && (byte = getc_unlocked(in)) != EOF) {
        if (byte == '\n') {
            verify_line(verify, line, length, true);
            length = 0;
        } else if (length == VERIFY_LINE_MAX) {
            errno = EFBIG;
            break;
        } else {
            line[length++] = (char)byte;
        }
    }
    bool is_read = line && feof(in);
    if (is_read && length > 0) verify_line(verify, line, length, false);
    free(line);
    return is_read;
}

static int complain(const char *name, const char *why)
{
    (void)fprintf(stderr, "hippo-verify: %s: %s\n", name, why);
    return 2;
}
