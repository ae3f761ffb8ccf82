// A whole private site for one test file: PostgreSQL, Redis, estrado and nginx in a
// fresh folder, on unix sockets and a free port of 127.0.0.1. Several can run side by
// side. Whatever happens, the folder and the processes are gone when Node.js ends.
//
//   const env = await start({ sets: { 'limits.read_s': 1 } });
//   after(() => env.close());
//
// ESTRADO_BIN names the program (out/plain/estrado). No test sleeps for a state: waitFor asks.
import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const exec = promisify(execFile);

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const estrado = path.resolve(root, process.env.ESTRADO_BIN ?? 'out/plain/estrado');
const services = path.join(root, 'fcgi/ops/services.sh');
const isRoot = process.getuid() === 0;
const opened = new Set();

/** Sanitizers reserve more address space than RLIMIT_DATA allows. */
const isSanitized = () => fs.readFileSync(estrado).includes('__asan_init');

/** Asks fn until it returns something true, and returns that; fails with `what` after `timeout` ms. */
export async function waitFor(what, fn, timeout = 20000) {
  const deadline = Date.now() + timeout;
  let last;
  for (;;) {
    try {
      const value = await fn();
      if (value) return value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`waited ${timeout} ms for: ${what}${last ? ` (${last.message})` : ''}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Runs a program to its end; never throws for its exit status. */
export async function run(program, args, options = {}) {
  try {
    const { stdout, stderr } = await exec(program, args, { maxBuffer: 64 << 20, timeout: 60000, ...options });
    return { status: 0, stdout, stderr };
  } catch (error) {
    if (typeof error.code !== 'number') throw error;
    return { status: error.code, stdout: error.stdout, stderr: error.stderr };
  }
}

/** Calls one function of fcgi/ops/services.sh. */
async function service(name, ...args) {
  const result = await run('bash', [services, name, ...args], { env: { ...process.env, PG_INITDB_OPTIONS: '--no-sync' } });
  if (result.status !== 0) throw new Error(`${name}: ${result.stdout}${result.stderr}`);
}

/** One process that the test may stop, kill and start again. */
class Part {
  constructor(env, name, command, ready) {
    Object.assign(this, { env, name, command, ready });
    this.log = path.join(env.dir, `${name}.log`);
    this.child = null;
  }

  get pid() {
    return this.child?.pid;
  }

  get isAlive() {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  launch() {
    const [program, ...args] = this.command();
    const log = fs.openSync(this.log, 'a');
    // A group of its own, so that `close` can end everything that it started.
    this.child = spawn(program, args, { cwd: '/', stdio: ['ignore', log, log], detached: true, env: this.env.environment });
    fs.closeSync(log);
    this.gone = new Promise((resolve) => this.child.once('exit', (code, signal) => resolve({ code, signal })));
    this.child.once('error', (error) => fs.appendFileSync(this.log, `${error}\n`));
    return this;
  }

  /** Starts it and returns when it answers. Tries again when it ends before (a database that has not let go yet). */
  async start() {
    await waitFor(
      `${this.name} to start\n${this.tail()}`,
      () => {
        if (!this.isAlive) this.launch();
        return this.ready();
      },
      60000,
    ).catch((error) => {
      throw new Error(`${error.message}\n${this.tail()}`);
    });
    return this;
  }

  signal(name) {
    process.kill(this.pid, name);
  }

  /** Sends a signal and waits for the end; returns { code, signal }. */
  async stop(signal = 'SIGTERM') {
    if (!this.isAlive) return { code: this.child?.exitCode ?? null, signal: this.child?.signalCode ?? null };
    this.signal(signal);
    return this.gone;
  }

  text() {
    return fs.existsSync(this.log) ? fs.readFileSync(this.log, 'utf8') : '';
  }

  tail(lines = 15) {
    return this.text().split('\n').slice(-lines).join('\n');
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function connects(options) {
  return new Promise((resolve) => {
    const socket = net.connect(options);
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}

/** HTTP as it is: no redirects followed, no decoding. Never throws for a status. */
export function fetchRaw(target, uri, { method = 'GET', headers = {}, body, agent, timeout = 30000 } = {}) {
  return new Promise((resolve, reject) => {
    const options = { ...target, path: uri, method, headers: { Host: 'localhost', ...headers }, agent: agent ?? false, timeout };
    const request = http.request(options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: response.statusCode, headers: response.headers, body: bytes, text: bytes.toString('utf8') });
      });
    });
    request.on('timeout', () => request.destroy(new Error(`no answer in ${timeout} ms`)));
    request.on('error', reject);
    request.end(body);
  });
}

/** Speaks to Redis: sends commands (lists of words) one after the other, and returns the raw replies. */
export function redisTalk(socketPath, commands) {
  const words = (list) => `*${list.length}\r\n${list.map((w) => `$${Buffer.byteLength(w)}\r\n${w}\r\n`).join('')}`;
  return new Promise((resolve, reject) => {
    const socket = net.connect({ path: socketPath });
    const replies = [];
    socket.once('error', reject);
    socket.on('data', (chunk) => {
      replies.push(chunk.toString('latin1'));
      if (replies.length === commands.length) socket.end();
      else socket.write(words(commands[replies.length]));
    });
    socket.once('connect', () => socket.write(words(commands[0])));
    socket.once('close', () => resolve(replies));
  });
}

class Env {
  constructor(options) {
    this.options = options;
    this.dir = fs.mkdtempSync('/tmp/estrado-it-');
    fs.chmodSync(this.dir, 0o711);
    this.environment = { ...process.env, ...options.environment };
    this.sockets = {
      public: path.join(this.dir, 'public.sock'),
      local: path.join(this.dir, 'local.sock'),
      redis: path.join(this.dir, 'redis/redis.sock'),
      pg: path.join(this.dir, 'pg'),
    };
    this.sets = {
      state_dir: path.join(this.dir, 'var'),
      'pools.public.socket': this.sockets.public,
      'nginx.local_socket': this.sockets.local,
      'redis.socket': this.sockets.redis,
      'redis.password_file': path.join(this.dir, 'redis/password'),
      'postgresql.socket_dir': this.sockets.pg,
      ...(isRoot ? { 'nginx.user': 'root' } : {}),
      ...(isSanitized() ? { 'limits.worker_data_bytes': 0 } : {}),
      ...options.sets,
    };
    opened.add(this);
    this.postgres = new Part(this, 'postgres', () => this.postgresCommand(), () => this.pgIsReady());
    this.redis = new Part(this, 'redis', () => ['redis-server', path.join(this.dir, 'redis/redis.conf')], () => this.redisIsReady());
    this.site = new Part(this, 'estrado', () => [estrado, ...this.arguments(), 'serve', ...(options.serve ?? [])], () => this.siteIsReady());
    this.nginx = new Part(this, 'nginx', () => ['nginx', '-p', this.nginxDir, '-c', 'nginx.conf', '-g', 'daemon off;'], () => this.nginxIsReady());
  }

  get nginxDir() {
    return path.join(this.dir, 'nginx');
  }

  get siteYml() {
    return this.options.siteYml ?? path.join(root, 'site.yml');
  }

  arguments() {
    return ['--config', this.siteYml, ...Object.entries(this.sets).flatMap(([key, value]) => ['--set', `${key}=${value}`])];
  }

  /** Runs a subcommand of the program with this instance's settings. */
  command(...args) {
    return run(estrado, [...this.arguments(), ...args], { env: this.environment });
  }

  // ---- PostgreSQL ----

  postgresCommand() {
    const as = isRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', '--'] : [];
    return [...as, '/usr/lib/postgresql/15/bin/postgres', '-D', path.join(this.dir, 'postgres')];
  }

  async pgIsReady() {
    return (await run('/usr/lib/postgresql/15/bin/pg_isready', ['-q', '-h', this.sockets.pg])).status === 0;
  }

  /** psql as a role; unaligned rows, one a line. { status, stdout, stderr } */
  psql(role, sql, database = 'estrado') {
    const args = ['-X', '-At', '-q', '-h', this.sockets.pg, '-U', role, '-d', database, '-v', 'ON_ERROR_STOP=1', '-v', 'VERBOSITY=verbose'];
    return run('psql', [...args, '-c', sql]);
  }

  async startPostgres() {
    const data = path.join(this.dir, 'postgres');
    await service('pg_prepare', data, this.sockets.pg, 'fsync = off', 'full_page_writes = off');
    await this.postgres.start();
    await service('pg_roles', this.sockets.pg);
  }

  // ---- Redis ----

  get redisPassword() {
    return fs.readFileSync(path.join(this.dir, 'redis/password'), 'utf8').trim();
  }

  async redisIsReady() {
    const replies = await redisTalk(this.sockets.redis, [['AUTH', 'estrado', this.redisPassword], ['PING']]);
    return replies[1] === '+PONG\r\n';
  }

  async startRedis() {
    await service('redis_prepare', path.join(this.dir, 'redis'));
    await this.redis.start();
  }

  // ---- estrado and nginx ----

  siteIsReady() {
    return /event=generation-live/.test(this.site.text().slice(this.siteLogStart));
  }

  async startSite() {
    this.siteLogStart = this.site.text().length;
    await this.site.start();
  }

  async startNginx() {
    this.port = await freePort();
    this.sets['nginx.listen'] = `127.0.0.1:${this.port}`;
    const written = await this.command('config', 'nginx', this.nginxDir);
    if (written.status !== 0) throw new Error(`config nginx: ${written.stderr}`);
    await this.nginx.start();
  }

  nginxIsReady() {
    return connects({ host: '127.0.0.1', port: this.port });
  }

  get target() {
    return { host: '127.0.0.1', port: this.port };
  }

  /** Through nginx, as a visitor. */
  get(uri, options) {
    return fetchRaw(this.target, uri, options);
  }

  /** Through nginx's local socket, as an operator. */
  local(uri, options) {
    return fetchRaw({ socketPath: this.sockets.local }, uri, options);
  }

  async health() {
    return JSON.parse((await this.local('/-/health')).text);
  }

  /** A value of /-/metrics by its whole name, labels included; 0 when it is not there. */
  async metric(name) {
    const { text } = await this.local('/-/metrics');
    const line = text.split('\n').find((l) => l.startsWith(`${name} `));
    return line ? Number(line.slice(name.length + 1)) : 0;
  }

  /** Lines of estrado's log about an event, as objects. */
  events(name) {
    return this.site
      .text()
      .split('\n')
      .filter((line) => line.includes(` event=${name}`))
      .map((line) => Object.fromEntries([...line.matchAll(/(\w+)=("(?:[^"\\]|\\.)*"|\S*)/g)].map(([, k, v]) => [k, v])))
      .filter((event) => event.event === name);
  }

  /** Pids of the processes below estrado's master: { loaders, workers }. Loaders are its children, workers theirs. */
  processes() {
    const loaders = children(this.site.pid);
    return { loaders, workers: loaders.flatMap(children) };
  }

  async close() {
    opened.delete(this);
    for (const part of [this.nginx, this.site, this.redis]) {
      if (part.isAlive) await part.stop('SIGKILL');
    }
    if (this.postgres.isAlive) await this.postgres.stop('SIGQUIT');
    const report = sanitizerReport(this.site.log);
    this.sweep();
    if (report) throw new Error(`a sanitizer found something:\n${report}`);
  }

  /** The last resort, and synchronous: ends what still runs and removes the folder. */
  sweep() {
    for (const part of [this.nginx, this.site, this.redis, this.postgres]) {
      if (part.child === null) continue;
      try {
        process.kill(-part.pid, part.name === 'postgres' && part.isAlive ? 'SIGQUIT' : 'SIGKILL');
      } catch {
        // the whole group is gone already
      }
    }
    if (process.env.ESTRADO_KEEP) console.error(`kept: ${this.dir}`);
    else fs.rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A worker that a sanitizer ended is replaced, so that no page is lost: only the log tells. */
function sanitizerReport(log) {
  if (!fs.existsSync(log) || !fs.statSync(log).isFile()) return '';
  const text = fs.readFileSync(log, 'utf8');
  const at = text.search(/==\d+==ERROR: |: runtime error: /);
  return at < 0 ? '' : text.slice(at, at + 4000);
}

function children(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return []; // it ended meanwhile
  }
}

/**
 * options.parts: which to start, of postgres, redis, site, nginx (all); the rest can be started later.
 * options.sets: settings over site.yml's; options.serve: arguments of `serve`;
 * options.environment: of the program; options.siteYml: another file.
 */
export async function start(options = {}) {
  const env = new Env(options);
  const parts = options.parts ?? ['postgres', 'redis', 'site', 'nginx'];
  try {
    await Promise.all([parts.includes('postgres') && env.startPostgres(), parts.includes('redis') && env.startRedis()]);
    if (parts.includes('postgres') && parts.includes('site')) {
      const migrated = await env.command('migrate');
      if (migrated.status !== 0) throw new Error(`migrate: ${migrated.stdout}${migrated.stderr}`);
    }
    if (parts.includes('site')) await env.startSite();
    if (parts.includes('nginx')) await env.startNginx();
  } catch (error) {
    await env.close();
    throw error;
  }
  return env;
}

/** Requests without pause until stop() is called, which returns { done, bad: [what went wrong] }. */
export function load(env, { uris, clients = 4, expect = (r) => r.status === 200, headers = {} }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  const result = { done: 0, bad: [] };
  let running = true;
  let n = 0;
  const one = async () => {
    while (running) {
      const uri = typeof uris === 'function' ? uris(n++) : uris[n++ % uris.length];
      try {
        const response = await env.get(uri, { agent, headers });
        if (!expect(response)) result.bad.push(`${uri}: ${response.status}`);
      } catch (error) {
        result.bad.push(`${uri}: ${error.message}`);
      }
      result.done++;
    }
  };
  const all = Promise.all(Array.from({ length: clients }, one));
  return {
    result,
    /** Waits until n more requests were answered. */
    progress: (more) => {
      const goal = result.done + more;
      return waitFor(`${more} more answers`, () => result.done >= goal, 60000);
    },
    stop: async () => {
      running = false;
      await all;
      agent.destroy();
      return result;
    },
  };
}

function sweepAll() {
  for (const env of opened) env.sweep();
}
process.on('exit', sweepAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
