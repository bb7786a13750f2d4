/* SPDX-License-Identifier: MIT */
#include "answer.h"

#include <stdio.h>
#include <string.h>

static void convert_result(PGresult *result, struct arena *arena, struct database_answer *answer);

void answer_of_outcome(struct pg *pg, enum pg_outcome outcome, PGresult *result, struct arena *arena,
                       struct database_answer *answer)
{
    *answer = (struct database_answer){.message = "", .detail = ""};
    switch (outcome) {
    case PG_DONE:
        convert_result(result, arena, answer);
        PQclear(result);
        return;
    case PG_REFUSED:
        answer->kind = DATABASE_REFUSED;
        break;
    case PG_FAILED:
        answer->kind = DATABASE_FAILED;
        break;
    case PG_LOST:
        answer->kind = DATABASE_UNAVAILABLE;
        break;
    }
    (void)snprintf(answer->sqlstate, sizeof answer->sqlstate, "%s", pg_sqlstate(pg));
    answer->message = answer_copy(arena, pg_message(pg));
    answer->detail = answer_copy(arena, pg_detail(pg));
}

const char *answer_copy(struct arena *arena, const char *text)
{
    const char *copy = arena_copy(arena, text, strlen(text));
    return copy ? copy : "";
}

static void convert_result(PGresult *result, struct arena *arena, struct database_answer *answer)
{
    answer->kind = DATABASE_NOTHING;
    if (!result || PQntuples(result) == 0 || PQgetisnull(result, 0, 0)) return;
    answer->length = (size_t)PQgetlength(result, 0, 0);
    answer->text = arena_copy(arena, PQgetvalue(result, 0, 0), answer->length);
    answer->is_final = PQnfields(result) > 1 && *PQgetvalue(result, 0, 1) == 't';
    answer->kind = DATABASE_TEXT;
    if (answer->text) return;
    answer->kind = DATABASE_FAILED;
    answer->message = "the answer is larger than a request's memory";
}
