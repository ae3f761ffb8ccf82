/*
 * What the accessibility statement is made of: three files of facts in accessibility/.
 *
 *   declaracion.yml   the institute's
 *     date: 2026-11-23          of the statement
 *     known:                    what is known to fail
 *       - what: Hay oraciones …
 *         where: /instituto/…   page or part
 *         since: 2026-11-23
 *         until: 2027-02-28     when it will be mended; left out: not known
 *     tests: []                 with persons who use it: {date, who, what}
 *   criterios.yml     ours
 *     criteria:                 all 86 of WCAG 2.2 (https://www.w3.org/TR/WCAG22/)
 *       - {number: 1.1.1, level: A, name: …, judged: machine, by: axe, note: …}
 *     judged: machine | person | no; `by` says by which test; `note`: what it does not look at
 *   resultado.yml     written by `make a11y`
 *     date, version, pages, views; engines: [{name, version, runs, findings}];
 *     audit: {pages, views, findings}
 *
 * A file that is not there, and each entry that is wrong, leaves out what it would say; nothing is
 * ever made up in its place.
 */
#ifndef ESTRADO_ACCESSIBILITY_STATEMENT_H
#define ESTRADO_ACCESSIBILITY_STATEMENT_H

#include "fcgi/base/diag.h"
#include "fcgi/base/secret.h"
#include "fcgi/base/str.h"

#define STATEMENT_FILE_MAX (128u * 1024)
#define STATEMENT_LIST_MAX 100 /* entries of a list */
#define STATEMENT_TEXT_MAX 600 /* bytes of a text */
#define STATEMENT_CRITERIA 86

enum judged { JUDGED_NO, JUDGED_MACHINE, JUDGED_PERSON, JUDGED__MAX };

struct criterion {
    struct str number, level, name, by, note;
    enum judged judged;
};
/* Days are midnight in UTC; 0: not known. */
struct known_failure {
    struct str what, where;
    int64_t since, until;
};
struct people_test {
    struct str who, what;
    int64_t date;
};
struct engine_result {
    struct str name, version;
    int64_t runs, findings;
};

struct statement {
    int64_t date;
    const struct criterion *criteria; /* in the order of their numbers */
    size_t ncriteria;
    const struct known_failure *failures;
    size_t nfailures;
    const struct people_test *tests;
    size_t ntests;
    bool checked; /* there is a result */
    int64_t checked_on;
    struct str version;
    int64_t pages, views, audit_pages, audit_views, audit_findings;
    const struct engine_result *engines;
    size_t nengines;
    unsigned char digest[DIGEST_BYTES]; /* of the three files */
};

/* text.p == NULL: there is no such file. */
struct statement_file {
    struct str shown, text;
};

/* Never NULL; what is wrong is an error in d. */
const struct statement *statement_parse(struct arena *a, const struct statement_file *declaration,
                                        const struct statement_file *criteria,
                                        const struct statement_file *result, struct diags *d);

#endif
