/* SPDX-License-Identifier: MIT */
/* The key file and the sealing. Without the key open rounds cannot be finished, so the file appears under its name
 * complete and synced to disk, or not at all, and is never replaced. */
#include "key_store.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "durable_file.h"
#include "log.h"

#define FINGERPRINT_LABEL "hippo/vault-key"
#define SIGNING_CONTEXT "hippoexp" /* of the KDF: 8 characters */
#define SIGNING_NUMBER 1
#define FINGERPRINT_BYTES (KEY_STORE_FINGERPRINT_CHARS / 2)

struct key_store {
    uint8_t key[KEY_STORE_KEY_BYTES];
    char fingerprint[KEY_STORE_FINGERPRINT_CHARS + 1];
};

_Static_assert(KEY_STORE_KEY_BYTES == crypto_secretbox_KEYBYTES, "the key of a secretbox");
_Static_assert(KEY_STORE_KEY_BYTES == crypto_kdf_KEYBYTES, "a key that others follow from");
_Static_assert(KEY_STORE_SEALED_BYTES ==
                   crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + KEY_STORE_SECRET_BYTES,
               "a sealed secret");

static struct key_store *allocate(void);
static struct key_store *finish(struct key_store *keys);
static bool load_key(struct key_store *keys, const char *path);
static void check_file(int file, const char *path);
static bool make_key(struct key_store *keys, const char *path);
static void compute_fingerprint(struct key_store *keys);

struct key_store *key_store_load(const char *path)
{
    struct key_store *keys = allocate();
    if (load_key(keys, path)) return finish(keys);
    sodium_free(keys);
    return NULL;
}

struct key_store *key_store_open(const char *path, bool *was_made)
{
    struct key_store *keys = allocate();
    *was_made = false;
    /* Two schedulers may start at once: the one whose link(2) comes second loads the other's key. */
    while (!load_key(keys, path) && !*was_made)
        *was_made = make_key(keys, path);
    return finish(keys);
}

void key_store_close(struct key_store *keys)
{
    sodium_free(keys);
}

const char *key_store_fingerprint(const struct key_store *keys)
{
    return keys->fingerprint;
}

void key_store_seal(const struct key_store *keys, uint8_t sealed[KEY_STORE_SEALED_BYTES],
                    const uint8_t secret[KEY_STORE_SECRET_BYTES])
{
    randombytes_buf(sealed, crypto_secretbox_NONCEBYTES);
    if (crypto_secretbox_easy(sealed + crypto_secretbox_NONCEBYTES, secret, KEY_STORE_SECRET_BYTES, sealed,
                              keys->key) != 0)
        fatal("reason=\"a secret could not be sealed\"");
}

bool key_store_unseal(const struct key_store *keys, uint8_t secret[KEY_STORE_SECRET_BYTES],
                      const uint8_t sealed[KEY_STORE_SEALED_BYTES])
{
    return crypto_secretbox_open_easy(secret, sealed + crypto_secretbox_NONCEBYTES,
                                      KEY_STORE_SEALED_BYTES - crypto_secretbox_NONCEBYTES, sealed,
                                      keys->key) == 0;
}

void key_store_signing_seed(const struct key_store *keys, uint8_t seed[KEY_STORE_SEED_BYTES])
{
    if (crypto_kdf_derive_from_key(seed, KEY_STORE_SEED_BYTES, SIGNING_NUMBER, SIGNING_CONTEXT, keys->key) !=
        0)
        fatal("reason=\"no key could be derived\"");
}

static struct key_store *allocate(void)
{
    struct key_store *keys = sodium_malloc(sizeof *keys);
    if (!keys) fatal("reason=\"out of memory\"");
    return keys;
}

static struct key_store *finish(struct key_store *keys)
{
    compute_fingerprint(keys);
    if (sodium_mprotect_readonly(keys) != 0) fatal("reason=\"mprotect: %s\"", strerror(errno));
    return keys;
}

/* False: there is no such file. */
static bool load_key(struct key_store *keys, const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0 && errno == ENOENT) return false;
    if (file < 0) die("setting=VAULT_KEY_FILE path=\"%s\" reason=\"%s\"", path, strerror(errno));
    check_file(file, path);
    ssize_t got = read(file, keys->key, sizeof keys->key);
    if (got != (ssize_t)sizeof keys->key)
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
    if (info.st_size != KEY_STORE_KEY_BYTES)
        die("setting=VAULT_KEY_FILE path=\"%s\" size=%lld "
            "reason=\"a key has %d bytes: this is not one, or it is damaged; restore it from its copy\"",
            path, (long long)info.st_size, KEY_STORE_KEY_BYTES);
}

/* False: another process has made a key there meanwhile. Written to a draft and linked into place: link(2) never
 * replaces a file, and no reader sees a partial key. */
static bool make_key(struct key_store *keys, const char *path)
{
    char draft[PATH_MAX];
    int length = snprintf(draft, sizeof draft, "%s.new-%ld", path, (long)getpid());
    if (length < 0 || (size_t)length >= sizeof draft)
        die("setting=VAULT_KEY_FILE path=\"%s\" reason=\"too long\"", path);
    randombytes_buf(keys->key, sizeof keys->key);
    durable_file_create(draft, keys->key, sizeof keys->key);
    int linked = link(draft, path), reason = errno;
    (void)unlink(draft);
    if (linked != 0 && reason != EEXIST)
        die("setting=VAULT_KEY_FILE path=\"%s\" reason=\"%s\"", path, strerror(reason));
    durable_file_sync_directory(path);
    return linked == 0;
}

static void compute_fingerprint(struct key_store *keys)
{
    uint8_t digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const uint8_t *)FINGERPRINT_LABEL, sizeof FINGERPRINT_LABEL - 1);
    crypto_hash_sha256_update(&state, keys->key, sizeof keys->key);
    crypto_hash_sha256_final(&state, digest);
    (void)sodium_bin2hex(keys->fingerprint, sizeof keys->fingerprint, digest, FINGERPRINT_BYTES);
    sodium_memzero(&state, sizeof state);
    sodium_memzero(digest, sizeof digest);
}
