/*
 * The fields of views, what every page has, error pages, and the template.
 */
#include "fcgi/app/view.h"
#include "fcgi/app/app.h"
#include "fcgi/base/esc.h"

static const struct tpl_field link_fields[] = {TPL_F_TEXT(struct view_link, lang),
                                               TPL_F_URL(struct view_link, href),
                                               TPL_F_TEXT(struct view_link, title),
                                               TPL_F_TEXT(struct view_link, summary),
                                               TPL_F_TEXT(struct view_link, date),
                                               TPL_F_TEXT(struct view_link, date_iso),
                                               TPL_F_BOOL(struct view_link, current),
                                               TPL_F_INT(struct view_link, depth),
                                               {0}};

static const struct tpl_field card_fields[] = {
    TPL_F_URL(struct view_card, href),     TPL_F_TEXT(struct view_card, title),
    TPL_F_TEXT(struct view_card, text),    TPL_F_TEXT(struct view_card, icon),
    TPL_F_URL(struct view_card, icon_url), {0}};

static const struct tpl_field file_fields[] = {TPL_F_TEXT(struct view_file, title),
                                               TPL_F_URL(struct view_file, page_href),
                                               TPL_F_URL(struct view_file, href),
                                               TPL_F_URL(struct view_file, own_href),
                                               TPL_F_TEXT(struct view_file, note),
                                               TPL_F_TEXT(struct view_file, date),
                                               TPL_F_TEXT(struct view_file, date_iso),
                                               TPL_F_TEXT(struct view_file, type),
                                               TPL_F_TEXT(struct view_file, size),
                                               TPL_F_TEXT(struct view_file, pages),
                                               TPL_F_TEXT(struct view_file, lang),
                                               TPL_F_TEXT(struct view_file, sha256),
                                               TPL_F_TEXT(struct view_file, sha256_short),
                                               TPL_F_URL(struct view_file, ask_href),
                                               TPL_F_INT(struct view_file, number),
                                               TPL_F_BOOL(struct view_file, current),
                                               TPL_F_BOOL(struct view_file, is_accessible),
                                               TPL_F_BOOL(struct view_file, not_accessible),
                                               {0}};

static const struct tpl_field heading_fields[] = {TPL_F_TEXT(struct view_heading, id),
                                                  TPL_F_TEXT(struct view_heading, text),
                                                  TPL_F_BOOL(struct view_heading, deeper),
                                                  {0}};

static const struct tpl_field entry_fields[] = {TPL_F_HTML(struct view_entry, text),
                                                TPL_F_URL(struct view_entry, href),
                                                TPL_F_INT(struct view_entry, level),
                                                {0}};

static const struct tpl_field option_fields[] = {TPL_F_TEXT(struct view_option, name),
                                                 TPL_F_TEXT(struct view_option, id),
                                                 TPL_F_TEXT(struct view_option, value),
                                                 TPL_F_TEXT(struct view_option, label),
                                                 TPL_F_TEXT(struct view_option, hint),
                                                 TPL_F_BOOL(struct view_option, checked),
                                                 {0}};

static const struct tpl_field axis_fields[] = {TPL_F_TEXT(struct view_axis, name),
                                               TPL_F_TEXT(struct view_axis, legend),
                                               TPL_F_LIST(struct view_axis, options, option_fields),
                                               {0}};

static const struct tpl_field field_fields[] = {
    TPL_F_TEXT(struct view_field, name),
    TPL_F_TEXT(struct view_field, id),
    TPL_F_TEXT(struct view_field, label),
    TPL_F_TEXT(struct view_field, hint),
    TPL_F_TEXT(struct view_field, value),
    TPL_F_TEXT(struct view_field, error),
    TPL_F_TEXT(struct view_field, described),
    TPL_F_TEXT(struct view_field, autocomplete),
    TPL_F_LIST(struct view_field, options, option_fields),
    TPL_F_BOOL(struct view_field, required),
    TPL_F_BOOL(struct view_field, one_line),
    TPL_F_BOOL(struct view_field, many_lines),
    TPL_F_BOOL(struct view_field, hidden),
    TPL_F_BOOL(struct view_field, trap),
    {0}};

static const struct tpl_field criterion_fields[] = {
    TPL_F_TEXT(struct view_criterion, number), TPL_F_TEXT(struct view_criterion, level),
    TPL_F_TEXT(struct view_criterion, name),   TPL_F_TEXT(struct view_criterion, by),
    TPL_F_TEXT(struct view_criterion, note),   {0}};

static const struct tpl_field fact_fields[] = {TPL_F_TEXT(struct view_fact, what),
                                               TPL_F_TEXT(struct view_fact, where),
                                               TPL_F_TEXT(struct view_fact, since),
                                               TPL_F_TEXT(struct view_fact, until),
                                               {0}};

static const struct tpl_field engine_fields[] = {TPL_F_TEXT(struct view_engine, name),
                                                 TPL_F_TEXT(struct view_engine, version),
                                                 TPL_F_INT(struct view_engine, runs),
                                                 TPL_F_INT(struct view_engine, findings),
                                                 {0}};

static const struct tpl_field alert_fields[] = {TPL_F_TEXT(struct view_alert, id),
                                                TPL_F_TEXT(struct view_alert, level),
                                                TPL_F_TEXT(struct view_alert, label),
                                                TPL_F_TEXT(struct view_alert, title),
                                                TPL_F_TEXT(struct view_alert, text),
                                                TPL_F_URL(struct view_alert, href),
                                                TPL_F_TEXT(struct view_alert, link_text),
                                                TPL_F_BOOL(struct view_alert, dismissible),
                                                {0}};

static const struct tpl_field date_fields[] = {
    TPL_F_TEXT(struct view_date, title),     TPL_F_TEXT(struct view_date, text),
    TPL_F_TEXT(struct view_date, when),      TPL_F_TEXT(struct view_date, iso),
    TPL_F_TEXT(struct view_date, until_iso), TPL_F_TEXT(struct view_date, process),
    TPL_F_URL(struct view_date, href),       TPL_F_TEXT(struct view_date, source),
    TPL_F_BOOL(struct view_date, confirmed), TPL_F_BOOL(struct view_date, now),
    TPL_F_BOOL(struct view_date, over),      {0}};

static const struct tpl_field month_fields[] = {TPL_F_TEXT(struct view_month, name),
                                                TPL_F_TEXT(struct view_month, id),
                                                TPL_F_LIST(struct view_month, dates, date_fields),
                                                {0}};

static const struct tpl_field result_fields[] = {TPL_F_URL(struct view_result, href),
                                                 TPL_F_TEXT(struct view_result, title),
                                                 TPL_F_TEXT(struct view_result, note),
                                                 TPL_F_HTML(struct view_result, text),
                                                 {0}};

static const struct tpl_field facet_fields[] = {TPL_F_TEXT(struct view_facet, legend),
                                                TPL_F_TEXT(struct view_facet, id),
                                                TPL_F_LIST(struct view_facet, values, link_fields),
                                                {0}};

static const struct tpl_field piece_fields[] = {TPL_F_TEXT(struct view_piece, text),
                                                TPL_F_BOOL(struct view_piece, out),
                                                TPL_F_BOOL(struct view_piece, in),
                                                TPL_F_BOOL(struct view_piece, gap),
                                                {0}};

static const struct tpl_field change_fields[] = {
    TPL_F_URL(struct view_change, href),
    TPL_F_TEXT(struct view_change, title),
    TPL_F_TEXT(struct view_change, id),
    TPL_F_TEXT(struct view_change, kind),
    TPL_F_TEXT(struct view_change, time),
    TPL_F_TEXT(struct view_change, time_iso),
    TPL_F_BOOL(struct view_change, much),
    TPL_F_LIST(struct view_change, pieces, piece_fields),
    {0}};

static const struct tpl_field change_group_fields[] = {
    TPL_F_TEXT(struct view_change_group, id),
    TPL_F_TEXT(struct view_change_group, label),
    TPL_F_LIST(struct view_change_group, changes, change_fields),
    {0}};

static const struct tpl_field problem_fields[] = {TPL_F_TEXT(struct view_problem, file),
                                                  TPL_F_TEXT(struct view_problem, text),
                                                  TPL_F_INT(struct view_problem, line),
                                                  TPL_F_BOOL(struct view_problem, error),
                                                  {0}};

static const struct tpl_field value_fields[] = {TPL_F_TEXT(struct view_value, text),
                                                TPL_F_URL(struct view_value, href),
                                                TPL_F_TEXT(struct view_value, iso),
                                                {0}};

static const struct tpl_field item_fields[] = {TPL_F_TEXT(struct view_item, label),
                                               TPL_F_LIST(struct view_item, values, value_fields),
                                               TPL_F_BOOL(struct view_item, many),
                                               TPL_F_HTML(struct view_item, markup),
                                               {0}};

static const struct tpl_field row_fields[] = {TPL_F_URL(struct view_row, href),
                                              TPL_F_TEXT(struct view_row, title),
                                              TPL_F_TEXT(struct view_row, summary),
                                              TPL_F_TEXT(struct view_row, date),
                                              TPL_F_TEXT(struct view_row, date_iso),
                                              TPL_F_TEXT(struct view_row, state),
                                              TPL_F_BOOL(struct view_row, state_now),
                                              TPL_F_LIST(struct view_row, items, item_fields),
                                              {0}};

static const struct tpl_field block_fields[] = {TPL_F_BOOL(struct view_block, is_hero),
                                                TPL_F_BOOL(struct view_block, is_alert),
                                                TPL_F_BOOL(struct view_block, is_list),
                                                TPL_F_TEXT(struct view_block, id),
                                                TPL_F_TEXT(struct view_block, title),
                                                TPL_F_TEXT(struct view_block, text),
                                                TPL_F_URL(struct view_block, href),
                                                TPL_F_LIST(struct view_block, cards, card_fields),
                                                TPL_F_LIST(struct view_block, links, link_fields),
                                                {0}};

/* A link that stands alone: its parts under names of their own. */
#define NEIGHBOUR(m)                                                                               \
    {#m "_href", TPL_URL, offsetof(struct view, m) + offsetof(struct view_link, href), NULL, 0},   \
    {                                                                                              \
#m "_title", TPL_TEXT, offsetof(struct view, m) + offsetof(struct view_link, title), NULL, \
            0                                                                                      \
    }

#define PROMOTED_SUMMARY                                                                   \
    {                                                                                      \
        "promoted_summary", TPL_TEXT,                                                      \
            offsetof(struct view, promoted) + offsetof(struct view_link, summary), NULL, 0 \
    }

const struct tpl_field view_fields[] = {TPL_F_TEXT(struct view, lang),
                                        TPL_F_TEXT(struct view, site_name),
                                        TPL_F_TEXT(struct view, site_short),
                                        TPL_F_TEXT(struct view, page_title),
                                        TPL_F_URL(struct view, canonical),
                                        TPL_F_TEXT(struct view, description),
                                        TPL_F_URL(struct view, style_url),
                                        TPL_F_URL(struct view, colours_url),
                                        TPL_F_URL(struct view, icon_url),
                                        TPL_F_URL(struct view, logo_url),
                                        TPL_F_BOOL(struct view, demo),
                                        TPL_F_BOOL(struct view, noindex),
                                        TPL_F_BOOL(struct view, is_home),
                                        TPL_F_LIST(struct view, nav, link_fields),
                                        TPL_F_LIST(struct view, section_nav, link_fields),
                                        TPL_F_LIST(struct view, footer, link_fields),
                                        TPL_F_TEXT(struct view, micro_title),
                                        TPL_F_URL(struct view, micro_href),
                                        TPL_F_TEXT(struct view, micro_note),
                                        TPL_F_TEXT(struct view, micro_archived),
                                        TPL_F_LIST(struct view, micro_nav, link_fields),
                                        TPL_F_LIST(struct view, blocks, block_fields),
                                        TPL_F_URL(struct view, home_href),
                                        TPL_F_LIST(struct view, languages, link_fields),
                                        TPL_F_LIST(struct view, alternates, link_fields),
                                        TPL_F_BOOL(struct view, untranslated),
                                        TPL_F_TEXT(struct view, main_lang),
                                        TPL_F_LIST(struct view, crumbs, link_fields),
                                        TPL_F_TEXT(struct view, address),
                                        TPL_F_TEXT(struct view, telephone),
                                        TPL_F_URL(struct view, telephone_href),
                                        TPL_F_TEXT(struct view, query),
                                        TPL_F_LIST(struct view, feeds, link_fields),
                                        TPL_F_JSON(struct view, linked),
                                        TPL_F_TEXT(struct view, og_locale),
                                        TPL_F_BOOL(struct view, og_article),
                                        TPL_F_LIST(struct view, alerts, alert_fields),
                                        TPL_F_TEXT(struct view, phase),
                                        TPL_F_TEXT(struct view, phase_process),
                                        TPL_F_TEXT(struct view, phase_text),
                                        TPL_F_URL(struct view, phase_href),
                                        TPL_F_LIST(struct view, phase_cards, card_fields),
                                        TPL_F_LIST(struct view, processes, option_fields),
                                        TPL_F_LIST(struct view, phases, date_fields),
                                        TPL_F_LIST(struct view, months, month_fields),
                                        TPL_F_TEXT(struct view, process_summary),
                                        TPL_F_BOOL(struct view, calendar_empty),
                                        TPL_F_URL(struct view, here),
                                        TPL_F_URL(struct view, page_href),
                                        TPL_F_URL(struct view, lector_href),
                                        TPL_F_URL(struct view, outline_href),
                                        TPL_F_URL(struct view, easy_href),
                                        TPL_F_URL(struct view, voice_href),
                                        TPL_F_BOOL(struct view, reader),
                                        TPL_F_BOOL(struct view, no_images),
                                        TPL_F_BOOL(struct view, by_address),
                                        TPL_F_BOOL(struct view, has_tools),
                                        TPL_F_BOOL(struct view, has_easy),
                                        TPL_F_BOOL(struct view, easy),
                                        TPL_F_BOOL(struct view, easy_draft),
                                        TPL_F_BOOL(struct view, easy_missing),
                                        TPL_F_TEXT(struct view, easy_reviewer),
                                        TPL_F_TEXT(struct view, easy_reviewed),
                                        TPL_F_BOOL(struct view, voice_on),
                                        TPL_F_BOOL(struct view, audio_missing),
                                        TPL_F_URL(struct view, audio_url),
                                        TPL_F_TEXT(struct view, audio_size),
                                        TPL_F_TEXT(struct view, audio_length),
                                        TPL_F_TEXT(struct view, sign_title),
                                        TPL_F_URL(struct view, sign_video),
                                        TPL_F_TEXT(struct view, sign_type),
                                        TPL_F_URL(struct view, sign_captions),
                                        TPL_F_URL(struct view, sign_href),
                                        TPL_F_TEXT(struct view, sign_transcript),
                                        TPL_F_URL(struct view, sign_transcript_href),
                                        TPL_F_INT(struct view, minutes),
                                        TPL_F_LIST(struct view, parts, entry_fields),
                                        TPL_F_LIST(struct view, links, entry_fields),
                                        TPL_F_LIST(struct view, others, entry_fields),
                                        TPL_F_URL(struct view, back_href),
                                        TPL_F_LIST(struct view, axes, axis_fields),
                                        TPL_F_LIST(struct view, looks, option_fields),
                                        TPL_F_LIST(struct view, reads, option_fields),
                                        TPL_F_BOOL(struct view, prefs_off),
                                        TPL_F_TEXT(struct view, cookie_example),
                                        TPL_F_LIST(struct view, fields, field_fields),
                                        TPL_F_LIST(struct view, errors, link_fields),
                                        TPL_F_BOOL(struct view, form_away),
                                        TPL_F_BOOL(struct view, form_off),
                                        TPL_F_TEXT(struct view, reference),
                                        TPL_F_LIST(struct view, by_machine, criterion_fields),
                                        TPL_F_LIST(struct view, by_person, criterion_fields),
                                        TPL_F_LIST(struct view, not_judged, criterion_fields),
                                        TPL_F_INT(struct view, nmachine),
                                        TPL_F_INT(struct view, nperson),
                                        TPL_F_INT(struct view, nnot_judged),
                                        TPL_F_INT(struct view, ncriteria),
                                        TPL_F_LIST(struct view, known, fact_fields),
                                        TPL_F_LIST(struct view, people_tests, fact_fields),
                                        TPL_F_BOOL(struct view, checked),
                                        TPL_F_TEXT(struct view, checked_on),
                                        TPL_F_TEXT(struct view, checked_version),
                                        TPL_F_TEXT(struct view, statement_date),
                                        TPL_F_INT(struct view, checked_pages),
                                        TPL_F_INT(struct view, checked_views),
                                        TPL_F_INT(struct view, audit_pages),
                                        TPL_F_INT(struct view, audit_views),
                                        TPL_F_INT(struct view, audit_findings),
                                        TPL_F_LIST(struct view, engines, engine_fields),
                                        TPL_F_TEXT(struct view, title),
                                        TPL_F_TEXT(struct view, lead),
                                        TPL_F_TEXT(struct view, owner),
                                        TPL_F_TEXT(struct view, updated),
                                        TPL_F_TEXT(struct view, updated_iso),
                                        TPL_F_HTML(struct view, body),
                                        TPL_F_LIST(struct view, headings, heading_fields),
                                        TPL_F_LIST(struct view, children, link_fields),
                                        TPL_F_LIST(struct view, cards, card_fields),
                                        NEIGHBOUR(previous),
                                        NEIGHBOUR(next),
                                        TPL_F_BOOL(struct view, has_previous),
                                        TPL_F_BOOL(struct view, has_next),
                                        TPL_F_LIST(struct view, items, item_fields),
                                        TPL_F_TEXT(struct view, state),
                                        TPL_F_BOOL(struct view, state_now),
                                        TPL_F_LIST(struct view, tags, link_fields),
                                        TPL_F_LIST(struct view, related, link_fields),
                                        TPL_F_LIST(struct view, files, file_fields),
                                        TPL_F_BOOL(struct view, is_document),
                                        TPL_F_BOOL(struct view, is_collection),
                                        TPL_F_BOOL(struct view, has_list),
                                        TPL_F_BOOL(struct view, many_pages),
                                        TPL_F_TEXT(struct view, list_title),
                                        TPL_F_LIST(struct view, rows, row_fields),
                                        TPL_F_INT(struct view, nrows),
                                        TPL_F_INT(struct view, page_number),
                                        TPL_F_INT(struct view, page_count),
                                        TPL_F_URL(struct view, page_before_href),
                                        TPL_F_URL(struct view, page_behind_href),
                                        TPL_F_LIST(struct view, years, link_fields),
                                        TPL_F_LIST(struct view, all_tags, link_fields),
                                        TPL_F_LIST(struct view, results, link_fields),
                                        TPL_F_INT(struct view, nresults),
                                        TPL_F_BOOL(struct view, searched),
                                        TPL_F_BOOL(struct view, too_short),
                                        TPL_F_BOOL(struct view, search_off),
                                        TPL_F_BOOL(struct view, search_partial),
                                        TPL_F_LIST(struct view, found, result_fields),
                                        TPL_F_LIST(struct view, facets, facet_fields),
                                        TPL_F_LIST(struct view, chosen, link_fields),
                                        TPL_F_BOOL(struct view, more_results),
                                        TPL_F_BOOL(struct view, only_stop_words),
                                        TPL_F_BOOL(struct view, query_cut),
                                        TPL_F_INT(struct view, result_page),
                                        TPL_F_INT(struct view, result_pages),
                                        NEIGHBOUR(promoted),
                                        PROMOTED_SUMMARY,
                                        TPL_F_BOOL(struct view, has_promoted),
                                        TPL_F_TEXT(struct view, suggestion),
                                        TPL_F_URL(struct view, suggestion_href),
                                        TPL_F_LIST(struct view, change_groups, change_group_fields),
                                        TPL_F_INT(struct view, nchanges),
                                        TPL_F_BOOL(struct view, changes_more),
                                        TPL_F_BOOL(struct view, changes_off),
                                        TPL_F_BOOL(struct view, changes_away),
                                        TPL_F_TEXT(struct view, day),
                                        TPL_F_TEXT(struct view, day_iso),
                                        TPL_F_URL(struct view, day_before_href),
                                        TPL_F_TEXT(struct view, day_before),
                                        TPL_F_URL(struct view, day_behind_href),
                                        TPL_F_TEXT(struct view, day_behind),
                                        TPL_F_INT(struct view, status),
                                        TPL_F_TEXT(struct view, heading),
                                        TPL_F_TEXT(struct view, explanation),
                                        TPL_F_TEXT(struct view, reason),
                                        TPL_F_TEXT(struct view, reason_date),
                                        TPL_F_TEXT(struct view, until),
                                        TPL_F_URL(struct view, see_href),
                                        TPL_F_TEXT(struct view, see_title),
                                        TPL_F_TEXT(struct view, request_id),
                                        TPL_F_URL(struct view, retry_href),
                                        TPL_F_BOOL(struct view, offers_search),
                                        TPL_F_BOOL(struct view, has_problems),
                                        TPL_F_LIST(struct view, nearest, link_fields),
                                        TPL_F_LIST(struct view, problems, problem_fields),
                                        {0}};

const struct theme_view theme_views[VIEW__MAX] = {
#define X(e, n) [e] = {n, view_fields},
    VIEWS(X)
#undef X
};

static struct str text(const struct ctx *c, struct str key)
{
    return messages_format(theme_messages(c->app->theme), c->arena, key, NULL, 0);
}

static struct str asset_url(const struct ctx *c, struct str path)
{
    const struct asset *f = assets_find(c->app->theme_assets, path);

    return f == NULL ? (struct str){NULL, 0} : f->url;
}

/* A fact as text, with «por confirmar» behind it (or instead of it) when the source is in doubt. */
struct str fact_show(const struct ctx *c, struct str name)
{
    const struct fact *f = config_fact(c->app->config, name);

    if (f == NULL || f->value.n == 0 || !fact_is_valid(f, c->req->now))
        return text(c, STR("fact.unknown"));
    if (f->confirmed)
        return f->value;
    return messages_format(theme_messages(c->app->theme), c->arena, STR("fact.unconfirmed"),
                           (const struct message_arg[]){MSG_TEXT(f->value)}, 1);
}

/* "tel:" and the digits of a telephone fact; empty when there is none. */
static struct str telephone_href(const struct ctx *c)
{
    const struct fact *f = config_fact(c->app->config, STR("telefono"));
    struct buf *b = ARENA_NEW(c->arena, struct buf);
    struct str s;

    if (f == NULL || f->value.n == 0 || !fact_is_valid(f, c->req->now))
        return (struct str){NULL, 0};
    buf_init(b, 64);
    buf_add(b, STR("tel:+52"));
    for (size_t i = 0; i < f->value.n; i++) {
        if (f->value.p[i] >= '0' && f->value.p[i] <= '9')
            buf_addc(b, f->value.p[i]);
    }
    s = arena_str(c->arena, buf_str(b));
    buf_release(b);
    return s;
}

/* The program's own pages in the footer, behind those that content names. */
static struct view_links footer(struct ctx *c)
{
    struct view_links menu = links_of_menu(c, STR("footer"));
    struct view_link *v = ARENA_ARRAY(c->arena, struct view_link, menu.n + 2);

    for (size_t i = 0; i < menu.n; i++)
        v[i] = menu.v[i];
    v[menu.n] =
        (struct view_link){.href = STR("/mapa-del-sitio"), .title = text(c, STR("sitemap.title"))};
    v[menu.n + 1] =
        (struct view_link){.href = STR("/cambios"), .title = text(c, STR("changes.title"))};
    for (size_t i = menu.n; i < menu.n + 2; i++)
        v[i].current = str_eq(c->path, v[i].href);
    /* Files cannot keep count of what changes. */
    return (struct view_links){v, menu.n + (c->app->files_only ? 1 : 2)};
}

/* "es_MX": how Open Graph writes a language. */
static struct str og_locale(const struct ctx *c, struct str lang)
{
    struct str language, region;

    return str_cut(lang, '-', &language, &region) ? arena_join(c->arena, language, STR("_"), region)
                                                  : lang;
}

static struct str page_title(const struct ctx *c, const struct view *v)
{
    struct str title = v->title.n > 0 ? v->title : v->heading;

    if (v->is_home || title.n == 0)
        return c->app->config->name;
    if (c->micro != NULL && !str_eq(title, c->micro->title))
        title = messages_format(
            theme_messages(c->app->theme), c->arena, STR("page.title"),
            (const struct message_arg[]){MSG_TEXT(title), MSG_TEXT(c->micro->short_title)}, 2);
    if (v->errors.n > 0) /* first in the title: it is what a screen reader says first */
        title = messages_format(theme_messages(c->app->theme), c->arena, STR("form.title"),
                                (const struct message_arg[]){MSG_TEXT(title)}, 1);
    return messages_format(
        theme_messages(c->app->theme), c->arena, STR("page.title"),
        (const struct message_arg[]){MSG_TEXT(title), MSG_TEXT(c->app->config->short_name)}, 2);
}

void view_finish(struct ctx *c, struct answer *answer)
{
    const struct config *config = c->app->config;
    struct view *v = &answer->view;

    v->lang = v->lang.n > 0 ? v->lang : config->locale;
    v->site_name = config->name;
    language_links(c, v);
    v->site_short = config->short_name;
    v->page_title = page_title(c, v);
    v->style_url = asset_url(c, STR("css/estilo.css"));
    v->icon_url = asset_url(c, STR("icons/favicon.svg"));
    v->logo_url = asset_url(c, STR("icons/escudo-demo.svg"));
    v->demo = config->environment == ENV_DEMO;
    v->noindex = v->demo || answer->status != 200;
    alerts_view(c, v);
    phase_view(c, v);
    v->nav = links_of_menu(c, STR("main"));
    v->footer = footer(c);
    v->og_locale = og_locale(c, v->lang);
    v->description = v->description.n > 0 ? v->description : v->lead;
    if (answer->status == 200)
        v->feeds = feeds_of(c);
    v->address = fact_show(c, STR("direccion"));
    v->telephone = fact_show(c, STR("telefono"));
    v->telephone_href = telephone_href(c);
    micro_view(c, v);
    variant_view(c, answer);
    v->has_problems = c->app->watch && v->problems.n == 0 && problems_read(c).n > 0;
    if (answer->status == 200 && v->canonical.n == 0 && config->base_url.n > 0) {
        struct buf path;

        buf_init(&path, 4096);
        esc_path(&path, c->path);
        v->canonical = arena_join(c->arena, config->base_url, buf_str(&path), STR(""));
        buf_release(&path);
    }
}

/* What another site's page sent: it was refused for that, and the visitor can send it again. */
static bool is_foreign_form(const struct ctx *c, int status)
{
    return status == 403 && c->req->foreign && c->route != NULL &&
           (c->route->flags & ROUTE_SAME_ORIGIN) != 0;
}

static struct str error_text(const struct ctx *c, int status, const char *part)
{
    struct str key = arena_fmt(c->arena, "error.%d.%s", status, part), pattern;

    if (is_foreign_form(c, status))
        return text(c, arena_fmt(c->arena, "error.foreign.%s", part));
    if (status == 400 && c->req->method == METHOD_POST)
        return text(c, arena_fmt(c->arena, "error.sent.%s", part));
    if (!messages_has(theme_messages(c->app->theme), key, &pattern))
        key = arena_fmt(c->arena, "error.500.%s", part);
    return text(c, key);
}

#define NEAREST_SEEN  20 /* so that pages of others do not crowd out its own */
#define NEAREST_SHOWN 5

/* Near misses of the address, those of the request's own micrositio (or of none) first: the same
 * page of another one is seldom what was meant. */
static struct view_links nearest_of(struct ctx *c)
{
    const struct page *found[NEAREST_SEEN], *v[NEAREST_SEEN];
    struct str own = c->micro == NULL ? (struct str){NULL, 0} : c->micro->id;
    size_t n = site_nearest(c->app->site, c->arena, c->path, c->req->now, found, NEAREST_SEEN),
           k = 0;

    for (int others = 0; others < 2; others++) {
        for (size_t i = 0; i < n; i++) {
            if (str_eq(found[i]->root->micrositio, own) == (others == 0))
                v[k++] = found[i];
        }
    }
    return links_to(c, v, n < NEAREST_SHOWN ? n : NEAREST_SHOWN);
}

void view_for_error(struct ctx *c, int status, struct answer *ret_answer)
{
    struct view *v = &ret_answer->view;

    *ret_answer = (struct answer){
        .status = status, .view_id = VIEW_ERROR, .no_store = true, .valid_until = TIME_NEVER};
    v->status = status;
    v->heading = error_text(c, status, "heading");
    v->explanation = error_text(c, status, "explanation");
    v->request_id = c->req->id;
    if (c->route != NULL && (c->route->flags & ROUTE_API) != 0) {
        api_problem(c, ret_answer);
        return;
    }
    v->offers_search = status == 404;
    if (is_foreign_form(c, status))
        v->retry_href = c->path;
    if (status != 404 || c->path.n > 200)
        return;
    v->nearest = nearest_of(c);
}

enum err view_render(struct ctx *c, const struct answer *answer, struct tpl_out *out)
{
    struct str body;

    tpl_render(theme_template(c->app->theme, answer->view_id), &answer->view, c->arena, out);
    return buf_finish(out->buf, &body);
}
