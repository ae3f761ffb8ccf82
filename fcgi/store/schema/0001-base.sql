-- What every later file stands on: the schema, its door, the list of applied
-- files, and rights that are given one by one from here on.
-- The roles themselves belong to the cluster: fcgi/ops/roles.sql makes them.

CREATE SCHEMA estrado;
COMMENT ON SCHEMA estrado IS 'All of Estrado''s tables.';

-- Nothing made later is open to everybody by itself.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;

GRANT USAGE ON SCHEMA estrado TO estrado_public, estrado_panel;

CREATE TABLE estrado.schema_migration (
    version    integer     PRIMARY KEY CHECK (version > 0),
    name       text        NOT NULL,
    digest     text        NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    applied_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE estrado.schema_migration IS 'Files of fcgi/store/schema that were applied, and the BLAKE2b-256 of their bytes.';
GRANT SELECT ON estrado.schema_migration TO estrado_public, estrado_panel;
