/*
 * Accept-Encoding: RFC 9110 12.5.3 and 12.4.2.
 */
#include "tests/unit/test.h"

#include "fcgi/http/accept.h"

static const struct {
    struct str header;
    enum encoding want;
} cases[] = {
    {STR_INIT(""), ENCODING_PLAIN},
    {STR_INIT("identity"), ENCODING_PLAIN},
    {STR_INIT("gzip"), ENCODING_GZIP},
    {STR_INIT("x-gzip"), ENCODING_GZIP},
    {STR_INIT("GZIP"), ENCODING_GZIP},
    {STR_INIT("br"), ENCODING_BROTLI},
    {STR_INIT("gzip, deflate, br, zstd"), ENCODING_BROTLI},
    {STR_INIT("br;q=0.1, gzip;q=1"), ENCODING_GZIP},
    {STR_INIT("br;q=0.999,gzip"), ENCODING_GZIP},
    {STR_INIT("br ; q=0.5 , gzip ; Q=0.5"), ENCODING_BROTLI},
    {STR_INIT("gzip;q=0"), ENCODING_PLAIN},
    {STR_INIT("gzip;q=0.000, br;q=0."), ENCODING_PLAIN},
    {STR_INIT("gzip;q=0.001"), ENCODING_GZIP},
    {STR_INIT("gzip;q=1.000"), ENCODING_GZIP},
    {STR_INIT("*"), ENCODING_BROTLI},
    {STR_INIT("*;q=0"), ENCODING_PLAIN},
    {STR_INIT("br;q=0, *"), ENCODING_GZIP},
    {STR_INIT("gzip, *;q=0"), ENCODING_GZIP},
    {STR_INIT("identity;q=1, gzip;q=0.5"), ENCODING_PLAIN},
    {STR_INIT("identity;q=0.5, gzip;q=0.5"), ENCODING_GZIP},
    /* malformed */
    {STR_INIT("gzip;q=1.001"), ENCODING_PLAIN},
    {STR_INIT("gzip;q=2"), ENCODING_PLAIN},
    {STR_INIT("gzip;q=-1"), ENCODING_PLAIN},
    {STR_INIT("gzip;q=.5"), ENCODING_PLAIN},
    {STR_INIT("gzip;q=0.1234"), ENCODING_PLAIN},
    {STR_INIT("gzip;q=0.5x"), ENCODING_PLAIN},
    {STR_INIT("gzip;level=1"), ENCODING_PLAIN},
    {STR_INIT("gzip;q=1;q=0"), ENCODING_PLAIN},
    {STR_INIT("nonsense;;q=,"), ENCODING_PLAIN},
    {STR_INIT(",,;,"), ENCODING_PLAIN},
    {STR_INIT("brotli, gzipped"), ENCODING_PLAIN},
};

static void the_best_that_the_client_takes(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        enum encoding got = accept_encoding(cases[i].header);

        if (got != cases[i].want)
            fail_msg("\"" STR_FMT "\": %d", STR_ARG(cases[i].header), (int)got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_best_that_the_client_takes)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
