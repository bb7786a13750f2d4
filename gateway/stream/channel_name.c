/* SPDX-License-Identifier: MIT */
/* `admin`, and `till:` with a number as the database prints it. */
#include "stream/channel_name.h"

#include <string.h>

#define TILL "till:"
#define TILL_DIGITS_MAX 9

bool channel_name_is_private(const char *name, size_t length)
{
    if (length == strlen("admin") && memcmp(name, "admin", length) == 0) return true;
    size_t prefix = strlen(TILL);
    if (length <= prefix || length > prefix + TILL_DIGITS_MAX || memcmp(name, TILL, prefix) != 0)
        return false;
    for (size_t i = prefix; i < length; i++)
        if (name[i] < '0' || name[i] > '9') return false;
    return name[prefix] != '0';
}
