/* SPDX-License-Identifier: MIT */
/* Written, synced and closed, each checked: a full disk may show at any of them. */
#include "durable_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"

void durable_file_create(const char *path, const void *bytes, size_t size)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) die("setting=VAULT_KEY_FILE path=\"%s\" reason=\"%s\"", path, strerror(errno));
    if (write(file, bytes, size) != (ssize_t)size || fsync(file) != 0 || close(file) != 0) {
        int reason = errno;
        (void)unlink(path);
        die("setting=VAULT_KEY_FILE path=\"%s\" reason=\"%s\"", path, strerror(reason));
    }
}

void durable_file_sync_directory(const char *path)
{
    char copy[PATH_MAX];
    (void)snprintf(copy, sizeof copy, "%s", path);
    int directory = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0 || fsync(directory) != 0)
        die("setting=VAULT_KEY_FILE path=\"%s\" reason=\"its directory: %s\"", path, strerror(errno));
    (void)close(directory);
}
