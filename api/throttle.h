/* SPDX-License-Identifier: MIT */
/* Limits failed attempts, counted by key (a network, a session) in fixed memory. */
#ifndef HIPPO_API_THROTTLE_H
#define HIPPO_API_THROTTLE_H

#include <stdint.h>

struct throttle;

/* A leaky bucket: `failures` at once, then one every `forgive_ms`. Never fails. */
struct throttle *throttle_new(int failures, int64_t forgive_ms);
void throttle_free(struct throttle *throttle);

/* 0: `who` may try; else in so many milliseconds. Any thread may call. */
int64_t throttle_wait_ms(struct throttle *throttle, const char *who, int64_t now_ms);
void throttle_note_failure(struct throttle *throttle, const char *who, int64_t now_ms);

#endif
