/* SPDX-License-Identifier: MIT */
/* GET admin/settings, admin/game, admin/audit; PATCH admin/settings/{name}; POST admin/game/pause, admin/game/resume,
 * admin/rounds/{id}/void, admin/session/abandon, admin/clock/confirm. */
#include "game.h"

#include "sql_binding.h"

void game_list_settings(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_SETTING_LIST, {{BIND_TOKEN, NULL}}};
    sql_binding_reply(app, request, reply, &binding);
}

void game_set(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_SETTING_UPDATE,
        {BIND_SIGNED, {BIND_CAPTURE, "name"}, {BIND_BODY_SCALAR, "value"}, {BIND_BODY_TEXT, "reason"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void game_get(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_GAME_GET, {{BIND_TOKEN, NULL}}};
    sql_binding_reply(app, request, reply, &binding);
}

void game_pause(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_GAME_PAUSE,
                                               {BIND_SIGNED, {BIND_BODY_TEXT, "reason"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void game_resume(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_GAME_RESUME,
                                               {BIND_SIGNED, {BIND_BODY_TEXT, "reason"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void game_confirm_clock(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_CLOCK_CONFIRM,
                                               {BIND_SIGNED, {BIND_BODY_TEXT, "reason"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void game_void_round(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_ROUND_VOID, {BIND_SIGNED, {BIND_CAPTURE_NUMBER, "id"}, {BIND_BODY_TEXT, "reason"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void game_abandon_session(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_SESSION_ABANDON, {BIND_SIGNED, {BIND_BODY_TEXT, "session"}, {BIND_BODY_TEXT, "reason"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void game_audit(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_AUDIT_LIST,
                                               {{BIND_TOKEN, NULL},
                                                {BIND_QUERY_NUMBER, "tillId"},
                                                {BIND_QUERY, "action"},
                                                {BIND_QUERY_NUMBER, "before"},
                                                {BIND_LIMIT, "limit"},
                                                {BIND_QUERY_NUMBER, "userId"},
                                                {BIND_QUERY_DAY, "day"}}};
    sql_binding_reply(app, request, reply, &binding);
}
