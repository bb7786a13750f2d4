/* SPDX-License-Identifier: MIT */
/* What a scrape is told: of one process without a label, of several workers with each one's, whoever answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "loop/metrics.h"
#include "metrics_page.h"
#include "stream/frame.h"
#include "stream/protocol.h"

/* Is this line told? */
static bool tells(const char *line)
{
    struct frame frame = {0};
    size_t length;
    frame_begin(&frame);
    metrics_page_print(&frame);
    frame_append(&frame, "", 1);
    const char *text = (const char *)frame_payload(&frame, &length), *found = text;
    size_t size = strlen(line);
    while ((found = strstr(found, line)) && !((found == text || found[-1] == '\n') && found[size] == '\n'))
        found++;
    frame_free(&frame);
    return found != NULL;
}

/* In a process of its own, as worker `number`. */
static void count_as(int number, uint64_t sends)
{
    pid_t pid = fork();
    if (pid == 0) {
        metrics_choose(number);
        metrics->sends += sends;
        metrics->clients[PROTOCOL_PLAIN] += sends;
        metrics_count_close(3001);
        for (int code = 4000; code < 4002; code++)
            metrics_count_close(code);
        metrics->database_up = 1;
        metrics_observe(&metrics->lag, 30000);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void one_process_has_no_label(void **state)
{
    (void)state;
    metrics->sends = 7;
    metrics->clock_apart_ms = 61007;
    metrics_observe(&metrics->ping, 1500);
    assert_true(tells("hippo_gateway_sends_total 7"));
    assert_true(tells("hippo_gateway_clients{protocol=\"plain\"} 0"));
    assert_true(tells("hippo_gateway_ping_seconds_bucket{le=\"0.001\"} 0"));
    assert_true(tells("hippo_gateway_ping_seconds_bucket{le=\"0.005\"} 1"));
    assert_true(tells("hippo_gateway_ping_seconds_bucket{le=\"+Inf\"} 1"));
    assert_true(tells("hippo_gateway_ping_seconds_sum 0.001500"));
    assert_true(tells("hippo_gateway_ping_seconds_count 1"));
    assert_true(tells("hippo_gateway_clock_skew_seconds 61.007"));
}

/* From here on there are two. */
static void whoever_answers_tells_of_all(void **state)
{
    (void)state;
    metrics_share(2);
    count_as(0, 3);
    count_as(1, 5);
    assert_true(tells("hippo_gateway_sends_total{worker=\"0\"} 3"));
    assert_true(tells("hippo_gateway_sends_total{worker=\"1\"} 5"));
    assert_true(tells("hippo_gateway_clients{worker=\"1\",protocol=\"plain\"} 5"));
    assert_true(tells("hippo_gateway_clients_closed_total{worker=\"0\",code=\"3001\"} 1"));
    assert_true(tells("hippo_gateway_clients_closed_total{worker=\"0\",code=\"1000\"} 0"));
    assert_true(tells("hippo_gateway_clients_closed_total{worker=\"0\",code=\"other\"} 2"));
    assert_true(tells("hippo_gateway_loop_lag_seconds_bucket{worker=\"1\",le=\"0.1\"} 1"));
    assert_true(tells("hippo_gateway_loop_lag_seconds_sum{worker=\"1\"} 0.030000"));
    assert_false(tells("hippo_gateway_sends_total 3"));
}

static void a_successor_counts_on(void **state)
{
    (void)state;
    metrics_worker_ended(1);
    assert_true(tells("hippo_gateway_sends_total{worker=\"1\"} 5"));
    assert_true(tells("hippo_gateway_clients{worker=\"1\",protocol=\"plain\"} 0"));
    assert_true(tells("hippo_gateway_database_up{worker=\"1\"} 0"));
    assert_true(tells("hippo_gateway_clients{worker=\"0\",protocol=\"plain\"} 3"));
    count_as(1, 4);
    assert_true(tells("hippo_gateway_sends_total{worker=\"1\"} 9"));
    assert_true(tells("hippo_gateway_clients{worker=\"1\",protocol=\"plain\"} 4"));
    assert_true(tells("hippo_gateway_database_up{worker=\"1\"} 1"));
}

static void heartbeats_are_counted_for_the_parent(void **state)
{
    (void)state;
    assert_int_equal(metrics_heartbeats(0), 1);
    assert_int_equal(metrics_heartbeats(1), 2);
    count_as(0, 0);
    assert_int_equal(metrics_heartbeats(0), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_process_has_no_label),
        cmocka_unit_test(whoever_answers_tells_of_all),
        cmocka_unit_test(a_successor_counts_on),
        cmocka_unit_test(heartbeats_are_counted_for_the_parent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
