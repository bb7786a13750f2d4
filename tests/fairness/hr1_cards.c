/* SPDX-License-Identifier: MIT */
/* The C draw as a filter, for the test that compares it with SQL and JavaScript. A line in is
 * "secret round card_hash beacon number:weight,number:weight..."; a line out is
 * "commitment outcome_seed film_seed words rejects order" or "refused". A line it cannot read ends it,
 * status 2. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "hr1.h"
#include "log.h"

/* More than a card may hold, so that a card of too many runners reaches the draw and is refused there. */
#define RUNNERS_READ_MAX 48

struct question {
    uint8_t secret[HR1_BYTES], card_hash[HR1_BYTES], beacon[HR1_BYTES];
    uint64_t round;
    struct hr1_runner runners[RUNNERS_READ_MAX];
    size_t count;
};

static void read_question(struct question *question, char *line);
static void read_hex(uint8_t out[HR1_BYTES], const char *hex);
static uint64_t read_number(const char *text, char **end);
static void answer(const struct question *question);
static void print_hex(const uint8_t bytes[HR1_BYTES]);

int main(void)
{
    log_open("hr1_cards", LOG_LEVEL_INFO);
    if (sodium_init() < 0) fatal("reason=\"libsodium does not start\"");
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, stdin) > 0) {
        struct question question;
        line[strcspn(line, "\n")] = '\0';
        read_question(&question, line);
        answer(&question);
    }
    free(line);
    return 0;
}

static void read_question(struct question *question, char *line)
{
    const char *secret = strsep(&line, " "), *round = strsep(&line, " "), *card_hash = strsep(&line, " ");
    const char *beacon = strsep(&line, " ");
    char *runners = strsep(&line, " "), *end;
    if (!runners || line) die("reason=\"five words a line are wanted\"");
    read_hex(question->secret, secret);
    read_hex(question->card_hash, card_hash);
    read_hex(question->beacon, beacon);
    question->round = read_number(round, &end);
    if (*end) die("reason=\"not a round number\" text=%s", round);
    question->count = 0;
    for (const char *word; (word = strsep(&runners, ","));) {
        if (question->count == RUNNERS_READ_MAX) die("reason=\"too many runners to read\"");
        struct hr1_runner *runner = &question->runners[question->count++];
        runner->number = (uint32_t)read_number(word, &end);
        if (*end != ':') die("reason=\"number:weight is wanted\" text=%s", word);
        runner->weight = read_number(end + 1, &end);
        if (*end) die("reason=\"number:weight is wanted\" text=%s", word);
    }
}

static void read_hex(uint8_t out[HR1_BYTES], const char *hex)
{
    size_t length;
    if (sodium_hex2bin(out, HR1_BYTES, hex, strlen(hex), NULL, &length, NULL) != 0 || length != HR1_BYTES)
        die("reason=\"32 bytes in hex are wanted\" text=%s", hex);
}

static uint64_t read_number(const char *text, char **end)
{
    errno = 0;
    uint64_t number = strtoull(text, end, 10);
    if (errno || *end == text || *text == '-') die("reason=\"not a number\" text=%s", text);
    return number;
}

static void answer(const struct question *question)
{
    uint8_t commitment[HR1_BYTES], seed[HR1_BYTES], film[HR1_BYTES];
    hr1_chain_step(commitment, question->secret);
    hr1_outcome_seed(seed, question->secret, question->round, question->card_hash, question->beacon);
    hr1_film_seed(film, seed);
    uint32_t order[HR1_RUNNERS_MAX];
    struct hr1_trace trace;
    if (!hr1_draw(order, seed, question->runners, question->count, &trace)) {
        puts("refused");
        return;
    }
    print_hex(commitment);
    print_hex(seed);
    print_hex(film);
    printf("%u %u ", trace.words, trace.rejects);
    for (size_t i = 0; i < question->count; i++)
        printf("%s%u", i ? "-" : "", order[i]);
    putchar('\n');
}

static void print_hex(const uint8_t bytes[HR1_BYTES])
{
    char hex[2 * HR1_BYTES + 1];
    printf("%s ", sodium_bin2hex(hex, sizeof hex, bytes, HR1_BYTES));
}
