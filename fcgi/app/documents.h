/*
 * Documents and their files: <state_dir>/files/-/archivos/<SHA-256>, copied there when a generation
 * is loaded, so that a file that changes in the content folder changes nothing before it is loaded
 * again. Requests are answered with the name of a file and nginx sends it (decision 6).
 *
 * What is known of files (digest by path, size and time) is kept in <cache_dir>/documents.txt: a
 * file that nobody touched is not read again. How many pages a PDF has is found by `estrado jobs`
 * (fcgi/job_documents.c) and stands in <SHA-256>.pages; 0: nobody can tell.
 */
#ifndef ESTRADO_APP_DOCUMENTS_H
#define ESTRADO_APP_DOCUMENTS_H

#include "content/document.h"
#include "fcgi/app/app.h"

#define DOCUMENT_RETRY_S 60 /* how long an answer may be kept that lacks a number of pages */

/* sha256 empty: there is no such file, or it is not what it should be. */
struct document_file {
    struct str sha256, type;
    int64_t size;
};
struct page_document {
    const struct page *page;
    struct document doc;
    const struct document_file *files; /* one for each version */
};
struct documents {
    const struct page_document *v; /* sorted by the page's url */
    size_t n;
};

/* Reads the versions of all pages of the type `document`, and their files. */
const struct documents *documents_load(struct app *app, struct diags *d);
/* NULL: the page is none. */
const struct page_document *documents_find(const struct documents *all, struct str url);
/* The version that counts at `now`: the newest that has begun; SIZE_MAX: none. */
size_t document_current(const struct page_document *p, int64_t now);
/* "<SHA-256>.pages" of a file. */
struct str document_pages_file(struct arena *a, const struct config *config, struct str sha256);

/* h_document.c: the file at an address (document_address), as visible as its page.
 * ERR_NOT_FOUND when there is none. */
NODISCARD enum err document_answer(struct ctx *c, struct str path, struct answer *answer);
/* Fills files of the view: the versions of a document, or the documents of a collection. */
void document_show(struct ctx *c, const struct page *p, struct answer *answer);

#endif
