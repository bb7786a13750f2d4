/* SPDX-License-Identifier: MIT */
/* What schedulers remember outside of the database: a small file beside the key. A database that was put back to an earlier
 * state knows less than it. What it says is the database's business; here it is any JSON object. */
#ifndef HIPPO_SCHEDULER_HOUSE_RECORD_H
#define HIPPO_SCHEDULER_HOUSE_RECORD_H

#include <stdbool.h>

#define HOUSE_RECORD_SUFFIX ".record"
#define HOUSE_RECORD_BYTES_MAX 4096

struct house_record;

/* The record of the house whose key is at `key_path`; nothing is read yet. */
struct house_record *house_record_new(const char *key_path);
void house_record_free(struct house_record *record);

/* For messages. Valid until house_record_free. */
const char *house_record_path(const struct house_record *record);

/* What the file says now; NULL: there is none. Read anew at each call, for several schedulers may share it. Anything but a
 * JSON object, or a file that cannot be read, is the operator's to see to: die(). Valid until the next call. */
const char *house_record_read(struct house_record *record);

/* Puts `text` in place of what house_record_read gave last; when it returns true, that is on the disk. False: another
 * scheduler has written the file since, and it stays as it is. A file that cannot be written: die(). */
bool house_record_keep(struct house_record *record, const char *text) __attribute__((warn_unused_result));

#endif
