// Every page of the site in Debian's Chromium: no console errors, no failed or foreign requests, axe without findings, no
// sideways scroll at 320 px, the same words with JavaScript off. A11Y_FULL=1 (make a11y) adds widths, dark,
// high contrast, forced colours, doubled text and the keyboard for every page; without it these run on one page of each kind.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { start } from '../it/env.mjs';

const require = createRequire(import.meta.url);
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const full = process.env.A11Y_FULL === '1';
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

let site, browser, paths;

before(async () => {
  site = await start({ parts: ['redis', 'site', 'nginx'] });
  site.url = `http://127.0.0.1:${site.port}`;
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
  const xml = await (await fetch(site.url + '/sitemap.xml')).text();
  paths = [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map((m) => new URL(m[1]).pathname);
  paths.push('/mapa-del-sitio', '/buscar', '/buscar?q=urna');
  assert.ok(paths.length > 40, `only ${paths.length} pages`);
});

after(async () => {
  await browser?.close();
  await site?.close();
});

// Opens a page and collects what went wrong on the way.
async function open(context, path) {
  const page = await context.newPage();
  const wrong = [];
  page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) wrong.push(`console: ${m.text()}`); });
  page.on('pageerror', (e) => wrong.push(`script: ${e.message}`));
  // A tab's icon that is still on its way when a test reloads the page is given up by the browser itself.
  const givenUp = (r) => r.failure()?.errorText === 'net::ERR_ABORTED' && r.url().includes('favicon');
  page.on('requestfailed', (r) => { if (!givenUp(r)) wrong.push(`failed: ${r.url()}`); });
  page.on('response', (r) => { if (r.status() >= 400 && r.url() !== site.url + path) wrong.push(`${r.status()}: ${r.url()}`); });
  page.on('request', (r) => { if (!r.url().startsWith(site.url + '/') && !r.url().startsWith('data:')) wrong.push(`foreign: ${r.url()}`); });
  await page.goto(site.url + path, { waitUntil: 'load' });
  return { page, wrong };
}

// axe's rules up to WCAG 2.2 AAA and its best practices.
async function findings(page, contrast = true) {
  // The menu's list is in <details>: open, so that its links are looked at too.
  await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
  await page.evaluate(axe);
  const result = await page.evaluate((contrast) => globalThis.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    resultTypes: ['violations'],
    rules: { 'color-contrast': { enabled: contrast }, 'color-contrast-enhanced': { enabled: contrast }, 'target-size': { enabled: true } },
  }), contrast);
  return result.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`);
}

const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// One page of each kind for the dear checks, all of them for the long matrix.
const some = () => (full ? paths : ['/', '/mapa-del-sitio', '/buscar?q=urna',
  ...paths.filter((p) => /comision-de-informatica|prep|accesibilidad/.test(p)).slice(0, 4)]);

async function each(list, options, look) {
  const context = await browser.newContext(options);
  const all = [];
  for (const path of list) {
    const { page, wrong } = await open(context, path);
    wrong.push(...await look(page, path));
    all.push(...wrong.map((w) => `${path} ${w}`));
    await page.close();
  }
  await context.close();
  assert.deepEqual(all, []);
}

// One visit does for all that needs the same page: two at a time, since a page waits more than it works.
test('every page: no errors, nothing foreign, axe finds nothing at 1280 px; it fits 320 px; it says the same with JavaScript off', async () => {
  const on = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const off = await browser.newContext({ javaScriptEnabled: false });
  const all = [];
  const left = [...paths];
  const visit = async (path) => {
    const a = await open(on, path);
    const b = await open(off, path);
    const found = [...a.wrong, ...b.wrong];
    if (await b.page.innerText('body') !== await a.page.innerText('body')) found.push('other words with JavaScript off');
    found.push(...await findings(a.page));
    await a.page.setViewportSize({ width: 320, height: 800 });
    if (await sideways(a.page) > 0) found.push(`${await sideways(a.page)} px too wide for 320 px`);
    all.push(...found.map((w) => `${path} ${w}`));
    await a.page.close();
    await b.page.close();
  };
  const worker = async () => { while (left.length > 0) await visit(left.pop()); };
  await Promise.all([worker(), worker()]);
  await on.close();
  await off.close();
  assert.deepEqual(all, []);
});

test('dark by the system: axe finds nothing', () => each(some(), { colorScheme: 'dark' }, (page) => findings(page)));
test('more contrast by the system: axe finds nothing', () => each(some(), { contrast: 'more' }, (page) => findings(page)));
// The colours are the reader's own then; what is left to look at is everything else.
test('forced colours: axe finds nothing', () => each(some(), { forcedColors: 'active' }, (page) => findings(page, false)));
test('400 % zoom of 1280 px: nothing sideways', () => each(some(), { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 },
  async (page) => (await sideways(page) > 0 ? ['too wide'] : [])));

test("the browser's own text size is obeyed, and twice the size fits", () => each(some(), { viewport: { width: 640, height: 800 } }, async (page) => {
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('main')).fontSize));
  const before = await size();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
  await page.reload();
  const found = [];
  if (Math.abs(await size() / before - 2) > 0.05) found.push(`text ${before} -> ${await size()}`);
  if (await sideways(page) > 0) found.push('too wide with doubled text');
  return found;
}));

test('the spacing of WCAG 1.4.12 breaks nothing', () => each(some(), { viewport: { width: 320, height: 800 } }, async (page) => {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}');
    document.adoptedStyleSheets = [sheet];
  });
  return await sideways(page) > 0 ? ['too wide'] : [];
}));

test('keyboard: the skip link comes first and works; every stop is seen; there is no trap', () => each(some(), { reducedMotion: 'reduce' }, async (page) => {
  const found = [];
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => document.activeElement?.getAttribute('href'));
  if (!first?.startsWith('#')) found.push(`first stop is ${first}`);
  await page.keyboard.press('Enter');
  if (!page.url().endsWith(first ?? '?')) found.push('the skip link does not lead to its target');
  await page.reload();
  const count = await page.evaluate(() => document.querySelectorAll('a[href],button,input,select,textarea,summary,[tabindex="0"]').length);
  const seen = new Set();
  for (let i = 0; i < count + 5; i++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body) return null;
      const s = getComputedStyle(e), r = e.getBoundingClientRect();
      const all = [...document.querySelectorAll('*')];
      return { at: all.indexOf(e), name: e.outerHTML.slice(0, 80),
        outline: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
        inside: r.width > 0 && r.bottom > 0 && r.top < innerHeight };
    });
    if (!stop) break;
    seen.add(stop.at);
    if (!stop.outline) found.push(`no focus outline: ${stop.name}`);
    if (!stop.inside) found.push(`focus out of sight: ${stop.name}`);
  }
  if (seen.size < 3) found.push(`only ${seen.size} stops`);
  return found.slice(0, 5);
}));

test('a first visit weighs at most 60 KB and needs at most 4 requests', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  let bytes = 0, requests = 0;
  await cdp.send('Network.enable');
  cdp.on('Network.loadingFinished', (e) => { bytes += e.encodedDataLength; });
  // The icon of the tab paints nothing of the page.
  page.on('request', (r) => { if (!r.url().includes('favicon')) requests++; });
  await page.goto(site.url + '/', { waitUntil: 'networkidle' });
  await context.close();
  assert.ok(bytes <= 60 * 1024, `${bytes} bytes`);
  assert.ok(requests <= 4, `${requests} requests`);
});

test('an error page helps: 404 with search and nearest titles', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const response = await page.goto(site.url + '/contato');
  assert.equal(response.status(), 404);
  assert.deepEqual(await findings(page), []);
  assert.ok(await page.locator('main a[href="/contacto"]').count() > 0);
  await page.locator('main input[name=q]').first().fill('urna');
  await page.locator('main input[name=q]').first().press('Enter');
  await page.waitForURL(/\/buscar\?q=urna/);
  await context.close();
});
