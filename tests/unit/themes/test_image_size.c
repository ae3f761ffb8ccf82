#include "tests/unit/test.h"

#include "themes/image_size.h"

static void reads_the_size_from_the_header(void **state)
{
    static const struct {
        struct str extension, content;
        int width, height;
    } cases[] = {
        {STR_INIT("png"),
         STR_INIT("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\x02\x80\0\0\x01\xE0\x08\x02\0\0\0"), 640,
         480},
        {STR_INIT("gif"), STR_INIT("GIF89a\x40\x01\xF0\0\0\0"), 320, 240},
        {STR_INIT("gif"), STR_INIT("GIF87a\x01\0\x02\0"), 1, 2},
        /* APP0 of 16 bytes, a fill byte, then SOF0. */
        {STR_INIT("jpg"),
         STR_INIT("\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xFF\xFF\xC0\0\x11\x08\x01"
                  "\x2C\x01\x90\x03"),
         400, 300},
        {STR_INIT("jpeg"), STR_INIT("\xFF\xD8\xFF\xC4\0\x03z\xFF\xC2\0\x0B\x08\0\x05\0\x07\x01"), 7,
         5},
        {STR_INIT("webp"), STR_INIT("RIFF\0\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\x1F\x03\0\x57\x02\0"),
         800, 600},
        {STR_INIT("webp"),
         STR_INIT("RIFF\0\0\0\0WEBPVP8 \0\0\0\0\x30\x01\0\x9D\x01\x2A\x20\x43\x58\x42"), 800, 600},
        {STR_INIT("webp"), STR_INIT("RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2F\x1F\xC3\x95\0\0\0\0\0\0"),
         800, 600},
        {STR_INIT("svg"),
         STR_INIT("<?xml version=\"1.0\"?>\n<svg width='24' height=\"32px\" viewBox=\"0 0 1 1\">"),
         24, 32},
        {STR_INIT("svg"), STR_INIT("<svg viewBox=\"-10 -5, 48.5 20\" xmlns=\"x\">"), 49, 20},
        {STR_INIT("svg"), STR_INIT("<svg width=\"100%\" height=\"100%\" viewBox=\"0 0 48 20\">"),
         48, 20},
        {STR_INIT("svg"), STR_INIT("<svg stroke-width=\"3\" width=\"5\" height=\"6\">"), 5, 6},
        {STR_INIT("svg"), STR_INIT("<svg width=\"5em\">"), 0, 0},
        {STR_INIT("svg"), STR_INIT("<svg><rect width=\"5\" height=\"5\"/>"), 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct image_size size = {-1, -1};

        assert_true(image_size(cases[i].extension, cases[i].content, &size));
        assert_int_equal(size.width, cases[i].width);
        assert_int_equal(size.height, cases[i].height);
    }
}

static void refuses_what_is_another_format_or_cut_off(void **state)
{
    static const struct {
        struct str extension, content;
    } cases[] = {
        {STR_INIT("png"), STR_INIT("")},
        {STR_INIT("png"), STR_INIT("GIF89a\x40\x01\xF0\0")},
        {STR_INIT("png"), STR_INIT("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\x02\x80\0\0\x01")},
        {STR_INIT("png"), STR_INIT("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\0\0\0\0\x01\xE0")},
        {STR_INIT("png"), STR_INIT("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\x7F\xFF\0\x01\0\0\0\x01")},
        {STR_INIT("gif"), STR_INIT("GIF88a\x40\x01\xF0\0")},
        {STR_INIT("jpg"), STR_INIT("\xFF\xD8\xFF")},
        {STR_INIT("jpg"),
         STR_INIT("\xFF\xD8\xFF\xE0\0\0\0\0\0\0\0\0\0\0")}, /* a segment without length */
        {STR_INIT("jpg"),
         STR_INIT("\xFF\xD8\xFF\xDA\0\x08\0\0\0\0\0\0\0\0")}, /* data before a frame */
        {STR_INIT("jpg"),
         STR_INIT("\xFF\xD8\xFF\xE0\xFF\xFF\0\0\0\0\0\0\0\0")}, /* leads out of the file */
        {STR_INIT("jpg"),
         STR_INIT("\xFF\xD8\xFF\xE0\0\x02xxxxxxxxxxxxx")}, /* no marker where one must be */
        {STR_INIT("webp"), STR_INIT("RIFF\0\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\x1F\x03\0\x57\x02")},
        {STR_INIT("webp"), STR_INIT("RIFF\0\0\0\0WEBPXXXX\x0A\0\0\0\0\0\0\0\x1F\x03\0\x57\x02\0")},
        {STR_INIT("svg"), STR_INIT("<html>")},
        {STR_INIT("pdf"), STR_INIT("%PDF-1.7")},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct image_size size = {-1, -1};

        assert_false(image_size(cases[i].extension, cases[i].content, &size));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_size_from_the_header),
        cmocka_unit_test(refuses_what_is_another_format_or_cut_off),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
