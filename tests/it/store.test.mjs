// PostgreSQL and Redis as the program meets them: migrations, rights, dump and
// restore, coming back after a restart.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { estrado, redisTalk, root, run, start, waitFor } from './env.mjs';

const bin = '/usr/lib/postgresql/15/bin';
let env;

before(async () => {
  env = await start({ parts: ['postgres', 'redis'] });
});
after(() => env?.close());

const owner = (sql, database) => env.psql('estrado_owner', sql, database);

/** A copy of what `migrate` reads, with other schema files. */
function shareWith(files) {
  const dir = fs.mkdtempSync(path.join(env.dir, 'share-'));
  for (const part of ['site.yml', 'themes', 'content', 'nginx', 'fcgi/locales', 'fcgi/store/schema'])
    fs.cpSync(path.join(root, part), path.join(dir, part), { recursive: true });
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(dir, 'fcgi/store/schema', name), text);
  return dir;
}

async function migrateFrom(dir) {
  const saved = env.options.siteYml;
  env.options.siteYml = path.join(dir, 'site.yml');
  try {
    return await env.command('migrate');
  } finally {
    env.options.siteYml = saved;
  }
}

const schemaFiles = () => fs.readdirSync(path.join(root, 'fcgi/store/schema')).filter((f) => f.endsWith('.sql'));

describe('migrations', () => {
  test('several at once apply each file once', async () => {
    const results = await Promise.all([1, 2, 3, 4].map(() => env.command('migrate')));
    for (const r of results) assert.equal(r.status, 0, r.stdout + r.stderr);
    const applied = results.map((r) => parseInt(r.stdout, 10)).reduce((a, b) => a + b);
    assert.equal(applied, schemaFiles().length);
    const rows = await owner('SELECT name FROM estrado.schema_migration ORDER BY version');
    assert.deepEqual(rows.stdout.trim().split('\n'), schemaFiles().sort());
  });

  test('again changes nothing', async () => {
    const before = await owner('SELECT * FROM estrado.schema_migration');
    const r = await env.command('migrate');
    assert.equal(r.status, 0, r.stderr);
    assert.match(r.stdout, /^0 /);
    assert.equal((await owner('SELECT * FROM estrado.schema_migration')).stdout, before.stdout);
  });

  test('a database newer than the program is refused, by name', async () => {
    await owner(`INSERT INTO estrado.schema_migration VALUES (9000, '9000-future.sql', repeat('0', 64))`);
    const r = await env.command('migrate');
    await owner('DELETE FROM estrado.schema_migration WHERE version = 9000');
    assert.notEqual(r.status, 0);
    assert.match(r.stderr, /9000-future\.sql/);
    assert.match(r.stderr, /más nueva/);
  });

  test('a file that changed after it was applied is refused', async () => {
    const [first] = schemaFiles().sort();
    const text = fs.readFileSync(path.join(root, 'fcgi/store/schema', first), 'utf8');
    const r = await migrateFrom(shareWith({ [first]: `${text}-- one more line\n` }));
    assert.notEqual(r.status, 0);
    assert.match(r.stderr, new RegExp(`${first}.*cambió`));
  });

  test('a file that fails leaves nothing, and says where; those before it stay', async () => {
    const n = schemaFiles().length;
    const name = (i, what) => `${String(n + i).padStart(4, '0')}-${what}.sql`;
    const dir = shareWith({
      [name(1, 'good')]: 'CREATE TABLE estrado.kept (id integer);\n',
      [name(2, 'bad')]: 'CREATE TABLE estrado.lost (id integer);\n-- ñ\nCREATE TABLE estrado.lost (nope);\n',
    });
    const r = await migrateFrom(dir);
    assert.notEqual(r.status, 0);
    assert.match(r.stderr, new RegExp(`${name(2, 'bad')}:3:`));
    const tables = await owner(`SELECT relname FROM pg_class WHERE relname IN ('kept', 'lost')`);
    assert.equal(tables.stdout.trim(), 'kept');
    await owner(`DROP TABLE estrado.kept; DELETE FROM estrado.schema_migration WHERE version > ${n}`);
  });

  test('a file that commits by itself is refused', async () => {
    const name = `${String(schemaFiles().length + 1).padStart(4, '0')}-commits.sql`;
    const r = await migrateFrom(shareWith({ [name]: 'SELECT 1;\nCOMMIT;\n' }));
    assert.notEqual(r.status, 0);
    assert.match(r.stderr, new RegExp(name));
    assert.equal((await env.command('migrate')).status, 0);
  });

  test('without a server it says so and does not hang', async () => {
    const saved = env.sets['postgresql.socket_dir'];
    env.sets['postgresql.socket_dir'] = path.join(env.dir, 'nobody');
    const away = await env.command('migrate');
    env.sets['postgresql.socket_dir'] = saved;
    assert.notEqual(away.status, 0);
    assert.match(away.stderr, /PostgreSQL/);
  });
});

describe('the client', () => {
  test('pg.c keeps its word with a real server', async () => {
    const program = path.join(path.dirname(estrado), 'tests/unit/fcgi_store/test_pg_server');
    const r = await run(program, [], { env: { ...process.env, ESTRADO_TEST_PG: env.sockets.pg } });
    assert.equal(r.status, 0, r.stdout + r.stderr);
    assert.match(r.stdout + r.stderr, /PASSED/);
  });
});

describe('rights', () => {
  const refused = [
    'CREATE TABLE estrado.x (i int)',
    'CREATE TABLE public.x (i int)',
    'CREATE TEMP TABLE x (i int)',
    'CREATE SCHEMA x',
    "CREATE FUNCTION estrado.x() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    'DROP TABLE estrado.schema_migration',
    'ALTER TABLE estrado.schema_migration ADD x int',
    'TRUNCATE estrado.schema_migration',
    "INSERT INTO estrado.schema_migration VALUES (2, 'x', repeat('0', 64))",
    "UPDATE estrado.schema_migration SET name = 'x'",
    'DELETE FROM estrado.schema_migration',
    'CREATE ROLE x',
    'SET ROLE estrado_owner',
    'SET SESSION AUTHORIZATION estrado_owner',
    'ALTER ROLE estrado_owner LOGIN',
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT pg_read_file('PG_VERSION')",
    'SELECT * FROM pg_authid',
    'CREATE EXTENSION dblink',
    'ALTER SYSTEM SET fsync = off',
    'CREATE DATABASE x',
  ];

  for (const role of ['estrado_public', 'estrado_panel']) {
    for (const sql of refused) {
      test(`${role} may not: ${sql}`, async () => {
        const r = await env.psql(role, sql);
        assert.notEqual(r.status, 0, r.stdout);
        assert.match(r.stderr, /42501/);
      });
    }
    test(`${role} reads what it was given, within limits`, async () => {
      const r = await env.psql(role, 'SELECT count(*) FROM schema_migration');
      assert.equal(r.stdout.trim(), String(schemaFiles().length), r.stderr);
      const timeout = await env.psql(role, 'SHOW statement_timeout');
      assert.match(timeout.stdout, /^\d+s$/m);
    });
  }

  test('the owner has no power outside its database', async () => {
    for (const sql of ['CREATE ROLE x', 'CREATE DATABASE x', "COPY (SELECT 1) TO PROGRAM 'true'"]) {
      const r = await owner(sql);
      assert.match(r.stderr, /42501/, sql);
    }
  });

  test('PostgreSQL listens on no network address', async () => {
    assert.equal((await env.psql('estrado_admin', 'SHOW listen_addresses')).stdout.trim(), '');
  });
});

describe('dump and restore', () => {
  test('a restored copy is the same, and needs no migration', async () => {
    const file = path.join(env.dir, 'estrado.dump');
    const at = ['-h', env.sockets.pg, '-U', 'estrado_owner'];
    const ok = async (program, ...args) => {
      const r = await run(program, args);
      assert.equal(r.status, 0, r.stderr);
      return r.stdout;
    };
    await owner("CREATE TABLE estrado.sample (t text, b bytea); INSERT INTO estrado.sample VALUES ('Ñandú, ¿sí?', '\\x00ff0a')");
    await ok(`${bin}/pg_dump`, ...at, '-Fc', '-f', file, 'estrado');
    assert.equal((await env.psql('estrado_admin', 'CREATE DATABASE copy OWNER estrado_owner TEMPLATE template0', 'postgres')).status, 0);
    await ok(`${bin}/pg_restore`, ...at, '--exit-on-error', '-d', 'copy', file);
    const dump = async (db) => (await ok(`${bin}/pg_dump`, ...at, '--no-comments', db)).replace(/^\\(un)?restrict .*$/gm, '');
    assert.equal(await dump('copy'), await dump('estrado'));
    const saved = env.sets['postgresql.database'];
    env.sets['postgresql.database'] = 'copy';
    const r = await env.command('migrate');
    if (saved === undefined) delete env.sets['postgresql.database'];
    else env.sets['postgresql.database'] = saved;
    assert.match(r.stdout, /^0 /, r.stderr);
    await owner('DROP TABLE estrado.sample');
  });
});

describe('Redis', () => {
  const talk = (...commands) => redisTalk(env.sockets.redis, commands);
  const auth = () => ['AUTH', 'estrado', env.redisPassword];

  test('says nothing without a password, or with a wrong one', async () => {
    for (const command of [['PING'], ['GET', 'estrado:x'], ['KEYS', '*'], ['INFO']])
      assert.match((await talk(command))[0], /^-NOAUTH/);
    assert.match((await talk(['AUTH', 'estrado', 'wrong']))[0], /^-WRONGPASS/);
    assert.match((await talk(['AUTH', 'default', 'wrong']))[0], /^-WRONGPASS/);
    assert.match((await talk(['HELLO', '3']))[0], /^-NOAUTH/);
  });

  test('lets its user do what the cache needs', async () => {
    const replies = await talk(auth(), ['SET', 'estrado:t', 'v', 'EX', '60'], ['GET', 'estrado:t'], ['PING']);
    assert.deepEqual(replies, ['+OK\r\n', '+OK\r\n', '$1\r\nv\r\n', '+PONG\r\n']);
  });

  const denied = [
    ['GET', 'other'], ['SET', 'other', 'v'], ['DEL', 'estrado:t'], ['KEYS', '*'], ['SCAN', '0'], ['FLUSHALL'], ['FLUSHDB'],
    ['CONFIG', 'GET', '*'], ['EVAL', 'return 1', '0'], ['SAVE'], ['SHUTDOWN'], ['ACL', 'LIST'], ['MONITOR'], ['OBJECT', 'ENCODING', 'estrado:t'],
    ['SUBSCRIBE', 'x'], ['CLIENT', 'LIST'], ['MULTI'], ['COPY', 'estrado:t', 'estrado:u'], ['REPLICAOF', 'NO', 'ONE'], ['INFO'],
  ];
  for (const command of denied) {
    test(`denies ${command.join(' ')}`, async () => {
      assert.match((await talk(auth(), command))[1], /^-NOPERM/);
    });
  }

  test('keeps nothing on disk and listens on no port', async () => {
    const conf = fs.readFileSync(path.join(env.dir, 'redis/redis.conf'), 'utf8');
    assert.match(conf, /^port 0$/m);
    await env.redis.stop();
    assert.deepEqual(fs.readdirSync(path.join(env.dir, 'redis')).sort(), ['password', 'redis.conf', 'users.acl']);
    assert.equal(fs.statSync(path.join(env.dir, 'redis/password')).mode & 0o777, 0o600);
    await env.redis.start();
    assert.equal((await talk(auth(), ['GET', 'estrado:t']))[1], '$-1\r\n');
  });
});

describe('coming back', () => {
  before(async () => {
    await env.command('migrate');
    await env.startSite();
    await env.startNginx();
  });

  test('PostgreSQL restarted is used again within 5 s', async () => {
    await waitFor('PostgreSQL in use', async () => (await env.health()).postgresql === 'up');
    await env.postgres.stop('SIGKILL');
    await waitFor('PostgreSQL missed', async () => (await env.health()).postgresql === 'down');
    await env.postgres.start();
    await waitFor('PostgreSQL in use again', async () => (await env.health()).postgresql === 'up', 5000);
  });

  test('an orderly restart between two questions is not even noticed', async () => {
    await waitFor('PostgreSQL in use', async () => (await env.health()).postgresql === 'up');
    await env.postgres.stop('SIGINT');
    await env.postgres.start();
    await waitFor('PostgreSQL in use again', async () => (await env.health()).postgresql === 'up', 5000);
  });

  test('Redis restarted is used again within 5 s, with a new password too', async () => {
    await waitFor('Redis in use', async () => (await env.health()).redis === 'up');
    await env.redis.stop('SIGKILL');
    await waitFor('Redis missed', async () => (await env.health()).redis === 'down');
    fs.rmSync(path.join(env.dir, 'redis/password'));
    await env.startRedis();
    await waitFor('Redis in use again', async () => (await env.health()).redis === 'up', 5000);
  });
});
