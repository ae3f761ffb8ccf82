// Every page of the site as a visitor's browser gets it from nginx: there, valid,
// the same for HEAD and GET, revalidated, compressed, cached for no longer than it may be.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import zlib from 'node:zlib';
import { root, start, waitFor } from './env.mjs';

let env;
let content;
let pages; // paths of sitemap.xml
// Made anew for whoever asks: never kept, so without ETag and stored twins.
const isForm = (page) => ['/accesibilidad', '/accesibilidad/barrera'].includes(page);

const extra = {
  'prueba-alias.md': '---\ntitle: Prueba con direcciones anteriores\nowner: Pruebas\naliases: [/antes/prueba, /otra-direccion-vieja]\n---\n\nTexto.\n',
  'prueba-retirada.md':
    '---\ntitle: Prueba retirada\nowner: Pruebas\nwithdrawn:\n  reason: Duplicaba otra página.\n  date: 2024-03-01\n  see: /contacto\n---\n\nTexto retirado.\n',
  'prueba-futura.md': '---\ntitle: Prueba futura\nowner: Pruebas\npublishdate: 9000-01-01\n---\n\nTodavía no.\n',
  'prueba-vencida.md': '---\ntitle: Prueba vencida\nowner: Pruebas\nexpirydate: 2001-01-01\n---\n\nYa no.\n',
  'prueba-borrador.md': '---\ntitle: Prueba borrador\nowner: Pruebas\ndraft: true\n---\n\nBorrador.\n',
  ...Object.fromEntries(
    Array.from({ length: 8 }, (_, i) => [`prueba-fresca-${i}.md`, `---\ntitle: Prueba fresca ${i}\nowner: Pruebas\n---\n\nTexto ${i}.\n`]),
  ),
};

before(async () => {
  content = fs.mkdtempSync('/tmp/estrado-it-content-');
  fs.cpSync(path.join(root, 'content/pages'), content, { recursive: true });
  for (const [name, text] of Object.entries(extra)) fs.writeFileSync(path.join(content, 'es-MX', name), text);
  env = await start({ sets: { content_dir: content, 'nginx.costly_burst': 1000, 'nginx.conn_per_address': 1000 } });
  const { text } = await env.get('/sitemap.xml');
  pages = [...text.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, loc]) => new URL(loc).pathname);
});
after(async () => {
  await env?.close();
  if (content) fs.rmSync(content, { recursive: true, force: true });
});

function tidy(html) {
  return new Promise((resolve, reject) => {
    const child = spawn('tidy', ['-eq', '-utf8', '--show-warnings', 'yes'], { stdio: ['pipe', 'ignore', 'pipe'] });
    let said = '';
    child.once('error', reject);
    child.stderr.on('data', (chunk) => (said += chunk));
    child.once('close', () => {
      // tidy 5.6 is older than aria-current (WAI-ARIA 1.1, 6.6.1): that one complaint is no finding.
      const findings = said.split('\n').filter((line) => line !== '' && !line.includes('proprietary attribute "aria-current"'));
      resolve(findings.join('\n'));
    });
    child.stdin.end(html);
  });
}

const decode = { br: zlib.brotliDecompressSync, gzip: zlib.gunzipSync };
/** The headers that say something about the page itself. */
const lasting = ({ date, connection, 'keep-alive': _k, ...rest }) => rest;
const withoutIds = (text) => text.replace(/[0-9a-f]{16}/g, '');

describe('every page', () => {
  test('the site map names at least 40, each once, and none that is not to be seen', () => {
    assert.ok(pages.length >= 40, `${pages.length}`);
    assert.equal(new Set(pages).size, pages.length);
    for (const hidden of ['/prueba-futura', '/prueba-vencida', '/prueba-borrador', '/prueba-retirada', '/antes/prueba'])
      assert.ok(!pages.includes(hidden), hidden);
  });

  test('answers 200 in its language with one h1, a title of its own and the headers of safety', async () => {
    const titles = new Map();
    for (const page of pages) {
      const r = await env.get(page);
      assert.equal(r.status, 200, page);
      assert.match(r.headers['content-type'], /^text\/html; charset=utf-8$/, page);
      const lang = /^\/en(\/|$)/.test(page) ? 'en' : 'es-MX';
      assert.match(r.text, new RegExp(`<html[^>]* lang="${lang}"`), page);
      assert.equal(r.text.match(/<h1[ >]/g)?.length, 1, page);
      const [, title] = r.text.match(/<title>([^<]+)<\/title>/);
      assert.ok(!titles.has(lang + title), `${page} and ${titles.get(lang + title)}: ${title}`);
      titles.set(lang + title, page);
      assert.match(r.headers['content-security-policy'], /default-src 'none'/, page);
      assert.equal(r.headers['x-content-type-options'], 'nosniff', page);
      assert.equal(r.headers['server'], 'nginx', page);
    }
  });

  test('is valid for tidy', async () => {
    const wrong = [];
    for (const page of [...pages, '/buscar', '/buscar?q=consejo', '/no-existe', '/prueba-retirada']) {
      const said = await tidy((await env.get(page)).body);
      if (said !== '') wrong.push(`${page}:\n${said}`);
    }
    assert.deepEqual(wrong, []);
  });

  test('links only to what is there', async () => {
    const wrong = [];
    const known = new Map();
    for (const page of pages) {
      const { text } = await env.get(page);
      const links = [...text.matchAll(/ (?:href|src)="(\/[^"#?]*)/g)].map(([, link]) => link.replaceAll('&amp;', '&'));
      for (const link of new Set(links)) {
        if (!known.has(link)) known.set(link, (await env.get(link)).status);
        if (known.get(link) !== 200) wrong.push(`${page} -> ${link}: ${known.get(link)}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  // Forms are made for one person: nothing keeps them.
  const isForm = (page) => /^\/accesibilidad(\/barrera)?$/.test(page);

  test('is kept by nobody when it is a form', async () => {
    for (const page of pages.filter(isForm)) assert.match((await env.get(page)).headers['cache-control'], /no-store/, page);
  });

  test('has an ETag that answers 304 without a body, and another ETag that does not', async () => {
    for (const page of pages.filter((p) => !isForm(p))) {
      const first = await env.get(page);
      assert.match(first.headers.etag, /^(W\/)?"[^"]+"$/, page);
      const again = await env.get(page, { headers: { 'If-None-Match': first.headers.etag } });
      assert.equal(again.status, 304, page);
      assert.equal(again.body.length, 0, page);
      assert.equal(again.headers.etag, first.headers.etag, page);
      assert.equal(again.headers['cache-control'], first.headers['cache-control'], page);
      const other = await env.get(page, { headers: { 'If-None-Match': '"other"' } });
      assert.equal(other.status, 200, page);
      assert.equal((await env.get(page, { headers: { 'If-None-Match': `"other", ${first.headers.etag}` } })).status, 304, page);
    }
  });

  test('answers HEAD as GET, without the body', async () => {
    for (const page of pages) {
      const get = await env.get(page);
      const head = await env.get(page, { method: 'HEAD' });
      assert.equal(head.status, 200, page);
      assert.equal(head.body.length, 0, page);
      assert.deepEqual(Object.keys(lasting(head.headers)).sort(), Object.keys(lasting(get.headers)).sort(), page);
      for (const name of ['etag', 'content-type', 'cache-control', 'vary', 'content-length'])
        assert.equal(head.headers[name], get.headers[name], `${page} ${name}`);
    }
  });

  test('comes the same in every encoding', async () => {
    for (const page of pages.filter((p) => !isForm(p))) {
      const plain = await env.get(page);
      const etags = new Set([plain.headers.etag]);
      for (const encoding of ['br', 'gzip']) {
        const r = await env.get(page, { headers: { 'Accept-Encoding': encoding } });
        assert.equal(r.headers['content-encoding'], encoding, page);
        assert.match(r.headers.vary, /accept-encoding/i, page);
        assert.equal(withoutIds(decode[encoding](r.body).toString()), withoutIds(plain.text), page);
        assert.ok(r.body.length < plain.body.length, page);
        etags.add(r.headers.etag);
      }
      assert.equal(etags.size, 3, `${page}: each encoding has its own ETag`);
    }
  });
});

describe('encodings', () => {
  const cases = {
    '': undefined,
    identity: undefined,
    'gzip;q=0, br;q=0': undefined,
    deflate: undefined,
    'gzip, deflate, br': 'br',
    'br;q=0.1, gzip;q=1': 'gzip',
    'gzip;q=0.5': 'gzip',
    GZIP: 'gzip',
    '*;q=0': undefined,
    'nonsense;;q=,': undefined,
  };
  for (const [accept, want] of Object.entries(cases)) {
    test(`Accept-Encoding: ${accept || '(empty)'} gives ${want ?? 'plain'}`, async () => {
      for (let i = 0; i < 2; i++) {
        const r = await env.get('/contacto', { headers: { 'Accept-Encoding': accept } });
        assert.equal(r.headers['content-encoding'], want);
        const text = want ? decode[want](r.body).toString() : r.text;
        assert.match(text, /<\/html>\s*$/);
      }
    });
  }
});

describe('caches', () => {
  const asked = (page) => env.events('request').filter((e) => e.path === page).length;

  test('HEAD never fills a GET', async () => {
    for (const headers of [{}, { 'Accept-Encoding': 'gzip' }, { 'Accept-Encoding': 'br' }]) {
      const page = `/prueba-fresca-${Object.keys(headers).length === 0 ? 0 : headers['Accept-Encoding'].length}`;
      assert.equal((await env.get(page, { method: 'HEAD', headers })).body.length, 0);
      for (let i = 0; i < 3; i++) {
        const r = await env.get(page, { headers });
        assert.equal(r.status, 200);
        assert.ok(r.body.length > 500, `${page}: ${r.body.length} bytes after HEAD`);
        assert.equal(Number(r.headers['content-length'] ?? r.body.length), r.body.length);
      }
    }
  });

  test('a conditional request never fills one without a condition', async () => {
    const page = '/prueba-fresca-5';
    const { etag } = (await env.get(`${page}?elsewhere`)).headers;
    await env.get(page, { headers: { 'If-None-Match': etag } });
    const r = await env.get(page);
    assert.equal(r.status, 200);
    assert.ok(r.body.length > 500);
  });

  test('many readers at once cost a worker few requests', async () => {
    const page = '/prueba-fresca-6';
    const answers = await Promise.all(Array.from({ length: 200 }, () => env.get(page)));
    assert.ok(answers.every((r) => r.status === 200));
    const n = asked(page);
    assert.ok(n >= 1 && n <= 50, `${n} of 200 reached a worker`);
  });

  test('a query or an accessibility cookie goes past nginx\'s cache', async () => {
    const page = '/prueba-fresca-7';
    const before = asked(page);
    for (let i = 0; i < 5; i++) await env.get(`${page}?x=1`);
    for (let i = 0; i < 5; i++) await env.get(page, { headers: { Cookie: 'a11y=x' } });
    await waitFor('ten lines of the log', () => asked(page) - before === 10);
  });

  test('other cookies do not', async () => {
    const before = asked('/contacto');
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => env.get('/contacto', { headers: { Cookie: `id=${i}` } })));
    assert.ok(answers.every((r) => r.status === 200));
    assert.ok(asked('/contacto') - before <= 50);
  });

  test('Redis gives the same bytes as the program, in every encoding', async () => {
    for (const encoding of ['identity', 'gzip', 'br']) {
      const ask = () => env.get('/contacto?past-nginx', { headers: { 'Accept-Encoding': encoding } });
      const first = await ask();
      const hits = await env.metric('estrado_cache_hits_total');
      const second = await ask();
      assert.ok((await env.metric('estrado_cache_hits_total')) > hits, encoding);
      assert.equal(second.headers.etag, first.headers.etag);
      assert.deepEqual(lasting(second.headers), lasting(first.headers));
      assert.ok(second.body.equals(first.body), encoding);
    }
  });

  test('static files are for ever, compressed and served without a worker', async () => {
    const { text } = await env.get('/');
    const files = [...text.matchAll(/ (?:href|src)="(\/estatico\/[^"#]+)/g)].map(([, file]) => file);
    assert.ok(files.length >= 2);
    const before = env.events('request').length;
    for (const file of new Set(files)) {
      const plain = await env.get(file);
      assert.equal(plain.status, 200, file);
      assert.match(plain.headers['cache-control'], /immutable/, file);
      assert.match(plain.headers['cache-control'], /max-age=31536000/, file);
      assert.equal(plain.headers['x-content-type-options'], 'nosniff', file);
      if (!file.endsWith('.css')) continue;
      for (const encoding of ['br', 'gzip']) {
        const r = await env.get(file, { headers: { 'Accept-Encoding': encoding } });
        assert.equal(r.headers['content-encoding'], encoding, file);
        assert.ok(decode[encoding](r.body).equals(plain.body), file);
      }
    }
    assert.equal(env.events('request').length, before);
    assert.equal((await env.get('/estatico/no-hay.0000000000000000.css')).status, 404);
  });
});

describe('other answers', () => {
  test('301 leads from every earlier address to the page', async () => {
    for (const alias of ['/antes/prueba', '/otra-direccion-vieja']) {
      const r = await env.get(alias);
      assert.equal(r.status, 301, alias);
      assert.equal(new URL(r.headers.location, 'http://localhost').pathname, '/prueba-alias');
    }
  });

  test('410 says why, when, and where to go', async () => {
    const r = await env.get('/prueba-retirada');
    assert.equal(r.status, 410);
    assert.match(r.text, /Duplicaba otra página\./);
    assert.match(r.text, /href="\/contacto"/);
    assert.doesNotMatch(r.text, /Texto retirado/);
  });

  test('404 offers a search and the nearest pages', async () => {
    const r = await env.get('/contacta');
    assert.equal(r.status, 404);
    assert.match(r.text, /<form[^>]*action="\/buscar"/);
    assert.match(r.text, /href="\/contacto"/);
    assert.match(r.text, /[0-9a-f]{16}/); // the request's id
  });

  test('pages that are not yet, no longer or never to be seen are not there', async () => {
    for (const page of ['/prueba-futura', '/prueba-vencida', '/prueba-borrador']) {
      const r = await env.get(page);
      assert.equal(r.status, 404, page);
      assert.doesNotMatch(r.text, /Todavía no\.|Ya no\.|Borrador\./, page);
    }
  });

  test('errors are pages too: in Spanish, with a heading and the headers of safety', async () => {
    const cases = [
      [404, '/no-existe', {}],
      [414, `/${'a'.repeat(3000)}`, {}],
      [414, `/buscar?q=${'a'.repeat(6000)}`, {}],
      [400, '/%ff', {}],
      [400, '/a%00b', {}],
      [405, '/contacto', { method: 'POST', body: 'x=1' }],
      [413, '/contacto', { method: 'POST', body: 'x'.repeat(2 << 20) }],
      [431, '/', { headers: { 'X-Large': 'x'.repeat(40000) } }],
    ];
    for (const [status, uri, options] of cases) {
      const r = await env.get(uri, options);
      const what = `${options.method ?? 'GET'} ${uri.slice(0, 40)}`;
      assert.equal(r.status, status, what);
      assert.match(r.headers['content-type'], /^text\/html/, what);
      assert.match(r.text, /<html[^>]* lang="es/, what);
      assert.match(r.text, /<h1[ >]/, what);
      assert.ok(r.headers['content-security-policy'], what);
      assert.equal(r.headers['x-content-type-options'], 'nosniff', what);
      const said = await tidy(r.body);
      assert.equal(said, '', what);
    }
  });

  test('405 says what is allowed; methods that nobody knows get 501', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const r = await env.get('/contacto', { method });
      assert.equal(r.status, 405, method);
      assert.equal(r.headers.allow, 'GET, HEAD', method);
    }
    assert.equal((await raw('BREW / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')).status, 501);
  });

  test('paths are decoded once, and lead nowhere else', async () => {
    for (const uri of ['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc/passwd', '/%252e%252e/etc/passwd', '/instituto/../../../etc/passwd', '/.git/config', '/site.yml', '/estatico/../../site.yml', '/estatico/%2e%2e/%2e%2e/site.yml']) {
      const r = await raw(`GET ${uri} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      assert.ok([400, 404].includes(r.status), `${uri}: ${r.status}`);
      assert.doesNotMatch(r.text, /root:x:0|socket_dir/, uri);
    }
  });

  test('a host that is not ours gets nothing', async () => {
    const r = await raw('GET / HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n');
    assert.ok(r.text === '' || r.status >= 400, r.text.slice(0, 100));
    assert.doesNotMatch(r.text, /<h1/);
  });

  test('a demonstration says so on every page and to every robot', async () => {
    for (const uri of ['/', '/contacto', '/no-existe', '/buscar?q=acta']) {
      const r = await env.get(uri);
      assert.match(r.text, /demostración/i, uri);
      assert.match(`${r.headers['x-robots-tag']} ${r.text}`, /noindex/, uri);
    }
    assert.match((await env.get('/robots.txt')).text, /Disallow: \//);
  });
});

/** Bytes as they are: what an HTTP library would tidy up. */
function raw(bytes) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(env.target);
    const chunks = [];
    // Hanging up hard, without a word, is an answer too.
    socket.once('error', (error) => { if (error.code !== 'ECONNRESET') reject(error); });
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.once('connect', () => socket.write(bytes));
    socket.once('close', () => {
      const text = Buffer.concat(chunks).toString();
      resolve({ text, status: Number(text.match(/^HTTP\/1\.1 (\d+)/)?.[1] ?? 0) });
    });
  });
}
