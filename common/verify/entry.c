/* SPDX-License-Identifier: MIT */
/* PostgreSQL's format(), as far as hippo.journal_text uses it: %s is empty for null, %L quotes. */
#include "entry.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "json.h"

#define NUMBER_CHARS 24
#define EPOCH_DAYS 730425 /* from 0000-03-01 to 2000-01-01, PostgreSQL's epoch */

static bool add_time(crypto_hash_sha256_state *state, const char *time);
static bool parse_time(const char *text, int64_t *micros);
static bool take_digits(const char **at, size_t count, const char *after, int64_t *value);
static bool add_fingerprint(crypto_hash_sha256_state *state, struct json_object *entry);
static bool add_fields(crypto_hash_sha256_state *state, struct json_object *entry);
static bool add_plain(crypto_hash_sha256_state *state, struct json_object *entry, const char *name);
static void add_quoted(crypto_hash_sha256_state *state, const char *text);
static bool add_lines(crypto_hash_sha256_state *state, struct json_object *entry);
static void add(crypto_hash_sha256_state *state, const char *text);

const char *entry_check(struct json_object *entry, uint8_t hash[ENTRY_HASH_BYTES])
{
    uint8_t told[ENTRY_HASH_BYTES];
    const char *action = verify_json_text(entry, "action");
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, hash, ENTRY_HASH_BYTES);
    if (!action || !verify_json_bytes(entry, "hash", told, sizeof told) ||
        !add_time(&state, verify_json_text(entry, "at")) || !add_fingerprint(&state, entry) ||
        !add_fields(&state, entry))
        return "it is not written as entries are";
    if (strcmp(action, "sale") == 0) {
        if (!add_lines(&state, entry)) return "its ticket is missing";
    } else {
        static const char *const texts[] = {"subject", "address", "before", "after", "reason"};
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            const char *text = verify_json_text(entry, texts[i]);
            if (!text && !verify_json_lacks(entry, texts[i])) return "it is not written as entries are";
            if (i > 0) add(&state, "|");
            add_quoted(&state, text);
        }
    }
    crypto_hash_sha256_final(&state, hash);
    return memcmp(hash, told, sizeof told) == 0 ? NULL : "its hash is another";
}

/* As timestamptz_send: microseconds since 2000, 64 bits, big-endian. */
static bool add_time(crypto_hash_sha256_state *state, const char *time)
{
    int64_t micros;
    if (!time || !parse_time(time, &micros)) return false;
    uint8_t bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)((uint64_t)micros >> (8 * (7 - i)));
    crypto_hash_sha256_update(state, bytes, sizeof bytes);
    return true;
}

/* 2026-11-30T16:52:01.123456Z */
static bool parse_time(const char *text, int64_t *micros)
{
    int64_t year, month, day, hour, minute, second, micro;
    if (!take_digits(&text, 4, "-", &year) || !take_digits(&text, 2, "-", &month) ||
        !take_digits(&text, 2, "T", &day) || !take_digits(&text, 2, ":", &hour) ||
        !take_digits(&text, 2, ":", &minute) || !take_digits(&text, 2, ".", &second) ||
        !take_digits(&text, 6, "Z", &micro) || *text)
        return false;
    if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59)
        return false;
    /* Years that begin in March: the leap day is their last. */
    int64_t march_year = month > 2 ? year : year - 1, march_month = (month + 9) % 12;
    int64_t days = 365 * march_year + march_year / 4 - march_year / 100 + march_year / 400 +
                   (153 * march_month + 2) / 5 + day - 1 - EPOCH_DAYS;
    *micros = (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000000 + micro;
    return march_year >= 0;
}

static bool take_digits(const char **at, size_t count, const char *after, int64_t *value)
{
    for (*value = 0; count > 0; count--, (*at)++) {
        if (**at < '0' || **at > '9') return false;
        *value = *value * 10 + (**at - '0');
    }
    return *(*at)++ == *after;
}

static bool add_fingerprint(crypto_hash_sha256_state *state, struct json_object *entry)
{
    uint8_t fingerprint[ENTRY_HASH_BYTES];
    if (verify_json_lacks(entry, "fingerprint")) return true;
    if (!verify_json_bytes(entry, "fingerprint", fingerprint, sizeof fingerprint)) return false;
    crypto_hash_sha256_update(state, fingerprint, sizeof fingerprint);
    return true;
}

static bool add_fields(crypto_hash_sha256_state *state, struct json_object *entry)
{
    static const char *const plain[] = {"scope", "entry",   "userId", "action",   "ticketId",
                                        "debit", "debitId", "credit", "creditId", "amount"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (!add_plain(state, entry, plain[i])) return false;
    const char *key = verify_json_text(entry, "key");
    if (!key && !verify_json_lacks(entry, "key")) return false;
    add_quoted(state, key);
    add(state, "|");
    return true;
}

static bool add_plain(crypto_hash_sha256_state *state, struct json_object *entry, const char *name)
{
    char number[NUMBER_CHARS] = "";
    int64_t value;
    const char *text = verify_json_text(entry, name);
    if (!text && !verify_json_lacks(entry, name)) {
        if (!verify_json_number(entry, name, &value)) return false;
        (void)snprintf(number, sizeof number, "%" PRId64, value);
    }
    add(state, text ? text : number);
    add(state, "|");
    return true;
}

/* As quote_literal: quotes and backslashes twice, and an E before a text with backslashes. */
static void add_quoted(crypto_hash_sha256_state *state, const char *text)
{
    if (!text) {
        add(state, "NULL");
        return;
    }
    add(state, strchr(text, '\\') ? "E'" : "'");
    while (*text) {
        size_t plain = strcspn(text, "'\\");
        crypto_hash_sha256_update(state, (const uint8_t *)text, plain);
        text += plain;
        if (!*text) break;
        const char twice[] = {*text, *text, '\0'};
        add(state, twice);
        text++;
    }
    add(state, "'");
}

/* Three arrays, {1,2}{2500,2500}{13750,11750}. */
static bool add_lines(crypto_hash_sha256_state *state, struct json_object *entry)
{
    static const char *const columns[] = {"priceId", "stake", "prize"};
    struct json_object *ticket = verify_json_member(entry, "ticket", json_type_object);
    struct json_object *lines = verify_json_member(ticket, "lines", json_type_array);
    if (!lines) return false;
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
        for (size_t i = 0; i < json_object_array_length(lines); i++) {
            char number[NUMBER_CHARS];
            int64_t value;
            struct json_object *line = json_object_array_get_idx(lines, i);
            if (!json_object_is_type(line, json_type_object) || !verify_json_number(line, columns[c], &value))
                return false;
            (void)snprintf(number, sizeof number, "%s%" PRId64, i > 0 ? "," : "{", value);
            add(state, number);
        }
        add(state, "}");
    }
    return true;
}

static void add(crypto_hash_sha256_state *state, const char *text)
{
    crypto_hash_sha256_update(state, (const uint8_t *)text, strlen(text));
}
