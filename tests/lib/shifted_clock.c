/* SPDX-License-Identifier: MIT */
/* LD_PRELOAD for a program whose machine's wall clock is wrong, while the monotonic one goes on: as long as it runs, the
 * file CLOCK_SHIFT_FILE says by how many milliseconds (a 64-bit number). */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *shift_ms;

__attribute__((constructor)) static void open_shift(void)
{
    const char *path = getenv("CLOCK_SHIFT_FILE");
    int file = open(path ? path : "", O_RDONLY | O_CLOEXEC);
    void *page = mmap(NULL, sizeof *shift_ms, PROT_READ, MAP_SHARED, file, 0);
    if (page == MAP_FAILED) abort();
    (void)close(file);
    shift_ms = page;
}

int clock_gettime(clockid_t which, struct timespec *time)
{
    int result = (int)syscall(SYS_clock_gettime, which, time);
    if (result != 0 || which != CLOCK_REALTIME || !shift_ms) return result;
    int64_t ns = time->tv_nsec + *shift_ms % 1000 * 1000000;
    time->tv_sec += *shift_ms / 1000 + (ns >= 1000000000) - (ns < 0);
    time->tv_nsec = (long)((ns + 1000000000) % 1000000000);
    return 0;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone)
{
    struct timespec now;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
    *time = (struct timeval){.tv_sec = now.tv_sec, .tv_usec = now.tv_nsec / 1000};
    return 0;
}

time_t time(time_t *result)
{
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
    if (result) *result = now.tv_sec;
    return now.tv_sec;
}
