/*
 * Types that tests declare: a session (dated by a field), an agreement (an act with an address), a
 * call (a period), a person.
 */
#ifndef ESTRADO_TEST_TYPED_SITE_H
#define ESTRADO_TEST_TYPED_SITE_H

#include "tests/unit/content/site_fixture.h"

static const struct type_choice kind_choices[] = {{STR_INIT("ordinary"), STR_INIT("Ordinaria")},
                                                  {STR_INIT("extra"), STR_INIT("")}};
static const struct type_field session_fields[] = {
    {.name = STR_INIT("body"), .label = STR_INIT("Body"), .kind = FIELD_TEXT, .required = true},
    {.name = STR_INIT("kind"),
     .label = STR_INIT("Kind"),
     .kind = FIELD_CHOICE,
     .choices = kind_choices,
     .nchoices = 2},
    {.name = STR_INIT("starts"), .label = STR_INIT("Starts"), .kind = FIELD_DATETIME},
    {.name = STR_INIT("agenda"), .label = STR_INIT("Agenda"), .kind = FIELD_TEXTS},
    {.name = STR_INIT("acts"), .label = STR_INIT("Acts"), .kind = FIELD_ACTS},
    {.name = STR_INIT("seats"), .label = STR_INIT("Seats"), .kind = FIELD_NUMBER},
    {.name = STR_INIT("open"), .label = STR_INIT("Open"), .kind = FIELD_FLAG},
    {.name = STR_INIT("video"), .label = STR_INIT("Video"), .kind = FIELD_URL},
    {.name = STR_INIT("see"), .label = STR_INIT("See"), .kind = FIELD_PATH},
    {.name = STR_INIT("minutes"), .label = STR_INIT("Minutes"), .kind = FIELD_FILE},
    {.name = STR_INIT("table"), .label = STR_INIT("Table"), .kind = FIELD_TABLE},
    {.name = STR_INIT("notes"), .label = STR_INIT("Notes"), .kind = FIELD_LINES},
    {.name = STR_INIT("links"), .label = STR_INIT("Links"), .kind = FIELD_PATHS}};
static const struct type_field agreement_fields[] = {
    {.name = STR_INIT("number"), .label = STR_INIT("Number"), .kind = FIELD_ACT, .required = true}};
static const struct type_field call_fields[] = {
    {.name = STR_INIT("opens"), .label = STR_INIT("O"), .kind = FIELD_DATETIME, .required = true},
    {.name = STR_INIT("closes"), .label = STR_INIT("C"), .kind = FIELD_DATETIME, .required = true}};
static const struct type declared[] = {
    {.id = STR_INIT("session"),
     .label = STR_INIT("Sesion"),
     .plural = STR_INIT("Sesiones"),
     .fields = session_fields,
     .nfields = ARRAY_LEN(session_fields),
     .dated = &session_fields[2]},
    {.id = STR_INIT("agreement"),
     .label = STR_INIT("Acuerdo"),
     .plural = STR_INIT("Acuerdos"),
     .address = STR_INIT("/acuerdos"),
     .fields = agreement_fields,
     .nfields = 1},
    {.id = STR_INIT("call"),
     .label = STR_INIT("Convocatoria"),
     .plural = STR_INIT("Convocatorias"),
     .fields = call_fields,
     .nfields = 2,
     .period = {&call_fields[0], &call_fields[1], STR_INIT("b {0}"), STR_INIT("d {0}"),
                STR_INIT("a {0}")}},
    {.id = STR_INIT("person"), .label = STR_INIT("Persona"), .plural = STR_INIT("Personas")}};

static inline void typed_load(struct site_fixture *f)
{
    f->types = (struct types){declared, ARRAY_LEN(declared)};
    fixture_load_written(f);
}

/* One page of a type: `head` behind its title and type. */
static inline const struct page *typed_page(struct site_fixture *f, const char *head)
{
    fixture_write(f, "_index.md", "title: Inicio\n", "");
    fixture_write(f, "x.md", head, "");
    typed_load(f);
    return fixture_page(f, "/x");
}

#endif
