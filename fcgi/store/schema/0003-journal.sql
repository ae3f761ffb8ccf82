-- What visitors looked for and did not find, as counts of a day: no person, no address, no hour.
-- Whoever answers visitors may count and can never read or delete.

CREATE TABLE estrado.journal (
    day   date    NOT NULL,
    kind  text    NOT NULL CHECK (kind IN ('missing', 'search')),
    words text    NOT NULL CHECK (octet_length(words) BETWEEN 1 AND 200),
    times integer NOT NULL CHECK (times > 0),
    PRIMARY KEY (day, kind, words)
);
COMMENT ON TABLE estrado.journal IS 'Addresses that do not exist and searches without results, a day''s count each; at most 5000 rows a day and kind, kept 400 days.';

-- A day has room for so many words of a kind; what comes later counts only where it is known
-- already, so that no flood of invented addresses fills the disk.
CREATE FUNCTION estrado.journal_count(at date, what text, looked_for text, n integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = estrado, pg_temp AS $$
BEGIN
    UPDATE estrado.journal SET times = least(times::bigint + n, 2000000000)::integer
     WHERE day = at AND kind = what AND words = looked_for;
    IF FOUND OR (SELECT count(*) FROM estrado.journal WHERE day = at AND kind = what) >= 5000 THEN
        RETURN;
    END IF;
    DELETE FROM estrado.journal WHERE day < at - 400;
    INSERT INTO estrado.journal (day, kind, words, times) VALUES (at, what, looked_for, n)
        ON CONFLICT (day, kind, words) DO UPDATE SET times = least(journal.times::bigint + n, 2000000000)::integer;
END $$;

REVOKE ALL ON FUNCTION estrado.journal_count(date, text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION estrado.journal_count(date, text, text, integer) TO estrado_public;
GRANT SELECT, DELETE ON estrado.journal TO estrado_panel;
