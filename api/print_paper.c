/* SPDX-License-Identifier: MIT */
/* Rows, their style sheet and the page around them. Everything is black on white and has a height that is known here:
 * a thermal head prints no grey, and a browser cuts the roll where the page says. */
#include "print_paper.h"

#include <qrencode.h>
#include <sodium.h>
#include <string.h>

/* Lengths in micrometres. A head has 8 dots a millimetre, so 125 is one dot. */
#define TOP 1500
#define BOTTOM                                                                                               \
    8000 /* below the last row: what is between head and cutter, and room for letters wider than usual */
#define RULE 2000
#define BOX_FRAME 3000
#define RUNNER_SPACE 500
#define PAIR_GAP 1200
#define SIGN_SPACE 10000
#define QR_QUIET 4 /* modules of white around it, as in the standard */
#define QR_MODULES_MAX 41
#define LINE_PERCENT 121 /* of the letters' size, from one row to the next */
#define BOLD_PERCENT 107 /* of the plain letters' width */
#define HASH_GROUP 8
#define HASH_ROW 32
#define MONO                                                                                                 \
    "font-family:\"Liberation Mono\",\"Courier New\",\"DejaVu Sans "                                         \
    "Mono\",monospace;font-size-adjust:ch-width .6"

struct paper_roll {
    int width_mm;
    size_t margin, letter; /* letter: size of PAPER_TEXT */
    size_t module;         /* of a QR code: whole dots, so that none is blurred */
};

/* A print head reaches 48 of 58 mm, and 72 of 80. */
static const struct paper_roll rolls[] = {
    {48, 2500, 2650, 750},
    {58, 5000, 2950, 875},
    {80, 4000, 3500, 1000},
};

static const struct ink {
    const char *class;
    size_t size; /* in hundredths of the roll's letter */
    enum markup_face face;
    bool is_bold;
    const char *style;
} inks[PAPER_INKS] = {
    [PAPER_TEXT] = {"t", 100, MARKUP_SANS, false, ""},
    [PAPER_SMALL] = {"s", 84, MARKUP_SANS, false, ""},
    [PAPER_STRONG] = {"b", 100, MARKUP_SANS, true, ""},
    [PAPER_LARGE] = {"l", 124, MARKUP_SANS, true, ""},
    [PAPER_TITLE] = {"h", 118, MARKUP_CAPITALS, true, "text-transform:uppercase"},
    [PAPER_HOUSE] = {"n", 190, MARKUP_CAPITALS, true, "text-transform:uppercase"},
    [PAPER_NUMBER] = {"c", 175, MARKUP_MONO, true, MONO},
    [PAPER_HASH] = {"x", 74, MARKUP_MONO, false, MONO},
};

static const struct paper_roll *find_roll(int width_mm);
static void grow(struct paper *paper, enum paper_ink ink, size_t width_um, size_t room_um);
static size_t height_of(const struct paper *paper, enum paper_ink ink);
static size_t width_of(const struct paper *paper, enum paper_ink ink, const char *text);
static size_t room_of(const struct paper *paper);
static void write_row(struct paper *paper, enum paper_ink ink, const char *more_class, const char *text);
static void write_modules(struct markup *markup, const QRcode *code);
static void write_style(struct markup *style, const struct paper *paper);
static void put_mm(struct markup *markup, const char *before, size_t um, const char *after);
static const char *policy_for(struct arena *arena, const struct markup *style);

bool paper_has_width(int width_mm)
{
    return find_roll(width_mm) != NULL;
}

void paper_begin(struct paper *paper, struct arena *arena, int width_mm)
{
    const struct paper_roll *roll = find_roll(width_mm);
    *paper =
        (struct paper){.body = {.arena = arena}, .roll = roll ? roll : &rolls[1], .length_um = TOP + BOTTOM};
}

void paper_centre(struct paper *paper, enum paper_ink ink, const char *text)
{
    if (*text) write_row(paper, ink, " m", text);
}

void paper_left(struct paper *paper, enum paper_ink ink, const char *text)
{
    if (*text) write_row(paper, ink, "", text);
}

void paper_pair(struct paper *paper, enum paper_ink ink, const char *label, const char *value)
{
    struct markup *body = &paper->body;
    markup_printf(body, "<p class=\"%s p\"><span>", inks[ink].class);
    markup_text(body, label);
    markup_put(body, "</span> <b>");
    markup_text(body, value);
    markup_put(body, "</b></p>\n");
    size_t left = width_of(paper, ink, label), right = width_of(paper, ink, value) * BOLD_PERCENT / 100;
    size_t room = room_of(paper);
    bool is_one_row = left + right + PAIR_GAP <= room;
    grow(paper, ink, is_one_row ? left + right : left, room);
    if (!is_one_row) grow(paper, ink, right, room);
}

void paper_runner(struct paper *paper, const char *number, const char *name)
{
    struct markup *body = &paper->body;
    markup_put(body, "<p class=\"b r\"><b>");
    markup_text(body, number);
    markup_put(body, "</b> <span>");
    markup_text(body, name);
    markup_put(body, "</span></p>\n");
    size_t room = room_of(paper), frame = width_of(paper, PAPER_STRONG, number) + paper->roll->letter * 2;
    grow(paper, PAPER_STRONG, width_of(paper, PAPER_STRONG, name),
         frame < room / 2 ? room - frame : room / 2);
    paper->length_um += RUNNER_SPACE;
}

void paper_box(struct paper *paper, const char *title, const char *first, const char *second)
{
    markup_put(&paper->body, "<div class=\"f\">\n");
    paper_centre(paper, PAPER_TITLE, title);
    paper_centre(paper, PAPER_STRONG, first);
    paper_centre(paper, PAPER_STRONG, second);
    markup_put(&paper->body, "</div>\n");
    paper->length_um += BOX_FRAME;
}

void paper_hash(struct paper *paper, const char *label, const char *hex)
{
    struct markup *body = &paper->body;
    paper_left(paper, PAPER_SMALL, label);
    size_t length = strlen(hex);
    for (size_t i = 0; i < length; i += HASH_ROW) {
        markup_printf(body, "<p class=\"%s\">", inks[PAPER_HASH].class);
        for (size_t k = i; k < length && k < i + HASH_ROW; k += HASH_GROUP) {
            char group[HASH_GROUP + 1] = "";
            memcpy(group, hex + k, length - k < HASH_GROUP ? length - k : HASH_GROUP);
            if (k > i) markup_put(body, " ");
            markup_text(body, group);
        }
        markup_put(body, "</p>\n");
        grow(paper, PAPER_HASH, 0, room_of(paper));
    }
}

bool paper_qr(struct paper *paper, const char *text)
{
    QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    bool fits = code && code->width <= QR_MODULES_MAX;
    if (fits) {
        size_t modules = (size_t)code->width + 2 * QR_QUIET;
        size_t side = modules * paper->roll->module;
        struct markup *body = &paper->body;
        put_mm(body, "<svg class=\"q\" width=\"", side, "\"");
        put_mm(body, " height=\"", side, "\"");
        markup_printf(body, " viewBox=\"0 0 %zu %zu\" shape-rendering=\"crispEdges\" role=\"img\"", modules,
                      modules);
        markup_put(body, " aria-label=\"");
        markup_text(body, text);
        markup_put(body, "\"><path d=\"");
        write_modules(body, code);
        markup_put(body, "\"/></svg>\n");
        paper->length_um += side;
    }
    if (code) QRcode_free(code);
    return fits;
}

void paper_address(struct paper *paper, const char *address)
{
    struct markup *body = &paper->body;
    markup_printf(body, "<p class=\"%s\">", inks[PAPER_SMALL].class);
    for (const char *at = address; *at;) {
        size_t length = strcspn(at, "/");
        if (at[length] == '/') length++;
        const char *part = arena_copy(body->arena, at, length);
        markup_text(body, part ? part : "");
        at += length;
        if (*at) markup_put(body, "<wbr>");
    }
    markup_put(body, "</p>\n");
    grow(paper, PAPER_SMALL, width_of(paper, PAPER_SMALL, address), room_of(paper));
}

void paper_signature(struct paper *paper, const char *label)
{
    markup_put(&paper->body, "<div class=\"g\">\n");
    paper_left(paper, PAPER_SMALL, label);
    markup_put(&paper->body, "</div>\n");
    paper->length_um += SIGN_SPACE;
}

void paper_rule(struct paper *paper)
{
    markup_put(&paper->body, "<hr>\n");
    paper->length_um += RULE;
}

void paper_dashes(struct paper *paper)
{
    markup_put(&paper->body, "<hr class=\"d\">\n");
    paper->length_um += RULE;
}

bool paper_end(struct paper *paper, const char *language, const char *title, struct print_page *page)
{
    struct arena *arena = paper->body.arena;
    struct markup style = {.arena = arena}, html = {.arena = arena};
    write_style(&style, paper);
    if (style.is_full || paper->body.is_full) return false;
    markup_printf(&html, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
                  language);
    markup_text(&html, title);
    markup_put(&html, "</title>\n<meta name=\"viewport\" content=\"width=device-width\">\n<style>");
    markup_put(&html, style.text);
    markup_put(&html, "</style>\n</head>\n<body>\n<main>\n");
    markup_put(&html, paper->body.text ? paper->body.text : "");
    markup_put(&html, "</main>\n</body>\n</html>\n");
    *page =
        (struct print_page){.html = html.text, .length = html.length, .policy = policy_for(arena, &style)};
    return !html.is_full && page->policy;
}

static const struct paper_roll *find_roll(int width_mm)
{
    for (size_t i = 0; i < sizeof rolls / sizeof *rolls; i++)
        if (rolls[i].width_mm == width_mm) return &rolls[i];
    return NULL;
}

/* Adds the rows that text of this width takes in so much room to the length. */
static void grow(struct paper *paper, enum paper_ink ink, size_t width_um, size_t room_um)
{
    size_t rows = (width_um + room_um - 1) / room_um;
    /* Words that wrap as a whole leave room unused at the end of rows. */
    if (rows > 1) rows = (width_um + width_um / 8 + room_um - 1) / room_um;
    paper->length_um += (rows ? rows : 1) * height_of(paper, ink);
}

static size_t height_of(const struct paper *paper, enum paper_ink ink)
{
    return paper->roll->letter * inks[ink].size * LINE_PERCENT / 10000;
}

static size_t width_of(const struct paper *paper, enum paper_ink ink, const char *text)
{
    size_t width = markup_width(text, inks[ink].face) * paper->roll->letter * inks[ink].size / 10000;
    return inks[ink].is_bold && inks[ink].face != MARKUP_MONO ? width * BOLD_PERCENT / 100 : width;
}

static size_t room_of(const struct paper *paper)
{
    return (size_t)paper->roll->width_mm * 1000 - 2 * paper->roll->margin;
}

static void write_row(struct paper *paper, enum paper_ink ink, const char *more_class, const char *text)
{
    markup_printf(&paper->body, "<p class=\"%s%s\">", inks[ink].class, more_class);
    markup_text(&paper->body, text);
    markup_put(&paper->body, "</p>\n");
    grow(paper, ink, width_of(paper, ink, text), room_of(paper));
}

/* Each run of dark modules of a row is one rectangle. */
static void write_modules(struct markup *markup, const QRcode *code)
{
    for (int y = 0; y < code->width; y++) {
        const unsigned char *row = code->data + (size_t)y * (size_t)code->width;
        for (int x = 0; x < code->width; x++) {
            int run = 0;
            while (x + run < code->width && (row[x + run] & 1))
                run++;
            if (run > 0) markup_printf(markup, "M%d %dh%dv1h-%dz", x + QR_QUIET, y + QR_QUIET, run, run);
            x += run;
        }
    }
}

/* font-size-adjust: digits as wide as Arial's, whatever font is there. The length of the page is reckoned with Arial's
 * widths, and DejaVu's letters are a seventh wider. */
static void write_style(struct markup *style, const struct paper *paper)
{
    const struct paper_roll *roll = paper->roll;
    size_t length_mm = (paper->length_um + 999) / 1000;
    markup_printf(style, "@page{size:%dmm %zumm;margin:0}\n", roll->width_mm, length_mm);
    markup_put(style, "*{box-sizing:border-box;margin:0;padding:0}\n"
                      "html{color:#000;background:#fff;-webkit-text-size-adjust:100%;text-size-adjust:100%;");
    put_mm(style, "font-size:", roll->letter, ";");
    markup_printf(style, "line-height:%d.%d;", LINE_PERCENT / 100, LINE_PERCENT % 100);
    markup_put(style, "font-family:Arial,\"Liberation Sans\",Helvetica,\"DejaVu Sans\",sans-serif;"
                      "font-variant-numeric:tabular-nums;font-size-adjust:ch-width .556}\n");
    markup_printf(style, "main{width:%dmm;", roll->width_mm);
    put_mm(style, "padding:", TOP, " ");
    put_mm(style, "", roll->margin, " 0;");
    markup_put(style, "overflow-wrap:anywhere}\n");
    for (size_t i = 0; i < PAPER_INKS; i++)
        markup_printf(style, ".%s{font-size:%zu.%02zuem;%s%s}\n", inks[i].class, inks[i].size / 100,
                      inks[i].size % 100, inks[i].is_bold ? "font-weight:700;" : "", inks[i].style);
    markup_put(
        style,
        ".m{text-align:center}\n"
        ".p{display:flex;flex-wrap:wrap;justify-content:space-between;column-gap:1.2mm}\n"
        ".p>*,.r>span{min-width:0}\n"
        ".p>b{margin-left:auto;text-align:right}\n"
        ".r{display:flex;gap:1.2mm;align-items:flex-start;padding:.25mm 0}\n"
        ".r>b{flex:none;max-width:50%;min-width:1.9em;padding:0 .3em;text-align:center;"
        "outline:.25mm solid #000;outline-offset:-.25mm}\n"
        ".f{margin:.8mm 0;padding:.2mm 1mm;border:.5mm solid #000}\n"
        ".g{padding-bottom:10mm;border-bottom:.25mm solid #000}\n"
        ".q{display:block;margin:0 auto}\n"
        "hr{margin:.75mm 0;border:0;border-top:.5mm solid #000}\n"
        "hr.d{margin:.875mm 0;border-top:.25mm dashed #000}\n"
        "p,svg,.f{break-inside:avoid}\n"
        "@media screen{html{background:#d8d8d8}main{margin:0 auto;padding-bottom:4mm;background:#fff}}\n");
}

static void put_mm(struct markup *markup, const char *before, size_t um, const char *after)
{
    markup_printf(markup, "%s%zu.%03zumm%s", before, um / 1000, um % 1000, after);
}

/* Allows this one style sheet, by its hash, and nothing else; only pages of this site may frame it, to print it. */
static const char *policy_for(struct arena *arena, const struct markup *style)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char text[sodium_base64_ENCODED_LEN(sizeof hash, sodium_base64_VARIANT_ORIGINAL)];
    (void)crypto_hash_sha256(hash, (const unsigned char *)style->text, style->length);
    (void)sodium_bin2base64(text, sizeof text, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
    return arena_printf(arena,
                        "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; "
                        "frame-ancestors 'self'",
                        text);
}
