/* SPDX-License-Identifier: MIT */
/* GET winners. */
#include "winners.h"

#include "database.h"

#define LIMIT_MAX 100
#define LIMIT_DEFAULT "6" /* as many as the screens show */

void winners_list(const struct app_context *app, struct request *request, struct reply *reply)
{
    struct database_answer answer;
    struct fault fault;
    int64_t unused;
    const char *limit = request_parameter(request, "limit");
    if (limit && !request_number(request, "limit", limit, 1, LIMIT_MAX, &unused, &fault)) {
        reply_fault(reply, request, &fault);
        return;
    }
    const char *const parameters[] = {limit ? limit : LIMIT_DEFAULT};
    database_query(app->database, DATABASE_WINNER_LIST, parameters, request->arena, &answer);
    reply_answer(reply, request, &answer, REPLY_CACHE_ASK, NULL);
}
