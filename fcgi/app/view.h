/*
 * The model that templates show: one struct for every view, filled by a
 * handler (what is particular) and by view_finish (what every page has).
 * The field tables in view.c are what themes are compiled against; docs/temas.md lists them.
 */
#ifndef ESTRADO_APP_VIEW_H
#define ESTRADO_APP_VIEW_H

#include "content/site.h"
#include "themes/theme.h"

/* Templates that a theme must have: templates/<name>.html. Each includes the layout parts it wants.
 */
#define VIEWS(X)                                                                       \
    X(VIEW_HOME, "home")                 /* the home page */                           \
    X(VIEW_PAGE, "page")                 /* an article */                              \
    X(VIEW_SECTION, "section")           /* an article and the list of its children */ \
    X(VIEW_MICRO_HOME, "micro_home")     /* the home page of a micrositio */           \
    X(VIEW_LIST, "list")                 /* pages of a year, of a tag; tags */         \
    X(VIEW_SEARCH, "search")             /* form and results */                        \
    X(VIEW_CHANGES, "changes")           /* what changed on a day */                   \
    X(VIEW_SITEMAP, "sitemap")           /* the tree for people */                     \
    X(VIEW_PREFS, "prefs")               /* how pages are to look: the form */         \
    X(VIEW_BARRIER, "barrier")           /* a report of a barrier: the form */         \
    X(VIEW_BARRIER_DONE, "barrier_done") /* ... and what happens with it */            \
    X(VIEW_STATEMENT, "statement")       /* the accessibility statement */             \
    X(VIEW_CALENDAR, "calendar")         /* dates of the processes */                  \
    X(VIEW_READER, "reader")             /* the main part of any page, alone */        \
    X(VIEW_OUTLINE, "outline")           /* headings and links of any page */          \
    X(VIEW_ERROR, "error")               /* 400, 403, 404, 405, 410, 413, 414, 431, 500, 501, 503 */
enum view_id {
#define X(e, n) e,
    VIEWS(X)
#undef X
        VIEW__MAX
};

struct view_link {
    struct str href, title, summary, date, date_iso;
    struct str lang; /* of a page in another language; else empty */
    bool current;    /* the page itself, or an ancestor of it */
    int64_t depth;   /* sitemap: 1 is top */
};
struct view_links {
    const struct view_link *v;
    size_t n;
};
struct view_card {
    struct str href, title, text,
        icon; /* icon: name of a file static/icons/<icon>.svg without ending, or empty */
    struct str icon_url;
};
struct view_cards {
    const struct view_card *v;
    size_t n;
};
struct view_heading {
    struct str id, text;
    bool deeper; /* h3 and below */
};
struct view_headings {
    const struct view_heading *v;
    size_t n;
};
/* A heading or a link of a page shown as lists; text without tags, escaped already. */
struct view_entry {
    struct html text;
    struct str href; /* empty: leads nowhere */
    int64_t level;   /* of a heading; 0: a link */
};
struct view_entries {
    const struct view_entry *v;
    size_t n;
};
/* A word that can be chosen; an empty value leaves it to the reader's system. */
struct view_option {
    struct str name, id, value, label, hint;
    bool checked;
};
struct view_options {
    const struct view_option *v;
    size_t n;
};
/* A part of a micrositio's home: one of its kinds, and a list of cards or of links. */
struct view_block {
    bool is_hero, is_alert, is_list;
    struct str id, title, text, href;
    struct view_cards cards;
    struct view_links links;
};
struct view_blocks {
    const struct view_block *v;
    size_t n;
};
/* Words of which one can be chosen. */
struct view_axis {
    struct str name, legend;
    struct view_options options;
};
struct view_axes {
    const struct view_axis *v;
    size_t n;
};
/* A field of a form, with what was typed and what is wrong with it. */
struct view_field {
    struct str name, id, label, hint, value, error;
    struct str described; /* ids of hint and error, for aria-describedby */
    struct str autocomplete;
    struct view_options options; /* one of several words */
    bool required, one_line, many_lines, hidden, trap;
};
struct view_fields {
    const struct view_field *v;
    size_t n;
};
/* The accessibility statement: a criterion of WCAG, what fails, who tried it, what looked. */
struct view_criterion {
    struct str number, level, name, by, note;
};
struct view_criteria {
    const struct view_criterion *v;
    size_t n;
};
struct view_fact {
    struct str what, where, since, until; /* until: empty when it is not known */
};
struct view_facts {
    const struct view_fact *v;
    size_t n;
};
struct view_engine {
    struct str name, version;
    int64_t runs, findings;
};
struct view_engines {
    const struct view_engine *v;
    size_t n;
};
/* A field of a page by its type, with its values: a link where there is href, a moment where there
 * is iso. */
struct view_value {
    struct str text, href, iso;
};
struct view_values {
    const struct view_value *v;
    size_t n;
};
struct view_item {
    struct str label;
    struct view_values values;
    bool many;          /* more than one value: a list */
    struct html markup; /* instead of values, where they are more than words */
};
struct view_items {
    const struct view_item *v;
    size_t n;
};
/* A file of a document: one of its versions, or one of a collection. */
struct view_file {
    struct str title, page_href;
    struct str href, own_href; /* where it is, and where this version stays; empty: it is missing */
    struct str note, date, date_iso, type, size, pages, lang; /* pages, lang: may be empty */
    struct str sha256, sha256_short;
    struct str ask_href; /* the form for another format */
    int64_t number;
    bool current, is_accessible, not_accessible; /* neither: nobody has said */
};
struct view_files {
    const struct view_file *v;
    size_t n;
};
/* A page in a list. */
struct view_row {
    struct str href, title, summary, date, date_iso;
    struct str state; /* where it stands in its period; empty: none */
    bool state_now;   /* it is within it */
    struct view_items items;
};
struct view_rows {
    const struct view_row *v;
    size_t n;
};
/* What every page says at its top for a while. */
struct view_alert {
    struct str id, level, label, title, text, href, link_text; /* level: emergency ... */
    bool dismissible;
};
struct view_alerts {
    const struct view_alert *v;
    size_t n;
};
/* A date of the calendar: a phase or an act. */
struct view_date {
    struct str title, text, when, iso, until_iso, process, href, source;
    bool confirmed, now, over;
};
struct view_dates {
    const struct view_date *v;
    size_t n;
};
struct view_month {
    struct str name, id; /* "Junio de 2024", "mes_2024-06"; "Por confirmar" comes last */
    struct view_dates dates;
};
struct view_months {
    const struct view_month *v;
    size_t n;
};
/* A result of a search: text is a fragment with <mark>; note: what it is ("Acuerdo, 2024"). */
struct view_result {
    struct str href, title, note;
    struct html text;
};
struct view_results {
    const struct view_result *v;
    size_t n;
};
/* What narrows a search; depth of a value: how many results it has. */
struct view_facet {
    struct str legend, id;
    struct view_links values;
};
struct view_facets {
    const struct view_facet *v;
    size_t n;
};
/* A run of words of a change: out, in, left out, or (none of them) as they were. */
struct view_piece {
    struct str text;
    bool out, in, gap;
};
struct view_pieces {
    const struct view_piece *v;
    size_t n;
};
struct view_change {
    struct str href, title, id, kind, time, time_iso; /* href: empty when it is not there now */
    struct view_pieces pieces;
    bool much; /* too much for words */
};
struct view_changes {
    const struct view_change *v;
    size_t n;
};
struct view_change_group { /* of one type */
    struct str id, label;
    struct view_changes changes;
};
struct view_change_groups {
    const struct view_change_group *v;
    size_t n;
};
/* Editors' diagnostics on the watch page. */
struct view_problem {
    struct str file, text;
    int64_t line;
    bool error;
};
struct view_problems {
    const struct view_problem *v;
    size_t n;
};

struct view {
    /* every page */
    struct str lang, site_name, site_short,
        page_title; /* page_title: "Consejo General – IEPC Jalisco" */
    struct str canonical, description, style_url, colours_url, icon_url, logo_url;
    bool demo, noindex, is_home;
    struct view_links nav;         /* main menu */
    struct view_links section_nav; /* siblings or children within the section; may be empty */
    struct view_links footer;      /* footer menu */
    struct str home_href;          /* of this language */
    struct view_links languages;   /* the others that this page can be read in; lang is set */
    struct view_links alternates;  /* translations of this page, itself included; whole */
    bool untranslated;             /* not in the language of the address ... */
    struct str main_lang;          /* ... but in this one; else empty */
    /* a micrositio; empty on the institute's own pages */
    struct str micro_title, micro_href, micro_note,
        micro_archived; /* archived: the day, in words */
    struct view_links micro_nav;
    struct view_blocks blocks; /* of its home */
    struct view_links crumbs;  /* ancestors, home first; without the page itself */
    struct str address, telephone, telephone_href; /* facts; «por confirmar» already in the text */
    struct str query;                              /* what stands in the search box */
    const struct json *linked;                     /* JSON-LD; NULL: none */
    struct str og_locale;                          /* "es_MX" */
    bool og_article;                               /* Open Graph: an article, not the site */
    struct view_links feeds;                       /* Atom, that of the section first */
    /* what the clock brings */
    struct view_alerts alerts;
    struct str phase, phase_process, phase_text, phase_href; /* phase: empty when none holds */
    struct view_cards phase_cards;                           /* of the home page */
    /* calendar */
    struct view_options processes; /* to choose one */
    struct view_dates phases;
    struct view_months months;
    struct str process_summary; /* of the one that was chosen */
    bool calendar_empty;        /* nothing has a date */
    /* how it is to look and read */
    struct str here;      /* the path asked for, to come back to */
    struct str page_href; /* the page as it usually is */
    struct str lector_href, outline_href, easy_href, voice_href;
    bool reader, no_images;
    bool by_address;                 /* the reader's view by its address, not by choice */
    bool has_tools;                  /* an article: it may be read in other ways */
    bool has_easy, easy, easy_draft; /* there is an easy version; it is shown; nobody reviewed it */
    bool easy_missing;               /* it was asked for and there is none */
    struct str easy_reviewer, easy_reviewed;
    bool voice_on;                       /* an article that can be heard, now or soon */
    bool audio_missing;                  /* it was asked for and is not made yet */
    struct str audio_url;                /* empty: not asked for, or not there */
    struct str audio_size, audio_length; /* "1.2 MB", "4 min 5 s" */
    struct str sign_title;               /* of the video in sign language; empty: there is none */
    struct str sign_video, sign_type;    /* our own file, and "video/mp4" */
    struct str sign_captions;            /* of our own file; may be empty */
    struct str sign_href;                /* a video that is elsewhere */
    struct str sign_transcript, sign_transcript_href; /* text, or the page that has it */
    int64_t minutes;                                  /* reader's view: time to read */
    struct view_entries parts, links, others;         /* reader's view, outline */
    struct str back_href;                             /* form: the page that it was opened from */
    struct view_axes axes;                            /* form: one of several words */
    struct view_options looks, reads; /* form: single words, of style and of structure */
    bool prefs_off;                   /* no program will be there to keep them */
    struct str cookie_example;        /* what the address would carry; empty: nothing chosen */
    /* a form */
    struct view_fields fields;
    struct view_links errors; /* what is wrong, with links to the fields */
    bool form_away;           /* all is right and could not be kept: try again */
    bool form_off;            /* no program will be there to keep it */
    struct str reference;     /* of what was kept */
    /* the accessibility statement */
    struct view_criteria by_machine, by_person, not_judged;
    int64_t nmachine, nperson, nnot_judged, ncriteria;
    struct view_facts known, people_tests; /* people_tests: who did what, when (since) */
    bool checked;
    struct str checked_on, checked_version, statement_date;
    int64_t checked_pages, checked_views, audit_pages, audit_views, audit_findings;
    struct view_engines engines;
    /* an article */
    struct str title, lead, owner;
    struct str updated, updated_iso; /* lastmod or date; empty when unknown */
    struct html body;
    struct view_headings headings; /* empty: no table of contents */
    struct view_links children;
    struct view_cards cards;
    struct view_link previous, next;
    bool has_previous, has_next;
    /* a page by its type (items.h) */
    struct view_items items;
    struct str state;
    bool state_now;
    struct view_links tags, related;
    /* a document, its current version first; or a collection (h_document.c) */
    struct view_files files;
    bool is_document, is_collection;
    /* a list (lists.c) */
    bool has_list, many_pages;
    struct str list_title;
    struct view_rows rows;
    int64_t nrows; /* of all its pages */
    int64_t page_number, page_count;
    struct str page_before_href, page_behind_href; /* empty: there is none */
    struct view_links years, all_tags;             /* depth: how many pages */
    /* search */
    struct view_links results;
    int64_t nresults;
    bool searched, too_short, search_off;
    bool search_partial;       /* the index is away: results are pages of memory */
    struct view_results found; /* of the index */
    struct view_facets facets;
    struct view_links chosen; /* what narrows it now; each leads to the search without it */
    bool more_results;        /* than were counted */
    bool only_stop_words, query_cut;
    int64_t result_page, result_pages;
    struct view_link promoted; /* an editor's answer */
    bool has_promoted;
    struct str suggestion, suggestion_href; /* the same with words that exist */
    /* what changed on a day */
    struct view_change_groups change_groups;
    int64_t nchanges;
    bool changes_more, changes_off, changes_away; /* more than are shown; never kept; not now */
    struct str day, day_iso;
    struct str day_before_href, day_before, day_behind_href, day_behind; /* empty: none */
    /* error */
    int64_t status;
    struct str heading, explanation, reason, reason_date, until, see_href, see_title, request_id;
    struct str retry_href; /* a form that can be opened and sent again */
    bool offers_search;
    bool has_problems; /* under `serve --watch`: the last save is broken, /-/avisos tells */
    struct view_links nearest;
    struct view_problems problems;
};

extern const struct tpl_field view_fields[];
extern const struct theme_view theme_views[VIEW__MAX];

#endif
