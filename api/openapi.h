/* SPDX-License-Identifier: MIT */
/* The API's contract, openapi.yaml, as the server publishes it. */
#ifndef HIPPO_API_OPENAPI_H
#define HIPPO_API_OPENAPI_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

struct openapi;

/* Reads the file once; one that cannot be read is the operator's mistake: die(). */
struct openapi *openapi_load(const char *path);
void openapi_free(struct openapi *openapi);

void openapi_get(const struct app_context *app, struct request *request, struct reply *reply);

#endif
