/* SPDX-License-Identifier: MIT */
/* The API's contract, openapi.yaml, as the running server publishes it. */
#ifndef HIPPO_API_CONTRACT_H
#define HIPPO_API_CONTRACT_H

#include "reply.h"
#include "request.h"
#include "services.h"

struct contract;

/* Reads the file once; one that cannot be read is the operator's mistake: die(). */
struct contract *contract_load(const char *path);
void contract_free(struct contract *contract);

void contract_get(const struct services *services, struct request *request, struct reply *reply);

#endif
