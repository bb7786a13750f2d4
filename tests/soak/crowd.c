/* SPDX-License-Identifier: MIT */
/* A crowd that never rests: clients of three kinds that listen, leave in every manner and come again, and some that stop
 * reading. Each checks every event that it is told (told.h). A command a line comes in, its answer is a line of JSON:
 *   open N    N more clients          leave N    N of them leave, and come again within two seconds
 *   stall N   N come and do not read  report     how things are
 *   told F    writes told.h to file F end        all hang up
 * Whatever a server must not do is a fault: counted, and named on stderr. */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "told.h"

#define CLIENTS_MAX 16000
#define STALLED_MAX 100
#define EVENTS 256
#define BUFFER ((size_t)1024 * 1024)
#define UNDER_WAY 128 /* handshakes at once */
#define LOOK_MS 20
#define FAULTS_TOLD 50

/* A client that stalls asks for so many old events that no socket holds them. The gateway gives it 10 s without
 * progress, looks once a second, and gives it 5 s more to be told why: it reads on between the two, or never. */
#define STALL_EVENTS 1500
#define STALL_RECEIVE_BUFFER 16384
#define STALL_MS 13500
#define NEVER_MS 20000

enum lane { PLAIN, CENTRIFUGE, UNI_SSE };

enum state {
    FREE, /* a place for one that stalls */
    AWAY, /* comes at due_ms */
    CONNECTING,
    ASKED,    /* waits for the answer to its handshake */
    GREETING, /* waits for `connected` */
    OPEN,
    LEAVING, /* has said goodbye, waits for the answer */
    STALLED, /* does not read until due_ms */
    SLOW,    /* reads on, and must be told 3008 */
    STALE,   /* will never read again, hangs up at due_ms */
};

enum manner { POLITE, CUT, VANISHED, MANNERS };

struct client {
    int fd;
    uint8_t state, lane;
    bool resumes; /* comes with the position that it has */
    bool will_stall, will_read;
    bool is_passing; /* one that stalled, back once more: then its place is free */
    uint32_t kept_length;
    char *kept;     /* what came in part */
    int64_t offset; /* the last event that it has */
    int64_t due_ms;
};

static const char *const requests[] = {
    [PLAIN] = "/connection/websocket",
    [CENTRIFUGE] = "/connection/websocket?cf_protocol_version=v2",
    [UNI_SSE] = "/connection/uni_sse",
};
static const unsigned char goodbye[] = {0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8};

static struct {
    int epoll_fd;
    struct sockaddr_in address;
    uint32_t screens, under_way, random;
    char epoch[64];
    uint64_t heard, fresh, resumed, left[MANNERS], slow, stale, degraded, faults;
    struct client clients[CLIENTS_MAX + STALLED_MAX];
    char buffer[BUFFER];
} crowd;

static void obey(void);
static void run_command(const char *line);
static void report(void);
static void leave_some(uint32_t count);
static void stall_some(uint32_t count);
static void look(int64_t now_ms);
static void on_due(struct client *client, int64_t now_ms);
static void come(struct client *client);
static void watch(const struct client *client, int operation, uint32_t events);
static void ask(struct client *client);
static void receive(struct client *client);
static size_t consume(struct client *client, const char *bytes, size_t length);
static size_t take_answer(struct client *client, const char *bytes, size_t length);
static size_t take_frame(struct client *client, const char *bytes, size_t length);
static size_t take_message(struct client *client, const char *bytes, size_t length);
static void take_text(struct client *client, const char *text, size_t length);
static void take_hello(struct client *client, const char *text, size_t length);
static bool take_position(struct client *client, json_object *position);
static void take_missed(struct client *client, const char *text, size_t length);
static void settle(struct client *client);
static void take_push(struct client *client, const char *text, size_t length);
static void take_event(struct client *client, int64_t offset, const char *text, size_t length);
static void take_close(struct client *client, unsigned code);
static void say(struct client *client, uint8_t opcode, const char *text, size_t length);
static void leave(struct client *client);
static void hang_up(struct client *client, bool is_cut);
static void go_away(struct client *client);
static json_object *member(json_object *object, const char *name);
static bool begins_with(const char *text, size_t length, const char *start);
static uint32_t random_below(uint32_t end);
static int64_t now_mono_ms(void);
static void fault(struct client *client, const char *format, ...) __attribute__((format(printf, 2, 3)));

int main(int argc, char **argv)
{
    struct epoll_event events[EVENTS];
    if (argc != 4) {
        (void)fprintf(stderr, "usage: crowd host port seed\n");
        return 2;
    }
    crowd.address =
        (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)strtoul(argv[2], NULL, 10))};
    if (inet_pton(AF_INET, argv[1], &crowd.address.sin_addr) != 1) return 2;
    crowd.random = (uint32_t)strtoul(argv[3], NULL, 10) | 1;
    for (size_t i = 0; i < STALLED_MAX; i++)
        crowd.clients[i].fd = -1;
    crowd.epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    (void)epoll_ctl(crowd.epoll_fd, EPOLL_CTL_ADD, STDIN_FILENO, &(struct epoll_event){.events = EPOLLIN});
    for (int64_t looked_ms = 0;;) {
        int count = epoll_wait(crowd.epoll_fd, events, EVENTS, LOOK_MS);
        for (int i = 0; i < count; i++) {
            struct client *client = events[i].data.ptr;
            if (!client)
                obey();
            else if (client->state == CONNECTING)
                ask(client);
            else if (client->fd >= 0)
                receive(client);
        }
        int64_t now_ms = now_mono_ms();
        if (now_ms - looked_ms < LOOK_MS) continue;
        looked_ms = now_ms;
        look(now_ms);
    }
}

/* Whoever leads sends one command and waits for its answer. */
static void obey(void)
{
    char line[512];
    ssize_t length = read(STDIN_FILENO, line, sizeof line - 1);
    if (length <= 0) exit(0);
    line[length] = '\0';
    line[strcspn(line, "\n")] = '\0';
    run_command(line);
    report();
}

static void run_command(const char *line)
{
    const char *space = strchr(line, ' '), *rest = space ? space + 1 : "";
    uint32_t count = (uint32_t)strtoul(rest, NULL, 10);
    if (begins_with(line, strlen(line), "open")) {
        for (uint32_t i = 0; i < count && crowd.screens < CLIENTS_MAX; i++) {
            uint32_t kind = crowd.screens % 10;
            crowd.clients[STALLED_MAX + crowd.screens++] = (struct client){.fd = -1,
                                                                           .state = AWAY,
                                                                           .lane = kind == 9   ? UNI_SSE
                                                                                   : kind >= 7 ? CENTRIFUGE
                                                                                               : PLAIN};
        }
    } else if (begins_with(line, strlen(line), "leave")) {
        leave_some(count);
    } else if (begins_with(line, strlen(line), "stall")) {
        stall_some(count);
    } else if (begins_with(line, strlen(line), "told")) {
        FILE *file = fopen(rest, "w");
        if (!file) exit(2);
        told_print(file);
        (void)fclose(file);
    } else if (begins_with(line, strlen(line), "end")) {
        for (struct client *client = crowd.clients; client < crowd.clients + STALLED_MAX + crowd.screens;
             client++) {
            if (client->fd >= 0) hang_up(client, true);
            client->state = FREE;
        }
    } else if (strcmp(line, "report") != 0) {
        exit(2);
    }
}

static void report(void)
{
    uint64_t open = 0, stalled = 0;
    int64_t low = INT64_MAX, high = 0;
    for (uint32_t i = 0; i < STALLED_MAX + crowd.screens; i++) {
        const struct client *client = &crowd.clients[i];
        if (i < STALLED_MAX) {
            stalled += client->state != FREE;
            continue;
        }
        if (client->state != OPEN) continue;
        open++;
        if (client->offset < low) low = client->offset;
        if (client->offset > high) high = client->offset;
    }
    (void)printf("{\"open\":%" PRIu64 ",\"stalled\":%" PRIu64 ",\"low\":%" PRId64 ",\"high\":%" PRId64
                 ",\"heard\":%" PRIu64 ",\"fresh\":%" PRIu64 ",\"resumed\":%" PRIu64 ",\"polite\":%" PRIu64
                 ",\"cut\":%" PRIu64 ",\"vanished\":%" PRIu64 ",\"slow\":%" PRIu64 ",\"stale\":%" PRIu64
                 ",\"degraded\":%" PRIu64 ",\"faults\":%" PRIu64 "}\n",
                 open, stalled, open ? low : 0, high, crowd.heard, crowd.fresh, crowd.resumed,
                 crowd.left[POLITE], crowd.left[CUT], crowd.left[VANISHED], crowd.slow, crowd.stale,
                 crowd.degraded, crowd.faults);
    (void)fflush(stdout);
}

static void leave_some(uint32_t count)
{
    for (uint32_t tries = 0; count > 0 && tries < 10 * CLIENTS_MAX; tries++) {
        struct client *client = &crowd.clients[STALLED_MAX + random_below(crowd.screens)];
        if (client->state != OPEN) continue;
        leave(client);
        count--;
    }
}

static void stall_some(uint32_t count)
{
    for (struct client *client = crowd.clients; count > 0 && client < crowd.clients + STALLED_MAX; client++) {
        if (client->state != FREE) continue;
        int64_t offset = told_top() - STALL_EVENTS;
        *client = (struct client){.fd = -1,
                                  .state = AWAY,
                                  .lane = PLAIN, /* others are told what they missed in their greeting */
                                  .resumes = true,
                                  .will_stall = true,
                                  .will_read = count % 2 == 1,
                                  .offset = offset > 0 ? offset : 0};
        count--;
    }
}

/* Who is due. */
static void look(int64_t now_ms)
{
    for (uint32_t i = 0; i < STALLED_MAX + crowd.screens; i++) {
        struct client *client = &crowd.clients[i];
        bool waits = client->state == AWAY || client->state == STALLED || client->state == STALE ||
                     (client->state == OPEN && client->is_passing);
        if (waits && client->due_ms <= now_ms) on_due(client, now_ms);
    }
}

static void on_due(struct client *client, int64_t now_ms)
{
    switch ((enum state)client->state) {
    case AWAY:
        if (crowd.under_way < UNDER_WAY) come(client);
        return;
    case STALLED:
        if (client->will_read) {
            client->state = SLOW;
            watch(client, EPOLL_CTL_ADD, EPOLLIN);
            return;
        }
        client->state = STALE;
        client->due_ms = now_ms + NEVER_MS - STALL_MS;
        return;
    case STALE:
        crowd.stale++;
        hang_up(client, false);
        client->state = FREE;
        return;
    case OPEN:
        leave(client);
        return;
    default:
        return;
    }
}

static void come(struct client *client)
{
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        fault(client, "socket: %s", strerror(errno));
        exit(2);
    }
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (client->will_stall) {
        int bytes = STALL_RECEIVE_BUFFER;
        (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    }
    client->fd = fd;
    client->state = CONNECTING;
    crowd.under_way++;
    int result = connect(fd, (const struct sockaddr *)&crowd.address, sizeof crowd.address);
    if (result != 0 && errno != EINPROGRESS) {
        fault(client, "connect: %s", strerror(errno));
        go_away(client);
        return;
    }
    watch(client, EPOLL_CTL_ADD, EPOLLOUT);
}

static void watch(const struct client *client, int operation, uint32_t events)
{
    struct epoll_event event = {.events = events, .data = {.ptr = (void *)(uintptr_t)client}};
    if (epoll_ctl(crowd.epoll_fd, operation, client->fd, &event) != 0) abort();
}

/* Centrifuge clients say where they are later, in their own words. */
static void ask(struct client *client)
{
    char query[128] = "", text[640];
    const char *headers = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    char last_id[128] = "";
    if (client->resumes && client->lane == PLAIN)
        (void)snprintf(query, sizeof query, "?offset=%" PRId64 "&epoch=%s", client->offset, crowd.epoch);
    if (client->resumes && client->lane == UNI_SSE)
        (void)snprintf(last_id, sizeof last_id, "Last-Event-ID: %s:%" PRId64 "\r\n", crowd.epoch,
                       client->offset);
    int length = snprintf(text, sizeof text, "GET %s%s HTTP/1.1\r\nHost: localhost\r\n%s\r\n",
                          requests[client->lane], query, client->lane == UNI_SSE ? last_id : headers);
    client->state = ASKED;
    watch(client, EPOLL_CTL_MOD, EPOLLIN);
    if (send(client->fd, text, (size_t)length, MSG_NOSIGNAL) != length) {
        fault(client, "the request is not taken: %s", strerror(errno));
        go_away(client);
    }
}

static void receive(struct client *client)
{
    size_t length = client->kept_length;
    if (length > 0) {
        memcpy(crowd.buffer, client->kept, length);
        free(client->kept);
        client->kept = NULL;
        client->kept_length = 0;
    }
    ssize_t received = recv(client->fd, crowd.buffer + length, BUFFER - length, 0);
    if (received < 0 && (errno == EAGAIN || errno == EINTR))
        received = 0;
    else if (received <= 0) {
        fault(client, "the server hangs up: %s", received < 0 ? strerror(errno) : "without a word");
        go_away(client);
        return;
    }
    length += (size_t)received;
    size_t used = consume(client, crowd.buffer, length);
    if (client->fd < 0 || used == length) return;
    client->kept_length = (uint32_t)(length - used);
    client->kept = malloc(client->kept_length);
    if (!client->kept || length - used == BUFFER) abort();
    memcpy(client->kept, crowd.buffer + used, client->kept_length);
}

/* Returns how much of it was whole. */
static size_t consume(struct client *client, const char *bytes, size_t length)
{
    size_t at = 0, used;
    if (client->state == ASKED) {
        at = take_answer(client, bytes, length);
        if (at == 0) return 0;
    }
    /* A client that stalls lets lie what comes behind `connected`. */
    while (client->fd >= 0 && client->state != STALLED && at < length) {
        used = client->lane == UNI_SSE ? take_message(client, bytes + at, length - at)
                                       : take_frame(client, bytes + at, length - at);
        if (used == 0) return at;
        at += used;
    }
    return at;
}

static size_t take_answer(struct client *client, const char *bytes, size_t length)
{
    const char *end = memmem(bytes, length, "\r\n\r\n", 4);
    if (!end) return 0;
    if (!begins_with(bytes, length, client->lane == UNI_SSE ? "HTTP/1.1 200" : "HTTP/1.1 101")) {
        fault(client, "refused: %.*s", (int)strcspn(bytes, "\r"), bytes);
        go_away(client);
        return length;
    }
    client->state = GREETING;
    if (client->lane == CENTRIFUGE) {
        char text[256] = "{\"id\":1,\"connect\":{}}";
        if (client->resumes)
            (void)snprintf(text, sizeof text,
                           "{\"id\":1,\"connect\":{\"subs\":{\"race\":{\"recover\":true,\"offset\":%" PRId64
                           ",\"epoch\":\"%s\"}}}}",
                           client->offset, crowd.epoch);
        say(client, 1, text, strlen(text));
    }
    return (size_t)(end - bytes) + 4;
}

/* Returns the bytes of the first frame, 0 when it has not come as a whole. */
static size_t take_frame(struct client *client, const char *bytes, size_t length)
{
    const uint8_t *head = (const uint8_t *)bytes;
    if (length < 2) return 0;
    size_t extended = head[1] == 126 ? 2 : head[1] == 127 ? 8 : 0, payload = head[1];
    if (length < 2 + extended) return 0;
    if (extended > 0) payload = 0;
    for (size_t i = 0; i < extended; i++)
        payload = payload << 8 | head[2 + i];
    size_t size = 2 + extended;
    if (length < size + payload) return 0;
    const char *text = bytes + size;
    switch (head[0]) {
    case 0x81:
        take_text(client, text, payload);
        break;
    case 0x88:
        take_close(client, payload >= 2 ? (unsigned)(head[size] << 8 | head[size + 1]) : 0);
        break;
    case 0x89:
        say(client, 10, text, payload);
        break;
    default:
        fault(client, "a frame begins with %d", head[0]);
    }
    return size + payload;
}

/* Server-sent events: `data`, and below it epoch:offset as `id`; or a comment, or how long to wait after a loss. */
static size_t take_message(struct client *client, const char *bytes, size_t length)
{
    static const char field[] = "data: ";
    const char *end = memmem(bytes, length, "\n\n", 2);
    if (!end) return 0;
    size_t size = (size_t)(end - bytes);
    if (!begins_with(bytes, size, field)) return size + 2;
    const char *text = bytes + sizeof field - 1, *line = memchr(text, '\n', size - (sizeof field - 1));
    size_t text_length = (size_t)((line ? line : end) - text);
    if (client->state == GREETING)
        take_hello(client, text, text_length);
    else if (line && begins_with(line, (size_t)(end - line), "\nid: "))
        take_event(client, strtoll((const char *)memrchr(line, ':', (size_t)(end - line)) + 1, NULL, 10),
                   text, text_length);
    else
        crowd.heard++;
    return size + 2;
}

static void take_text(struct client *client, const char *text, size_t length)
{
    static const char *const own[] = {"{\"event\":\"timer_update\"", "{\"event\":\"degraded\""};
    if (client->state == GREETING) {
        take_hello(client, text, length);
        return;
    }
    if (client->lane == CENTRIFUGE) {
        take_push(client, text, length);
        return;
    }
    crowd.degraded += begins_with(text, length, own[1]);
    if (begins_with(text, length, own[0]) || begins_with(text, length, own[1]))
        crowd.heard++;
    else
        take_event(client, client->offset + 1, text, length);
}

static void take_hello(struct client *client, const char *text, size_t length)
{
    json_tokener *tokener = json_tokener_new();
    json_object *root = tokener ? json_tokener_parse_ex(tokener, text, (int)length) : NULL;
    bool is_dialog = client->lane == CENTRIFUGE;
    json_object *position =
        is_dialog ? member(member(member(root, "connect"), "subs"), "race") : member(root, "stream");
    json_object *recovered = member(is_dialog ? position : root, "recovered");
    bool is_good = take_position(client, position);
    if (is_good && client->resumes && !json_object_get_boolean(recovered))
        fault(client, "not recovered at %" PRId64, client->offset);
    if (!is_good) fault(client, "no greeting: %.*s", (int)(length > 300 ? 300 : length), text);
    json_object_put(root);
    json_tokener_free(tokener);
    if (!is_good) {
        go_away(client);
        return;
    }
    if (is_dialog) take_missed(client, text, length);
    settle(client);
}

/* Who comes anew starts where the greeting says; who comes back is where it was. */
static bool take_position(struct client *client, json_object *position)
{
    json_object *offset = member(position, "offset");
    const char *epoch = json_object_get_string(member(position, "epoch"));
    if (!offset || !epoch) return false;
    if (!*crowd.epoch) (void)snprintf(crowd.epoch, sizeof crowd.epoch, "%s", epoch);
    if (strcmp(crowd.epoch, epoch) != 0) fault(client, "epoch %s, not %s", epoch, crowd.epoch);
    if (!client->resumes) client->offset = json_object_get_int64(offset);
    return true;
}

/* What a Centrifuge client has missed comes within its greeting; the text is compared as it stands there. */
static void take_missed(struct client *client, const char *text, size_t length)
{
    static const char list[] = "\"publications\":[", data[] = "{\"data\":";
    const char *end = text + length, *at = memmem(text, length, list, sizeof list - 1);
    for (at = at ? at + sizeof list - 1 : end; begins_with(at, (size_t)(end - at), data);) {
        char behind[48];
        int size = snprintf(behind, sizeof behind, ",\"offset\":%" PRId64 "}", client->offset + 1);
        const char *event = at + sizeof data - 1,
                   *stop = memmem(event, (size_t)(end - event), behind, (size_t)size);
        if (!stop) {
            fault(client, "missed events without %" PRId64, client->offset + 1);
            return;
        }
        take_event(client, client->offset + 1, event, (size_t)(stop - event));
        at = stop + size;
        if (*at == ',') at++;
    }
}

/* The greeting is read. */
static void settle(struct client *client)
{
    crowd.under_way--;
    (*(client->resumes ? &crowd.resumed : &crowd.fresh))++;
    client->state = OPEN;
    client->due_ms = now_mono_ms() + 2000; /* for one that is passing */
    if (!client->will_stall) return;
    client->state = STALLED;
    client->due_ms = now_mono_ms() + STALL_MS;
    watch(client, EPOLL_CTL_DEL, 0);
}

static void take_push(struct client *client, const char *text, size_t length)
{
    static const char head[] = "{\"push\":{\"channel\":\"race\",\"pub\":{\"data\":", name[] = ",\"offset\":";
    if (length == 2 && memcmp(text, "{}", 2) == 0) {
        say(client, 1, text, length);
        return;
    }
    if (!begins_with(text, length, head)) {
        fault(client, "says %.*s", (int)(length > 300 ? 300 : length), text);
        return;
    }
    const char *data = text + sizeof head - 1, *comma = memrchr(text, ',', length);
    char *end = NULL;
    int64_t offset = begins_with(comma, (size_t)(text + length - comma), name)
                         ? strtoll(comma + sizeof name - 1, &end, 10)
                         : 0;
    if (end && text + length - end == 3)
        take_event(client, offset, data, (size_t)(comma - data));
    else
        crowd.heard++;
}

static void take_event(struct client *client, int64_t offset, const char *text, size_t length)
{
    crowd.heard++;
    if (offset != client->offset + 1)
        fault(client, "event %" PRId64 " behind %" PRId64, offset, client->offset);
    else if (!told_note(offset, text, length))
        fault(client, "event %" PRId64 " is not what the others were told: %.*s", offset,
              (int)(length > 300 ? 300 : length), text);
    client->offset = offset;
}

static void take_close(struct client *client, unsigned code)
{
    bool was_slow = client->state == SLOW, is_right = code == (was_slow ? 3008 : 1000);
    if ((!was_slow && client->state != LEAVING) || !is_right) fault(client, "closed with %u", code);
    if (was_slow && is_right) {
        crowd.slow++;
        (void)send(client->fd, goodbye, sizeof goodbye, MSG_NOSIGNAL);
        client->will_stall = false;
        client->is_passing = true;
    }
    go_away(client);
}

/* Masked with nothing: the standard asks for a mask, not for a good one. */
static void say(struct client *client, uint8_t opcode, const char *text, size_t length)
{
    uint8_t bytes[512] = {(uint8_t)(0x80 | opcode)};
    size_t size = 6;
    if (length < 126) {
        bytes[1] = (uint8_t)(0x80 | length);
    } else {
        bytes[1] = 0x80 | 126;
        bytes[2] = (uint8_t)(length >> 8);
        bytes[3] = (uint8_t)length;
        size = 8;
    }
    if (size + length > sizeof bytes) abort();
    memcpy(bytes + size, text, length);
    if (send(client->fd, bytes, size + length, MSG_NOSIGNAL) != (ssize_t)(size + length))
        fault(client, "a word is not taken: %s", strerror(errno));
}

/* Half of them say goodbye where one can, the others are cut off by a reset or vanish. */
static void leave(struct client *client)
{
    uint32_t choice = client->is_passing ? 0 : random_below(10);
    bool is_polite = client->lane != UNI_SSE && choice < 5;
    client->resumes = random_below(3) > 0;
    if (is_polite) {
        crowd.left[POLITE]++;
        client->state = LEAVING;
        if (send(client->fd, goodbye, sizeof goodbye, MSG_NOSIGNAL) != (ssize_t)sizeof goodbye)
            fault(client, "a goodbye is not taken: %s", strerror(errno));
        return;
    }
    bool is_cut = choice < 8;
    crowd.left[is_cut ? CUT : VANISHED]++;
    hang_up(client, is_cut);
    client->state = AWAY;
    client->due_ms = now_mono_ms() + 100 + random_below(1900);
}

/* is_cut: with a reset, whatever is still on its way. */
static void hang_up(struct client *client, bool is_cut)
{
    struct linger linger = {.l_onoff = 1, .l_linger = 0};
    if (is_cut) (void)setsockopt(client->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    (void)close(client->fd);
    client->fd = -1;
    free(client->kept);
    client->kept = NULL;
    client->kept_length = 0;
}

/* It comes again, but for one whose work is done. */
static void go_away(struct client *client)
{
    bool was_under_way = client->state == CONNECTING || client->state == ASKED || client->state == GREETING;
    if (was_under_way) crowd.under_way--;
    bool is_done = client->is_passing && client->state == LEAVING;
    hang_up(client, false);
    client->state = is_done ? FREE : AWAY;
    client->due_ms = now_mono_ms() + 100 + random_below(1900);
}

/* NULL, too, when there is no such object. */
static json_object *member(json_object *object, const char *name)
{
    json_object *value = NULL;
    return json_object_is_type(object, json_type_object) && json_object_object_get_ex(object, name, &value)
               ? value
               : NULL;
}

static bool begins_with(const char *text, size_t length, const char *start)
{
    size_t size = strlen(start);
    return length >= size && memcmp(text, start, size) == 0;
}

/* xorshift; the same choices for the same seed. */
static uint32_t random_below(uint32_t end)
{
    crowd.random ^= crowd.random << 13;
    crowd.random ^= crowd.random >> 17;
    crowd.random ^= crowd.random << 5;
    return end > 0 ? crowd.random % end : 0;
}

static int64_t now_mono_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void fault(struct client *client, const char *format, ...)
{
    static const char *const lanes[] = {
        [PLAIN] = "plain", [CENTRIFUGE] = "centrifuge", [UNI_SSE] = "uni_sse"};
    va_list arguments;
    if (crowd.faults++ >= FAULTS_TOLD) return;
    (void)fprintf(stderr, "fault: client %ld, %s, state %d: ", (long)(client - crowd.clients),
                  lanes[client->lane], client->state);
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    (void)fputc('\n', stderr);
}
