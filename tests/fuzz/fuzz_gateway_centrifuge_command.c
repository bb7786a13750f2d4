/* SPDX-License-Identifier: MIT */
/* A Centrifuge client's message: cut into lines and parsed. Lines and breaks must add up to the message, and whatever a
 * command says must be within its bounds. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "client/centrifuge_command.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool fact)
{
    if (!fact) abort();
}

static void require_command(const struct command *command)
{
    bool is_numbered =
        command->kind != COMMAND_BAD && command->kind != COMMAND_PONG && command->kind != COMMAND_SEND;
    require(is_numbered == (command->id != 0));
    require(memchr(command->channel, '\0', sizeof command->channel) != NULL);
    require(memchr(command->token, '\0', sizeof command->token) != NULL);
    require(memchr(command->position.epoch, '\0', sizeof command->position.epoch) != NULL);
    if (!command->position.is_good) return;
    require(command->position.is_given);
    require(command->position.offset >= 0 && command->position.offset < INT64_C(1) << 53);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* On the heap and without an end, so that a step too far is seen. */
    char *message = malloc(size ? size : 1);
    require(message != NULL);
    if (size > 0) memcpy(message, data, size);
    const char *text = message, *line;
    size_t left = size, length, seen = 0;
    while (command_next_line(&text, &left, &line, &length)) {
        require(line == message + seen && !memchr(line, '\n', length));
        struct command command;
        command_parse(line, length, &command);
        require_command(&command);
        seen += length + (seen + length < size ? 1 : 0);
    }
    require(seen == size);
    free(message);
    return 0;
}
