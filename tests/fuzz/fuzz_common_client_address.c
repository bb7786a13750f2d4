/* SPDX-License-Identifier: MIT */
/* X-Forwarded-For and the lists of proxies. Input: both lists, the socket's address, the header, a line each. The result
 * is always the socket's own name or an address, as every reader writes it. */
#include <arpa/inet.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "client_address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool fact)
{
    if (!fact) abort();
}

static char *take_line(const uint8_t **data, size_t *size)
{
    const uint8_t *end = *size ? memchr(*data, '\n', *size) : NULL;
    size_t length = end ? (size_t)(end - *data) : *size;
    char *line = malloc(length + 1);
    require(line != NULL);
    if (length > 0) memcpy(line, *data, length);
    line[length] = '\0';
    *data += end ? length + 1 : length;
    *size -= end ? length + 1 : length;
    return line;
}

static bool is_address(const char *text)
{
    struct in6_addr address;
    return inet_pton(AF_INET, text, &address) == 1 || inet_pton(AF_INET6, text, &address) == 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *list = take_line(&data, &size), *edges = take_line(&data, &size);
    char *socket_name = take_line(&data, &size), *forwarded = take_line(&data, &size);
    char client[CLIENT_ADDRESS_MAX], again[CLIENT_ADDRESS_MAX];
    struct client_address_trust *trust = client_address_trust_new(list, edges);
    if (trust && (is_address(socket_name) || strcmp(socket_name, "unix") == 0)) {
        client_address_of_client(trust, socket_name, forwarded, client);
        require(is_address(client) || strcmp(client, socket_name) == 0);
        client_address_of_client(trust, socket_name, NULL, again);
        if (!*list) require(strcmp(client, again) == 0);
        client_address_of_client(trust, client, NULL, again);
        require(strcmp(client, again) == 0);
        client_address_network(client, again);
        require(strlen(again) >= 2);
    }
    client_address_trust_free(trust);
    free(list);
    free(edges);
    free(socket_name);
    free(forwarded);
    return 0;
}
