/* SPDX-License-Identifier: MIT */
/* The key file and the sealing. A lost key means rounds that nobody can finish, so the file appears at its
 * place whole and on disk, or not at all, and is never replaced. */
#include "vault.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"

#define FINGERPRINT_LABEL "hippo/vault-key"
#define FINGERPRINT_BYTES (VAULT_FINGERPRINT_CHARS / 2)

struct vault {
    uint8_t key[VAULT_KEY_BYTES];
    char fingerprint[VAULT_FINGERPRINT_CHARS + 1];
};

_Static_assert(VAULT_KEY_BYTES == crypto_secretbox_KEYBYTES, "the key of a secretbox");
_Static_assert(VAULT_SEALED_BYTES ==
                   crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + VAULT_SECRET_BYTES,
               "a sealed secret");

static bool load_key(struct vault *vault, const char *path);
static void check_file(int file, const char *path);
static bool make_key(struct vault *vault, const char *path);
static void write_key(const struct vault *vault, const char *path);
static void sync_directory(const char *path);
static void compute_fingerprint(struct vault *vault);

struct vault *vault_open(const char *path, bool *was_made)
{
    struct vault *vault = sodium_malloc(sizeof *vault);
    if (!vault) fatal("reason=\"out of memory\"");
    *was_made = false;
    /* Two schedulers may start at once: the one that comes second with its new key loads the first one's. */
    while (!load_key(vault, path) && !*was_made)
        *was_made = make_key(vault, path);
    compute_fingerprint(vault);
    if (sodium_mprotect_readonly(vault) != 0) fatal("reason=\"mprotect: %s\"", strerror(errno));
    return vault;
}

void vault_close(struct vault *vault)
{
    sodium_free(vault);
}

const char *vault_fingerprint(const struct vault *vault)
{
    return vault->fingerprint;
}

void vault_seal(const struct vault *vault, uint8_t sealed[VAULT_SEALED_BYTES],
                const uint8_t secret[VAULT_SECRET_BYTES])
{
    randombytes_buf(sealed, crypto_secretbox_NONCEBYTES);
    if (crypto_secretbox_easy(sealed + crypto_secretbox_NONCEBYTES, secret, VAULT_SECRET_BYTES, sealed,
                              vault->key) != 0)
        fatal("reason=\"a secret could not be sealed\"");
}

bool vault_unseal(const struct vault *vault, uint8_t secret[VAULT_SECRET_BYTES],
                  const uint8_t sealed[VAULT_SEALED_BYTES])
{
    return crypto_secretbox_open_easy(secret, sealed + crypto_secretbox_NONCEBYTES,
                                      VAULT_SEALED_BYTES - crypto_secretbox_NONCEBYTES, sealed,
                                      vault->key) == 0;
}

/* False: there is no such file. */
static bool load_key(struct vault *vault, const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0 && errno == ENOENT) return false;
    if (file < 0) die("setting=VAULT_KEY_FILE path=\"%s\" reason=\"%s\"", path, strerror(errno));
    check_file(file, path);
    ssize_t got = read(file, vault->key, sizeof vault->key);
    if (got != (ssize_t)sizeof vault->key)
        die("setting=VAULT_KEY_FILE path=\"%s\" reason=\"cannot read: %s\"", path,
            got < 0 ? strerror(errno) : "too short");
    (void)close(file);
    return true;
}

static void check_file(int file, const char *path)
{
    struct stat info;
    if (fstat(file, &info) != 0)
        die("setting=VAULT_KEY_FILE path=\"%s\" reason=\"%s\"", path, strerror(errno));
    if (!S_ISREG(info.st_mode)) die("setting=VAULT_KEY_FILE path=\"%s\" reason=\"not a plain file\"", path);
    if (info.st_mode & (S_IRWXG | S_IRWXO))
        die("setting=VAULT_KEY_FILE path=\"%s\" mode=%04o reason=\"others may get at the key: chmod 600 it\"",
            path, (unsigned)(info.st_mode & 07777));
    if (info.st_size != VAULT_KEY_BYTES)
        die("setting=VAULT_KEY_FILE path=\"%s\" size=%lld reason=\"a key has %d bytes: this is not one, or "
            "it is "
            "damaged; restore it from its copy\"",
            path, (long long)info.st_size, VAULT_KEY_BYTES);
}

/* False: somebody else has put a key there meanwhile. Written beside and linked into place: link(2) never
 * replaces a file, and nobody ever sees half a key. */
static bool make_key(struct vault *vault, const char *path)
{
    char draft[PATH_MAX];
    int length = snprintf(draft, sizeof draft, "%s.new-%ld", path, (long)getpid());
    if (length < 0 || (size_t)length >= sizeof draft)
        die("setting=VAULT_KEY_FILE path=\"%s\" reason=\"too long\"", path);
    randombytes_buf(vault->key, sizeof vault->key);
    write_key(vault, draft);
    int linked = link(draft, path), reason = errno;
    (void)unlink(draft);
    if (linked != 0 && reason != EEXIST)
        die("setting=VAULT_KEY_FILE path=\"%s\" reason=\"%s\"", path, strerror(reason));
    sync_directory(path);
    return linked == 0;
}

static void write_key(const struct vault *vault, const char *path)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) die("setting=VAULT_KEY_FILE path=\"%s\" reason=\"%s\"", path, strerror(errno));
    if (write(file, vault->key, sizeof vault->key) != (ssize_t)sizeof vault->key || fsync(file) != 0 ||
        close(file) != 0) {
        int reason = errno;
        (void)unlink(path);
        die("setting=VAULT_KEY_FILE path=\"%s\" reason=\"%s\"", path, strerror(reason));
    }
}

static void sync_directory(const char *path)
{
    char copy[PATH_MAX];
    (void)snprintf(copy, sizeof copy, "%s", path);
    int directory = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0 || fsync(directory) != 0)
        die("setting=VAULT_KEY_FILE path=\"%s\" reason=\"its directory: %s\"", path, strerror(errno));
    (void)close(directory);
}

static void compute_fingerprint(struct vault *vault)
{
    uint8_t digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const uint8_t *)FINGERPRINT_LABEL, sizeof FINGERPRINT_LABEL - 1);
    crypto_hash_sha256_update(&state, vault->key, sizeof vault->key);
    crypto_hash_sha256_final(&state, digest);
    (void)sodium_bin2hex(vault->fingerprint, sizeof vault->fingerprint, digest, FINGERPRINT_BYTES);
    sodium_memzero(&state, sizeof state);
    sodium_memzero(digest, sizeof digest);
}
