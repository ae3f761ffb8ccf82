// `make run` in a copy of the checkout, on a port of its own: it starts, says what is
// wrong, stops what it started and nothing else, and keeps the data.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fetchRaw, root, run, waitFor } from './env.mjs';

const left = new Set(['.git', 'out', 'var', 'node_modules', 'tests']);
let copy;
let port;
const running = new Set();

before(async () => {
  copy = fs.mkdtempSync('/tmp/estrado-it-run-');
  fs.chmodSync(copy, 0o755); // the database's user passes through
  for (const name of fs.readdirSync(root)) {
    if (!left.has(name)) fs.cpSync(path.join(root, name), path.join(copy, name), { recursive: true, preserveTimestamps: true });
  }
  fs.symlinkSync(path.join(root, 'out'), path.join(copy, 'out')); // built already
  fs.mkdirSync(path.join(copy, 'tests'));
  port = await freePort();
});

after(async () => {
  for (const r of running) {
    r.child.kill('SIGTERM');
    await r.gone;
  }
  for (const pid of ours()) process.kill(pid, 'SIGKILL');
  fs.rmSync(copy, { recursive: true, force: true });
});

async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: free } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return free;
}

/** run.sh with its output collected; `gone` gives its exit code. */
function begin(settings = {}) {
  const child = spawn('bash', ['fcgi/ops/run.sh'], {
    cwd: copy,
    env: { ...process.env, PORT: String(port), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const r = { child, said: '' };
  child.stdout.on('data', (chunk) => (r.said += chunk));
  child.stderr.on('data', (chunk) => (r.said += chunk));
  r.gone = new Promise((resolve) =>
    child.once('exit', (code, signal) => {
      running.delete(r);
      resolve(code ?? signal);
    }),
  );
  running.add(r);
  return r;
}

/** Returns when the address was said; fails as soon as it ended instead. */
async function up(r) {
  const said = waitFor('the address', () => r.said.includes(`http://127.0.0.1:${port}`) || !running.has(r), 120000);
  await Promise.race([said, r.gone]);
  assert.ok(running.has(r) && r.said.includes(`http://127.0.0.1:${port}`), r.said);
}

/** Processes whose command line names the copy, or the short folder that stands for part of it. */
function ours() {
  const link = path.join(copy, 'var/run');
  const names = [copy, ...(fs.lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() ? [fs.readlinkSync(link)] : [])];
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return names.some((name) => command.includes(name));
      } catch {
        return false;
      }
    })
    .map(Number);
}

const page = () => fetchRaw({ host: '127.0.0.1', port }, '/');
const sql = (text) =>
  run('psql', ['-X', '-At', '-h', path.join(copy, 'var/run'), '-U', 'estrado_owner', '-d', 'estrado', '-c', text]);

/** Ctrl-C reaches the whole group in front of the terminal; other signals come for one process. */
async function interrupt(r, signal = 'SIGINT') {
  process.kill(signal === 'SIGINT' ? -r.child.pid : r.child.pid, signal);
  const code = await r.gone;
  assert.deepEqual(ours(), [], r.said);
  return code;
}

describe('make run', () => {
  test('starts everything, serves, and stops all of it on Ctrl-C', async () => {
    const r = begin();
    await up(r);
    const answer = await page();
    assert.equal(answer.status, 200);
    await waitFor('the request in the log', () => /200.* GET \//.test(r.said));
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(r.said, /\x1b\[/, 'colours only on a terminal');
    assert.equal((await sql("CREATE TABLE estrado.kept AS SELECT 'sí' AS answer")).status, 0);
    assert.equal(await interrupt(r), 0);
    await assert.rejects(page());
  });

  test('starts again within seconds, with the data, and tells a second one to wait', async () => {
    const began = Date.now();
    const r = begin();
    await up(r);
    const took = Date.now() - began;
    assert.ok(took < 6000, `${took} ms`); // 3 s, and as much again for a busy machine
    assert.equal((await sql('SELECT answer FROM estrado.kept')).stdout.trim(), 'sí');
    const second = begin({ PORT: String(await freePort()) });
    assert.equal(await second.gone, 1);
    assert.match(second.said, /ya está en marcha/);
    assert.equal((await page()).status, 200);
    assert.equal(await interrupt(r, 'SIGTERM'), 0);
  });

  test('says what to do about a taken port, and touches nothing', async () => {
    const server = net.createServer();
    await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
    const r = begin();
    assert.equal(await r.gone, 1);
    await new Promise((resolve) => server.close(resolve));
    assert.match(r.said, new RegExp(`puerto ${port} está ocupado`));
    assert.match(r.said, /make run PORT=/);
    assert.deepEqual(ours(), []);
  });

  test('says what a port is', async () => {
    for (const wrong of ['http', '0', '70000', '80 80']) {
      const r = begin({ PORT: wrong });
      assert.equal(await r.gone, 1);
      assert.match(r.said, /no es un puerto/);
    }
  });

  test('takes over what a killed run left behind', async () => {
    const r = begin();
    await up(r);
    process.kill(-r.child.pid, 'SIGKILL');
    await r.gone;
    assert.ok(ours().length > 0, 'services outlive a killed run');
    const next = begin();
    await up(next);
    assert.match(next.said, /quedó de una ejecución anterior/);
    assert.equal((await page()).status, 200);
    assert.equal(await interrupt(next), 0);
  });

  test('shows a saved page within a second or so', async () => {
    const r = begin();
    await up(r);
    const file = path.join(copy, 'content/pages/es-MX/prueba-guardada.md');
    fs.writeFileSync(file, '---\ntitle: Prueba guardada\nowner: Pruebas\n---\n\nRecién escrita.\n');
    const get = () => fetchRaw({ host: '127.0.0.1', port }, '/prueba-guardada');
    await waitFor('the new page', async () => (await get()).text.includes('Recién escrita.'), 10000);
    fs.writeFileSync(file, '---\ntitle: [roto]\n---\n\n');
    await waitFor(
      'the problem, with its line',
      async () => /prueba-guardada\.md/.test((await fetchRaw({ host: '127.0.0.1', port }, '/-/avisos')).text),
      10000,
    );
    assert.match((await get()).text, /Recién escrita\./);
    assert.equal(await interrupt(r), 0);
  });

  test('with a broken site.yml it says where, and stops what it had started', async () => {
    const file = path.join(copy, 'site.yml');
    const text = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, `${text}\nenviroment: demo\n`);
    const r = begin();
    assert.equal(await r.gone, 1);
    fs.writeFileSync(file, text);
    assert.match(r.said, /site\.yml:\d+: /);
    assert.match(r.said, /environment/);
    assert.deepEqual(ours(), []);
  });

  test('works below a folder that only its owner may enter', async () => {
    fs.renameSync(path.join(copy, 'var'), path.join(copy, 'var.before'));
    fs.chmodSync(copy, 0o700); // as the home of root: closed to the database's user
    let place;
    try {
      const r = begin();
      await up(r);
      place = fs.realpathSync(path.join(copy, 'var/run'));
      assert.equal((await page()).status, 200);
      assert.equal((await sql('SELECT 1')).stdout.trim(), '1');
      assert.equal(await interrupt(r), 0);
      const again = begin();
      await up(again);
      assert.equal(fs.realpathSync(path.join(copy, 'var/run')), place);
      assert.equal(await interrupt(again), 0);
    } finally {
      if (place && !place.startsWith(copy)) fs.rmSync(place, { recursive: true, force: true });
    }
  });
});
