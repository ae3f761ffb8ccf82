// What programs read of the site: feeds, site maps, robots, JSON-LD, the API; and what changed, from a job's run to /cambios.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root, start, waitFor } from './env.mjs';

const DAY = 24 * 3600;
const NOON = Date.UTC(2031, 4, 6, 18) / 1000; // 2031-05-06 12:00 in Mexico City
let env, content, clock;

const file = (name) => path.join(content, 'es-MX', name);
const write = (name, text, head = '') => fs.writeFileSync(file(name), `---\ntitle: Prueba ${name}\nowner: Pruebas\ndate: 2031-05-01\n${head}---\n\n${text}\n`);
const setClock = (t) => fs.writeFileSync(clock, String(t));
const jobs = async () => {
  const r = await env.command('jobs');
  assert.equal(r.status, 0, r.stdout + r.stderr);
  return r;
};
/** The text of an XML document, parsed by libxml2: throws when it is not well-formed; else the answer to an XPath. */
function xpath(xml, query) {
  const r = spawnSync('xmllint', ['--nonet', '--xpath', query, '-'], { input: xml, encoding: 'utf8' });
  if (r.status !== 0 && !/XPath set is empty/.test(r.stderr)) throw new Error(r.stderr);
  return r.stdout.trim();
}
const atom = (name) => `*[local-name()='${name}' and namespace-uri()='http://www.w3.org/2005/Atom']`;

before(async () => {
  content = fs.mkdtempSync('/tmp/estrado-it-out-');
  clock = `${content}.clock`;
  fs.cpSync(path.join(root, 'tests/site/content'), content, { recursive: true });
  setClock(NOON);
  env = await start({
    environment: { ESTRADO_CLOCK: clock },
    sets: { content_dir: content, glossary: path.join(root, 'tests/site/glosario.yml'), test_clock: true, 'voice.enabled': false, 'redis.pages': true },
  });
});
after(async () => {
  await env?.close();
  for (const left of [content, clock]) if (left) fs.rmSync(left, { recursive: true, force: true });
});

const reload = async () => {
  const { generation } = await env.health();
  process.kill(env.site.pid, 'SIGHUP');
  await waitFor('a new generation', async () => (await env.health()).generation > generation);
};

describe('feeds', () => {
  test('are Atom: everything that RFC 4287 demands is there, once', async () => {
    for (const uri of ['/atom.xml', '/noticias/atom.xml', '/tipos/news/atom.xml', '/buscar.atom?q=consejo', '/cambios/atom.xml']) {
      const r = await env.get(uri);
      assert.equal(r.status, 200, uri);
      assert.equal(r.headers['content-type'], 'application/atom+xml; charset=utf-8', uri);
      for (const one of ['id', 'title', 'updated', 'author']) assert.equal(xpath(r.text, `count(/${atom('feed')}/${atom(one)})`), '1', `${uri}: ${one}`);
      assert.equal(xpath(r.text, `string(/${atom('feed')}/@*[local-name()='lang'])`), 'es-MX', uri);
      const self = xpath(r.text, `string(/${atom('feed')}/${atom('link')}[@rel='self']/@href)`);
      assert.equal(new URL(self).pathname + new URL(self).search, uri);
      const n = Number(xpath(r.text, `count(//${atom('entry')})`));
      assert.ok(n <= 50, uri);
      for (const one of ['id', 'title', 'updated', 'summary']) assert.equal(Number(xpath(r.text, `count(//${atom('entry')}[count(${atom(one)})=1])`)), n, `${uri}: ${one}`);
      const ids = [...r.text.matchAll(/<id>([^<]+)<\/id>/g)].map(([, id]) => id);
      assert.equal(new Set(ids).size, ids.length, uri);
      for (const [, t] of r.text.matchAll(/<updated>([^<]+)</g)) assert.match(t, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    }
  });

  test('are kept like pages and revalidated', async () => {
    await env.get('/atom.xml');
    const r = await env.get('/atom.xml');
    assert.match(r.headers['cache-control'], /max-age=1/);
    assert.equal((await env.get('/atom.xml', { headers: { 'If-None-Match': r.headers.etag } })).status, 304);
    assert.equal((await env.get('/buscar.atom')).status, 400);
  });
});

test('site maps and robots are what their standards say', async () => {
  const { text } = await env.get('/sitemap.xml');
  assert.ok(Number(xpath(text, "count(/*[local-name()='urlset']/*[local-name()='url']/*[local-name()='loc'])")) > 5);
  assert.match((await env.get('/robots.txt')).text, /^User-agent: \*\nDisallow: \/\n/);
});

test('JSON-LD parses on every page and names what it must', async () => {
  const required = {
    GovernmentOrganization: ['name', 'url'],
    WebSite: ['name', 'url', 'potentialAction'],
    BreadcrumbList: ['itemListElement'],
    WebPage: ['name', 'url'],
    NewsArticle: ['headline', 'datePublished', 'publisher'],
    Event: ['name', 'startDate', 'organizer'],
    FAQPage: ['mainEntity'],
  };
  const { text } = await env.get('/sitemap.xml');
  const seen = new Set();
  for (const [, loc] of text.matchAll(/<loc>([^<]*)</g)) {
    const page = await env.get(new URL(loc).pathname);
    for (const [, json] of page.text.matchAll(/<script type="application\/ld\+json">([^<]*)<\/script>/g)) {
      const data = JSON.parse(json);
      assert.equal(data['@context'], 'https://schema.org');
      for (const thing of data['@graph']) {
        seen.add(thing['@type']);
        for (const key of required[thing['@type']] ?? []) assert.ok(thing[key] !== undefined, `${loc}: ${thing['@type']} without ${key}`);
      }
    }
  }
  for (const one of ['GovernmentOrganization', 'WebSite', 'BreadcrumbList', 'WebPage']) assert.ok(seen.has(one), one);
});

test('the API gives every page of the site map, part by part', async () => {
  const { text } = await env.get('/sitemap.xml');
  const wanted = [...text.matchAll(/<loc>([^<]*)</g)].map(([, loc]) => decodeURIComponent(new URL(loc).pathname));
  const got = [];
  let uri = '/api/v1/pages?limit=3';
  while (uri) {
    const r = await env.get(uri);
    assert.equal(r.status, 200, uri);
    assert.equal(r.headers['access-control-allow-origin'], '*');
    const list = JSON.parse(r.text);
    got.push(...list.pages.map((p) => p.path));
    uri = list.next && new URL(list.next).pathname + new URL(list.next).search;
  }
  for (const page of got) assert.ok(wanted.includes(page), page);
  assert.ok(got.length > 5 && new Set(got).size === got.length);
  const problem = await env.get('/api/v1/pages/no-existe');
  assert.equal(problem.status, 404);
  assert.equal(problem.headers['content-type'], 'application/problem+json; charset=utf-8');
});

describe('/cambios', () => {
  const day = (d) => env.get(`/cambios?dia=${d}`);

  test('the first run only looks', async () => {
    write('horario.md', 'La oficina abre de 9 a 15 horas, de lunes a viernes, todo el año.');
    write('retiro.md', 'Un dato que nadie debe ver: 12345.');
    await reload();
    await jobs();
    assert.match((await env.get('/cambios')).text, /Ese día no hubo cambios/);
  });

  test('the next one tells new, changed and the words; a third has nothing to add', async () => {
    write('horario.md', 'La oficina abre de 8 a 15 horas, de lunes a viernes, todo el año.');
    write('retiro.md', 'Un dato que nadie debe ver: 67890.');
    write('nueva-prueba.md', 'Nueva.', 'type: page\n');
    await reload();
    await jobs();
    await jobs();
    const { text } = await env.get('/cambios');
    assert.match(text, /<del><span[^>]*>Se quitó: <\/span>9<span/);
    assert.match(text, /<ins><span[^>]*>Se agregó: <\/span>8<span/);
    assert.match(text, /Página nueva/);
    assert.match(text, /3 cambios/);
    assert.match(text, /67890/);
    const feed = (await env.get('/cambios/atom.xml')).text;
    assert.equal(xpath(feed, `count(//${atom('entry')})`), '3');
    assert.match(feed, /Se agregó: «8»\./);
  });

  test('what is withdrawn leaves no words behind, and what is gone is told once', async () => {
    setClock(NOON + DAY);
    write('retiro.md', 'x', 'withdrawn: {reason: Tenía datos personales, date: 2031-05-07}\n');
    fs.rmSync(file('nueva-prueba.md'));
    await reload();
    await jobs();
    await jobs();
    const today = (await env.get('/cambios')).text;
    assert.match(today, /2 cambios/);
    assert.match(today, /Se retiró/);
    assert.match(today, /Ya no está publicada/);
    assert.match(today, /href="\/cambios\?dia=2031-05-06"/);
    const before = (await day('2031-05-06')).text;
    assert.doesNotMatch(before, /67890|12345/);
    assert.match(before, /href="\/cambios\?dia=2031-05-07"/);
    const kept = await env.psql('estrado_owner', "SELECT count(*) FROM estrado.page_text WHERE body LIKE '%67890%'");
    assert.equal(kept.stdout.trim(), '0', kept.stderr);
  });

  test('days that are none and days to come do not exist', async () => {
    for (const d of ['2031-02-30', 'ayer', '2031-5-6', '2031-05-08', '9999-12-31']) assert.equal((await day(d)).status, 404, d);
  });

  test('visitors may read changes and nothing else of it', async () => {
    for (const sql of ['SELECT * FROM estrado.page_text', 'DELETE FROM estrado.page_change', "UPDATE estrado.page_change SET words = ''"])
      assert.match((await env.psql('estrado_public', sql)).stderr, /42501/, sql);
  });

  test('with PostgreSQL away the page says so and the rest stands', async () => {
    await env.postgres.stop('SIGQUIT');
    const r = await env.get('/cambios');
    assert.equal(r.status, 503);
    assert.match(r.text, /no está disponible por ahora/);
    assert.equal((await env.get('/cambios/atom.xml')).status, 503);
    assert.equal((await env.get('/atom.xml')).status, 200);
  });
});
