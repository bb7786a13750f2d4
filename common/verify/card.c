/* SPDX-License-Identifier: MIT */
/* One fact a line, each line with its word, in one order only. */
#include "card.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define OFFER_MAX 64

static bool take(const char **at, const char *word);
static bool take_line(const char **at, const char *word, const char **value, size_t *length);
static bool take_number(const char **at, char end, uint64_t *number);
static bool take_runners(struct card *card, const char **at);

bool card_read(struct card *card, const char *text)
{
    const char *at = text, *value;
    size_t length, bytes;
    uint64_t round, index;
    *card = (struct card){0};
    if (!take(&at, "HR1-CARD\nround ") || !take_number(&at, '\n', &round) || round > INT64_MAX ||
        !take_line(&at, "session ", &card->session, &card->session_length) || !take(&at, "chain-index ") ||
        !take_number(&at, '\n', &index) || index > INT64_MAX || !take_line(&at, "commit ", &value, &length))
        return false;
    card->round = (int64_t)round;
    card->chain_index = (int64_t)index;
    if (sodium_hex2bin(card->commitment, sizeof card->commitment, value, length, NULL, &bytes, NULL) != 0 ||
        bytes != sizeof card->commitment || length != 2 * bytes)
        return false;
    if (!take_line(&at, "lock ", &value, &length) || !take(&at, "beacon none\n") ||
        !take_line(&at, "rules ", &value, &length) || !take_runners(card, &at))
        return false;
    card->odds = at;
    return true;
}

bool card_offers(const char *odds_lines, const char *market, const char *selection, int64_t odds)
{
    char line[OFFER_MAX];
    int length = snprintf(line, sizeof line, "\no %s %s %" PRId64 "\n", market, selection, odds);
    if (length < 0 || (size_t)length >= sizeof line) return false;
    return strncmp(odds_lines, line + 1, (size_t)length - 1) == 0 || strstr(odds_lines, line);
}

static bool take(const char **at, const char *word)
{
    size_t length = strlen(word);
    if (strncmp(*at, word, length) != 0) return false;
    *at += length;
    return true;
}

static bool take_line(const char **at, const char *word, const char **value, size_t *length)
{
    if (!take(at, word)) return false;
    const char *end = strchr(*at, '\n');
    if (!end || end == *at) return false;
    *value = *at;
    *length = (size_t)(end - *at);
    *at = end + 1;
    return true;
}

/* Digits without leading zeros, then `end`. */
static bool take_number(const char **at, char end, uint64_t *number)
{
    const char *digit = *at;
    if (*digit == '0' && digit[1] != end) return false;
    for (*number = 0; *digit >= '0' && *digit <= '9'; digit++)
        if (__builtin_mul_overflow(*number, 10U, number) ||
            __builtin_add_overflow(*number, (uint64_t)(*digit - '0'), number))
            return false;
    if (digit == *at || *digit != end) return false;
    *at = digit + 1;
    return true;
}

static bool take_runners(struct card *card, const char **at)
{
    uint64_t count, number;
    if (!take(at, "runners ") || !take_number(at, '\n', &count) || count > HR1_RUNNERS_MAX) return false;
    for (; card->runner_count < count; card->runner_count++) {
        struct hr1_runner *runner = &card->runners[card->runner_count];
        const char *name;
        size_t length;
        if (!take(at, "r ") || !take_number(at, ' ', &number) || number > UINT32_MAX ||
            !take_number(at, ' ', &runner->weight) || !take_line(at, "", &name, &length))
            return false;
        runner->number = (uint32_t)number;
    }
    return true;
}
