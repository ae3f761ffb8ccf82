/*
 * Which tool for which type, its limits, and the pages of what comes back.
 */
#include "fcgi/search/filetext.h"
#include "content/children.h"
#include "fcgi/base/program.h"
#include "fcgi/search/xmltext.h"
#include "fcgi/search/zip.h"

#define TIMEOUT_MS   60000
#define CPU_S        40
#define MEMORY_BYTES ((size_t)1 << 30)
#define CHILD_BYTES  ((size_t)256 << 20)

static const struct str pdf = STR_INIT("application/pdf");
static const struct {
    struct str type;
    const char *entry, *only;
} office[] = {
    {STR_INIT("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
     "word/document.xml", "t"},
    {STR_INIT("application/vnd.oasis.opendocument.text"), "content.xml", NULL},
};

bool filetext_is_for(struct str type)
{
    for (size_t i = 0; i < ARRAY_LEN(office); i++) {
        if (str_eq(office[i].type, type))
            return true;
    }
    return str_eq(type, pdf);
}

/* ---- PDF ---- */

/* Form feeds end pages. */
static struct strs pages_of(struct arena *a, struct str text)
{
    struct str *v;
    size_t n = 1, i = 0;

    for (size_t k = 0; k < text.n; k++)
        n += text.p[k] == '\f';
    n = n < FILETEXT_PARTS_MAX ? n : FILETEXT_PARTS_MAX;
    v = ARENA_ARRAY(a, struct str, n);
    while (i < n && text.n > 0) {
        struct str page;

        str_cut(text, '\f', &page, &text);
        v[i++] = arena_str(a, str_sub(str_trim(page), 0, FILETEXT_PART_MAX));
    }
    return (struct strs){v, i};
}

static enum err pdf_text(struct arena *a, struct str bytes, struct str program,
                         struct strs *ret_texts)
{
    const char *words[] = {arena_cstr(a, program), "-q", "-enc", "UTF-8", "-", "-", NULL};
    const struct program one = {words};
    const struct program_limits limits = {TIMEOUT_MS, CPU_S, MEMORY_BYTES};
    struct buf out;
    enum err e;

    /* ISO 32000-1 7.5.2; readers take it within the first 1,024 bytes. */
    if (!str_has(str_sub(bytes, 0, 1024), STR("%PDF-")))
        return ERR_INVALID;
    buf_init(&out, FILETEXT_TEXT_MAX);
    e = program_pipe(&one, 1, bytes, &limits, &out);
    if (e == OK)
        *ret_texts = pages_of(a, buf_str(&out));
    buf_release(&out);
    return e;
}

/* ---- DOCX, ODT ---- */

struct job {
    struct arena *a;
    struct str bytes;
    const char *entry, *only;
    enum err e;
    struct strs *ret_texts;
};

/* In the child. The first byte of the answer says what became of it. */
static void work(void *arg, size_t i, struct buf *out)
{
    const struct job *j = arg;
    struct buf xml, text;
    enum err e;

    (void)i;
    buf_init(&xml, ZIP_ENTRY_MAX);
    buf_init(&text, FILETEXT_PART_MAX);
    e = zip_entry(j->bytes, j->entry, &xml);
    if (e == ERR_NOT_FOUND)
        e = ERR_INVALID;
    if (e == OK)
        e = xmltext_of(buf_str(&xml), j->only, &text);
    buf_addc(out, e == OK ? 'y' : e == ERR_TOO_BIG ? 'b' : 'n');
    if (e == OK)
        buf_add(out, buf_str(&text));
    buf_release(&xml);
    buf_release(&text);
}

static bool take(void *arg, size_t i, struct str answer)
{
    struct job *j = arg;
    struct str *v;

    (void)i;
    if (answer.n == 0)
        return false;
    j->e = answer.p[0] == 'y' ? OK : answer.p[0] == 'b' ? ERR_TOO_BIG : ERR_INVALID;
    v = ARENA_NEW(j->a, struct str);
    *v = arena_str(j->a, str_sub(answer, 1, answer.n));
    if (j->e == OK)
        *j->ret_texts = (struct strs){v, 1};
    return true;
}

static void lost(void *arg, size_t i, enum child_loss why)
{
    struct job *j = arg;

    (void)i;
    j->e = why == CHILD_SLOW          ? ERR_CONFLICT
           : why == CHILD_NOT_STARTED ? ERR_UNAVAILABLE
                                      : ERR_INVALID;
}

static enum err office_text(struct job *j)
{
    children_run(&(struct children){.njobs = 1,
                                    .processes = 1,
                                    .cpu_ms = CPU_S * 1000,
                                    .silence_ms = TIMEOUT_MS,
                                    .answer_max = FILETEXT_PART_MAX + 1,
                                    .data_max = CHILD_BYTES,
                                    .work = work,
                                    .answer = take,
                                    .lost = lost,
                                    .arg = j});
    return j->e;
}

enum err filetext(struct arena *a, struct str type, struct str bytes, struct str pdftotext,
                  struct strs *ret_texts)
{
    struct job j = {.a = a, .bytes = bytes, .e = ERR_INVALID, .ret_texts = ret_texts};

    if (bytes.n > FILETEXT_FILE_MAX)
        return ERR_TOO_BIG;
    if (str_eq(type, pdf))
        return pdf_text(a, bytes, pdftotext, ret_texts);
    for (size_t i = 0; i < ARRAY_LEN(office); i++) {
        if (!str_eq(office[i].type, type))
            continue;
        j.entry = office[i].entry;
        j.only = office[i].only;
        return office_text(&j);
    }
    return ERR_INVALID;
}
