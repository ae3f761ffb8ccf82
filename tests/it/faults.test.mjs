// What breaks, and what visitors see of it: nothing. Each test leaves the site as it found it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fetchRaw, load, root, run, start, waitFor } from './env.mjs';
import * as fcgi from './fcgi.mjs';

const PROCESSES = 2;
const READ_S = 1; // limits.read_s of these tests
const sets = {
  'pools.public.processes': PROCESSES,
  'redis.pages': true,
  'limits.redis_ms': 500,
  'limits.read_s': READ_S,
  'limits.request_s': 5,
};

// A query keeps nginx's micro-cache out: every request reaches a worker.
const uris = (n) => `${['/', '/instituto', '/contacto', '/mapa-del-sitio'][n % 4]}?n=${n}`;

const alive = (pid) => fs.existsSync(`/proc/${pid}`) && !/^State:\s+[ZX]/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
const descriptors = (pid) => fs.readdirSync(`/proc/${pid}/fd`).length;
const same = (a, b) => a.length === b.length && a.every((x) => b.includes(x));

/** Workers of the public pool that are there now; waits until there are all of them. */
const fullHouse = (env) =>
  waitFor('all workers', () => {
    const { loaders, workers } = env.processes();
    return loaders.length === 1 && workers.length >= PROCESSES && workers;
  });

/** Runs `what` while requests go on; not one of them may fail. */
async function underLoad(env, what, options = {}) {
  const traffic = load(env, { uris, ...options });
  let result;
  try {
    await traffic.progress(30);
    await what(traffic);
    await traffic.progress(30);
  } finally {
    result = await traffic.stop();
  }
  assert.deepEqual(result.bad, []);
}

describe('a service away', () => {
  let env;
  before(async () => {
    env = await start({ sets });
  });
  after(() => env?.close());

  test('Redis killed and started again: no page is lost', async () => {
    await waitFor('Redis in use', async () => (await env.health()).redis === 'up');
    await underLoad(env, async (traffic) => {
      await env.redis.stop('SIGKILL');
      await traffic.progress(100);
      await env.redis.start();
      await waitFor('Redis in use again', async () => (await env.health()).redis === 'up');
    });
  });

  test('Redis hanging: each worker waits once, and no page is lost', async () => {
    await waitFor('Redis in use', async () => (await env.health()).redis === 'up');
    const seen = env.events('request').length;
    await underLoad(env, async (traffic) => {
      env.redis.signal('SIGSTOP');
      const began = Date.now();
      await traffic.progress(100);
      await waitFor('Redis to have hung for 3 s', () => Date.now() - began > 3000);
      env.redis.signal('SIGCONT');
      await waitFor('Redis in use again', async () => (await env.health()).redis === 'up');
    });
    const waited = env.events('request').slice(seen).filter((e) => e.route !== 'health' && Number(e.us) >= 450_000);
    assert.ok(waited.length <= env.processes().workers.length, `${waited.length} requests waited`);
  });

  const lies = {
    junk: 'HTTP/1.1 400 Bad Request\r\n\r\n',
    'a list': '*1\r\n$1\r\nx\r\n',
    'a huge length': '$999999999\r\nx',
    'half a reply': '$100\r\nhalf',
    'a page that is none of ours': '$19\r\n<p>not this one</p>\r\n',
    silence: '',
  };
  for (const [name, bytes] of Object.entries(lies)) {
    test(`something on Redis's socket that answers with ${name}: no page is lost`, async () => {
      await env.redis.stop('SIGKILL');
      fs.rmSync(env.sockets.redis, { force: true });
      const sockets = new Set();
      const liar = net.createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => {});
        socket.once('data', () => {
          socket.write('+OK\r\n');
          socket.on('data', () => socket.write(bytes));
        });
      });
      await new Promise((resolve) => liar.listen(env.sockets.redis, resolve));
      await underLoad(env, async (traffic) => {
        await waitFor('somebody to ask the liar', () => sockets.size > 0);
        await traffic.progress(50);
      });
      for (const uri of ['/', '/contacto']) assert.doesNotMatch((await env.get(`${uri}?liar`)).text, /not this one/);
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => liar.close(resolve));
      await env.redis.start();
      await waitFor('Redis in use again', async () => (await env.health()).redis === 'up');
    });
  }

  test('PostgreSQL killed and started again: no page is lost', async () => {
    await waitFor('PostgreSQL in use', async () => (await env.health()).postgresql === 'up');
    await underLoad(env, async (traffic) => {
      await env.postgres.stop('SIGKILL');
      await waitFor('PostgreSQL missed', async () => (await env.health()).postgresql === 'down');
      await traffic.progress(100);
      await env.postgres.start();
      await waitFor('PostgreSQL in use again', async () => (await env.health()).postgresql === 'up', 5000);
    });
  });

  test('both away: no page is lost', async () => {
    await underLoad(env, async (traffic) => {
      await Promise.all([env.redis.stop('SIGKILL'), env.postgres.stop('SIGKILL')]);
      await traffic.progress(100);
      await Promise.all([env.redis.start(), env.postgres.start()]);
    });
  });
});

describe('processes', () => {
  let env;
  before(async () => {
    env = await start({ parts: ['site', 'nginx'], sets });
  });
  after(() => env?.close());

  test('a worker killed under load loses no page and is replaced', async () => {
    await underLoad(env, async (traffic) => {
      for (let i = 0; i < 5; i++) {
        const [victim] = await fullHouse(env);
        process.kill(victim, 'SIGKILL');
        await waitFor('a replacement', () => {
          const { workers } = env.processes();
          return !workers.includes(victim) && workers.length >= PROCESSES;
        });
        await traffic.progress(20);
      }
    });
  });

  test('all workers killed at once lose no page', async () => {
    await underLoad(env, async (traffic) => {
      const victims = await fullHouse(env);
      for (const pid of victims) process.kill(pid, 'SIGKILL');
      await waitFor('replacements', () => env.processes().workers.filter((pid) => !victims.includes(pid)).length >= PROCESSES);
      await traffic.progress(20);
    });
  });

  test('a stopped worker keeps nobody waiting for long', async () => {
    await underLoad(env, async (traffic) => {
      const [victim] = await fullHouse(env);
      process.kill(victim, 'SIGSTOP');
      await traffic.progress(100);
      process.kill(victim, 'SIGKILL');
      await waitFor('a replacement', () => env.processes().workers.filter((pid) => pid !== victim).length >= PROCESSES);
    });
  });

  test('a loader killed: its workers go on until a new generation takes over', async () => {
    await underLoad(env, async () => {
      await fullHouse(env);
      const { loaders, workers } = env.processes();
      process.kill(loaders[0], 'SIGKILL');
      await waitFor('another generation', () => {
        const now = env.processes();
        return now.loaders.length === 1 && !now.loaders.includes(loaders[0]) && now.workers.length >= PROCESSES;
      });
      await waitFor('the old workers to leave', () => !workers.some(alive));
    });
    assert.ok(env.events('loader-died').length >= 1);
  });

  test('workers that die young come back ever more slowly', async () => {
    const seen = env.events('worker-died').length;
    for (let i = 0; i < 6; i++) {
      const [victim] = await waitFor('a worker', () => {
        const { workers } = env.processes();
        return workers.length > 0 && workers;
      });
      for (const pid of env.processes().workers) process.kill(pid, 'SIGKILL');
      await waitFor('its death to be noticed', () => env.events('worker-died').some((e) => Number(e.pid) === victim));
    }
    const waits = env.events('worker-died').slice(seen).map((e) => Number(e.again_in_ms));
    assert.ok(Math.max(...waits) >= 800, `waits were ${waits.join(' ')} ms`);
    await fullHouse(env);
    await waitFor('pages again', async () => (await env.get('/?back')).status === 200);
  });

  test('the master killed: everything below it ends, and a new one takes over the socket', async () => {
    await fullHouse(env);
    const { loaders, workers } = env.processes();
    await env.site.stop('SIGKILL');
    await waitFor('loader and workers to end', () => ![...loaders, ...workers].some(alive));
    const dead = await env.get('/?nobody');
    assert.equal(dead.status, 503);
    await env.startSite();
    assert.equal((await env.get('/?again')).status, 200);
  });

  test('a second master on the same sockets refuses to start and harms nothing', async () => {
    const second = await env.command('serve');
    assert.notEqual(second.status, 0);
    assert.match(second.stderr, /socket-in-use/);
    assert.equal((await env.get('/?first-lives')).status, 200);
  });
});

describe('reload and end', () => {
  let env;
  let page;
  const text = (marker) => `---\ntitle: Página de prueba\nowner: Pruebas\n---\n\nMarca ${marker}.\n`;
  before(async () => {
    const content = fs.mkdtempSync('/tmp/estrado-it-content-');
    fs.cpSync(path.join(root, 'content/pages'), content, { recursive: true });
    page = path.join(content, 'es-MX', 'prueba-de-recarga.md');
    fs.writeFileSync(page, text('cero'));
    env = await start({ parts: ['site', 'nginx'], sets: { ...sets, content_dir: content } });
  });
  after(async () => {
    await env?.close();
    fs.rmSync(path.dirname(path.dirname(page)), { recursive: true, force: true });
  });

  const shows = async (marker) => (await env.get(`/prueba-de-recarga?${marker}`)).text.includes(`Marca ${marker}.`);

  test('SIGHUP shows the new pages and loses none', async () => {
    await underLoad(env, async () => {
      for (const marker of ['uno', 'dos', 'tres']) {
        fs.writeFileSync(page, text(marker));
        env.site.signal('SIGHUP');
        await waitFor(`the page to say ${marker}`, () => shows(marker));
      }
    });
  });

  test('a reload that finds an error keeps the old generation and says why', async () => {
    await underLoad(env, async (traffic) => {
      fs.writeFileSync(page, '---\ntitle: [no es un texto]\ndate: ayer\n---\n\nMarca rota.\n');
      const refused = env.events('generation-refused').length;
      env.site.signal('SIGHUP');
      await waitFor('the refusal', () => env.events('generation-refused').length > refused);
      await traffic.progress(30);
      assert.ok(await shows('tres'));
      assert.match(env.site.text(), /prueba-de-recarga\.md:[23]: /);
    });
    fs.writeFileSync(page, text('cuatro'));
    env.site.signal('SIGHUP');
    await waitFor('the repaired page', () => shows('cuatro'));
  });

  test('a storm of SIGHUP ends in one live generation', async () => {
    await underLoad(env, async () => {
      for (let i = 0; i < 20; i++) env.site.signal('SIGHUP');
      fs.writeFileSync(page, text('cinco'));
      env.site.signal('SIGHUP');
      await waitFor('the last text', () => shows('cinco'));
      await fullHouse(env);
    });
  });

  test('SIGTERM ends everything within 10 s, silent connections and load notwithstanding', async () => {
    const silent = await Promise.all(Array.from({ length: 3 }, () => fcgi.Connection.open(env.sockets.public)));
    await fullHouse(env);
    const { loaders, workers } = env.processes();
    const traffic = load(env, { uris });
    await traffic.progress(20);
    const began = Date.now();
    const { code } = await env.site.stop('SIGTERM');
    const took = Date.now() - began;
    await traffic.stop();
    for (const connection of silent) connection.drop();
    assert.equal(code, 0);
    assert.ok(took < 10000, `${took} ms`);
    assert.deepEqual([...loaders, ...workers].filter(alive), []);
  });

  test('with nobody behind it nginx answers at once with its own page', async () => {
    const began = Date.now();
    const r = await env.get('/transparencia?never-asked');
    assert.equal(r.status, 503);
    assert.ok(Date.now() - began < 2000);
    assert.match(r.headers['content-type'], /text\/html/);
    assert.match(r.text, /<html[^>]* lang="es/);
    assert.match(r.text, /<h1/);
    assert.ok(r.headers['content-security-policy']);
  });

  test('an idle site ends on SIGTERM as well', async () => {
    await env.startSite();
    const { code } = await env.site.stop('SIGTERM');
    assert.equal(code, 0);
  });
});

describe('hostile peers on the FastCGI socket', () => {
  let env;
  before(async () => {
    env = await start({ parts: ['site', 'nginx'], sets });
  });
  after(() => env?.close());

  const ok = async () => {
    const r = await fcgi.ask(env.sockets.public, '/');
    assert.equal(r.status, 200);
    assert.deepEqual(r.end, { app: 0, protocol: 0 });
  };
  /** Does something `times` times; afterwards the same workers live, with no descriptor more. */
  async function harmless(times, what) {
    const workers = await fullHouse(env);
    for (let i = 0; i < PROCESSES * 4; i++) await ok();
    const before = new Map(workers.map((pid) => [pid, descriptors(pid)]));
    for (let i = 0; i < times; i++) await what(i);
    for (let i = 0; i < PROCESSES * 4; i++) await ok();
    assert.ok(same(await fullHouse(env), workers), 'a worker was replaced');
    for (const pid of workers)
      await waitFor(`worker ${pid} to have no more descriptors`, () => descriptors(pid) <= before.get(pid));
  }

  test('silent ones hold a worker no longer than its deadline', async () => {
    const silent = await Promise.all(Array.from({ length: PROCESSES * 2 }, () => fcgi.Connection.open(env.sockets.public)));
    const r = await env.get('/?behind-silence', { timeout: 20000 });
    assert.equal(r.status, 200);
    await waitFor('the silent ones to be hung up on', () => Promise.all(silent.map((c) => c.closed)), 30000);
    await fullHouse(env);
  });

  test('ones that stop in the middle of a request are hung up on', async () => {
    const whole = fcgi.request('/');
    for (const cut of [1, 7, 8, 12, 16, 20, 40, whole.length - 9, whole.length - 8, whole.length - 1]) {
      const connection = await fcgi.Connection.open(env.sockets.public);
      await connection.send(whole.subarray(0, cut));
      await waitFor(`an end after ${cut} bytes`, async () => (await connection.closed, true), 30000);
    }
    await waitFor('an answer', async () => (await fcgi.ask(env.sockets.public, '/')).status === 200);
  });

  test('ones that go away in the middle cost nothing', async () => {
    const whole = fcgi.request('/');
    await harmless(60, async (i) => {
      const connection = await fcgi.Connection.open(env.sockets.public);
      await connection.send(whole.subarray(0, (i * 37) % whole.length));
      connection.drop();
      await connection.closed;
    });
  });

  test('ones that never read the answer cost nothing', async () => {
    await harmless(60, async () => {
      const connection = await fcgi.Connection.open(env.sockets.public);
      connection.socket.pause();
      await connection.send(fcgi.request('/mapa-del-sitio'));
      connection.drop();
      await connection.closed;
    });
  });

  test('FCGI_ABORT_REQUEST ends the request, before and after its parameters', async () => {
    const params = fcgi.stream(fcgi.PARAMS, 1, fcgi.pairs(fcgi.paramsFor('/')));
    const variants = [
      [fcgi.begin(1), fcgi.record(fcgi.ABORT_REQUEST, 1)],
      [fcgi.begin(1), params, fcgi.record(fcgi.ABORT_REQUEST, 1)],
      [fcgi.begin(1), params.subarray(0, 20), fcgi.record(fcgi.ABORT_REQUEST, 1)],
      [fcgi.record(fcgi.ABORT_REQUEST, 1)],
    ];
    for (const parts of variants) {
      const connection = await fcgi.Connection.open(env.sockets.public);
      await connection.send(Buffer.concat(parts));
      connection.socket.end();
      await waitFor('an end', async () => (await connection.closed, true), 30000);
    }
    await waitFor('an answer', async () => (await fcgi.ask(env.sockets.public, '/')).status === 200);
  });

  test('64 KiB of parameters and more are refused with a page', async () => {
    await harmless(3, async () => {
      for (const size of [65536, 200000, 1 << 20]) {
        const r = await fcgi.ask(env.sockets.public, '/', { params: { HTTP_X_LARGE: 'x'.repeat(size) } });
        assert.ok([400, 431].includes(r.status), `${size} bytes: ${r.status}`);
        assert.match(r.headers['content-type'], /text\/html/);
      }
    });
  });

  test('thousands of parameters are refused', async () => {
    await harmless(2, async () => {
      const many = Object.fromEntries(Array.from({ length: 20000 }, (_, i) => [`HTTP_X_${i}`, 'y']));
      const r = await fcgi.ask(env.sockets.public, '/', { params: many });
      assert.ok([400, 431].includes(r.status), `${r.status}`);
    });
  });

  test('a body that ends early leaves the worker alive', async () => {
    await harmless(10, async () => {
      const params = { REQUEST_METHOD: 'POST', CONTENT_LENGTH: '1000', CONTENT_TYPE: 'application/x-www-form-urlencoded' };
      const short = await fcgi.ask(env.sockets.public, '/buscar', { params, body: 'q=corto' });
      assert.ok(short.status >= 400 && short.status < 500, `${short.status}`);
      const connection = await fcgi.Connection.open(env.sockets.public);
      const bytes = fcgi.request('/buscar', { params, body: Buffer.alloc(500, 'x') });
      await connection.send(bytes.subarray(0, bytes.length - 100));
      connection.drop();
      await connection.closed;
    });
  });

  test('a length that is none is refused', async () => {
    for (const length of ['-1', '1e3', '99999999999999999999', '5 ', '0x10', '+5']) {
      const params = { REQUEST_METHOD: 'POST', CONTENT_LENGTH: length };
      const r = await fcgi.ask(env.sockets.public, '/buscar', { params });
      assert.ok([400, 405, 413].includes(r.status), `${length}: ${r.status}`);
    }
  });

  test('records of other versions, types, roles and ids, and noise, are survived', async () => {
    const noise = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 251));
    const odd = [
      noise,
      Buffer.concat([Buffer.from([2]), fcgi.request('/').subarray(1)]),
      fcgi.record(99, 1, Buffer.from('?')),
      fcgi.record(fcgi.GET_VALUES, 0, fcgi.pairs({ FCGI_MAX_CONNS: '', FCGI_MPXS_CONNS: '' })),
      Buffer.concat([fcgi.begin(1, 2), fcgi.request('/').subarray(16)]),
      Buffer.concat([fcgi.begin(1, 77), fcgi.request('/').subarray(16)]),
      Buffer.concat([fcgi.begin(1), fcgi.request('/', { id: 2 }).subarray(16)]),
      Buffer.concat([fcgi.begin(1), fcgi.record(fcgi.PARAMS, 1, Buffer.from([0xff, 0xff, 0xff, 0xff, 0x01])), fcgi.record(fcgi.PARAMS, 1), fcgi.record(fcgi.STDIN, 1)]),
      Buffer.concat([fcgi.begin(1), fcgi.record(fcgi.PARAMS, 1, Buffer.from([5, 5, 65])), fcgi.record(fcgi.PARAMS, 1), fcgi.record(fcgi.STDIN, 1)]),
    ];
    for (const bytes of odd) {
      const connection = await fcgi.Connection.open(env.sockets.public);
      await connection.send(bytes);
      connection.socket.end();
      await waitFor('an end', async () => (await connection.closed, true), 30000);
    }
    await waitFor('an answer', async () => (await fcgi.ask(env.sockets.public, '/')).status === 200);
  });

  test('padding and one-byte records are read like any others', async () => {
    const params = fcgi.pairs(fcgi.paramsFor('/'));
    const pieces = [fcgi.begin(1)];
    for (const byte of params) pieces.push(fcgi.record(fcgi.PARAMS, 1, Buffer.from([byte]), byte % 8));
    pieces.push(fcgi.record(fcgi.PARAMS, 1, Buffer.alloc(0), 255), fcgi.record(fcgi.STDIN, 1));
    const connection = await fcgi.Connection.open(env.sockets.public);
    await connection.send(Buffer.concat(pieces));
    assert.equal((await connection.all()).status, 200);
  });

  test('the worker is not fooled about who asks: local routes need nginx\'s own socket', async () => {
    assert.equal((await env.get('/-/health')).status, 404);
    assert.equal((await env.get('/-/metrics', { headers: { 'Estrado-Local': '1', ESTRADO_LOCAL: '1' } })).status, 404);
    assert.equal((await env.local('/-/health')).status, 200);
  });
});

describe('a thousand slow clients', () => {
  let env;
  before(async () => {
    env = await start({ parts: ['site', 'nginx'], sets });
  });
  after(() => env?.close());

  test('cost no worker', async () => {
    const slow = await Promise.all(
      Array.from(
        { length: 1000 },
        () =>
          new Promise((resolve) => {
            const socket = net.connect(env.target);
            socket.on('error', () => resolve(socket));
            socket.once('connect', () => socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ', () => resolve(socket)));
          }),
      ),
    );
    await underLoad(env, async (traffic) => {
      await traffic.progress(50);
    });
    for (const socket of slow) socket.destroy();
  });
});

describe('a log that cannot be written', () => {
  const options = { parts: ['nginx'], sets };

  test('on a full disk pages go on', async () => {
    const env = await start(options);
    try {
      env.site.log = '/dev/full';
      env.site.launch();
      await waitFor('the first page', async () => (await fetchRaw(env.target, '/?first')).status === 200);
      await underLoad(env, (traffic) => traffic.progress(200));
    } finally {
      await env.close();
    }
  });

  test('when nobody reads it pages go on', async () => {
    const env = await start(options);
    const pipe = path.join(env.dir, 'pipe');
    assert.equal((await run('mkfifo', [pipe])).status, 0);
    const unread = fs.openSync(pipe, fs.constants.O_RDWR); // open, and never read
    try {
      env.site.log = pipe;
      env.site.launch();
      await waitFor('the first page', async () => (await fetchRaw(env.target, '/?first')).status === 200);
      await underLoad(env, (traffic) => traffic.progress(2000)); // 200 bytes a line, 64 KiB in a pipe (pipe(7))
    } finally {
      fs.closeSync(unread);
      await env.close();
    }
  });
});
