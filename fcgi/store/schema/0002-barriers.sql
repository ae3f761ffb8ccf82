-- What people tell who cannot use something of the site, or need a text in another form.
-- Whoever answers visitors may add a report and can never read one back.

CREATE TABLE estrado.barrier_report (
    id        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference text        NOT NULL CHECK (reference ~ '^[2-9A-Z]{10}$'),
    digest    bytea       NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
    received  timestamptz NOT NULL DEFAULT now(),
    kind      text        NOT NULL CHECK (kind IN ('barrier', 'format')),
    page      text        NOT NULL CHECK (char_length(page) <= 1000),
    what      text        NOT NULL CHECK (char_length(what) BETWEEN 1 AND 4000),
    format    text        NOT NULL CHECK (char_length(format) <= 500),
    equipment text        NOT NULL CHECK (char_length(equipment) <= 500),
    contact   text        NOT NULL CHECK (char_length(contact) <= 200),
    state     text        NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')),
    done_at   timestamptz CHECK ((done_at IS NULL) = (state = 'open')),
    note      text        NOT NULL DEFAULT '' CHECK (char_length(note) <= 4000)
);
COMMENT ON TABLE estrado.barrier_report IS 'Reports of barriers and requests for other formats. contact is personal data.';
COMMENT ON COLUMN estrado.barrier_report.digest IS 'Of the form''s number and all it held: sent twice, stored once.';
CREATE INDEX barrier_report_reference ON estrado.barrier_report (reference);
CREATE INDEX barrier_report_open ON estrado.barrier_report (received) WHERE state = 'open';

GRANT INSERT (reference, digest, kind, page, what, format, equipment, contact) ON estrado.barrier_report TO estrado_public;
GRANT SELECT, UPDATE (state, done_at, note) ON estrado.barrier_report TO estrado_panel;
