// The reader's view loses nothing of any page: words, tables, forms; it brings only its own few words along.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { start } from './env.mjs';

let site, paths;

before(async () => {
  site = await start({ parts: ['redis', 'site', 'nginx'] });
  const xml = (await site.get('/sitemap.xml')).text;
  paths = [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map((m) => new URL(m[1]).pathname);
  assert.ok(paths.length > 40, `only ${paths.length} pages`);
});
after(() => site?.close());

// Ways to other views and lists of the page's own headings are not its words: each view has its own.
const main = (html) => /<main[^>]*>([\s\S]*)<\/main>/.exec(html)[1].replace(/<ul class="tools"[\s\S]*?<\/ul>/, '').replace(/<nav[\s\S]*?<\/nav>/g, '');
const words = (html) => main(html).replace(/<!--[\s\S]*?-->/g, ' ').replace(/<[^>]*>/g, ' ').split(/\s+/).filter((w) => /[\p{L}\p{N}]/u.test(w));
const count = (html, tag) => main(html).split(`<${tag}`).length - 1;

function compare(page, reader, path) {
  const wanted = new Map();
  for (const w of words(page)) wanted.set(w, (wanted.get(w) ?? 0) + 1);
  let kept = 0;
  for (const w of words(reader)) {
    const left = wanted.get(w) ?? 0;
    if (left > 0) { kept++; wanted.set(w, left - 1); }
  }
  const share = kept / words(page).length;
  assert.ok(share >= 0.95, `${path}: only ${(share * 100).toFixed(1)} % of the words`);
  for (const tag of ['table', 'form', 'input', 'h2']) assert.equal(count(reader, tag), count(page, tag), `${path}: <${tag}>`);
  assert.ok(!/<nav[^>]*aria-label="Menú principal"/.test(reader), `${path}: the menu is still there`);
}

test('every page of content keeps its words, tables and forms', async () => {
  for (const path of paths) {
    const page = await site.get(path);
    const reader = await site.get(path, { headers: { Cookie: 'a11y=r-1' } });
    compare(page.text, reader.text, path);
  }
});

test('so do results, the site map, errors and forms', async () => {
  for (const path of ['/buscar?q=urna', '/buscar', '/mapa-del-sitio', '/no-existe', '/accesibilidad']) {
    const page = await site.get(path);
    const reader = await site.get(path, { headers: { Cookie: 'a11y=r-1' } });
    assert.equal(reader.status, page.status, path);
    compare(page.text, reader.text, path);
  }
});

test('/lector/… is the same view at a plain address, for pages that are the same for everyone', async () => {
  for (const path of paths.filter((p) => p !== '/accesibilidad')) {
    const reader = await site.get(`/lector${path === '/' ? '' : path}`);
    assert.equal(reader.status, 200, path);
    assert.match(reader.text, /<p class="reading-time">/, path);
  }
});
