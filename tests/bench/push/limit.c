/* SPDX-License-Identifier: MIT */
/* What this machine can do at all: limit port conninfo
 * The same job with nothing around it: no limits, no pings, no positions to resume from, no log. One epoll loop; all
 * that a client lacks goes out in one send(). */
#include <arpa/inet.h>
#include <libpq-fe.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define DESCRIPTORS 20480
#define EVENTS 256
#define TAPE ((size_t)16 * 1024 * 1024)
#define KEY_LENGTH 24

struct client {
    uint64_t position; /* bytes of all that was ever published */
    int32_t index;     /* in `open`; -1: the handshake is not done */
    bool is_blocked;
};

static struct client clients[DESCRIPTORS];
static int open_clients[DESCRIPTORS], open_count;
static uint8_t tape[TAPE];
static uint64_t base, end; /* tape[0] is at position `base` */
static int epoll_fd, listener;
static PGconn *database;

static void listen_on(uint16_t port);
static void watch(int operation, int fd, uint32_t events);
static void accept_clients(void);
static void read_client(int fd);
static void shake_hands(int fd, char *request);
static void flush(int fd);
static void drop(int fd);
static void take_notifies(void);
static void append(const char *text, size_t length);

int main(int argc, char **argv)
{
    struct epoll_event events[EVENTS];
    if (argc != 3) return 2;
    (void)signal(SIGPIPE, SIG_IGN);
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    listen_on((uint16_t)strtoul(argv[1], NULL, 10));
    database = PQconnectdb(argv[2]);
    if (PQstatus(database) != CONNECTION_OK) return 1;
    PQclear(PQexec(database, "listen bench"));
    watch(EPOLL_CTL_ADD, PQsocket(database), EPOLLIN);
    (void)fprintf(stderr, "listening\n");
    for (;;) {
        int count = epoll_wait(epoll_fd, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            int fd = events[i].data.fd;
            if (fd == listener)
                accept_clients();
            else if (fd == PQsocket(database))
                take_notifies();
            else if (events[i].events & EPOLLOUT)
                flush(fd);
            else
                read_client(fd);
        }
    }
}

static void listen_on(uint16_t port)
{
    int one = 1;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    (void)setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    (void)setsockopt(listener, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 4096) != 0)
        exit(1);
    watch(EPOLL_CTL_ADD, listener, EPOLLIN);
}

static void watch(int operation, int fd, uint32_t events)
{
    struct epoll_event event = {.events = events, .data = {.fd = fd}};
    (void)epoll_ctl(epoll_fd, operation, fd, &event);
}

static void accept_clients(void)
{
    int one = 1;
    for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
        if (fd >= DESCRIPTORS) {
            (void)close(fd);
            continue;
        }
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        clients[fd] = (struct client){.index = -1};
        watch(EPOLL_CTL_ADD, fd, EPOLLIN);
    }
}

static void read_client(int fd)
{
    char bytes[4096];
    ssize_t received = recv(fd, bytes, sizeof bytes - 1, 0);
    if (received <= 0) {
        drop(fd);
        return;
    }
    bytes[received] = '\0';
    if (clients[fd].index < 0) {
        shake_hands(fd, bytes);
        return;
    }
    if ((bytes[0] & 0xf) != 8) return;
    (void)send(fd, (const uint8_t[]){0x88, 2, 0x03, 0xe8}, 4, MSG_NOSIGNAL);
    drop(fd);
}

/* A request comes in one piece here. */
static void shake_hands(int fd, char *request)
{
    static const char name[] = "Sec-WebSocket-Key: ", guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    unsigned char digest[SHA_DIGEST_LENGTH], encoded[32];
    char text[KEY_LENGTH + sizeof guid], answer[256];
    const char *key = strstr(request, name);
    if (!key || strlen(key) < sizeof name - 1 + KEY_LENGTH) {
        drop(fd);
        return;
    }
    memcpy(text, key + sizeof name - 1, KEY_LENGTH);
    memcpy(text + KEY_LENGTH, guid, sizeof guid);
    (void)SHA1((const unsigned char *)text, strlen(text), digest);
    (void)EVP_EncodeBlock(encoded, digest, sizeof digest);
    int length = snprintf(answer, sizeof answer,
                          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Accept: %s\r\n\r\n",
                          (const char *)encoded);
    (void)send(fd, answer, (size_t)length, MSG_NOSIGNAL);
    clients[fd].position = end;
    clients[fd].index = open_count;
    open_clients[open_count++] = fd;
}

static void flush(int fd)
{
    struct client *client = &clients[fd];
    if (client->position < base) exit(1);
    size_t wanted = (size_t)(end - client->position);
    ssize_t sent = send(fd, tape + (client->position - base), wanted, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) client->position += (uint64_t)sent;
    bool is_blocked = client->position < end;
    if (is_blocked != client->is_blocked) watch(EPOLL_CTL_MOD, fd, is_blocked ? EPOLLIN | EPOLLOUT : EPOLLIN);
    client->is_blocked = is_blocked;
}

static void drop(int fd)
{
    struct client *client = &clients[fd];
    if (client->index >= 0) {
        int last = open_clients[--open_count];
        open_clients[client->index] = last;
        clients[last].index = client->index;
    }
    (void)close(fd);
}

static void take_notifies(void)
{
    /* Until nothing is there: one read holds only a part of a burst, and what is sent as one costs least. */
    struct pollfd ready = {.fd = PQsocket(database), .events = POLLIN};
    do {
        if (!PQconsumeInput(database)) exit(1);
        for (PGnotify *notify; (notify = PQnotifies(database)); PQfreemem(notify))
            append(notify->extra, strlen(notify->extra));
    } while (poll(&ready, 1, 0) > 0);
    for (int i = 0; i < open_count; i++)
        if (!clients[open_clients[i]].is_blocked) flush(open_clients[i]);
}

/* What nobody needs any more is dropped when the tape is full; nobody may be further behind than that. */
static void append(const char *text, size_t length)
{
    if (end - base + length + 4 > TAPE) {
        size_t kept = TAPE / 2;
        memmove(tape, tape + (end - base - kept), kept);
        base = end - kept;
    }
    uint8_t *frame = tape + (end - base);
    size_t header = length < 126 ? 2 : 4;
    frame[0] = 0x81;
    frame[1] = (uint8_t)(length < 126 ? length : 126);
    if (header == 4) {
        frame[2] = (uint8_t)(length >> 8);
        frame[3] = (uint8_t)length;
    }
    memcpy(frame + header, text, length);
    end += header + length;
}
