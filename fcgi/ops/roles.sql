-- Database and roles, for the administrator of the cluster; safe to run again:
--
--   sudo -u postgres psql -v ON_ERROR_STOP=1 -f fcgi/ops/roles.sql
--
-- estrado_owner   owns the database and its tables; only `estrado migrate` uses it
-- estrado_public  the workers that answer visitors
-- estrado_panel   the workers of the back office
--
-- The last two get every right on a table one by one, in fcgi/store/schema.
-- No role has a password: they come through the unix socket, by peer and a map
-- of pg_ident.conf (docs/operadores.md).

SELECT format('CREATE ROLE %I LOGIN', name)
  FROM unnest(ARRAY['estrado_owner', 'estrado_public', 'estrado_panel']) AS name
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

-- The owner inherits what pg_database_owner may do, or pg_restore could not set the rights on schema public.
ALTER ROLE estrado_owner  NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS INHERIT CONNECTION LIMIT 5;
ALTER ROLE estrado_public NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT;
ALTER ROLE estrado_panel  NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT;

-- Ceilings for what comes without settings of its own; the program sets its own, lower ones (limits.pg_statement_ms).
ALTER ROLE estrado_public SET statement_timeout = '5s';
ALTER ROLE estrado_public SET lock_timeout = '5s';
ALTER ROLE estrado_public SET idle_in_transaction_session_timeout = '15s';
ALTER ROLE estrado_public SET search_path = estrado, pg_temp;
ALTER ROLE estrado_panel  SET statement_timeout = '30s';
ALTER ROLE estrado_panel  SET lock_timeout = '5s';
ALTER ROLE estrado_panel  SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE estrado_panel  SET search_path = estrado, pg_temp;

-- Sorted as people in Mexico do (n before ñ), whatever locales the machine has.
SELECT 'CREATE DATABASE estrado OWNER estrado_owner TEMPLATE template0 ENCODING ''UTF8'''
       ' LOCALE_PROVIDER icu ICU_LOCALE ''es-MX'' LC_COLLATE ''C.UTF-8'' LC_CTYPE ''C.UTF-8'''
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'estrado')
\gexec

REVOKE ALL ON DATABASE estrado FROM PUBLIC;
GRANT CONNECT ON DATABASE estrado TO estrado_public, estrado_panel;
\connect estrado
REVOKE ALL ON SCHEMA public FROM PUBLIC;
