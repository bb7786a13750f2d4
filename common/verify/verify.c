/* SPDX-License-Identifier: MIT */
/* What each kind of line adds to the book. Lines come in one order only: header, sessions, rounds, then each chain of the
 * journal with its entries, then the end. */
#include "verify.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "book.h"
#include "json.h"
#include "log.h"

enum kind { KIND_NONE, KIND_HEADER, KIND_SESSION, KIND_ROUND, KIND_CHAIN, KIND_ENTRY, KIND_END };

struct verify {
    const uint8_t *wanted_key;
    bool is_export, is_begun, is_ended;
    enum kind last;
    uint8_t key[SEAL_KEY_BYTES];    /* of the header */
    crypto_hash_sha256_state state; /* of all lines but the last */
    struct seal_counts counts;
    int64_t lines;
    int64_t voided;              /* tickets */
    struct json_object *anchors; /* of the sessions, by name */
    struct json_object *prices;  /* what each price is of, by its id */
    struct proof_chain chain;
    struct book book;
};

static void read_proof(struct verify *verify, struct json_object *object);
static void read_export(struct verify *verify, const char *line, size_t length, bool has_feed,
                        struct json_object *object);
static enum kind kind_of(struct json_object *object);
static void read_header(struct verify *verify, struct json_object *object);
static void read_session(struct verify *verify, struct json_object *object);
static void read_round(struct verify *verify, struct json_object *object);
static void read_totals(struct book_round *round, struct json_object *object);
static void read_chain(struct verify *verify, struct json_object *object);
static void read_entry(struct verify *verify, struct json_object *object);
static void read_set_back(struct book *book, struct json_object *entry);
static bool follows(const struct book_chain *chain, struct json_object *entry, int64_t number);
static void read_sale(struct verify *verify, struct book_chain *chain, struct json_object *entry);
static const char *check_sale(struct json_object *entry, struct json_object *ticket, int64_t round,
                              int64_t number);
static bool check_prices(struct verify *verify, struct json_object *ticket);
static void check_totals(struct book *book);

struct verify *verify_new(const uint8_t *key)
{
    struct verify *verify = calloc(1, sizeof *verify);
    if (!verify) fatal("reason=\"out of memory\"");
    verify->wanted_key = key;
    verify->anchors = json_object_new_object();
    verify->prices = json_object_new_object();
    crypto_hash_sha256_init(&verify->state);
    return verify;
}

void verify_free(struct verify *verify)
{
    if (!verify) return;
    book_free(&verify->book);
    json_object_put(verify->anchors);
    json_object_put(verify->prices);
    free(verify);
}

void verify_line(struct verify *verify, const char *line, size_t length, bool has_feed)
{
    struct json_object *object = verify_json_parse(line, length);
    verify->lines++;
    if (!verify->is_begun) {
        verify->is_export = kind_of(object) == KIND_HEADER;
        verify->is_begun = verify->is_export || verify_json_member(object, "roundId", json_type_int) != NULL;
    }
    if (verify->is_export)
        read_export(verify, line, length, has_feed, object);
    else if (verify->is_begun && length > 0)
        read_proof(verify, object);
    json_object_put(object);
}

enum verify_result verify_end(struct verify *verify, FILE *out)
{
    if (!verify->is_begun) return VERIFY_UNREADABLE;
    if (verify->is_export && !verify->is_ended)
        book_fault(&verify->book.fault, "it is cut short: its last line, with the signature, is missing");
    if (verify->is_export) check_totals(&verify->book);
    bool holds = book_report(&verify->book, out);
    const struct seal_counts *counts = &verify->counts;
    (void)fprintf(out, "%s: rounds %zu", holds ? "HOLDS" : "DOES NOT HOLD", verify->book.round_count);
    if (verify->is_export) {
        char key[2 * SEAL_KEY_BYTES + 1];
        (void)fprintf(out, ", tickets %" PRId64 " (voided %" PRId64 "), entries %" PRId64 ", key %s%s",
                      counts->tickets, verify->voided, counts->entries,
                      sodium_bin2hex(key, sizeof key, verify->key, sizeof verify->key),
                      verify->wanted_key ? "" : " (compare it with the house's)");
    }
    (void)fputc('\n', out);
    return holds ? VERIFY_HOLDS : VERIFY_BROKEN;
}

/* Anything else among the lines, a refusal of the api for instance, is a round that is not proven. */
static void read_proof(struct verify *verify, struct json_object *object)
{
    struct proof proof;
    const char *why = proof_check(object, &verify->chain, &proof);
    if (proof.round == 0) {
        book_fault(&verify->book.fault, "line %" PRId64 " is no proof of a round", verify->lines);
        return;
    }
    struct book_round *round = book_add_round(&verify->book, &proof);
    if (why) book_fault(&round->fault, "%s", why);
}

static void read_export(struct verify *verify, const char *line, size_t length, bool has_feed,
                        struct json_object *object)
{
    static void (*const readers[])(struct verify *, struct json_object *) = {
        [KIND_HEADER] = read_header, [KIND_SESSION] = read_session, [KIND_ROUND] = read_round,
        [KIND_CHAIN] = read_chain,   [KIND_ENTRY] = read_entry,
    };
    static const uint8_t feed[] = {'\n'};
    char **fault = &verify->book.fault;
    enum kind kind = kind_of(object);
    bool is_next = kind > verify->last || (kind == verify->last && kind != KIND_HEADER) ||
                   (kind == KIND_CHAIN && verify->last == KIND_ENTRY);
    if (verify->is_ended) book_fault(fault, "it goes on after its last line");
    if (!has_feed) book_fault(fault, "line %" PRId64 " is cut short", verify->lines);
    if (kind == KIND_NONE || !is_next || (kind == KIND_ENTRY && verify->book.chain_count == 0)) {
        book_fault(fault, "line %" PRId64 " is none that belongs there", verify->lines);
        kind = KIND_NONE;
    }
    if (kind == KIND_END) {
        uint8_t hash[crypto_hash_sha256_BYTES];
        crypto_hash_sha256_state state = verify->state;
        crypto_hash_sha256_final(&state, hash);
        const char *why = seal_check(line, length, object, &verify->counts, hash, verify->key);
        if (why) book_fault(fault, "%s", why);
        verify->is_ended = true;
        return;
    }
    crypto_hash_sha256_update(&verify->state, (const uint8_t *)line, length);
    crypto_hash_sha256_update(&verify->state, feed, has_feed);
    verify->counts.lines++;
    if (kind == KIND_NONE) return;
    verify->last = kind;
    readers[kind](verify, object);
}

static enum kind kind_of(struct json_object *object)
{
    static const char *const words[] = {"", "header", "session", "round", "chain", "entry", "end"};
    const char *type = verify_json_text(object, "type");
    for (size_t i = 1; type && i < sizeof words / sizeof *words; i++)
        if (strcmp(type, words[i]) == 0) return (enum kind)i;
    return KIND_NONE;
}

static void read_header(struct verify *verify, struct json_object *object)
{
    int64_t version;
    const char *format = verify_json_text(object, "format");
    if (!format || strcmp(format, "hippodrome-export") != 0 ||
        !verify_json_number(object, "version", &version) || version != 1)
        book_fault(&verify->book.fault, "its form is another than this program knows");
    if (!verify_json_bytes(object, "publicKey", verify->key, sizeof verify->key))
        book_fault(&verify->book.fault, "it names no key");
    else if (verify->wanted_key && memcmp(verify->wanted_key, verify->key, sizeof verify->key) != 0)
        book_fault(&verify->book.fault, "its key is another than the one that was asked for");
}

static void read_session(struct verify *verify, struct json_object *object)
{
    uint8_t anchor[HR1_BYTES];
    const char *name = verify_json_text(object, "name");
    if (name && verify_json_bytes(object, "anchor", anchor, sizeof anchor))
        (void)json_object_object_add(verify->anchors, name,
                                     json_object_new_string(verify_json_text(object, "anchor")));
    else
        book_fault(&verify->book.fault, "line %" PRId64 " is no session", verify->lines);
}

static void read_round(struct verify *verify, struct json_object *object)
{
    struct book *book = &verify->book;
    struct proof proof;
    struct proof_chain before = verify->chain;
    struct json_object *proven = verify_json_member(object, "proof", json_type_object);
    const char *why = proof_check(proven, &verify->chain, &proof);
    int64_t last = book->round_count > 0 ? book->rounds[book->round_count - 1].ticket.round : 0;
    if (proof.round <= last) {
        book_fault(&book->fault, "line %" PRId64 ": rounds do not ascend", verify->lines);
        return;
    }
    struct book_round *round = book_add_round(book, &proof);
    verify->counts.rounds++;
    if (last > 0 && proof.round != last + 1) round->follows = last;
    if (why) book_fault(&round->fault, "%s", why);
    const char *session = verify_json_text(proven, "session"), *anchor = verify_json_text(proven, "anchor");
    const char *told = session ? verify_json_text(verify->anchors, session) : NULL;
    if (!told || !anchor || strcmp(told, anchor) != 0)
        book_fault(&round->fault, "its anchor is not the one of its session");
    if (!why && session && proof.has_result && strcmp(before.session, session) == 0 &&
        before.index >= proof.card.chain_index)
        book_fault(&round->fault, "its place in the chain was another round's");
    read_totals(round, object);
}

static void read_totals(struct book_round *round, struct json_object *object)
{
    static const char *const names[] = {"tickets", "stakes", "prizes", "winningTickets"};
    struct json_object *totals = verify_json_member(object, "totals", json_type_object);
    round->has_totals = totals != NULL;
    for (size_t i = 0; totals && i < sizeof names / sizeof *names; i++)
        if (!verify_json_number(totals, names[i], &round->told[i]))
            book_fault(&round->fault, "its totals are not all there");
    if (!totals && round->ticket.phase != PROOF_OPEN) book_fault(&round->fault, "its totals are missing");
}

static void read_chain(struct verify *verify, struct json_object *object)
{
    struct book *book = &verify->book;
    struct book_chain *last = book->chain_count > 0 ? &book->chains[book->chain_count - 1] : NULL;
    if (last && last->entry != last->last) book_fault(&last->fault, "it ends too early");
    int64_t scope = last ? last->scope : -1;
    struct book_chain *chain = book_add_chain(book);
    if (!verify_json_number(object, "scope", &chain->scope) ||
        !verify_json_number(object, "first", &chain->first) ||
        !verify_json_number(object, "last", &chain->last) ||
        !verify_json_bytes(object, "before", chain->hash, sizeof chain->hash) || chain->scope <= scope ||
        chain->first < 1 || chain->last < chain->first) {
        book_fault(&chain->fault, "it does not say from where to where it goes");
        return;
    }
    if (chain->first > 1) return;
    char root[32];
    uint8_t hash[ENTRY_HASH_BYTES];
    int length = chain->scope == 0 ? snprintf(root, sizeof root, "house")
                                   : snprintf(root, sizeof root, "till %" PRId64, chain->scope);
    crypto_hash_sha256(hash, (const uint8_t *)root, (unsigned long long)length);
    if (memcmp(hash, chain->hash, sizeof hash) != 0) book_fault(&chain->fault, "it begins otherwise");
}

static void read_entry(struct verify *verify, struct json_object *object)
{
    struct book_chain *chain = &verify->book.chains[verify->book.chain_count - 1];
    int64_t scope, number;
    verify->counts.entries++;
    if (!verify_json_number(object, "scope", &scope) || scope != chain->scope ||
        !verify_json_number(object, "entry", &number) || !follows(chain, object, number)) {
        book_fault(&chain->fault, "line %" PRId64 " is not its next entry", verify->lines);
        return;
    }
    chain->entry = number;
    const char *why = entry_check(object, chain->hash);
    if (why) book_fault(&chain->fault, "entry %" PRId64 ": %s", number, why);
    read_sale(verify, chain, object);
    if (scope == 0) read_set_back(&verify->book, object);
}

/* Where the house was set back, round numbers jump: the house's journal says from where to where. */
static void read_set_back(struct book *book, struct json_object *entry)
{
    int64_t last, next;
    const char *action = verify_json_text(entry, "action"), *after = verify_json_text(entry, "after");
    if (!action || strcmp(action, "set_back") != 0 || !after) return;
    struct json_object *told = verify_json_parse(after, strlen(after));
    if (verify_json_number(told, "lastRound", &last) && verify_json_number(told, "nextRound", &next)) {
        struct book_round *round = book_find_round(book, next);
        if (round && round->follows == last) round->follows = 0;
    }
    json_object_put(told);
}

/* Numbers jump at one kind of entry, which says after which one it comes: where a till's journal was set back. */
static bool follows(const struct book_chain *chain, struct json_object *entry, int64_t number)
{
    if (number < 1 || number > chain->last) return false;
    if (chain->entry == 0) return number == chain->first;
    const char *action = verify_json_text(entry, "action"), *before = verify_json_text(entry, "before");
    if (chain->scope == 0 || !action || strcmp(action, "set_back") != 0) return number == chain->entry + 1;
    struct json_object *told = before ? verify_json_parse(before, strlen(before)) : NULL;
    int64_t after;
    bool is_after = verify_json_number(told, "entry", &after) && after == chain->entry && number > after;
    json_object_put(told);
    return is_after;
}

static void read_sale(struct verify *verify, struct book_chain *chain, struct json_object *entry)
{
    struct json_object *ticket = verify_json_member(entry, "ticket", json_type_object);
    const char *action = verify_json_text(entry, "action");
    int64_t id, number = chain->entry;
    if ((action && strcmp(action, "sale") == 0) != (ticket != NULL))
        book_fault(&chain->fault, "entry %" PRId64 ": a sale has a ticket, and nothing else has", number);
    if (!ticket) return;
    verify->counts.tickets++;
    if (!verify_json_number(ticket, "roundId", &id) || !check_prices(verify, ticket)) {
        book_fault(&chain->fault, "entry %" PRId64 ": its ticket says too little, or another price", number);
        return;
    }
    struct book *book = &verify->book;
    const char *why = check_sale(entry, ticket, id, number);
    struct book_round *round = book_find_round(book, id);
    struct ticket_sums sums;
    if (!round) {
        /* It was sold on the first day, in a round that had opened on the day before. */
        if (why || (book->round_count > 0 && id > book->rounds[0].ticket.round))
            book_fault(&chain->fault, "entry %" PRId64 ": %s", number, why ? why : "its round is not there");
        return;
    }
    if (!why) why = ticket_check(ticket, &round->ticket, &sums);
    int64_t amount;
    if (!why && (!verify_json_number(entry, "amount", &amount) || amount != sums.stake))
        why = "has other stakes than were booked";
    if (why) {
        const char *name = verify_json_text(ticket, "number");
        book_fault(&round->fault, "ticket %s %s", name ? name : "?", why);
        return;
    }
    verify->voided += sums.is_voided;
    if (sums.is_voided) return;
    round->tickets++;
    round->winning += sums.prize > 0;
    if (__builtin_add_overflow(round->stakes, sums.stake, &round->stakes) ||
        __builtin_add_overflow(round->prizes, sums.prize, &round->prizes))
        book_fault(&round->fault, "its sums are too large");
}

/* The posting of a sale, and the ticket's number, follow from its place in the journal. */
static const char *check_sale(struct json_object *entry, struct json_object *ticket, int64_t round,
                              int64_t number)
{
    int64_t id, credited;
    char wanted[TICKET_NUMBER_MAX];
    const char *credit = verify_json_text(entry, "credit"), *told = verify_json_text(ticket, "number");
    if (!verify_json_number(entry, "ticketId", &id) || id < 1 || id % 1000000000 != number)
        return "has another place in the journal";
    ticket_number(wanted, id);
    if (!told || strcmp(told, wanted) != 0) return "has another number than its sale";
    if (!credit || strcmp(credit, "open_bets") != 0 || !verify_json_number(entry, "creditId", &credited) ||
        credited != round)
        return "was booked on another round";
    return NULL;
}

/* The journal's hashes cover the number of a price: it must be the same selection at the same odds throughout. */
static bool check_prices(struct verify *verify, struct json_object *ticket)
{
    struct json_object *lines = verify_json_member(ticket, "lines", json_type_array);
    for (size_t i = 0; lines && i < json_object_array_length(lines); i++) {
        struct json_object *line = json_object_array_get_idx(lines, i), *known;
        int64_t id, odds;
        const char *market = verify_json_text(line, "market"),
                   *selection = verify_json_text(line, "selection");
        if (!market || !selection || !verify_json_number(line, "priceId", &id) ||
            !verify_json_number(line, "odds", &odds))
            return false;
        char name[24], what[128];
        (void)snprintf(name, sizeof name, "%" PRId64, id);
        int length = snprintf(what, sizeof what, "%s %s %" PRId64, market, selection, odds);
        if (length < 0 || (size_t)length >= sizeof what) return false;
        if (!json_object_object_get_ex(verify->prices, name, &known))
            (void)json_object_object_add(verify->prices, name, json_object_new_string(what));
        else if (strcmp(json_object_get_string(known), what) != 0)
            return false;
    }
    return lines != NULL;
}

static void check_totals(struct book *book)
{
    struct book_chain *last = book->chain_count > 0 ? &book->chains[book->chain_count - 1] : NULL;
    if (last && last->entry != last->last) book_fault(&last->fault, "it ends too early");
    for (size_t i = 0; i < book->round_count; i++) {
        struct book_round *round = &book->rounds[i];
        const int64_t counted[] = {round->tickets, round->stakes, round->prizes, round->winning};
        if (round->follows > 0)
            book_fault(&round->fault, "the rounds between %" PRId64 " and it are missing", round->follows);
        if (round->has_totals && memcmp(counted, round->told, sizeof counted) != 0)
            book_fault(&round->fault, "its tickets do not come to its totals");
    }
}
