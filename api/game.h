/* SPDX-License-Identifier: MIT */
/* The game as a whole: its settings, its pauses, a round made void; and who did what. */
#ifndef HIPPO_API_GAME_H
#define HIPPO_API_GAME_H

#include "reply.h"
#include "request.h"
#include "services.h"

void game_list_settings(const struct services *services, struct request *request, struct reply *reply);
void game_set(const struct services *services, struct request *request, struct reply *reply);
void game_pause(const struct services *services, struct request *request, struct reply *reply);
void game_resume(const struct services *services, struct request *request, struct reply *reply);
void game_void_round(const struct services *services, struct request *request, struct reply *reply);
void game_audit(const struct services *services, struct request *request, struct reply *reply);

#endif
