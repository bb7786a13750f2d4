/* SPDX-License-Identifier: MIT */
/* Files beside the key that must be on the disk, whole, before anything else happens. */
#ifndef HIPPO_SCHEDULER_DURABLE_FILE_H
#define HIPPO_SCHEDULER_DURABLE_FILE_H

#include <stddef.h>

/* Makes a file that only this user can read, and returns when it is on the disk. One that is there already, like any
 * other failure, is the operator's to see to: die(), and nothing is left behind. */
void durable_file_create(const char *path, const void *bytes, size_t size);

/* What was renamed or linked in the directory of `path` is on the disk when this returns; else die(). */
void durable_file_sync_directory(const char *path);

#endif
