-- What changed on the site: the last text of each page, as `estrado jobs` saw it, and a row for each
-- change. What was withdrawn or is gone keeps no words here, neither its last nor those of before.

CREATE TABLE estrado.page_text (
    url    text  PRIMARY KEY CHECK (octet_length(url) BETWEEN 1 AND 8192),
    title  text  NOT NULL,
    type   text  NOT NULL,
    site   text  NOT NULL,
    state  text  NOT NULL CHECK (state IN ('live', 'withdrawn', 'gone')),
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    body   text  NOT NULL CHECK (state = 'live' OR body = '')
);
COMMENT ON TABLE estrado.page_text IS 'Each page as the last run of the job changes saw it.';

CREATE TABLE estrado.page_change (
    id    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at    timestamptz NOT NULL,
    url   text        NOT NULL CHECK (octet_length(url) BETWEEN 1 AND 8192),
    title text        NOT NULL,
    type  text        NOT NULL,
    site  text        NOT NULL,
    kind  text        NOT NULL CHECK (kind IN ('new', 'changed', 'withdrawn', 'gone')),
    words text        NOT NULL DEFAULT '' CHECK (octet_length(words) <= 20000)
);
COMMENT ON COLUMN estrado.page_change.words IS 'content/worddiff.h; empty: too much changed, or nothing to show.';
CREATE INDEX page_change_at ON estrado.page_change (at, id);
CREATE INDEX page_change_url ON estrado.page_change (url);

GRANT SELECT ON estrado.page_change TO estrado_public;
GRANT SELECT, INSERT, UPDATE (words) ON estrado.page_change TO estrado_panel;
GRANT SELECT, INSERT, UPDATE ON estrado.page_text TO estrado_panel;
