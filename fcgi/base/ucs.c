/*
 * ICU's common library (libicuuc, only here), by its C interface: folding, words
 * and sentences, UTF-16. What is dear to open is opened once and kept per process,
 * which has one thread. ICU works on UTF-16, we on UTF-8: where it offers UTF-8
 * itself (UText), nothing is converted.
 */
#include "fcgi/base/ucs.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/ucs_name.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

#define LOCALES_KEPT 4
/* UTF-16 units: a code point decomposes into at most 18 (U+FDFA), each of which folds into at
 * most 3. */
#define PARTS_MAX  36
#define FOLDED_MAX (PARTS_MAX * 3)

/* --- what is kept open ---------------------------------------------------- */

struct kept_locale {
    char name[NAME_MAX_BYTES];
    UBreakIterator *words, *sentences;
};

static void close_locale(struct kept_locale *k)
{
    if (k->words != NULL)
        ubrk_close(k->words);
    if (k->sentences != NULL)
        ubrk_close(k->sentences);
    *k = (struct kept_locale){.words = NULL};
}

/* The slot of a locale; the eldest makes room. An impossible name is the root locale. */
static struct kept_locale *locale_slot(struct str locale)
{
    static struct kept_locale kept[LOCALES_KEPT];
    static size_t eldest;
    struct kept_locale *k;
    char name[NAME_MAX_BYTES];

    if (!ucs_copy_name(locale, name))
        name[0] = '\0';
    for (size_t i = 0; i < LOCALES_KEPT; i++) {
        if (kept[i].words != NULL && strcmp(kept[i].name, name) == 0)
            return &kept[i];
    }
    k = &kept[eldest++ % LOCALES_KEPT];
    close_locale(k);
    memcpy(k->name, name, sizeof(name));
    return k;
}

/* ICU's data is a part of its library: what cannot be opened there is a broken installation. */
static void must(UErrorCode status)
{
    if (U_FAILURE(status))
        abort();
}

static struct kept_locale *locale_open(struct str locale)
{
    struct kept_locale *k = locale_slot(locale);
    UErrorCode status = U_ZERO_ERROR;
    char suppressed[NAME_MAX_BYTES * 2];

    if (k->words != NULL)
        return k;
    k->words = ubrk_open(UBRK_WORD, k->name, NULL, 0, &status);
    /* With CLDR's list of abbreviations: "Art. 8" and "Sr. López" end no sentence. */
    (void)snprintf(suppressed, sizeof(suppressed), "%s@ss=standard", k->name);
    k->sentences = ubrk_open(UBRK_SENTENCE, suppressed, NULL, 0, &status);
    must(status);
    return k;
}

/* --- UTF-16 ------------------------------------------------------------- */

const uint16_t *ucs_to_utf16(struct arena *a, struct str s, int32_t *ret_n)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar *p = ARENA_ARRAY(a, UChar, s.n + 1); /* no byte makes more than one unit */

    assert(s.n < INT32_MAX);
    u_strFromUTF8WithSub(p, (int32_t)s.n + 1, ret_n, s.n == 0 ? "" : s.p, (int32_t)s.n, 0xFFFD,
                         NULL, &status);
    must(status);
    return p;
}

struct str ucs_to_utf8(struct arena *a, const uint16_t *p, int32_t n)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t bytes = 0;
    char *out = arena_zalloc(a, (size_t)n * 3 + 1, 1);

    u_strToUTF8WithSub(out, n * 3 + 1, &bytes, p, n, 0xFFFD, NULL, &status);
    must(status);
    return (struct str){out, (size_t)bytes};
}

/* --- folding ---------------------------------------------------------------- */

/* Folding under way: a blank is written only when something follows it. */
struct folding {
    struct buf *out;
    bool blank_waits;
};

static void fold_letter(struct folding *f, struct str utf8)
{
    if (f->blank_waits && f->out->n > 0)
        buf_addc(f->out, ' ');
    f->blank_waits = false;
    buf_add(f->out, utf8);
}

static void fold_one(struct folding *f, struct str utf8)
{
    size_t i = 0;
    UChar32 c = (UChar32)str_codepoint(utf8, &i);
    int type = u_charType(c);

    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK ||
        type == U_COMBINING_SPACING_MARK || type == U_FORMAT_CHAR)
        return; /* marks; soft hyphens and the like */
    if (!u_isalnum(c) && type != U_LETTER_NUMBER && type != U_OTHER_NUMBER)
        f->blank_waits = true;
    else
        fold_letter(f, utf8);
}

/* Anything but ASCII: compatibility decomposition, then case folding of each part. */
static void fold_wide(struct folding *f, UChar32 c)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
    UChar parts[PARTS_MAX], folded[FOLDED_MAX];
    char utf8[FOLDED_MAX * 3];
    int32_t nparts, n, bytes = 0;

    must(status);
    nparts = unorm2_getDecomposition(nfkd, c, parts, PARTS_MAX, &status);
    if (nparts < 0)
        u_strFromUTF32(parts, PARTS_MAX, &nparts, &c, 1, &status);
    n = u_strFoldCase(folded, FOLDED_MAX, parts, nparts, U_FOLD_CASE_DEFAULT, &status);
    u_strToUTF8(utf8, sizeof(utf8), &bytes, folded, n, &status);
    must(status);
    for (size_t i = 0, from = 0; i < (size_t)bytes; from = i) {
        (void)str_codepoint((struct str){utf8, (size_t)bytes}, &i);
        fold_one(f, (struct str){utf8 + from, i - from});
    }
}

static void fold_ascii(struct folding *f, char c)
{
    if (c >= 'A' && c <= 'Z')
        c = (char)(c + ('a' - 'A'));
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        fold_letter(f, (struct str){&c, 1});
    else
        f->blank_waits = true;
}

static void fold_into(struct buf *b, struct str s)
{
    struct folding f = {.out = b};

    for (size_t i = 0; i < s.n;) {
        if ((unsigned char)s.p[i] < 0x80)
            fold_ascii(&f, s.p[i++]);
        else
            fold_wide(&f, (UChar32)str_codepoint(s, &i));
    }
}

struct str ucs_fold(struct arena *a, struct str s)
{
    struct buf b;
    struct str folded;

    buf_init(&b, SIZE_MAX / 2);
    fold_into(&b, s);
    folded = arena_str(a, buf_str(&b));
    buf_release(&b);
    return folded;
}

/* --- words, sentences ----------------------------------------------------- */

/* Calls fn for the pieces between boundaries whose rule status is at least `least_status`. */
static void pieces(UBreakIterator *it, struct str s, int32_t least_status, ucs_visit *fn, void *arg)
{
    UErrorCode status = U_ZERO_ERROR;
    UText text = UTEXT_INITIALIZER;
    int32_t from, to;

    utext_openUTF8(&text, s.n == 0 ? "" : s.p, (int64_t)s.n, &status);
    ubrk_setUText(it, &text, &status);
    must(status);
    from = ubrk_first(it);
    for (to = ubrk_next(it); to != UBRK_DONE; from = to, to = ubrk_next(it)) {
        struct str piece = str_trim(str_sub(s, (size_t)from, (size_t)to));

        if (piece.n > 0 && (least_status == 0 || ubrk_getRuleStatus(it) >= least_status) &&
            !fn(arg, piece))
            break;
    }
    /* The iterator outlives the text: it must not keep pointing into it. */
    ubrk_setText(it, u"", 0, &status);
    utext_close(&text);
    must(status);
}

void ucs_words(struct str locale, struct str s, ucs_visit *fn, void *arg)
{
    /* Numbers count as words; blanks and punctuation, below this status, do not. */
    pieces(locale_open(locale)->words, s, UBRK_WORD_NONE_LIMIT, fn, arg);
}

void ucs_sentences(struct str locale, struct str s, ucs_visit *fn, void *arg)
{
    pieces(locale_open(locale)->sentences, s, 0, fn, arg);
}

static bool count_piece(void *arg, struct str piece)
{
    (void)piece;
    ++*(size_t *)arg;
    return true;
}

void ucs_count(struct str locale, struct str s, size_t *ret_chars, size_t *ret_words,
               size_t *ret_sentences)
{
    size_t chars = 0, words = 0, sentences = 0;

    for (size_t i = 0; ret_chars != NULL && i < s.n; chars++)
        (void)str_codepoint(s, &i);
    if (ret_words != NULL)
        ucs_words(locale, s, count_piece, &words);
    if (ret_sentences != NULL)
        ucs_sentences(locale, s, count_piece, &sentences);
    if (ret_chars != NULL)
        *ret_chars = chars;
    if (ret_words != NULL)
        *ret_words = words;
    if (ret_sentences != NULL)
        *ret_sentences = sentences;
}
