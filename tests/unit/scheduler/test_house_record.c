/* SPDX-License-Identifier: MIT */
/* The record beside the key: whole or not there, and never written over by who has not read it. */
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
#include <sys/stat.h>
#include <unistd.h>

#include "child.h"
#include "house_record.h"

static char directory[64];
static char key_path[128];
static char path[160];

static int make_directory(void **state)
{
    (void)state;
    (void)snprintf(directory, sizeof directory, "/tmp/hippo-record-XXXXXX");
    if (!mkdtemp(directory)) return -1;
    (void)snprintf(key_path, sizeof key_path, "%s/vault.key", directory);
    (void)snprintf(path, sizeof path, "%s.record", key_path);
    return 0;
}

static int remove_directory(void **state)
{
    (void)state;
    (void)unlink(path);
    return rmdir(directory);
}

static void write_file(const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static int count_files(void)
{
    DIR *folder = opendir(directory);
    int count = 0;
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        count += entry->d_name[0] != '.';
    assert_int_equal(closedir(folder), 0);
    return count;
}

static void test_what_is_kept_is_read_again(void **state)
{
    (void)state;
    struct stat info;
    struct house_record *record = house_record_new(key_path);
    assert_string_equal(house_record_path(record), path);
    assert_null(house_record_read(record));
    assert_true(house_record_keep(record, "{\"beat\":1}"));
    assert_true(house_record_keep(record, "{\"beat\":2}"));
    assert_string_equal(house_record_read(record), "{\"beat\":2}");
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
    assert_int_equal(count_files(), 1);
    house_record_free(record);
    record = house_record_new(key_path);
    assert_string_equal(house_record_read(record), "{\"beat\":2}");
    house_record_free(record);
}

static void test_what_is_the_same_is_not_written(void **state)
{
    (void)state;
    struct stat before, after;
    struct house_record *record = house_record_new(key_path);
    assert_null(house_record_read(record));
    assert_true(house_record_keep(record, "{\"beat\":1}"));
    assert_int_equal(stat(path, &before), 0);
    assert_true(house_record_keep(record, "{\"beat\":1}"));
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(after.st_ino, before.st_ino);
    house_record_free(record);
}

static void test_another_schedulers_word_stays(void **state)
{
    (void)state;
    struct house_record *one = house_record_new(key_path), *other = house_record_new(key_path);
    assert_null(house_record_read(one));
    assert_null(house_record_read(other));
    assert_true(house_record_keep(other, "{\"beat\":9}"));
    assert_false(house_record_keep(one, "{\"beat\":8}"));
    assert_string_equal(house_record_read(one), "{\"beat\":9}");
    assert_true(house_record_keep(one, "{\"beat\":10}"));
    house_record_free(one);
    house_record_free(other);
}

static void test_the_draft_of_one_who_was_killed_is_in_nobodys_way(void **state)
{
    (void)state;
    char draft[200];
    (void)snprintf(draft, sizeof draft, "%s.new-%ld", path, (long)getpid());
    FILE *file = fopen(draft, "wb");
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    struct house_record *record = house_record_new(key_path);
    assert_null(house_record_read(record));
    assert_true(house_record_keep(record, "{\"beat\":1}"));
    assert_int_equal(count_files(), 1);
    house_record_free(record);
}

static void read_it(void *unused)
{
    (void)unused;
    struct house_record *record = house_record_new(key_path);
    (void)house_record_read(record);
    house_record_free(record);
}

static void keep_it(void *unused)
{
    (void)unused;
    struct house_record *record = house_record_new(key_path);
    (void)house_record_read(record);
    if (house_record_keep(record, "{}")) _exit(0);
    _exit(1);
}

static void test_rubbish_is_refused_and_stays(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "x", "7", "[]", "null", "{\"beat\":", "\"{}\""};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        write_file(texts[i]);
        struct child *child = child_run(read_it, NULL);
        assert_int_equal(child->exit_status, 2);
        assert_non_null(strstr(child->text, "this record is damaged"));
        struct stat info;
        assert_int_equal(stat(path, &info), 0);
        assert_int_equal(info.st_size, strlen(texts[i]));
    }
}

static void test_a_place_that_takes_no_file_is_an_error(void **state)
{
    (void)state;
    (void)snprintf(key_path, sizeof key_path, "%s/missing/vault.key", directory);
    assert_int_equal(child_run(keep_it, NULL)->exit_status, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_is_kept_is_read_again, make_directory, remove_directory),
        cmocka_unit_test_setup_teardown(test_what_is_the_same_is_not_written, make_directory,
                                        remove_directory),
        cmocka_unit_test_setup_teardown(test_another_schedulers_word_stays, make_directory, remove_directory),
        cmocka_unit_test_setup_teardown(test_the_draft_of_one_who_was_killed_is_in_nobodys_way,
                                        make_directory, remove_directory),
        cmocka_unit_test_setup_teardown(test_rubbish_is_refused_and_stays, make_directory, remove_directory),
        cmocka_unit_test_setup_teardown(test_a_place_that_takes_no_file_is_an_error, make_directory,
                                        remove_directory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
