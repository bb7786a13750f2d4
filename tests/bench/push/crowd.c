/* SPDX-License-Identifier: MIT */
/* One epoll loop; a client is some bytes, so that the crowd costs the machine as little as it can. */
#include "crowd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Handshakes under way: fewer than anybody's listen queue holds, or lost SYNs would be measured. */
#define UNDER_WAY 256
#define UNDER_WAY_TLS 64
#define CLIENTS_MAX 20000
#define EVENTS 256
#define BUFFER ((size_t)256 * 1024)
#define STALLED_RECEIVE_BUFFER 4096
#define CLIENTS_AN_ADDRESS 8192

enum state { GONE, CONNECTING, ENCRYPTING, ASKED, OPEN, STALLED };

struct client {
    int fd;
    uint8_t state; /* enum state */
    bool will_stall;
    uint32_t kept_length;
    uint8_t *kept; /* a frame that came in part, or NULL */
    uint64_t next; /* the event that must come next */
    SSL *ssl;
};

struct crowd {
    const struct crowd_target *target;
    struct crowd_totals *totals;
    SSL_CTX *tls;
    int epoll_fd;
    unsigned number;
    uint32_t serial, count, wanted, under_way;
    bool is_stalling;
    uint64_t next, orders;
    size_t hint; /* where "seq": was in the last event */
    char request[512];
    int request_length;
    struct client clients[CLIENTS_MAX];
    uint8_t buffer[BUFFER];
};

static void take_order(struct crowd *crowd, int orders_fd);
static void open_more(struct crowd *crowd);
static void watch(const struct crowd *crowd, struct client *client, int operation, uint32_t events);
static void on_ready(struct crowd *crowd, struct client *client);
static void encrypt(struct crowd *crowd, struct client *client);
static void ask(struct crowd *crowd, struct client *client);
static void receive(struct crowd *crowd, struct client *client);
static ssize_t read_some(struct client *client, uint8_t *bytes, size_t room);
static size_t consume(struct crowd *crowd, struct client *client, uint8_t *bytes, size_t length);
static size_t take_answer(struct crowd *crowd, struct client *client, const uint8_t *bytes, size_t length);
static void take_event(struct crowd *crowd, struct client *client, const uint8_t *text, size_t length,
                       uint64_t now_us);
static void pong(struct client *client, const uint8_t *payload, size_t length);
static bool find_number(const uint8_t *text, size_t length, size_t *at, const char *name, uint64_t *number);
static void fail(struct crowd *crowd, struct client *client);
static void hang_up(struct client *client);

_Noreturn void crowd_run(const struct crowd_target *target, struct crowd_totals *totals, int orders_fd,
                         unsigned number)
{
    struct crowd *crowd = calloc(1, sizeof *crowd);
    struct epoll_event events[EVENTS];
    if (!crowd) abort();
    crowd->target = target;
    crowd->totals = totals;
    crowd->number = number;
    crowd->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    crowd->request_length = crowd_request(target, crowd->request, sizeof crowd->request);
    if (target->is_tls) {
        crowd->tls = SSL_CTX_new(TLS_client_method());
        if (!crowd->tls) abort();
        (void)SSL_CTX_set_mode(crowd->tls, SSL_MODE_RELEASE_BUFFERS);
    }
    (void)epoll_ctl(crowd->epoll_fd, EPOLL_CTL_ADD, orders_fd, &(struct epoll_event){.events = EPOLLIN});
    for (;;) {
        int count = epoll_wait(crowd->epoll_fd, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            if (events[i].data.ptr)
                on_ready(crowd, events[i].data.ptr);
            else
                take_order(crowd, orders_fd);
        }
        open_more(crowd);
        if (crowd->count == crowd->wanted && crowd->under_way == 0)
            atomic_store(&totals->orders, crowd->orders);
    }
}

int crowd_socket(const struct crowd_target *target, unsigned number, uint32_t serial, int flags,
                 int receive_buffer)
{
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET};
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
    if (fd < 0) return -1;
    from.sin_addr.s_addr =
        htonl(0x7f010001U | (number & 0xff) << 16 | serial / CLIENTS_AN_ADDRESS % 200 << 8);
    to.sin_port = htons(target->port);
    (void)inet_pton(AF_INET, target->host, &to.sin_addr);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    /* The port is chosen at connect, so that only the pair of addresses must be free. */
    (void)setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    if (receive_buffer > 0)
        (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    if (bind(fd, (const struct sockaddr *)&from, sizeof from) == 0 &&
        (connect(fd, (const struct sockaddr *)&to, sizeof to) == 0 || errno == EINPROGRESS))
        return fd;
    (void)close(fd);
    return -1;
}

int crowd_request(const struct crowd_target *target, char *text, unsigned long size)
{
    return snprintf(text, size,
                    "GET %s HTTP/1.1\r\nHost: localhost:%u\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                    target->path, target->port);
}

uint64_t crowd_now_us(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static void take_order(struct crowd *crowd, int orders_fd)
{
    struct crowd_order order;
    if (read(orders_fd, &order, sizeof order) != (ssize_t)sizeof order) _exit(0);
    crowd->orders++;
    crowd->next = order.next;
    if (order.kind == CROWD_CLOSE) {
        for (uint32_t i = 0; i < crowd->count; i++)
            hang_up(&crowd->clients[i]);
        crowd->count = crowd->wanted = crowd->under_way = 0;
        return;
    }
    crowd->is_stalling = order.kind == CROWD_STALL;
    crowd->wanted += order.count;
    if (crowd->wanted > CLIENTS_MAX) abort();
}

static void open_more(struct crowd *crowd)
{
    uint32_t most = crowd->tls ? UNDER_WAY_TLS : UNDER_WAY;
    while (crowd->count < crowd->wanted && crowd->under_way < most) {
        struct client *client = &crowd->clients[crowd->count++];
        int fd = crowd_socket(crowd->target, crowd->number, crowd->serial++, SOCK_NONBLOCK,
                              crowd->is_stalling ? STALLED_RECEIVE_BUFFER : 0);
        *client = (struct client){
            .fd = fd, .state = CONNECTING, .will_stall = crowd->is_stalling, .next = crowd->next};
        crowd->under_way++;
        if (fd < 0)
            fail(crowd, client);
        else
            watch(crowd, client, EPOLL_CTL_ADD, EPOLLOUT);
    }
}

static void watch(const struct crowd *crowd, struct client *client, int operation, uint32_t events)
{
    struct epoll_event event = {.events = events, .data = {.ptr = client}};
    if (epoll_ctl(crowd->epoll_fd, operation, client->fd, &event) != 0) abort();
}

static void on_ready(struct crowd *crowd, struct client *client)
{
    switch ((enum state)client->state) {
    case CONNECTING:
        if (!crowd->tls) {
            ask(crowd, client);
            return;
        }
        client->ssl = SSL_new(crowd->tls);
        if (!client->ssl || SSL_set_fd(client->ssl, client->fd) != 1) abort();
        (void)SSL_set_tlsext_host_name(client->ssl, "localhost");
        client->state = ENCRYPTING;
        encrypt(crowd, client);
        return;
    case ENCRYPTING:
        encrypt(crowd, client);
        return;
    case ASKED:
    case OPEN:
        receive(crowd, client);
        return;
    case GONE: /* in the same batch of events */
    case STALLED:
        return;
    }
}

static void encrypt(struct crowd *crowd, struct client *client)
{
    int result = SSL_connect(client->ssl);
    if (result == 1) {
        ask(crowd, client);
        return;
    }
    int wants = SSL_get_error(client->ssl, result);
    if (wants == SSL_ERROR_WANT_READ || wants == SSL_ERROR_WANT_WRITE)
        watch(crowd, client, EPOLL_CTL_MOD, wants == SSL_ERROR_WANT_READ ? EPOLLIN : EPOLLOUT);
    else
        fail(crowd, client);
}

static void ask(struct crowd *crowd, struct client *client)
{
    ssize_t sent = client->ssl
                       ? SSL_write(client->ssl, crowd->request, crowd->request_length)
                       : send(client->fd, crowd->request, (size_t)crowd->request_length, MSG_NOSIGNAL);
    if (sent != crowd->request_length) {
        fail(crowd, client);
        return;
    }
    client->state = ASKED;
    watch(crowd, client, EPOLL_CTL_MOD, EPOLLIN);
}

static void receive(struct crowd *crowd, struct client *client)
{
    do {
        size_t length = client->kept_length;
        if (length > 0) {
            memcpy(crowd->buffer, client->kept, length);
            free(client->kept);
            client->kept = NULL;
            client->kept_length = 0;
        }
        ssize_t received = read_some(client, crowd->buffer + length, BUFFER - length);
        if (received < 0) {
            fail(crowd, client);
            return;
        }
        length += (size_t)received;
        size_t used = consume(crowd, client, crowd->buffer, length);
        if (client->state == GONE || client->state == STALLED) return;
        if (used < length) {
            client->kept_length = (uint32_t)(length - used);
            client->kept = malloc(client->kept_length);
            if (!client->kept) abort();
            memcpy(client->kept, crowd->buffer + used, client->kept_length);
        }
        if (received == 0) return;
    } while (client->ssl); /* what it has decrypted already wakes no epoll */
}

/* 0: nothing more for now. -1: the connection is over. */
static ssize_t read_some(struct client *client, uint8_t *bytes, size_t room)
{
    if (!client->ssl) {
        ssize_t received = recv(client->fd, bytes, room, 0);
        if (received > 0) return received;
        return received < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
    }
    int received = SSL_read(client->ssl, bytes, (int)room);
    if (received > 0) return received;
    return SSL_get_error(client->ssl, received) == SSL_ERROR_WANT_READ ? 0 : -1;
}

/* Returns how many bytes were whole frames. */
static size_t consume(struct crowd *crowd, struct client *client, uint8_t *bytes, size_t length)
{
    size_t at = 0;
    if (client->state == ASKED) {
        at = take_answer(crowd, client, bytes, length);
        if (client->state != OPEN) return at;
    }
    uint64_t now_us = crowd_now_us();
    while (length - at >= 2) {
        size_t header = 2, payload = bytes[at + 1] & 0x7f;
        if (payload == 126) {
            if (length - at < 4) break;
            header = 4;
            payload = (size_t)bytes[at + 2] << 8 | bytes[at + 3];
        } else if (payload == 127) {
            abort(); /* nobody here sends 64 kB in one message */
        }
        if (length - at < header + payload) break;
        unsigned opcode = bytes[at] & 0xf;
        if (opcode == 1) take_event(crowd, client, bytes + at + header, payload, now_us);
        if (opcode == 9) pong(client, bytes + at + header, payload);
        if (opcode == 8) {
            fail(crowd, client);
            return length;
        }
        at += header + payload;
    }
    return at;
}

static size_t take_answer(struct crowd *crowd, struct client *client, const uint8_t *bytes, size_t length)
{
    static const char expected[] = "HTTP/1.1 101";
    const uint8_t *end = memmem(bytes, length, "\r\n\r\n", 4);
    if (!end) return 0;
    if (memcmp(bytes, expected, strlen(expected)) != 0) {
        fail(crowd, client);
        return length;
    }
    crowd->under_way--;
    client->state = OPEN;
    atomic_fetch_add(&crowd->totals->opened, 1);
    if (client->will_stall) {
        client->state = STALLED;
        (void)epoll_ctl(crowd->epoll_fd, EPOLL_CTL_DEL, client->fd, NULL);
    }
    return (size_t)(end - bytes) + 4;
}

/* Counts an event of the bench; whatever else a server tells is its own affair. */
static void take_event(struct crowd *crowd, struct client *client, const uint8_t *text, size_t length,
                       uint64_t now_us)
{
    uint64_t number = 0, at_us = 0;
    size_t at = crowd->hint;
    if (!find_number(text, length, &at, "\"seq\":", &number)) return;
    crowd->hint = at;
    at += 6;
    if (number != client->next || !find_number(text, length, &at, "\"at\":", &at_us)) {
        if (atomic_fetch_add(&crowd->totals->faults, 1) == 0)
            (void)fprintf(stderr, "event %llu instead of %llu: %.*s\n", (unsigned long long)number,
                          (unsigned long long)client->next, (int)length, (const char *)text);
        client->next = number;
    }
    client->next++;
    uint64_t step = now_us > at_us ? (now_us - at_us) / CROWD_STEP_US : 0;
    /* The only writer of these: no locked instruction is needed. */
    _Atomic uint32_t *age = &crowd->totals->ages[step < CROWD_STEPS ? step : CROWD_STEPS - 1];
    atomic_store_explicit(age, atomic_load_explicit(age, memory_order_relaxed) + 1, memory_order_relaxed);
    atomic_store_explicit(&crowd->totals->received_us, now_us, memory_order_relaxed);
    uint64_t deliveries = atomic_load_explicit(&crowd->totals->deliveries, memory_order_relaxed);
    atomic_store_explicit(&crowd->totals->deliveries, deliveries + 1, memory_order_release);
}

/* Looks at *at first, and leaves there where the name begins. */
static bool find_number(const uint8_t *text, size_t length, size_t *at, const char *name, uint64_t *number)
{
    size_t name_length = strlen(name);
    if (*at + name_length > length || memcmp(text + *at, name, name_length) != 0) {
        const uint8_t *found = memmem(text, length, name, name_length);
        if (!found) return false;
        *at = (size_t)(found - text);
    }
    for (size_t i = *at + name_length; i < length && text[i] >= '0' && text[i] <= '9'; i++)
        *number = *number * 10 + (uint64_t)(text[i] - '0');
    return true;
}

/* Masked with zeros, as the standard allows. */
static void pong(struct client *client, const uint8_t *payload, size_t length)
{
    uint8_t frame[6 + 125] = {0x8a, (uint8_t)(0x80 | length)};
    if (length > 125) abort();
    memcpy(frame + 6, payload, length);
    if (client->ssl)
        (void)SSL_write(client->ssl, frame, (int)(6 + length));
    else
        (void)send(client->fd, frame, 6 + length, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void fail(struct crowd *crowd, struct client *client)
{
    if (client->state != OPEN) crowd->under_way--;
    if (atomic_fetch_add(&crowd->totals->faults, 1) == 0)
        (void)fprintf(stderr, "lost a client in state %d: %s\n", client->state, strerror(errno));
    hang_up(client);
}

/* With a reset: thousands of ports in TIME_WAIT would be in the way of the next crowd. */
static void hang_up(struct client *client)
{
    if (client->ssl) SSL_free(client->ssl);
    if (client->fd >= 0 && client->state != GONE) {
        (void)setsockopt(client->fd, SOL_SOCKET, SO_LINGER, &(struct linger){.l_onoff = 1},
                         sizeof(struct linger));
        (void)close(client->fd);
    }
    free(client->kept);
    *client = (struct client){.fd = -1, .state = GONE};
}
