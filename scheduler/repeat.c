/* SPDX-License-Identifier: MIT */
/* One trouble is remembered: two that take turns are both said each time, and that is worth seeing. */
#include "repeat.h"

#include <stdio.h>
#include <string.h>

bool repeat_is_news(struct repeat *repeat, const char *what, int64_t now_ms, unsigned *unsaid)
{
    bool is_same = strncmp(repeat->what, what, sizeof repeat->what - 1) == 0;
    if (is_same && now_ms - repeat->said_ms < REPEAT_EVERY_MS) {
        repeat->unsaid++;
        return false;
    }
    *unsaid = is_same ? repeat->unsaid : 0;
    (void)snprintf(repeat->what, sizeof repeat->what, "%s", what);
    repeat->said_ms = now_ms;
    repeat->unsaid = 0;
    return true;
}

void repeat_forget(struct repeat *repeat)
{
    *repeat = (struct repeat){0};
}
