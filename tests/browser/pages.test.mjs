// Every page of the site in Debian's Chromium: no console errors, no failed or foreign requests, axe without findings, no
// sideways scroll at 320 px, the same words with JavaScript off. Ways to look and read are in variants.test.mjs.
// A11Y_FULL=1 (make a11y) does the rest for every page, too; without it these run on one page of each kind.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import * as lib from './lib.mjs';

const { full } = lib;
let world, paths;

before(async () => {
  world = await lib.launch();
  const xml = await (await fetch(`${world.url}/sitemap.xml`)).text();
  paths = [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map((m) => new URL(m[1]).pathname);
  paths.push('/mapa-del-sitio', '/buscar', '/buscar?q=urna');
  assert.ok(paths.length > 40, `only ${paths.length} pages`);
});

after(() => world?.close());

// One page of each kind for the dear checks, all of them for the long matrix.
const some = () => (full ? paths : ['/', '/mapa-del-sitio', '/buscar?q=urna',
  ...paths.filter((p) => /comision-de-informatica|prep|accesibilidad/.test(p)).slice(0, 4)]);

async function each(list, options, look, system = {}) {
  const all = await lib.each(world.browser, list, async (page, path) => {
    const seen = page.seen ??= lib.watch(page, world.url);
    const found = [...await lib.enter(page, world.url, { path }, system), ...await look(page, path)];
    return [...found, ...seen.take()].map((f) => `${path} ${f}`);
  }, options);
  assert.deepEqual(all, []);
}

test('every page: no errors, nothing foreign, axe finds nothing at 1280 px; it fits 320 px; it says the same with JavaScript off', () =>
  each(paths, { viewport: { width: 1280, height: 900 } }, async (page, path) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    const off = await world.browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
    const silent = await off.newPage();
    const found = [];
    await silent.goto(world.url + path);
    if (await silent.innerText('body') !== await page.innerText('body')) found.push('other words with JavaScript off');
    await off.close();
    found.push(...await lib.findings(page));
    await page.setViewportSize({ width: 320, height: 800 });
    return [...found, ...await lib.measure(page, [['sideways']])];
  }));

const axe = (page) => lib.findings(page);
test('dark by the system: axe finds nothing', () => each(some(), {}, axe, { colorScheme: 'dark' }));
test('more contrast by the system: axe finds nothing', () => each(some(), {}, axe, { contrast: 'more' }));
// The colours are the reader's own then; what is left to look at is everything else.
test('forced colours: axe finds nothing', () => each(some(), {}, (page) => lib.findings(page, 'axe', { contrast: false }), { forcedColors: 'active' }));
test('400 % zoom of 1280 px: nothing sideways', () => each(some(), { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 },
  (page) => lib.measure(page, [['sideways']])));
test('the spacing of WCAG 1.4.12 breaks nothing', () => each(some(), { viewport: { width: 320, height: 800 } },
  (page) => lib.measure(page, [['space', true], ['sideways'], ['clipped']])));
test('keyboard: the skip link comes first and works; every stop is seen; there is no trap', () => each(some(), {},
  async (page) => [...await lib.walk(page), ...await lib.skips(page)]));

test('a first visit weighs at most 60 KB and needs at most 4 requests', async () => {
  const context = await world.browser.newContext();
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  let bytes = 0, requests = 0;
  await cdp.send('Network.enable');
  cdp.on('Network.loadingFinished', (e) => { bytes += e.encodedDataLength; });
  // The icon of the tab paints nothing of the page.
  page.on('request', (r) => { if (!r.url().includes('favicon')) requests++; });
  await page.goto(`${world.url}/`, { waitUntil: 'networkidle' });
  await context.close();
  assert.ok(bytes <= 60 * 1024, `${bytes} bytes`);
  assert.ok(requests <= 4, `${requests} requests`);
});

test('an error page helps: 404 with search and nearest titles', async () => {
  const context = await world.browser.newContext();
  const page = await context.newPage();
  assert.deepEqual(await lib.enter(page, world.url, { path: '/contato', status: 404 }), []);
  assert.deepEqual(await lib.findings(page), []);
  assert.ok(await page.locator('main a[href="/contacto"]').count() > 0);
  await page.locator('main input[name=q]').first().fill('urna');
  await page.locator('main input[name=q]').first().press('Enter');
  await page.waitForURL(/\/buscar\?q=urna/);
  await context.close();
});
