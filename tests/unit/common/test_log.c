/* SPDX-License-Identifier: MIT */
/* The log: one call is one line whatever the values hold, levels, and the two ways to end the program. */
#include <fcntl.h>
#include <regex.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "child.h"
#include "log.h"

#define LINES 1000

static void assert_matches(const char *text, const char *pattern)
{
    regex_t compiled;
    assert_int_equal(regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB), 0);
    int result = regexec(&compiled, text, 0, NULL, 0);
    regfree(&compiled);
    if (result != 0) fail_msg("%s does not match %s", text, pattern);
}

static size_t count_lines(const char *text)
{
    size_t lines = 0;
    for (; (text = strchr(text, '\n')); text++)
        lines++;
    return lines;
}

static void say_value(void *value)
{
    log_open("hippo-test", LOG_LEVEL_INFO);
    log_info("said", "value=\"%s\"", (const char *)value);
}

static void say_every_level(void *level)
{
    log_open("hippo-test", *(enum log_level *)level);
    log_error("e", "");
    log_warn("w", "");
    log_info("i", "");
    log_debug("d", "");
}

static void a_line_has_time_level_program_event_and_fields(void **state)
{
    (void)state;
    const struct child *child = child_run(say_value, "x y");
    assert_matches(child->text,
                   "^2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z level=info "
                   "program=hippo-test event=said value=\"x y\"\n$");
}

static void control_characters_cannot_forge_a_line(void **state)
{
    (void)state;
    const struct child *child = child_run(say_value, "a\nlevel=error\r\n\t\x1b[31mred\x7f");
    assert_int_equal(count_lines(child->text), 1);
    assert_non_null(strstr(child->text, "value=\"a level=error    [31mred \"\n"));
}

static void letters_beyond_ascii_stay(void **state)
{
    (void)state;
    const struct child *child = child_run(say_value, "Ti Zeklè");
    assert_non_null(strstr(child->text, "value=\"Ti Zeklè\"\n"));
}

static void a_long_line_is_cut_and_ends(void **state)
{
    (void)state;
    static char value[10000];
    memset(value, 'x', sizeof value - 1);
    const struct child *child = child_run(say_value, value);
    assert_int_equal(count_lines(child->text), 1);
    assert_int_equal(strlen(child->text), 2048);
}

static void a_line_without_fields_has_no_blank_at_its_end(void **state)
{
    (void)state;
    enum log_level level = LOG_LEVEL_ERROR;
    const struct child *child = child_run(say_every_level, &level);
    assert_matches(child->text, " event=e\n$");
}

static void the_level_hides_what_is_below(void **state)
{
    (void)state;
    for (enum log_level level = LOG_LEVEL_ERROR; level <= LOG_LEVEL_DEBUG; level++) {
        const struct child *child = child_run(say_every_level, &level);
        assert_int_equal(count_lines(child->text), level + 1);
    }
}

static void shout(void *name)
{
    log_open(name, LOG_LEVEL_INFO);
    for (int i = 0; i < LINES; i++)
        log_info("shout", "number=%d filler=%0200d", i, 0);
}

static void shout_from_two_processes(void *unused)
{
    (void)unused;
    pid_t pid = fork();
    shout(pid == 0 ? "child" : "parent");
    if (pid == 0) _exit(0);
    if (waitpid(pid, NULL, 0) != pid) abort();
}

static void two_processes_do_not_mix_their_lines(void **state)
{
    (void)state;
    char *text = child_run(shout_from_two_processes, NULL)->text;
    size_t lines = 0;
    for (const char *line; (line = strsep(&text, "\n")) && *line; lines++)
        assert_matches(
            line, "^[0-9T:.-]+Z level=info program=(child|parent) event=shout number=[0-9]+ filler=0{200}$");
    assert_int_equal(lines, 2 * LINES);
}

/* Nobody reads it, until all is said; then what comes is handed on. */
static void say_too_much(void *make_ends)
{
    int ends[2];
    char text[4096];
    if (!(*(bool (**)(int *))make_ends)(ends) || dup2(ends[1], STDERR_FILENO) < 0) abort();
    log_open("hippo-test", LOG_LEVEL_INFO);
    for (int i = 0; i < 100000 && log_dropped() == 0; i++)
        log_info("x", ""); /* what is said of lost lines is longer: it finds no room either */
    for (int i = 0; i < 9; i++)
        log_info("x", "");
    if (fcntl(ends[1], F_GETFL) & O_NONBLOCK) abort(); /* others may share it */
    if (fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) abort();
    while (read(ends[0], text, sizeof text) > 0) {
    }
    log_info("back", "");
    log_info("on", "");
    ssize_t length = read(ends[0], text, sizeof text);
    if (length < 0 || write(STDOUT_FILENO, text, (size_t)length) != length) abort();
}

static bool make_pipe(int ends[2])
{
    return pipe(ends) == 0;
}

static bool make_sockets(int ends[2])
{
    return socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0;
}

static void nobody_waits_for_a_reader_and_is_told_what_is_lost(void **state)
{
    (void)state;
    static bool (*const kinds[])(int *) = {make_pipe, make_sockets};
    for (size_t i = 0; i < 2; i++) {
        bool (*kind)(int *) = kinds[i];
        const struct child *child = child_run(say_too_much, &kind);
        assert_int_equal(child->exit_status, 0);
        assert_matches(child->text, "^[^ ]+ level=warn program=hippo-test event=log_lines_dropped count=10\n"
                                    "[^ ]+ level=info program=hippo-test event=back\n[^\n]+ event=on\n$");
    }
}

static void die_of(void *reason)
{
    die("reason=\"%s\"", (const char *)reason);
}

static void die_is_status_2_and_one_line(void **state)
{
    (void)state;
    const struct child *child = child_run(die_of, "no\nkey");
    assert_int_equal(child->exit_status, 2);
    assert_matches(child->text, "level=error program=hippo event=die reason=\"no key\"\n$");
}

static void be_impossible(void *unused)
{
    (void)unused;
    (void)setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    (void)signal(SIGABRT, SIG_DFL);
    fatal("phase=%d", 9);
}

static void fatal_aborts_and_says_where(void **state)
{
    (void)state;
    const struct child *child = child_run(be_impossible, NULL);
    assert_int_equal(child->signal, SIGABRT);
    assert_matches(child->text, "event=fatal at=tests/unit/common/test_log\\.c:[0-9]+ phase=9\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_has_time_level_program_event_and_fields),
        cmocka_unit_test(control_characters_cannot_forge_a_line),
        cmocka_unit_test(letters_beyond_ascii_stay),
        cmocka_unit_test(a_long_line_is_cut_and_ends),
        cmocka_unit_test(a_line_without_fields_has_no_blank_at_its_end),
        cmocka_unit_test(the_level_hides_what_is_below),
        cmocka_unit_test(two_processes_do_not_mix_their_lines),
        cmocka_unit_test(nobody_waits_for_a_reader_and_is_told_what_is_lost),
        cmocka_unit_test(die_is_status_2_and_one_line),
        cmocka_unit_test(fatal_aborts_and_says_where),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
