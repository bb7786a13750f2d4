/* SPDX-License-Identifier: MIT */
/* A crowd of WebSocket clients in one process: they connect, count what they are told, and measure how old it is.
 * What they find lies in memory shared with the process that leads them. */
#ifndef HIPPO_BENCH_PUSH_CROWD_H
#define HIPPO_BENCH_PUSH_CROWD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Ages of messages are counted in steps of 20 us, the last step holding all that are older. */
#define CROWD_STEP_US 20
#define CROWD_STEPS (1 << 19)

struct crowd_target {
    const char *host; /* a numeric address */
    uint16_t port;
    const char *path;
    bool is_tls;
};

struct crowd_totals {
    _Atomic uint64_t opened;      /* handshakes that succeeded */
    _Atomic uint64_t deliveries;  /* events received in order, none missing before them */
    _Atomic uint64_t faults;      /* refused, lost, out of order, missing */
    _Atomic uint64_t orders;      /* carried out */
    _Atomic uint64_t received_us; /* when the last delivery came, realtime */
    _Atomic uint32_t ages[CROWD_STEPS];
};

enum crowd_order_kind {
    CROWD_OPEN,  /* `count` more clients */
    CROWD_STALL, /* `count` more, which take very little and never read after the handshake */
    CROWD_CLOSE, /* all hang up, abruptly */
};

struct crowd_order {
    enum crowd_order_kind kind;
    uint32_t count;
    uint64_t next; /* the number of the next event: each client's first must be this one */
};

/* Carries out the orders that come from `orders_fd` until it is closed. `number` of this crowd, for its addresses. */
_Noreturn void crowd_run(const struct crowd_target *target, struct crowd_totals *totals, int orders_fd,
                         unsigned number);

/* A socket that connects to the target from 127.x.y.z chosen by `serial`: no address runs out of ports. */
int crowd_socket(const struct crowd_target *target, unsigned number, uint32_t serial, int flags,
                 int receive_buffer);

/* The handshake's request; returns its length. */
int crowd_request(const struct crowd_target *target, char *text, unsigned long size);

uint64_t crowd_now_us(void);

#endif
