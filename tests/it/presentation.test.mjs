// What a person chooses about how pages look and read (accessibility/choice.h), through nginx, the worker, Redis and back: it is kept
// in one cookie, shared by address, never another person's, never logged, and costs no cache.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fetchRaw, redisTalk, start } from './env.mjs';
import { ask } from './fcgi.mjs';

const full = process.env.A11Y_FULL === '1';
// Nothing of what a test says about itself may look like a visitor's words.
const everything = 'c-amarillo.t-300.f-dislexia.e-1.u-1.m-0.i-0.r-1.l-1.v-1.k-1';
let env;

before(async () => {
  env = await start({ parts: ['redis'], sets: { 'log.level': 'debug' } }).catch(() => start({ parts: ['redis'] }));
  // The program's own user may neither count nor list keys: another one for the test.
  fs.appendFileSync(path.join(env.dir, 'redis/users.acl'), 'user tester on >tester ~* &* +@all\n');
  await env.redis.stop();
  await env.redis.start();
  await env.startSite();
  await env.startNginx();
});
after(() => env?.close());

const classes = (text) => /<html lang="es-MX" class="([^"]*)">/.exec(text)?.[1].trim();
const kept = (value) => (value === undefined ? {} : { headers: { Cookie: `a11y=${value}` } });
const body = (fields) => new URLSearchParams(fields).toString();
const send = (fields, { headers = {}, uri = '/accesibilidad' } = {}) => env.get(uri, {
  method: 'POST', body: body(fields), headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers } });
const cookieOf = (response) => (response.headers['set-cookie'] ?? []).find((c) => c.startsWith('a11y=')) ?? '';
/** Lower-case attributes of a Set-Cookie line: { value, 'max-age': …, secure: true }. */
function flags(line) {
  const [pair, ...rest] = line.split('; ');
  return { value: pair.slice('a11y='.length), ...Object.fromEntries(rest.map((r) => r.split('=')).map(([k, v]) => [k.toLowerCase(), v ?? true])) };
}
async function keys() {
  const [, size] = await redisTalk(env.sockets.redis, [['AUTH', 'tester', 'tester'], ['DBSIZE']]);
  return Number(/^:(\d+)/.exec(size)[1]);
}
const cacheFiles = () => fs.readdirSync(env.sets.state_dir, { recursive: true }).filter((f) => /(^|\/)[0-9a-f]{32}$/.test(f)).length;

// ---- the cookie ----

test('what is chosen is kept for a year, in one small cookie without an identifier', async () => {
  const r = await send({ c: 'c-oscuro', t: 't-200', e: 'e-1', volver: '/contacto' });
  assert.equal(r.status, 303);
  assert.equal(r.headers.location.replace(/^https?:\/\/[^/]+/, ''), '/contacto');
  const c = flags(cookieOf(r));
  assert.deepEqual(c, { value: 'c-oscuro.t-200.e-1', path: '/', 'max-age': '31536000', samesite: 'Lax' });
  assert.match(r.headers['cache-control'], /no-store/);
  const all = await send({ c: 'c-amarillo', t: 't-300', f: 'f-dislexia', e: 'e-1', u: 'u-1', m: 'm-0', i: 'i-0', r: 'r-1', l: 'l-1', v: 'v-1', k: 'k-1' });
  assert.equal(flags(cookieOf(all)).value, everything);
  assert.ok(`a11y=${everything}`.length <= 96);
});

test('it works on the next page, and the form shows it', async () => {
  assert.equal(classes((await env.get('/contacto', kept('c-oscuro.t-200'))).text), 'c-oscuro t-200');
  const form = (await env.get('/accesibilidad', kept('c-oscuro.t-200.i-0'))).text;
  for (const word of ['c-oscuro', 't-200', 'i-0']) assert.match(form, new RegExp(`value="${word}" checked`), word);
  assert.doesNotMatch(form, /value="c-claro" checked/);
});

test('Secure under TLS, and only there', async () => {
  const form = body({ c: 'c-claro', volver: '/' });
  const params = { REQUEST_METHOD: 'POST', CONTENT_TYPE: 'application/x-www-form-urlencoded', CONTENT_LENGTH: String(form.length) };
  for (const [https, secure] of [['on', true], ['', undefined]]) {
    const r = await ask(env.sockets.public, '/accesibilidad', { params: { ...params, HTTPS: https }, body: form });
    assert.equal(r.status, 303);
    assert.equal(flags(r.headers['set-cookie']).secure, secure, `HTTPS=${https}`);
  }
});

test('reset takes it away', async () => {
  const r = await send({ accion: 'restablecer', c: 'c-oscuro', volver: '/contacto' }, kept('c-oscuro'));
  assert.equal(r.status, 303);
  assert.equal(flags(cookieOf(r))['max-age'], '0');
  assert.equal(flags(cookieOf(r)).value, '');
});

test('an address to share sets nothing, and stays the way back', async () => {
  const r = await send({ accion: 'direccion', c: 'c-oscuro', volver: '/contacto' });
  assert.equal(r.status, 303);
  assert.equal(cookieOf(r), '');
  assert.match(r.headers.location, /\/contacto\?a11y=c-oscuro$/);
  assert.equal(cookieOf(await env.get('/contacto?a11y=c-oscuro')), '');
});

test('the way back is a path of ours, whatever is sent', async () => {
  const evil = ['//malo.example', '/\\malo.example', '\\\\malo.example', 'https://malo.example/', 'http:malo.example', 'javascript:alert(1)', '///malo.example', '/%5Cmalo.example/..//x',
    '/a\r\nSet-Cookie: x=1', '/a\nX: 1', '%2f%2fmalo.example', '/\t/malo.example', ' //malo.example', 'malo.example', '/..//malo.example', '/\0//malo.example', '/./\\malo.example'];
  for (const volver of evil) {
    const r = await send({ c: 'c-claro', volver });
    // A NUL is refused at the door.
    assert.equal(r.status, volver.includes('\0') ? 400 : 303, JSON.stringify(volver));
    if (r.status === 400) continue;
    const to = new URL(r.headers.location, 'http://localhost/');
    assert.equal(to.host, 'localhost', `${JSON.stringify(volver)} -> ${r.headers.location}`);
    assert.doesNotMatch(r.headers.location.replace(/^https?:\/\/localhost(:\d+)?/, ''), /^\/[/\\]|[\r\n]/, r.headers.location);
    assert.equal(r.headers.x, undefined);
    assert.equal((r.headers['set-cookie'] ?? []).length, 1);
  }
  // In the address of the form, too.
  const form = (await env.get('/accesibilidad?volver=%2F%2Fmalo.example')).text;
  assert.doesNotMatch(form, /value="\/\/malo|href="\/\/malo/);
  const said = (await env.get('/accesibilidad', { headers: { Referer: 'https://malo.example/x' } })).text;
  assert.doesNotMatch(said, /malo\.example/);
});

// ---- whose it is ----

test('nobody gets the page of another: A, B, A', async () => {
  const people = ['c-oscuro.t-200', 'c-crema', '', 'i-0', 'l-1.c-gris', 'r-1'];
  const pages = ['/', '/contacto', '/mapa-del-sitio', '/no-existe', '/buscar?q=urna'];
  for (const page of pages) {
    const first = new Map();
    for (let round = 0; round < 3; round++) {
      for (const who of people) {
        const r = await env.get(page, who ? kept(who) : {});
        const text = r.text.replace(/[0-9a-f]{32}|[0-9a-f-]{36}|[0-9a-f]{16}(?=<)/g, '');
        assert.equal(classes(r.text), who.split('.').filter((w) => /^[ctfeumk]-/.test(w)).join(' '), `${page} ${who}`);
        if (!first.has(who)) first.set(who, text);
        assert.equal(text, first.get(who), `${page} for ${who || 'nobody'} in round ${round}`);
      }
    }
    assert.equal(new Set(first.values()).size >= 4, true, page);
  }
});

test('junk cookies and stray headers change nothing and break nothing', async () => {
  const plain = (await env.get('/contacto')).text;
  const junk = ['a11y=', 'a11y', 'a11y=c-morado', 'a11y=..', `a11y=${'c-gris.'.repeat(500)}`, 'a11y="><script>alert(1)</script>', 'A11Y=c-oscuro', 'a11yx=c-oscuro', 'x=a11y=c-oscuro', 'otra=1', '=', ';;;', 'a11y=%63-oscuro',
    'a11y=c-oscuro%00', '\u00ff\u00fe'];
  for (const cookie of junk) {
    const r = await env.get('/contacto', { headers: { Cookie: cookie } });
    assert.equal(r.status, 200, cookie.slice(0, 40));
    if (!/^a11y=%63|%00/.test(cookie)) assert.equal(r.text, plain, cookie.slice(0, 40));
    assert.doesNotMatch(r.text, /morado|alert\(1\)/);
  }
  for (const name of ['X-A11y', 'A11y', 'X-Forwarded-Cookie', 'Sec-CH-Prefers-Color-Scheme', 'Sec-CH-Prefers-Contrast', 'Save-Data', 'X-Choice'])
    assert.equal((await env.get('/contacto', { headers: { [name]: 'c-oscuro' } })).text, plain, name);
});

test('unknown words are never echoed, known ones keep their effect', async () => {
  for (const place of [(w) => env.get(`/contacto?a11y=${w}`), (w) => env.get('/contacto', kept(w)), (w) => env.get(`/accesibilidad?a11y=${w}`), (w) => env.get(`/no-existe?a11y=${w}`)]) {
    const r = await place('palabraextrana.t-150.c-invento');
    assert.equal(classes(r.text), 't-150');
    assert.doesNotMatch(r.text + JSON.stringify(r.headers), /palabraextrana|c-invento/);
  }
  const r = await send({ c: 'palabraextrana', t: 't-150', volver: '/' });
  assert.equal(flags(cookieOf(r)).value, 't-150');
});

test('the address beats the cookie, axis by axis', async () => {
  assert.equal(classes((await env.get('/contacto?a11y=c-claro.k-1', kept('c-oscuro.t-150'))).text), 'c-claro t-150 k-1');
  assert.equal(classes((await env.get('/contacto?a11y=c-invento', kept('c-oscuro'))).text), 'c-oscuro');
});

// ---- addresses ----

const hrefs = (html) => [...html.matchAll(/<a\b[^>]*\bhref="([^"]*)"/g)].map((m) => m[1].replaceAll('&amp;', '&'));

test('the canonical link is plain, and links and forms carry the words only while they were asked by address', async () => {
  for (const page of ['/', '/instituto', '/preguntas-frecuentes', '/buscar?q=urna', '/mapa-del-sitio', '/accesibilidad', '/no-existe']) {
    const asked = await env.get(`${page}${page.includes('?') ? '&' : '?'}a11y=c-oscuro.t-150`);
    assert.doesNotMatch(/<link rel="canonical" href="([^"]*)">/.exec(asked.text)?.[1] ?? '', /a11y/, page);
    for (const href of hrefs(asked.text)) {
      const isOurs = href.startsWith('/') && !href.startsWith('/estatico/') && !/\.(pdf|csv|xml|mp3|txt)(\?|$)/.test(href);
      assert.equal(/[?&]a11y=/.test(href), isOurs, `${page}: ${href}`);
      assert.ok((href.match(/a11y=/g) ?? []).length <= 1, href);
    }
    for (const form of asked.text.match(/<form\b[\s\S]*?<\/form>/g) ?? []) {
      const carried = /<input type="hidden" name="a11y" value="c-oscuro\.t-150">/.test(form) || /action="[^"]*[?&](amp;)?a11y=c-oscuro\.t-150/.test(form);
      assert.ok(carried, `${page}: ${form.slice(0, 120)}`);
    }
    assert.doesNotMatch(asked.text, /(src|srcset)="[^"]*a11y/);
    const mine = await env.get(page, kept('c-oscuro.t-150'));
    assert.equal(hrefs(mine.text).filter((h) => /a11y=c-oscuro/.test(h)).length, 0, page);
  }
});

// ---- caches ----

test('presentations and their validators', async () => {
  const plain = await env.get('/contacto'), dark = await env.get('/contacto', kept('c-oscuro')), cream = await env.get('/contacto', kept('c-crema'));
  const easy = await env.get('/contacto', kept('i-0'));
  assert.equal(new Set([plain, dark, cream, easy].map((r) => r.headers.etag)).size, 4);
  for (const r of [plain, dark, cream, easy]) assert.match(r.headers.vary, /\bCookie\b/);
  const again = await env.get('/contacto', { headers: { Cookie: 'a11y=c-oscuro', 'If-None-Match': dark.headers.etag } });
  assert.equal(again.status, 304);
  for (const [cookie, etag] of [['a11y=c-crema', dark.headers.etag], ['', dark.headers.etag], ['a11y=c-oscuro', plain.headers.etag]]) {
    const r = await env.get('/contacto', { headers: { ...(cookie ? { Cookie: cookie } : {}), 'If-None-Match': etag } });
    assert.equal(r.status, 200, cookie);
  }
  // What one person's page says of caches is not for everybody.
  assert.doesNotMatch(dark.headers['cache-control'] ?? '', /\bpublic\b|s-maxage/);
});

test('a presentation word adds no entry to Redis, a structural one adds one page', async () => {
  const nothing = await keys();
  await env.get('/acerca-de', kept('c-gris'));
  // One page in three encodings.
  const page = await keys() - nothing, before = nothing + page;
  assert.equal(page, 3);
  for (const word of ['c-claro', 'c-oscuro', 't-300', 'f-legible', 'e-1', 'u-1', 'm-0', 'k-1', 'c-tenue.t-125.k-1']) await env.get('/acerca-de', kept(word));
  assert.equal(await keys(), before);
  await env.get('/acerca-de', kept('i-0'));
  assert.equal(await keys(), before + page);
  await env.get('/acerca-de', kept('i-0.c-oscuro'));
  await env.get('/acerca-de', kept('c-crema.i-0'));
  assert.equal(await keys(), before + page);
  // An address that asks is anybody's invention: nothing is kept of it.
  await env.get('/acerca-de?a11y=r-1');
  await env.get('/acerca-de?a11y=c-claro');
  assert.equal(await keys(), before + page);
});

test('invented values make no entry, neither in nginx nor in Redis', async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
  await env.get('/aviso-de-privacidad');
  await env.get('/aviso-de-privacidad', kept('c-gris'));
  const [files, entries] = [cacheFiles(), await keys()];
  const many = full ? 10000 : 2000;
  let n = 0;
  const one = async () => {
    while (n < many) {
      const i = n++;
      const value = `c-${i.toString(36)}.t-${i}.z-${(i * 7919) % 1000}`;
      const r = await fetchRaw(env.target, i % 2 ? `/aviso-de-privacidad?a11y=${value}` : '/aviso-de-privacidad', { agent, headers: i % 2 ? {} : { Cookie: `a11y=${value}` } });
      if (![200, 429].includes(r.status)) throw new Error(`${r.status} for ${value}`);
    }
  };
  await Promise.all([one(), one(), one(), one()]);
  agent.destroy();
  assert.equal(cacheFiles(), files);
  assert.equal(await keys(), entries);
});

// ---- silence ----

test('what a person chose is in no log', async () => {
  await env.get('/contacto?a11y=c-oscuro.t-200', kept('c-amarillo'));
  await send({ c: 'c-oscuro', volver: '/contacto' }, kept('t-300'));
  await env.nginx.stop('SIGQUIT');
  const logs = [env.site.text(), ...fs.readdirSync(env.sets.state_dir, { recursive: true }).filter((f) => f.endsWith('.log')).map((f) => fs.readFileSync(path.join(env.sets.state_dir, f), 'utf8'))];
  assert.ok(logs.length > 1 && logs.some((l) => l.includes('/contacto')));
  for (const log of logs) assert.doesNotMatch(log, /c-oscuro|c-amarillo|t-200|t-300|a11y=/);
});

test('sites that belong together may share it, by configuration', async () => {
  const other = await start({ parts: ['site'], sets: { cookie_domain: 'ejemplo.test', 'pools.public.hosts': 'ejemplo.test,micrositio.ejemplo.test' } });
  try {
    const form = body({ c: 'c-claro', volver: '/' });
    const r = await ask(other.sockets.public, '/accesibilidad', { body: form, params: { REQUEST_METHOD: 'POST', HTTP_HOST: 'micrositio.ejemplo.test', CONTENT_TYPE: 'application/x-www-form-urlencoded', CONTENT_LENGTH: String(form.length) } });
    assert.equal(r.status, 303);
    assert.equal(flags(r.headers['set-cookie']).domain, 'ejemplo.test');
  } finally {
    await other.close();
  }
});
