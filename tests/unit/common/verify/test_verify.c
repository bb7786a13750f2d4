/* SPDX-License-Identifier: MIT */
/* The verifier over an export of a real house (export.jsonl: all markets, a void round, a voided ticket, quotes and backslashes
 * in a reason): it holds, and no bit of it can be another. Then over what a house that signs lies would write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "verify/market.h"
#include "verify/seal.h"
#include "verify/ticket.h"
#include "verify/verify.h"

#define FILE_NAME "tests/unit/common/verify/export.jsonl"
#define FILE_MAX ((size_t)256 * 1024)
#define FLIPS 10000
#define CUTS 500
#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* The golden file, a copy to spoil, and what the verifier said of the copy. */
static char golden[FILE_MAX], spoilt[FILE_MAX], *said;
static size_t golden_length;

static int read_golden(void **state)
{
    (void)state;
    FILE *file = fopen(FILE_NAME, "re");
    assert_non_null(file);
    golden_length = fread(golden, 1, sizeof golden - 1, file);
    assert_true(golden_length > 1000 && feof(file));
    assert_int_equal(fclose(file), 0);
    return sodium_init() < 0;
}

static enum verify_result verify(const char *bytes, size_t length, const uint8_t *key)
{
    free(said);
    size_t said_length;
    FILE *out = open_memstream(&said, &said_length);
    assert_non_null(out);
    struct verify *verify = verify_new(key);
    const char *end = bytes + length;
    while (bytes < end) {
        const char *feed = memchr(bytes, '\n', (size_t)(end - bytes)), *stop = feed ? feed : end;
        verify_line(verify, bytes, (size_t)(stop - bytes), feed != NULL);
        bytes = feed ? feed + 1 : end;
    }
    enum verify_result result = verify_end(verify, out);
    assert_int_equal(fclose(out), 0);
    verify_free(verify);
    return result;
}

static void assert_said(const char *words)
{
    if (!strstr(said, words)) fail_msg("it did not say: %s\nbut:\n%s", words, said);
}

static void holds_as_it_is(void **state)
{
    (void)state;
    assert_int_equal(verify(golden, golden_length, NULL), VERIFY_HOLDS);
    assert_said("round 10000001 holds: 7-8-6-54-9-10, tickets 1, stakes 15000, prizes 11750\n");
    assert_said("round 10000002 holds: 6-8-10-54-9-7, tickets 2, stakes 52500, prizes 46500\n");
    assert_said("round 10000003 holds, void: 7-9-54-10-6-8, tickets 1, stakes 2500, prizes 0\n");
    assert_said(
        "journal of the house holds: entries 1 to 27\njournal of till 1 holds: entries 1 to 8\nHOLDS: ");
}

static void assert_flip_is_found(size_t bit)
{
    spoilt[bit / 8] = (char)((unsigned char)spoilt[bit / 8] ^ 1U << bit % 8);
    if (verify(spoilt, golden_length, NULL) == VERIFY_HOLDS)
        fail_msg("bit %zu of byte %zu", bit % 8, bit / 8);
    spoilt[bit / 8] = (char)((unsigned char)spoilt[bit / 8] ^ 1U << bit % 8);
}

static void finds_a_flipped_bit_anywhere(void **state)
{
    (void)state;
    static const uint8_t seed[randombytes_SEEDBYTES] = "hippodrome: the bits to flip";
    static uint32_t places[FLIPS];
    randombytes_buf_deterministic(places, sizeof places, seed);
    memcpy(spoilt, golden, sizeof golden);
    for (size_t i = 0; i < FLIPS; i++)
        assert_flip_is_found(places[i] % (8 * golden_length));
}

static void finds_every_flipped_bit_of_the_last_line(void **state)
{
    (void)state;
    memcpy(spoilt, golden, sizeof golden);
    size_t begin = golden_length - 1;
    while (golden[begin - 1] != '\n')
        begin--;
    for (size_t bit = 8 * begin; bit < 8 * golden_length; bit += 3)
        assert_flip_is_found(bit);
}

static void finds_a_file_that_is_cut_short(void **state)
{
    (void)state;
    for (size_t i = 1; i < CUTS; i++) {
        enum verify_result result = verify(golden, golden_length * i / CUTS, NULL);
        assert_int_not_equal(result, VERIFY_HOLDS);
    }
    for (size_t i = 1; i < golden_length; i++)
        if (golden[i] == '\n' && i + 1 < golden_length) {
            assert_int_equal(verify(golden, i + 1, NULL), VERIFY_BROKEN);
            assert_said("its last line, with the signature, is missing");
        }
    assert_int_equal(verify(golden, 0, NULL), VERIFY_UNREADABLE);
    assert_int_equal(verify("no file\n", 8, NULL), VERIFY_UNREADABLE);
    memcpy(spoilt, golden, sizeof golden);
    memcpy(spoilt + golden_length, "{}\n", sizeof "{}\n");
    assert_int_equal(verify(spoilt, golden_length + 3, NULL), VERIFY_BROKEN);
    assert_said("it goes on after its last line");
}

/* Replaces the first `from` in `spoilt`; false: there is none. */
static bool replace(const char *from, const char *to)
{
    char *at = strstr(spoilt, from);
    if (!at) return false;
    assert_true(strlen(spoilt) + strlen(to) < sizeof spoilt);
    memmove(at + strlen(to), at + strlen(from), strlen(at + strlen(from)) + 1);
    memcpy(at, to, strlen(to));
    return true;
}

/* What a line tells of this. */
static int64_t told(const char *line, const char *name)
{
    char member[32];
    (void)snprintf(member, sizeof member, "\"%s\":", name);
    const char *at = strstr(line, member);
    assert_non_null(at);
    return strtoll(at + strlen(member), NULL, 10);
}

/* Gives `spoilt` another key and a signature by it, as a house would that lies. Its counts are those of the last line. */
static void sign(uint8_t public_key[SEAL_KEY_BYTES])
{
    static const uint8_t seed[crypto_sign_SEEDBYTES] = "another house";
    uint8_t secret[crypto_sign_SECRETKEYBYTES], hash[crypto_hash_sha256_BYTES], message[SEAL_MESSAGE_BYTES],
        signature[SEAL_SIGNATURE_BYTES];
    char hex[2 * SEAL_KEY_BYTES + 1];
    assert_int_equal(crypto_sign_seed_keypair(public_key, secret, seed), 0);
    char *key = strstr(spoilt, "\"publicKey\" : \"");
    assert_non_null(key);
    memcpy(key + strlen("\"publicKey\" : \""), sodium_bin2hex(hex, sizeof hex, public_key, SEAL_KEY_BYTES),
           sizeof hex - 1);
    char *end = strstr(spoilt, "{\"type\":\"end\"");
    assert_non_null(end);
    const struct seal_counts counts = {told(end, "lines"), told(end, "rounds"), told(end, "tickets"),
                                       told(end, "entries")};
    crypto_hash_sha256(hash, (const uint8_t *)spoilt, (unsigned long long)(end - spoilt));
    seal_message(message, hash);
    assert_int_equal(crypto_sign_detached(signature, NULL, message, sizeof message, secret), 0);
    char *line = seal_line(&counts, hash, signature);
    assert_true(snprintf(end, sizeof spoilt - (size_t)(end - spoilt), "%s\n", line) > 0);
    free(line);
}

static void knows_whose_signature_is_wanted(void **state)
{
    (void)state;
    uint8_t key[SEAL_KEY_BYTES], own[SEAL_KEY_BYTES];
    const char *told = strstr(golden, "\"publicKey\" : \"") + strlen("\"publicKey\" : \"");
    assert_int_equal(sodium_hex2bin(own, sizeof own, told, 2 * sizeof own, NULL, NULL, NULL), 0);
    assert_int_equal(verify(golden, golden_length, own), VERIFY_HOLDS);
    memcpy(spoilt, golden, sizeof golden);
    sign(key);
    assert_int_equal(verify(spoilt, strlen(spoilt), NULL), VERIFY_HOLDS);
    assert_int_equal(verify(spoilt, strlen(spoilt), key), VERIFY_HOLDS);
    assert_int_equal(verify(spoilt, strlen(spoilt), own), VERIFY_BROKEN);
    assert_said("its key is another than the one that was asked for");
    assert_int_equal(verify(golden, golden_length, key), VERIFY_BROKEN);
}

/* What is signed need not be true: each lie is found where it was told. */
static void finds_what_a_house_would_lie(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *said;
    } rows[] = {
        {"r 6 883224", "r 6 883225", "round 10000001 DOES NOT HOLD: the card's hash is another"},
        {"\"order\":[7,8", "\"order\":[8,7", "round 10000001 DOES NOT HOLD: the secret draws another order"},
        {"\"outcomeSeed\":\"", "\"outcomeSeed\":\"f", "the outcome seed is missing"},
        {"\"phase\":\"settled\"", "\"phase\":\"racing\"", "it tells its secret too early"},
        {"\"number\":10000001", "\"number\":10000002", "its number is not its id"},
        {"\"anchor\" : \"", "\"anchor\" : \"0", "is no session"},
        {"\"tickets\":1,", "\"tickets\":2,",
         "round 10000001 DOES NOT HOLD: its tickets do not come to its totals"},
        {"\"market\":\"win\",\"selection\":\"6\",\"odds\":550",
         "\"market\":\"win\",\"selection\":\"6\",\"odds\":551",
         "a line whose prize is not its stake times its odds"},
        {"\"odds\":550,\"stake\":2500,\"prize\":13750", "\"odds\":560,\"stake\":2500,\"prize\":14000",
         "odds that are not on the card"},
        {"\"stake\":2500,\"prize\":13750", "\"stake\":5000,\"prize\":27500", "its hash is another"},
        {"\"priceId\":1,", "\"priceId\":3,", "its hash is another"},
        {"\"state\":\"paid\"", "\"state\":\"lost\"", "won, and its state says otherwise"},
        {"\"state\":\"voided\"", "\"state\":\"lost\"", "has no prize, though its round is settled"},
        {"\"state\":\"refundable\"", "\"state\":\"sold\"", "is not refunded, though its round is void"},
        {"\"prize\":11750,\"closedAt\"", "\"prize\":11751,\"closedAt\"",
         "won another prize than its lines pay"},
        {"\"number\":\"01-010002-2\"", "\"number\":\"01-010003-2\"", "has another number than its sale"},
        {"\"roundId\":10000001,\"state\"", "\"roundId\":10000002,\"state\"", "was booked on another round"},
        {"\"action\":\"pay\"", "\"action\":\"fee\"", "journal of till 1 DOES NOT HOLD: entry"},
        {"a 'mistake'", "a `mistake'", "its hash is another"},
        {"\"user\":\"admin\",\"action\":\"sign_in\"",
         "\"user\":\"admin\",\"action\":\"sign_in\",\"ticket\":{}",
         "a sale has a ticket, and nothing else has"},
        {"\"action\":\"sign_in\"", "\"action\":\"sign_in\",\"action\":\"sign_in\"",
         "is none that belongs there"},
        {"\"scope\" : 1, \"first\" : 1", "\"scope\" : 2, \"first\" : 1", "it begins otherwise"},
        {"\"scope\" : 0, \"first\" : 1, \"last\" : 27", "\"scope\" : 0, \"first\" : 1, \"last\" : 28",
         "it ends too early"},
        {"\"scope\":0,\"entry\":2,", "\"scope\":0,\"entry\":3,", "is not its next entry"},
        {"\"entries\":35", "\"entries\":36", "its last line counts otherwise"},
        {"\"version\" : 1", "\"version\" : 2", "its form is another than this program knows"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        uint8_t key[SEAL_KEY_BYTES];
        memcpy(spoilt, golden, sizeof golden);
        if (!replace(rows[i].from, rows[i].to)) fail_msg("there is no %s", rows[i].from);
        sign(key);
        if (verify(spoilt, strlen(spoilt), NULL) != VERIFY_BROKEN) fail_msg("%s holds", rows[i].to);
        if (!strstr(said, rows[i].said))
            fail_msg("of %s it did not say: %s\nbut:\n%s", rows[i].to, rows[i].said, said);
    }
}

/* Without a line: the house leaves out what it does not want to be seen. */
static void finds_a_line_that_is_left_out(void **state)
{
    (void)state;
    size_t lines = 0;
    for (size_t i = 0; i < golden_length; i++)
        lines += golden[i] == '\n';
    for (size_t left_out = 1; left_out + 1 < lines; left_out++) {
        uint8_t key[SEAL_KEY_BYTES];
        memcpy(spoilt, golden, sizeof golden);
        char *line = spoilt;
        for (size_t i = 0; i < left_out; i++)
            line = strchr(line, '\n') + 1;
        char *next = strchr(line, '\n') + 1;
        memmove(line, next, strlen(next) + 1);
        sign(key);
        if (verify(spoilt, strlen(spoilt), NULL) != VERIFY_BROKEN) fail_msg("line %zu", left_out + 1);
        if (left_out == 3)
            assert_said("10000003 DOES NOT HOLD: the rounds between 10000001 and it are missing\n");
    }
}

static void takes_proofs_in_any_order(void **state)
{
    (void)state;
    char proofs[3][16384], text[50000];
    const char *at = golden;
    for (size_t i = 0; i < 3; i++) {
        at = strstr(at, "\"proof\":") + strlen("\"proof\":");
        const char *end = strstr(at, "},\"openedAt\"") + 1;
        (void)snprintf(proofs[i], sizeof proofs[i], "%.*s", (int)(end - at), at);
    }
    static const size_t orders[][3] = {{0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {2, 0, 1}};
    for (size_t i = 0; i < COUNT_OF(orders); i++) {
        int length = snprintf(text, sizeof text, "%s\n%s\n\n%s\n", proofs[orders[i][0]], proofs[orders[i][1]],
                              proofs[orders[i][2]]);
        assert_int_equal(verify(text, (size_t)length, NULL), VERIFY_HOLDS);
        assert_said("HOLDS: rounds 3\n");
    }
    int length = snprintf(text, sizeof text, "%s\n{\"status\":404}\n", proofs[0]);
    assert_int_equal(verify(text, (size_t)length, NULL), VERIFY_BROKEN);
    assert_said("file DOES NOT HOLD: line 2 is no proof of a round\n");
}

static void knows_every_market(void **state)
{
    (void)state;
    static const uint32_t six[] = {9, 6, 54, 7, 10, 8}, eight[] = {1, 2, 3, 4, 5, 6, 7, 8},
                          four[] = {2, 4, 1, 3};
    static const struct {
        const char *market, *selection;
        const uint32_t *order;
        size_t count;
        enum market_end end;
    } rows[] = {
        {"win", "9", six, 6, MARKET_WON},
        {"win", "6", six, 6, MARKET_LOST},
        {"win", "5", six, 6, MARKET_UNKNOWN},
        {"win", "09", six, 6, MARKET_UNKNOWN},
        {"win", "9-6", six, 6, MARKET_UNKNOWN},
        {"place", "2", four, 4, MARKET_WON},
        {"place", "4", four, 4, MARKET_LOST},
        {"place", "6", six, 6, MARKET_WON},
        {"place", "54", six, 6, MARKET_LOST},
        {"place", "3", eight, 8, MARKET_WON},
        {"place", "4", eight, 8, MARKET_LOST},
        {"top3", "54", six, 6, MARKET_WON},
        {"top3", "7", six, 6, MARKET_LOST},
        {"exacta", "9-6", six, 6, MARKET_WON},
        {"exacta", "6-9", six, 6, MARKET_LOST},
        {"quinella", "6-9", six, 6, MARKET_WON},
        {"quinella", "9-6", six, 6, MARKET_UNKNOWN},
        {"quinella", "6-54", six, 6, MARKET_LOST},
        {"couple_place", "6-54", six, 6, MARKET_WON},
        {"couple_place", "6-7", six, 6, MARKET_LOST},
        {"trifecta", "9-6-54", six, 6, MARKET_WON},
        {"trifecta", "9-54-6", six, 6, MARKET_LOST},
        {"trio", "6-9-54", six, 6, MARKET_WON},
        {"trio", "6-7-9", six, 6, MARKET_LOST},
        {"trio", "9-6-54", six, 6, MARKET_UNKNOWN},
        {"duel", "7-8", six, 6, MARKET_WON},
        {"duel", "8-7", six, 6, MARKET_LOST},
        {"duel", "8-8", six, 6, MARKET_UNKNOWN},
        {"odd_even", "odd", six, 6, MARKET_WON},
        {"odd_even", "even", six, 6, MARKET_LOST},
        {"odd_even", "even", four, 4, MARKET_WON},
        {"odd_even", "9", six, 6, MARKET_UNKNOWN},
        {"superfecta", "9", six, 6, MARKET_UNKNOWN},
        {"win", "", six, 6, MARKET_UNKNOWN},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (market_end(rows[i].market, rows[i].selection, rows[i].order, rows[i].count) != rows[i].end)
            fail_msg("%s %s", rows[i].market, rows[i].selection);
}

static void numbers_tickets_as_they_are_printed(void **state)
{
    (void)state;
    char number[TICKET_NUMBER_MAX];
    ticket_number(number, INT64_C(101000000002));
    assert_string_equal(number, "01-010002-2");
    ticket_number(number, INT64_C(12001000012345));
    assert_string_equal(number, "120-0112345-8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_as_it_is),
        cmocka_unit_test(finds_a_flipped_bit_anywhere),
        cmocka_unit_test(finds_every_flipped_bit_of_the_last_line),
        cmocka_unit_test(finds_a_file_that_is_cut_short),
        cmocka_unit_test(knows_whose_signature_is_wanted),
        cmocka_unit_test(finds_what_a_house_would_lie),
        cmocka_unit_test(finds_a_line_that_is_left_out),
        cmocka_unit_test(takes_proofs_in_any_order),
        cmocka_unit_test(knows_every_market),
        cmocka_unit_test(numbers_tickets_as_they_are_printed),
    };
    int failed = cmocka_run_group_tests_name("verify", tests, read_golden, NULL);
    free(said);
    return failed;
}
