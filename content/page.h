/*
 * A page of the site as it was loaded: types only. Made by site_load in the
 * loader before the workers are forked, never changed afterwards.
 */
#ifndef ESTRADO_CONTENT_PAGE_H
#define ESTRADO_CONTENT_PAGE_H

#include "content/root.h"
#include "content/types.h"
#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"
#include "fcgi/base/yaml.h"

/* HOME: _index.md of a root's own folder. SECTION: any other _index.md. */
enum page_kind { PAGE_HOME, PAGE_SECTION, PAGE_LEAF };

struct heading {
    int level; /* 2-4 are kept */
    struct str id, text;
};
struct headings {
    const struct heading *v;
    size_t n;
};

#define TIME_NEVER INT64_MAX

/* `withdrawn:` of the front matter: the page answers 410 with the reason. */
struct withdrawal {
    bool is;
    struct str reason, see; /* see: a path of the site, or empty */
    int64_t date;
};

/* `sign_language:` the page in Mexican Sign Language. */
struct sign_language {
    struct str video;      /* address: of a file beside the page, or https elsewhere; empty: none */
    struct str type;       /* of our own file: "video/mp4", "video/webm"; empty: it is elsewhere */
    struct str captions;   /* address of our own WebVTT file, or empty */
    struct str transcript; /* what is signed, as plain text; empty: none, or on a page */
    struct str transcript_url; /* the path of that page, or empty */
    struct str title;          /* empty: the page's */
    int line;                  /* of transcript */
};

/* `list:` of a section: pages of a type that it shows. */
enum list_by { LIST_WHOLE, LIST_BY_YEAR };
enum list_sort { LIST_BY_DATE, LIST_BY_NAME }; /* date: the newest first */
struct front_list {
    struct str type; /* empty: no list */
    enum list_by by;
    enum list_sort sort;
    int size; /* rows of a page */
    int line;
};

/* What the YAML head of a file says (frontmatter.h lists the keys). Empty str: not given. */
struct front {
    struct str title, slug, url, summary, description, type, translation_key, owner, lang;
    int type_line; /* of `type` */
    struct strs aliases, tags, authors;
    int64_t date, lastmod;   /* epoch seconds; 0: not given */
    int64_t publish, expire; /* 0 / TIME_NEVER: not given */
    int64_t review_by;       /* 0: not given */
    int weight;              /* 0: not given; sorts behind all others */
    bool draft;
    bool toc;        /* default true */
    bool glossary;   /* default true: words of the glossary are links */
    struct str menu; /* name of a menu ("main", "footer"), or empty */
    int menu_weight;
    unsigned phases;       /* bits 1 << enum phase_kind: in menus only then; 0: always */
    struct str menu_title; /* shorter text for menus; empty: title */
    struct withdrawal withdrawn;
    struct sign_language sign_language; /* names of files have become addresses (sign.h) */
    struct front_list list;             /* of a section: pages of a type */
    const struct yaml *params;          /* map of one's own keys, or NULL */
    const struct yaml *cards; /* params.cards: list of {title, url, text, icon}, or NULL */
};

struct link_ref {
    struct str href;
    int line; /* 0 where it is not known */
};
struct link_refs {
    const struct link_ref *v;
    size_t n;
};

/*
 * The companion of a page in easy Spanish (*lectura fácil*): foo.facil.md beside foo.md, shown
 * instead of it to who asks. Its ids are its own: page and companion never stand in one document.
 */
struct easy {
    struct str file;           /* as page.file */
    struct str title, summary; /* title: the page's when it has none; summary: may be empty */
    struct html body;
    struct str text;
    struct headings headings;
    struct link_refs links;
    int body_line, words;
    struct str source;      /* its Markdown, for lines of diags */
    struct str reviewed_by; /* name of who reviewed it; empty: nobody did, it is a draft */
    int64_t reviewed;       /* when; 0: a draft */
    int64_t lastmod;        /* 0: not given */
};

struct withholding;

struct page {
    struct str
        file; /* relative to the folder of site.yml: "content/pages/es-MX/instituto/_index.md" */
    const struct root *root; /* where its file lies */
    struct str url;          /* "/instituto"; "/" for the home; no slash behind */
    enum page_kind kind;
    struct front front;
    const struct type *type; /* NULL: none is named */
    struct fields fields;    /* by its type */
    int64_t when;            /* what dates it: a field of its type, or `date`; 0: nothing */
    int year;                /* of `when`, in the site's zone; 0: none */
    int body_line;           /* where the Markdown begins */
    struct html body;
    struct str text;   /* plain words of the body, for search and counting; blocks end with \n */
    struct str folded; /* ucs_fold of text, for search */
    struct headings headings;
    struct link_refs links; /* every href and src of the body */
    int words;
    const struct easy *easy;            /* NULL: none */
    const struct withholding *withheld; /* calendar.h; NULL: no rule that is on is about it */
    struct page *parent;                /* NULL for a home */
    struct page **children;             /* weight, then newest first, then title by collation */
    size_t nchildren;
};

#endif
