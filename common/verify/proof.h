/* SPDX-License-Identifier: MIT */
/* Whether a round was drawn as its commitment promised: what GET rounds/{id}/proof answers, worked through again. */
#ifndef HIPPO_VERIFY_PROOF_H
#define HIPPO_VERIFY_PROOF_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "card.h"
#include "hr1.h"

#define PROOF_SESSION_MAX 64
#define PROOF_CHAIN_MAX 1000000 /* rounds of a session */

enum proof_phase { PROOF_OPEN /* no result yet */, PROOF_SETTLED, PROOF_VOID };

struct proof {
    int64_t round;
    enum proof_phase phase;
    bool has_result; /* false: open, or void in a session whose key was lost */
    uint32_t order[HR1_RUNNERS_MAX];
    struct card card; /* points into the JSON */
};

/* How far the chain of a session has been walked; all zero: not at all. */
struct proof_chain {
    char session[PROOF_SESSION_MAX];
    uint8_t anchor[HR1_BYTES];
    int64_t index;
    uint8_t secret[HR1_BYTES]; /* of round `index` */
};

/* NULL: it holds. Else what does not. `proof` is filled as far as it could be read, its round first (0: not even that);
 * `chain` goes on with the secret of a round that
 * leads on; rounds may come in any order. */
const char *proof_check(struct json_object *object, struct proof_chain *chain, struct proof *proof)
    __attribute__((warn_unused_result));

#endif
