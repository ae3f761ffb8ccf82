/*
 * Reports of barriers and requests for other formats (schema/0002-barriers.sql). Visitors' workers
 * add them and cannot read them; officers read them and mark what is done.
 */
#ifndef ESTRADO_STORE_BARRIERS_H
#define ESTRADO_STORE_BARRIERS_H

#include "fcgi/base/secret.h"
#include "fcgi/store/pg.h"

/* Code points; the table holds the same numbers. */
#define BARRIER_PAGE_MAX      1000
#define BARRIER_WHAT_MAX      4000
#define BARRIER_FORMAT_MAX    500
#define BARRIER_EQUIPMENT_MAX 500
#define BARRIER_CONTACT_MAX   200

#define BARRIER_REFERENCE 10

struct barrier {
    struct str reference;
    bool wants_format; /* asks for a text in another form */
    struct str page, what, format, equipment;
    struct str contact; /* personal data */
    bool has_contact;   /* when listed: there is one, shown or not */
    int64_t received;   /* when listed */
    bool done;          /* when listed */
};
struct barrier_list {
    const struct barrier *v;
    size_t n;
};

/*
 * As the role estrado_public. `form` is the number of the form that was sent: the same form with
 * the same words sent again is stored once and gets the same reference. OK: it is stored.
 */
NODISCARD enum err barrier_add(struct pg *pg, struct arena *a, struct str form,
                               const struct barrier *b, struct str *ret_reference);
/* BARRIER_REFERENCE letters and digits, none of which is easily taken for another. */
struct str barrier_reference(struct arena *a, const unsigned char digest[DIGEST_BYTES]);
/* As people type it: small letters and hyphens are fine. The empty str for anything else. */
struct str barrier_reference_shown(struct arena *a, struct str reference);
struct str barrier_reference_of(struct arena *a, struct str typed);

/* As the role estrado_panel: the oldest first, at most 1,000. Contacts stay in the database unless
 * they are asked for. */
NODISCARD enum err barrier_list(struct pg *pg, struct arena *a, bool all, bool contacts,
                                struct barrier_list *ret_list);
/* ERR_NOT_FOUND: no open report has this reference. */
NODISCARD enum err barrier_done(struct pg *pg, struct arena *a, struct str reference);

#endif
