/* SPDX-License-Identifier: MIT */
/* GET admin/settings, admin/audit; PATCH admin/settings/{name}; POST admin/game/pause, admin/game/resume,
 * admin/rounds/{id}/void. */
#include "game.h"

#include "call.h"

void game_list_settings(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {DATABASE_SETTING_LIST, {{CALL_TOKEN, NULL}}};
    call_run(services, request, reply, &call);
}

void game_set(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {
        DATABASE_SETTING_UPDATE,
        {CALL_SIGNED, {CALL_CAPTURE, "name"}, {CALL_BODY_SCALAR, "value"}, {CALL_BODY_TEXT, "reason"}}};
    call_run(services, request, reply, &call);
}

void game_pause(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {DATABASE_GAME_PAUSE, {CALL_SIGNED, {CALL_BODY_TEXT, "reason"}}};
    call_run(services, request, reply, &call);
}

void game_resume(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {DATABASE_GAME_RESUME, {CALL_SIGNED, {CALL_BODY_TEXT, "reason"}}};
    call_run(services, request, reply, &call);
}

void game_void_round(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {DATABASE_ROUND_VOID,
                                     {CALL_SIGNED, {CALL_CAPTURE_NUMBER, "id"}, {CALL_BODY_TEXT, "reason"}}};
    call_run(services, request, reply, &call);
}

void game_audit(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {DATABASE_AUDIT_LIST,
                                     {{CALL_TOKEN, NULL},
                                      {CALL_QUERY_NUMBER, "tillId"},
                                      {CALL_QUERY, "action"},
                                      {CALL_QUERY_NUMBER, "before"},
                                      {CALL_LIMIT, "limit"}}};
    call_run(services, request, reply, &call);
}
