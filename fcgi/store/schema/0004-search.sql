-- What /buscar looks through. `estrado jobs` fills it as estrado_panel, in one transaction;
-- whoever answers visitors only reads. Everything here can be made again from the content.

CREATE EXTENSION unaccent SCHEMA estrado;
CREATE EXTENSION pg_trgm SCHEMA estrado;

-- Two forms of each word. es_letters keeps n and ñ apart and is what a query is read with;
-- es_folded is without any mark. A text holds both, so that "campana" finds "campaña", and "año"
-- finds no "ano". (Accents on vowels go with the stem in either: "elección", "elecciones".)
CREATE TEXT SEARCH CONFIGURATION estrado.es_letters (COPY = pg_catalog.spanish);
CREATE TEXT SEARCH CONFIGURATION estrado.es_folded (COPY = pg_catalog.spanish);
ALTER TEXT SEARCH CONFIGURATION estrado.es_folded
    ALTER MAPPING FOR word, numword, hword, numhword, hword_part, hword_numpart
    WITH estrado.unaccent, pg_catalog.spanish_stem;

-- Letters and digits alone: with signs the parser would see addresses, paths and numbers where a
-- query has words.
CREATE FUNCTION estrado.search_plain(t text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN regexp_replace(normalize(t), '[^[:alnum:]]+', ' ', 'g');
-- The folded form, and of the other only what differs from it.
CREATE FUNCTION estrado.search_forms(t text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_tsvector('estrado.es_folded', t)
        || ts_delete(to_tsvector('estrado.es_letters', t), tsvector_to_array(to_tsvector('estrado.es_folded', t)));
GRANT EXECUTE ON FUNCTION estrado.search_plain, estrado.search_forms TO estrado_panel;

CREATE TABLE estrado.search_row (
    id       bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    doc      text     NOT NULL CHECK (char_length(doc) <= 2000),
    part     integer  NOT NULL CHECK (part >= 0),
    digest   bytea    NOT NULL CHECK (octet_length(digest) = 32),
    kind     text     NOT NULL CHECK (kind IN ('page', 'term', 'file')),
    site     text     NOT NULL,
    locale   text     NOT NULL,
    url      text     NOT NULL,
    type     text     NOT NULL,
    year     integer  NOT NULL,
    process  text     NOT NULL,
    organ    text     NOT NULL,
    act      text     NOT NULL,
    title    text     NOT NULL,
    summary  text     NOT NULL,
    headings text     NOT NULL,
    body     text     NOT NULL,
    publish  bigint   NOT NULL,
    expire   bigint   NOT NULL,
    words    tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(estrado.search_forms(estrado.search_plain(title)), 'A') || setweight(estrado.search_forms(estrado.search_plain(headings)), 'B')
        || setweight(estrado.search_forms(estrado.search_plain(summary)), 'C') || setweight(estrado.search_forms(estrado.search_plain(body)), 'D')) STORED,
    UNIQUE (doc, part)
);
COMMENT ON TABLE estrado.search_row IS 'A page, a term of the glossary, or a part of a file (of a PDF: a page).';
COMMENT ON COLUMN estrado.search_row.doc IS 'One result: rows with the same doc are shown once, by the best.';
COMMENT ON COLUMN estrado.search_row.publish IS 'Seconds of the epoch; shown from publish until expire.';
CREATE INDEX search_row_words ON estrado.search_row USING gin (words);
CREATE INDEX search_row_act ON estrado.search_row (act) WHERE act <> '';

CREATE TABLE estrado.search_word (
    word   text    PRIMARY KEY,
    folded text    NOT NULL,
    docs   integer NOT NULL
);
COMMENT ON TABLE estrado.search_word IS 'Words of search_row, for "quizá quiso decir".';
CREATE INDEX search_word_near ON estrado.search_word USING gin (folded estrado.gin_trgm_ops);

CREATE TABLE estrado.search_state (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    filled bigint  NOT NULL
);
COMMENT ON TABLE estrado.search_state IS 'When search_word was made: by the clock, rows appear and expire.';

CREATE TABLE estrado.search_file (
    digest bytea   PRIMARY KEY CHECK (octet_length(digest) = 32),
    state  text    NOT NULL,
    texts  text[]  NOT NULL
);
COMMENT ON TABLE estrado.search_file IS 'Text of files by the BLAKE2b-256 of their bytes, taken once; of a PDF one text a page.';

GRANT SELECT ON estrado.search_row, estrado.search_word TO estrado_public;
GRANT SELECT, INSERT, UPDATE, DELETE ON estrado.search_row, estrado.search_word, estrado.search_file,
    estrado.search_state TO estrado_panel;
