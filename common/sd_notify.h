/* SPDX-License-Identifier: MIT */
/* systemd's readiness and watchdog datagrams to NOTIFY_SOCKET, without its library. */
#ifndef HIPPO_SD_NOTIFY_H
#define HIPPO_SD_NOTIFY_H

#include <stdint.h>

/* Call at each turn of the main loop, however often: the first call sends READY=1, then one per second sends WATCHDOG=1,
 * so that a loop that hangs is noticed. Without NOTIFY_SOCKET it does nothing. `now_ms` is on clock_mono_ms. One thread
 * only. Never blocks; errors are ignored, since the next datagram makes up for a lost one. */
void sd_notify_alive(int64_t now_ms);

#endif
