/* SPDX-License-Identifier: MIT */
/* Which names private channels have. Whether one is there is for the database to say. */
#ifndef HIPPO_GATEWAY_STREAM_CHANNEL_NAME_H
#define HIPPO_GATEWAY_STREAM_CHANNEL_NAME_H

#include <stdbool.h>
#include <stddef.h>

#define CHANNEL_NAME_MAX 16 /* with the NUL */

bool channel_name_is_private(const char *name, size_t length);

#endif
