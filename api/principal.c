/* SPDX-License-Identifier: MIT */
/* A direct-mapped cache of fixed size from token to role: a new entry replaces the one in its slot. */
#include "principal.h"

#include <json-c/json.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

#define SLOTS 1024
#define INDEX_DIGITS 6 /* of the SHA-256 of the token, so clients cannot choose the slot */

struct slot {
    char hash[TOKEN_HASH_SIZE];
    enum role role;
    int64_t until_ms;
};

struct principal_cache {
    pthread_mutex_t lock;
    struct slot slots[SLOTS];
};

static enum role look_up(struct principal_cache *principals, const struct token *token, int64_t now_ms);
static void store_role(struct principal_cache *principals, const struct token *token, enum role role,
                       int64_t until_ms);
static struct slot *slot_of(struct principal_cache *principals, const struct token *token);
static enum role parse_role(const char *me);

struct principal_cache *principal_cache_new(void)
{
    struct principal_cache *principals = calloc(1, sizeof *principals);
    if (!principals) fatal("reason=\"out of memory\"");
    (void)pthread_mutex_init(&principals->lock, NULL);
    return principals;
}

void principal_cache_free(struct principal_cache *principals)
{
    if (!principals) return;
    (void)pthread_mutex_destroy(&principals->lock);
    free(principals);
}

bool principal_check(struct principal_cache *principals, struct database *database,
                     const struct request *request, enum role wanted, int64_t now_ms,
                     struct database_answer *answer, struct fault *fault)
{
    const struct token *token = &request->token;
    *answer = (struct database_answer){.kind = DATABASE_TEXT, .message = "", .detail = ""};
    *fault = (struct fault){.problem = PROBLEM_NOT_SIGNED_IN};
    if (wanted == ROLE_ANYONE) return true;
    if (!token->is_there) return false;
    if (role_is_open(wanted, look_up(principals, token, now_ms))) return true;
    const char *const parameters[] = {token->hash};
    database_query(database, DATABASE_ME, parameters, request->arena, answer);
    if (answer->kind == DATABASE_NOTHING) answer->kind = DATABASE_TEXT;
    if (answer->kind != DATABASE_TEXT || !answer->text) return false;
    enum role role = parse_role(answer->text);
    store_role(principals, token, role, now_ms + PRINCIPAL_FRESH_MS);
    if (role_is_open(wanted, role)) return true;
    fault->problem = PROBLEM_FORBIDDEN;
    return false;
}

void principal_forget(struct principal_cache *principals, const struct token *token)
{
    store_role(principals, token, ROLE_NOBODY, 0);
}

static enum role look_up(struct principal_cache *principals, const struct token *token, int64_t now_ms)
{
    (void)pthread_mutex_lock(&principals->lock);
    const struct slot *slot = slot_of(principals, token);
    bool is_known = now_ms < slot->until_ms && strcmp(slot->hash, token->hash) == 0;
    enum role role = is_known ? slot->role : ROLE_NOBODY;
    (void)pthread_mutex_unlock(&principals->lock);
    return role;
}

static void store_role(struct principal_cache *principals, const struct token *token, enum role role,
                       int64_t until_ms)
{
    (void)pthread_mutex_lock(&principals->lock);
    struct slot *slot = slot_of(principals, token);
    memcpy(slot->hash, token->hash, sizeof slot->hash);
    slot->role = role;
    slot->until_ms = until_ms;
    (void)pthread_mutex_unlock(&principals->lock);
}

static struct slot *slot_of(struct principal_cache *principals, const struct token *token)
{
    char digits[INDEX_DIGITS + 1] = "";
    memcpy(digits, token->hash + 2, INDEX_DIGITS);
    return &principals->slots[strtoul(digits, NULL, 16) % SLOTS];
}

static enum role parse_role(const char *me)
{
    struct json_object *object = json_tokener_parse(me), *word;
    enum role role = ROLE_SIGNED_IN;
    if (json_object_object_get_ex(object, "role", &word) && json_object_is_type(word, json_type_string))
        role = role_of(json_object_get_string(word));
    json_object_put(object);
    return role;
}
