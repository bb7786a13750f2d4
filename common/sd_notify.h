/* SPDX-License-Identifier: MIT */
/* Tells the service manager that we are up and alive: systemd's datagrams to NOTIFY_SOCKET, without its library. */
#ifndef HIPPO_SD_NOTIFY_H
#define HIPPO_SD_NOTIFY_H

#include <stdint.h>

/* To be called at each turn of the program's main loop, as often as it likes: the first call says READY=1, then one a
 * second says WATCHDOG=1, so that a loop that hangs is noticed. Without NOTIFY_SOCKET it does nothing.
 * `now_ms` is on clock_mono_ms. One thread only. Never blocks, never fails: nobody is harmed by a lost word. */
void sd_notify_alive(int64_t now_ms);

#endif
