/* SPDX-License-Identifier: MIT */
/* Uses libwebsockets' raw-file role: it works the same on every event loop. */
#include "loop/fd_watch.h"

#include <fcntl.h>
#include <libwebsockets.h>
#include <unistd.h>

static int on_raw_file(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                       size_t length);

#define PROTOCOL_NAME "hippo-watch"

const struct lws_protocols fd_watch_protocol = {.name = PROTOCOL_NAME, .callback = on_raw_file};

bool fd_watch_open(struct fd_watch *watch, struct lws_vhost *vhost, int fd,
                   void (*on_event)(void *context, enum fd_watch_event event), void *context)
{
    int duplicate = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (duplicate < 0) return false;
    lws_adopt_desc_t adopt = {.vh = vhost,
                              .type = LWS_ADOPT_RAW_FILE_DESC,
                              .fd = {.filefd = duplicate},
                              .vh_prot_name = PROTOCOL_NAME,
                              .opaque = watch};
    *watch = (struct fd_watch){.on_event = on_event, .context = context};
    watch->wsi = lws_adopt_descriptor_vhost_via_info(&adopt);
    if (!watch->wsi) (void)close(duplicate);
    return watch->wsi != NULL;
}

void fd_watch_close(struct fd_watch *watch)
{
    struct lws *wsi = watch->wsi;
    watch->wsi = NULL;
    if (!wsi) return;
    lws_set_opaque_user_data(wsi, NULL);
    /* libwebsockets goes on using the object after its callback: there, on_raw_file says close. */
    if (!watch->is_in_callback) lws_set_timeout(wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_SYNC);
}

void fd_watch_want_write(struct fd_watch *watch)
{
    if (watch->wsi) lws_callback_on_writable(watch->wsi);
}

void fd_watch_pause(struct fd_watch *watch, bool is_paused)
{
    if (watch->wsi) (void)lws_rx_flow_control(watch->wsi, is_paused ? 0 : 1);
}

static int on_raw_file(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length)
{
    (void)user, (void)in, (void)length;
    enum fd_watch_event event;
    switch (reason) {
    case LWS_CALLBACK_RAW_RX_FILE:
        event = FD_WATCH_READABLE;
        break;
    case LWS_CALLBACK_RAW_WRITEABLE_FILE:
        event = FD_WATCH_WRITABLE;
        break;
    case LWS_CALLBACK_RAW_CLOSE_FILE:
        event = FD_WATCH_BROKEN;
        break;
    case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
        return -1; /* no WebSocket speaks this protocol */
    default:
        return 0;
    }
    struct fd_watch *watch = lws_get_opaque_user_data(wsi);
    if (!watch) return event == FD_WATCH_BROKEN ? 0 : -1;
    if (event == FD_WATCH_BROKEN) {
        watch->wsi = NULL;
        watch->on_event(watch->context, event);
        return 0;
    }
    watch->is_in_callback = true;
    watch->on_event(watch->context, event);
    /* The owner may have opened the watch again, on another descriptor, in the meantime. */
    if (watch->wsi == wsi) {
        watch->is_in_callback = false;
        return 0;
    }
    watch->is_in_callback = false;
    return -1;
}
