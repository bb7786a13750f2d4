/* SPDX-License-Identifier: MIT */
/* The page that Prometheus reads. */
#ifndef HIPPO_GATEWAY_METRICS_PAGE_H
#define HIPPO_GATEWAY_METRICS_PAGE_H

struct frame;

/* Appends it. */
void metrics_page_print(struct frame *frame);

#endif
