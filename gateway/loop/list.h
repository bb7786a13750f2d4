/* SPDX-License-Identifier: MIT */
/* Lists whose links lie in their items: to add and to remove costs nothing and cannot fail. */
#ifndef HIPPO_GATEWAY_LOOP_LIST_H
#define HIPPO_GATEWAY_LOOP_LIST_H

#include <stdbool.h>
#include <stddef.h>

/* The list itself, and the place in it of each item. */
struct list {
    struct list *next, *previous;
};

/* The item whose `member` the link is; NULL for none. */
#define LIST_ITEM(link, type, member) ((type *)list_owner(link, offsetof(type, member)))

static inline void *list_owner(struct list *link, size_t offset)
{
    return link ? (char *)link - offset : NULL;
}

static inline void list_init(struct list *list)
{
    list->next = list->previous = list;
}

/* NULL at the end. */
static inline struct list *list_after(const struct list *list, const struct list *link)
{
    return link->next != list ? link->next : NULL;
}

static inline struct list *list_first(const struct list *list)
{
    return list_after(list, list);
}

static inline size_t list_length(const struct list *list)
{
    size_t length = 0;
    for (const struct list *at = list->next; at != list; at = at->next)
        length++;
    return length;
}

static inline bool list_is_empty(const struct list *list)
{
    return list->next == list;
}

static inline void list_insert_before(struct list *place, struct list *link)
{
    link->next = place;
    link->previous = place->previous;
    place->previous->next = link;
    place->previous = link;
}

static inline void list_append(struct list *list, struct list *link)
{
    list_insert_before(list, link);
}

static inline void list_prepend(struct list *list, struct list *link)
{
    list_insert_before(list->next, link);
}

static inline void list_remove(struct list *link)
{
    link->next->previous = link->previous;
    link->previous->next = link->next;
}

#endif
