/* SPDX-License-Identifier: MIT */
/* A buffer in the arena that grows by doubling, and the one place where text is escaped. */
#include "markup.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FIRST_ROOM 8192
#define NO_CHARACTER 0xfffdU
#define LEFT_OUT 0U

static void append(struct markup *markup, const char *bytes, size_t length);
static size_t next_character(const char *text, uint32_t *character);
static uint32_t clean(uint32_t character);
static size_t width_of(uint32_t character, enum markup_face face);
static bool is_wide(uint32_t character);

void markup_put(struct markup *markup, const char *html)
{
    append(markup, html, strlen(html));
}

void markup_printf(struct markup *markup, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= sizeof text)
        markup->is_full = true;
    else
        append(markup, text, (size_t)length);
}

void markup_text(struct markup *markup, const char *text)
{
    while (*text) {
        uint32_t character;
        size_t length = next_character(text, &character);
        uint32_t shown = clean(character);
        if (shown == NO_CHARACTER)
            markup_put(markup, "\xef\xbf\xbd");
        else if (shown == '&')
            markup_put(markup, "&amp;");
        else if (shown == '<')
            markup_put(markup, "&lt;");
        else if (shown == '>')
            markup_put(markup, "&gt;");
        else if (shown == '"')
            markup_put(markup, "&quot;");
        else if (shown == '\'')
            markup_put(markup, "&#39;");
        else if (shown == ' ')
            markup_put(markup, " ");
        else if (shown != LEFT_OUT)
            append(markup, text, length);
        text += length;
    }
}

size_t markup_width(const char *text, enum markup_face face)
{
    size_t width = 0;
    while (*text) {
        uint32_t character;
        text += next_character(text, &character);
        width += width_of(clean(character), face);
    }
    return width;
}

static void append(struct markup *markup, const char *bytes, size_t length)
{
    if (markup->is_full) return;
    if (markup->room - markup->length <= length) {
        size_t room = markup->room ? markup->room * 2 : FIRST_ROOM;
        while (room - markup->length <= length)
            room *= 2;
        char *text = arena_alloc(markup->arena, room);
        if (!text) {
            markup->is_full = true;
            return;
        }
        if (markup->length) memcpy(text, markup->text, markup->length);
        markup->text = text;
        markup->room = room;
    }
    memcpy(markup->text + markup->length, bytes, length);
    markup->length += length;
    markup->text[markup->length] = '\0';
}

/* The length of the next character; 1 and NO_CHARACTER for an invalid byte (RFC 3629). */
static size_t next_character(const char *text, uint32_t *character)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)*text;
    size_t length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    uint32_t value = length == 1 ? first : first & (0x7fU >> length);
    *character = NO_CHARACTER;
    if (first >= 0xf8 || (first >= 0x80 && first < 0xc0)) return 1;
    for (size_t i = 1; i < length; i++) {
        if (((unsigned char)text[i] & 0xc0) != 0x80) return 1;
        value = value << 6 | ((unsigned char)text[i] & 0x3fU);
    }
    if (value < smallest[length] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return 1;
    *character = value;
    return length;
}

static uint32_t clean(uint32_t character)
{
    if (character < 0x20 || (character >= 0x7f && character < 0xa0) || character == 0x2028 ||
        character == 0x2029)
        return ' ';
    bool turns = character == 0x61c || character == 0x200e || character == 0x200f ||
                 (character >= 0x202a && character <= 0x202e) || (character >= 0x2066 && character <= 0x2069);
    return turns || character == 0xfeff ? LEFT_OUT : character;
}

/* Arial's widths, rounded up; for characters outside ASCII a little more than usual. */
static size_t width_of(uint32_t character, enum markup_face face)
{
    if (character == LEFT_OUT) return 0;
    if (is_wide(character)) return 105;
    if (face == MARKUP_MONO) return 61;
    if (character == ' ' || character == 0xa0) return 28;
    bool is_letter = character < 0x80 && character >= 'a' && character <= 'z';
    if (is_letter && face == MARKUP_CAPITALS) character -= 'a' - 'A';
    if (character > 0x80) return face == MARKUP_CAPITALS ? 78 : 62;
    if (strchr("ijl.,:;|!'", (int)character)) return 28;
    if (strchr("frt-/()I[]`", (int)character)) return 34;
    if (strchr("mwMW@%", (int)character)) return 95;
    if (character >= 'A' && character <= 'Z') return 72;
    return 56;
}

static bool is_wide(uint32_t character)
{
    return (character >= 0x1100 && character <= 0x115f) || (character >= 0x2e80 && character <= 0xa4cf) ||
           (character >= 0xac00 && character <= 0xd7a3) || (character >= 0xf900 && character <= 0xfaff) ||
           (character >= 0xfe30 && character <= 0xfe6f) || (character >= 0xff00 && character <= 0xff60) ||
           (character >= 0x1f300 && character <= 0x1faff) || (character >= 0x20000 && character <= 0x3fffd);
}
