/* SPDX-License-Identifier: MIT */
/* The key file: made once, never touched again, refused when it is not safe; and the sealing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "key_store.h"

static char directory[64];
static char path[128];

static int make_directory(void **state)
{
    (void)state;
    (void)snprintf(directory, sizeof directory, "/tmp/hippo-vault-XXXXXX");
    if (!mkdtemp(directory)) return -1;
    (void)snprintf(path, sizeof path, "%s/vault.key", directory);
    return 0;
}

static int remove_directory(void **state)
{
    (void)state;
    (void)unlink(path);
    return rmdir(directory);
}

static void write_file(size_t size, mode_t mode)
{
    char bytes[64];
    memset(bytes, 'k', sizeof bytes);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, size), size);
    assert_int_equal(fchmod(file, mode), 0);
    assert_int_equal(close(file), 0);
}

static void read_file(uint8_t bytes[KEY_STORE_KEY_BYTES])
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fread(bytes, 1, KEY_STORE_KEY_BYTES, file), KEY_STORE_KEY_BYTES);
    assert_int_equal(fclose(file), 0);
}

/* Opens the key store in a child; its exit status, 0 when it opened, 2 when it died as it should. */
static int open_in_child(const char *at)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        bool was_made;
        if (!freopen("/dev/null", "w", stderr)) _exit(1);
        key_store_close(key_store_open(at, &was_made));
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_first_start_makes_a_private_key(void **state)
{
    (void)state;
    bool was_made;
    struct key_store *keys = key_store_open(path, &was_made);
    struct stat info;
    assert_true(was_made);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
    assert_int_equal(info.st_size, KEY_STORE_KEY_BYTES);
    assert_int_equal(info.st_nlink, 1);
    assert_int_equal(strlen(key_store_fingerprint(keys)), KEY_STORE_FINGERPRINT_CHARS);
    key_store_close(keys);
}

static void test_loading_makes_no_key(void **state)
{
    (void)state;
    bool was_made;
    assert_null(key_store_load(path));
    assert_int_equal(access(path, F_OK), -1);
    struct key_store *made = key_store_open(path, &was_made), *loaded = key_store_load(path);
    assert_string_equal(key_store_fingerprint(loaded), key_store_fingerprint(made));
    key_store_close(made);
    key_store_close(loaded);
}

static void test_later_starts_load_the_same_key(void **state)
{
    (void)state;
    bool was_made;
    char fingerprint[KEY_STORE_FINGERPRINT_CHARS + 1];
    uint8_t before[KEY_STORE_KEY_BYTES], after[KEY_STORE_KEY_BYTES];
    struct key_store *keys = key_store_open(path, &was_made);
    (void)snprintf(fingerprint, sizeof fingerprint, "%s", key_store_fingerprint(keys));
    key_store_close(keys);
    read_file(before);
    keys = key_store_open(path, &was_made);
    assert_false(was_made);
    assert_string_equal(key_store_fingerprint(keys), fingerprint);
    key_store_close(keys);
    read_file(after);
    assert_memory_equal(before, after, sizeof before);
}

static void test_many_first_starts_agree_on_one_key(void **state)
{
    (void)state;
    enum { STARTS = 16 };
    pid_t children[STARTS];
    int made = 0;
    for (int i = 0; i < STARTS; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0) {
            bool was_made;
            key_store_close(key_store_open(path, &was_made));
            _exit(was_made ? 10 : 11);
        }
    }
    for (int i = 0; i < STARTS; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) >= 10);
        made += WEXITSTATUS(status) == 10;
    }
    assert_int_equal(made, 1);
}

static void test_unsafe_files_are_refused(void **state)
{
    (void)state;
    static const mode_t modes[] = {0640, 0604, 0620, 0602, 0644, 0666};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        write_file(KEY_STORE_KEY_BYTES, modes[i]);
        assert_int_equal(open_in_child(path), 2);
    }
    write_file(KEY_STORE_KEY_BYTES, 0600);
    assert_int_equal(open_in_child(path), 0);
    assert_int_equal(chmod(path, 0400), 0);
    assert_int_equal(open_in_child(path), 0);
}

static void test_files_that_are_no_key_are_refused_and_kept(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 31, 33, 64};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct stat info;
        write_file(sizes[i], 0600);
        assert_int_equal(open_in_child(path), 2);
        assert_int_equal(stat(path, &info), 0);
        assert_int_equal(info.st_size, sizes[i]);
    }
    assert_int_equal(open_in_child(directory), 2);
    char nowhere[PATH_MAX];
    (void)snprintf(nowhere, sizeof nowhere, "%s/missing/vault.key", directory);
    assert_int_equal(open_in_child(nowhere), 2);
}

static void test_sealed_secrets_open_again(void **state)
{
    (void)state;
    bool was_made;
    uint8_t secret[KEY_STORE_SECRET_BYTES], opened[KEY_STORE_SECRET_BYTES];
    uint8_t sealed[KEY_STORE_SEALED_BYTES], again[KEY_STORE_SEALED_BYTES];
    randombytes_buf(secret, sizeof secret);
    struct key_store *keys = key_store_open(path, &was_made);
    key_store_seal(keys, sealed, secret);
    key_store_seal(keys, again, secret);
    assert_memory_not_equal(sealed, again, sizeof sealed);
    key_store_close(keys);
    keys = key_store_open(path, &was_made);
    assert_true(key_store_unseal(keys, opened, sealed));
    assert_memory_equal(opened, secret, sizeof secret);
    key_store_close(keys);
}

static void test_damaged_or_foreign_secrets_stay_shut(void **state)
{
    (void)state;
    bool was_made;
    uint8_t secret[KEY_STORE_SECRET_BYTES] = {7}, opened[KEY_STORE_SECRET_BYTES],
            sealed[KEY_STORE_SEALED_BYTES];
    struct key_store *keys = key_store_open(path, &was_made);
    key_store_seal(keys, sealed, secret);
    for (size_t i = 0; i < sizeof sealed; i++) {
        sealed[i] ^= 1;
        assert_false(key_store_unseal(keys, opened, sealed));
        sealed[i] ^= 1;
    }
    char fingerprint[KEY_STORE_FINGERPRINT_CHARS + 1];
    (void)snprintf(fingerprint, sizeof fingerprint, "%s", key_store_fingerprint(keys));
    key_store_close(keys);
    assert_int_equal(unlink(path), 0);
    keys = key_store_open(path, &was_made);
    assert_false(key_store_unseal(keys, opened, sealed));
    assert_string_not_equal(key_store_fingerprint(keys), fingerprint);
    key_store_close(keys);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_first_start_makes_a_private_key, make_directory,
                                        remove_directory),
        cmocka_unit_test_setup_teardown(test_loading_makes_no_key, make_directory, remove_directory),
        cmocka_unit_test_setup_teardown(test_later_starts_load_the_same_key, make_directory,
                                        remove_directory),
        cmocka_unit_test_setup_teardown(test_many_first_starts_agree_on_one_key, make_directory,
                                        remove_directory),
        cmocka_unit_test_setup_teardown(test_unsafe_files_are_refused, make_directory, remove_directory),
        cmocka_unit_test_setup_teardown(test_files_that_are_no_key_are_refused_and_kept, make_directory,
                                        remove_directory),
        cmocka_unit_test_setup_teardown(test_sealed_secrets_open_again, make_directory, remove_directory),
        cmocka_unit_test_setup_teardown(test_damaged_or_foreign_secrets_stay_shut, make_directory,
                                        remove_directory),
    };
    if (sodium_init() < 0) return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
