// What the browser tests share: a private site and Debian's Chromium, kinds of pages, the words that a person may choose, three
// engines, our own measurements (probe.js), the keyboard, pixels.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { root, start } from '../it/env.mjs';

const require = createRequire(import.meta.url);
const { chromium } = require('playwright-core');
const here = path.join(root, 'tests/browser');
const probe = fs.readFileSync(path.join(here, 'probe.js'), 'utf8');
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

export const full = process.env.A11Y_FULL === '1';
export const widths = [320, 768, 1280];

// accessibility/choice.h
export const axes = {
  contrast: ['c-claro', 'c-oscuro', 'c-tenue', 'c-crema', 'c-amarillo', 'c-gris'],
  text: ['t-125', 't-150', 't-200', 't-300'],
  letter: ['f-legible', 'f-dislexia'],
  spacing: ['e-1'],
  links: ['u-1'],
  motion: ['m-0'],
  images: ['i-0'],
  reader: ['r-1'],
  easy: ['l-1'],
  voice: ['v-1'],
  pointer: ['k-1'],
};
export const words = Object.values(axes).flat();
// What the reader's own system may ask for.
export const systems = {
  dark: { colorScheme: 'dark' },
  more: { contrast: 'more' },
  'more dark': { contrast: 'more', colorScheme: 'dark' },
  still: { reducedMotion: 'reduce' },
  forced: { forcedColors: 'active' },
};
const asUsual = { colorScheme: 'light', contrast: 'no-preference', reducedMotion: 'no-preference', forcedColors: 'none', media: 'screen' };

// One of each kind of page. `enter` does on the page what a visitor does there.
export const kinds = [
  { name: 'home', path: '/' },
  { name: 'section', path: '/instituto' },
  { name: 'article', path: '/contacto' },
  { name: 'table', path: '/instituto/areas' },
  { name: 'long', path: '/preguntas-frecuentes' },
  { name: 'results', path: '/buscar?q=urna' },
  { name: 'no results', path: '/buscar?q=zzzzzz' },
  { name: 'sitemap', path: '/mapa-del-sitio' },
  { name: 'list', path: '/sesiones' },
  { name: 'tag', path: '/etiquetas/comision-de-informatica' },
  { name: 'act', path: '/acuerdos/IEPC-ACG-016-2023' },
  { name: '404', path: '/contato', status: 404 },
  { name: '410', path: '/retirada', status: 410 },
  { name: 'preferences', path: '/accesibilidad' },
  { name: 'barrier', path: '/accesibilidad/barrera' },
  { name: 'barrier errors', path: '/accesibilidad/barrera', enter: (page) => page.locator('main form button[type=submit]').first().click(), after: 400 },
  { name: 'statement', path: '/accesibilidad/declaracion' },
  { name: 'help', path: '/accesibilidad/ayuda' },
  { name: 'glossary', path: '/glosario' },
  { name: 'outline', path: '/resultados?vista=indice' },
];

/** The site with one page more, a withdrawn one; and the browser. { site, url, browser, close } */
export async function launch() {
  const site = await start({ parts: [], sets: { 'nginx.forms_per_minute': 60000, 'nginx.forms_burst': 10000 } });
  fs.cpSync(path.join(root, 'content/pages'), path.join(site.dir, 'content/pages'), { recursive: true });
  for (const f of fs.readdirSync(path.join(root, 'content')).filter((f) => f.endsWith('.yml'))) fs.copyFileSync(path.join(root, 'content', f), path.join(site.dir, 'content', f));
  fs.writeFileSync(path.join(site.dir, 'content/pages/es-MX/retirada.md'), '---\ntitle: Página retirada\nsummary: Una página que ya no está.\nwithdrawn:\n  reason: El trámite dejó de existir.\n  date: 2024-04-01\n  see: /contacto\n---\n\nTexto.\n');
  site.sets.content_dir = path.join(site.dir, 'content/pages');
  await Promise.all([site.startPostgres(), site.startRedis()]);
  await site.command('migrate');
  await site.startSite();
  await site.startNginx();
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
  const url = `http://127.0.0.1:${site.port}`;
  return { site, url, browser, async close() { await browser.close(); await site.close(); } };
}

export async function choose(context, url, choice) {
  await context.clearCookies();
  if (choice) await context.addCookies([{ name: 'a11y', value: choice, url }]);
}

/** Collects what goes wrong while a page is used: errors of the console, failed and foreign requests. */
export function watch(page, url) {
  const wrong = [];
  let own = [];
  page.on('console', (m) => { if (['error', 'warning'].includes(m.type()) && !/status of (400|404|410|422)/.test(m.text())) wrong.push(`console: ${m.text()}`); });
  page.on('pageerror', (e) => wrong.push(`script: ${e.message}`));
  // What is still on its way when a test goes on is given up by the browser itself.
  const givenUp = (r) => r.failure()?.errorText === 'net::ERR_ABORTED';
  page.on('requestfailed', (r) => { if (!givenUp(r)) wrong.push(`failed: ${r.url()}`); });
  page.on('response', (r) => { if (r.status() >= 400 && !r.request().isNavigationRequest()) wrong.push(`${r.status()}: ${r.url()}`); });
  page.on('request', (r) => { if (!r.url().startsWith(`${url}/`) && !r.url().startsWith('data:')) wrong.push(`foreign: ${r.url()}`); });
  return { take() { own = wrong.splice(0); return own; } };
}

/** Goes to one page of a kind as a person with a choice and a system meets it. Says what was wrong. */
export async function enter(page, url, kind, system = {}) {
  await page.emulateMedia({ ...asUsual, ...system });
  let answer = await page.goto(url + kind.path, { waitUntil: 'load' });
  let want = kind.status ?? 200;
  if (kind.enter) {
    [answer] = await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), kind.enter(page)]);
    want = kind.after ?? 200;
  }
  await page.evaluate(probe);
  const status = answer.status();
  return status === want || (kind.after && status === 422) ? [] : [`status ${status}`];
}

/** Calls functions of probe.js: [['contrast', true], ['edges']]. */
export const measure = (page, calls) => page.evaluate((list) => list.flatMap(([name, ...args]) => globalThis.probe[name](...args) ?? []), calls);
export const putProbe = (page) => page.evaluate(probe);

// ---- engines ----

const version = (name) => require(`${name}/package.json`).version;
const axeSource = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const aceSource = fs.readFileSync(require.resolve('accessibility-checker-engine/ace.js'), 'utf8');
const csSource = fs.readFileSync(require.resolve('@pa11y/html_codesniffer/build/HTMLCS.js'), 'utf8');

/** Findings that are not ours to mend, each with its reason: { rule, where: RegExp, why }. There are none. */
const exceptions = [];
const isExcepted = (finding) => exceptions.some((x) => finding.startsWith(`${x.rule}:`) && x.where.test(finding));

async function axe(page, { contrast = true } = {}) {
  const found = await page.evaluate((contrast) => globalThis.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    resultTypes: ['violations'],
    rules: { 'color-contrast': { enabled: contrast }, 'color-contrast-enhanced': { enabled: contrast }, 'target-size': { enabled: true } },
  }).then((r) => r.violations.map((v) => `axe ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`)), contrast);
  return found;
}

const ibm = (page) => page.evaluate(() => new globalThis.ace.Checker().check(document, ['WCAG_2_2']).then((report) =>
  report.results.filter((r) => r.value[0] === 'VIOLATION' && r.value[1] === 'FAIL').map((r) => `ibm ${r.ruleId}: ${r.path.dom} ${r.message}`.slice(0, 300))));

const codesniffer = (page) => page.evaluate(() => new Promise((resolve) => {
  globalThis.HTMLCS.process('WCAG2AAA', document, () => resolve(globalThis.HTMLCS.getMessages().filter((m) => m.type === globalThis.HTMLCS.ERROR)
    .map((m) => `htmlcs ${m.code.replace('WCAG2AAA.', '')}: ${m.element?.outerHTML?.slice(0, 120) ?? ''} ${m.msg}`.slice(0, 300))));
}));

export const engines = {
  axe: { name: 'axe-core', version: version('axe-core'), source: axeSource, run: axe },
  ibm: { name: 'IBM Equal Access', version: version('accessibility-checker-engine'), source: aceSource, run: ibm },
  htmlcs: { name: 'HTML_CodeSniffer', version: version('@pa11y/html_codesniffer'), source: csSource, run: codesniffer },
};

/** What an engine finds on the page as it stands, everything that opens opened. */
export async function findings(page, name = 'axe', options = {}) {
  const engine = engines[name];
  await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
  if (!await page.evaluate((name) => !!globalThis[{ axe: 'axe', ibm: 'ace', htmlcs: 'HTMLCS' }[name]], name)) await page.evaluate(engine.source);
  return (await engine.run(page, options)).filter((f) => !isExcepted(f));
}

// ---- the theme's own word on what is large ----

const auditYml = fs.readFileSync(path.join(root, 'themes/institucional/audit.yml'), 'utf8');
export const largeTargets = [...auditYml.split(/^targets:\n/m)[1].split(/^\w/m)[0].matchAll(/^ +- (\S+)$/gm)].map((m) => m[1]);

// ---- the keyboard ----

/** Tab through the whole page and back. Says what is wrong: no skip link first, no outline, out of sight, another order, a trap. */
export async function walk(page) {
  // Smooth scrolling would still be on its way when the next key is pressed.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(() => {
    window.scrollTo(0, 0);
    document.activeElement?.blur?.();
    getSelection().removeAllRanges();
    const all = [...document.querySelectorAll('*')];
    globalThis.stop = () => {
      const e = document.activeElement;
      if (!e || e === document.body || e === document.documentElement) return null;
      const s = getComputedStyle(e), r = e.getBoundingClientRect();
      // A link that goes on in the next line: the middle of its box may lie beside both pieces.
      const piece = e.getClientRects()[0] ?? r;
      const x = Math.min(Math.max(piece.left + piece.width / 2, 1), innerWidth - 2), y = Math.min(Math.max(piece.top + Math.min(piece.height / 2, 20), 1), innerHeight - 2);
      const top = document.elementFromPoint(x, y);
      const related = (n) => !n || e.contains(n) || n.contains(e) || [...e.labels ?? []].some((l) => l.contains(n)) || n.closest('a') === e;
      return {
        at: all.indexOf(e), name: e.outerHTML.slice(0, 90), href: e.getAttribute('href') ?? '',
        outline: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
        inside: r.width > 0 && r.bottom > 0 && r.top < innerHeight, covered: !related(top), radio: e.type === 'radio',
      };
    };
  });
  const most = await page.evaluate(() => document.querySelectorAll('a[href],button,input,select,textarea,summary,[tabindex="0"]').length * 2 + 30);
  const lap = async (key) => {
    const list = [];
    for (let i = 0; i < most; i++) {
      await page.keyboard.press(key);
      const stop = await page.evaluate(() => globalThis.stop());
      if (!stop) break;
      // The browser begins again at the other end.
      if (list.length > 0 && stop.at === list[0].at) break;
      list.push(stop);
    }
    return list;
  };
  const forwards = await lap('Tab');
  await page.evaluate(() => { document.activeElement?.blur?.(); getSelection().removeAllRanges(); });
  const back = await lap('Shift+Tab');
  const found = [];
  if (!forwards[0]?.href.startsWith('#')) found.push(`first stop is ${forwards[0]?.name}`);
  for (const [i, s] of forwards.entries()) {
    if (!s.outline) found.push(`no focus outline: ${s.name}`);
    if (!s.inside) found.push(`focus out of sight: ${s.name}`);
    if (s.covered) found.push(`focus covered: ${s.name}`);
    if (i > 0 && s.at < forwards[i - 1].at) found.push(`another order than the page's: ${s.name}`);
  }
  if (forwards.length >= most) found.push('the keyboard never leaves the page');
  const reached = new Set(back.map((s) => s.at));
  const missed = forwards.find((s) => !s.radio && !reached.has(s.at));
  if (missed) found.push(`not reached backwards (${back.length} stops of ${forwards.length}): ${missed.name}`);
  if (forwards.length < 3) found.push(`only ${forwards.length} stops`);
  return found.slice(0, 6);
}

/** The skip link leads to its target. */
export async function skips(page) {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(() => { window.scrollTo(0, 0); document.activeElement?.blur?.(); });
  const link = page.locator('a.skip').first();
  await link.focus();
  const to = await link.getAttribute('href');
  await page.keyboard.press('Enter');
  const focused = await page.evaluate(() => document.activeElement?.id ?? '');
  return `#${focused}` === to ? [] : [`the skip link leads to ${to}, the focus to ${focused || 'nothing'}`];
}

// ---- pixels ----

/** RGB pixels of an 8-bit PNG without interlacing: { width, height, at(x, y) }. */
export function png(bytes) {
  const width = bytes.readUInt32BE(16), height = bytes.readUInt32BE(20), channels = { 2: 3, 6: 4 }[bytes[25]];
  const parts = [];
  for (let i = 8; i < bytes.length;) {
    const n = bytes.readUInt32BE(i);
    if (bytes.toString('latin1', i + 4, i + 8) === 'IDAT') parts.push(bytes.subarray(i + 8, i + 8 + n));
    i += n + 12;
  }
  const raw = inflateSync(Buffer.concat(parts)), line = width * channels, out = Buffer.alloc(line * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (line + 1)];
    for (let x = 0; x < line; x++) {
      const left = x >= channels ? out[y * line + x - channels] : 0;
      const up = y > 0 ? out[(y - 1) * line + x] : 0;
      const corner = y > 0 && x >= channels ? out[(y - 1) * line + x - channels] : 0;
      const p = left + up - corner, near = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)];
      const paeth = near[0] <= near[1] && near[0] <= near[2] ? left : near[1] <= near[2] ? up : corner;
      out[y * line + x] = raw[y * (line + 1) + 1 + x] + [0, left, up, (left + up) >> 1, paeth][filter];
    }
  }
  return { width, height, at: (x, y) => [...out.subarray((y * width + x) * channels, (y * width + x) * channels + 3)] };
}

/** Pixels of the whole page that have a hue. */
export async function hues(page) {
  const image = png(await page.screenshot({ fullPage: true }));
  for (let y = 1; y < image.height; y += 3) {
    for (let x = 1; x < image.width; x += 3) {
      const c = image.at(x, y);
      if (Math.max(...c) - Math.min(...c) > 12) return [`a pixel of ${c} at ${x},${y}`];
    }
  }
  return [];
}

// ---- combinations ----

/** Few combinations of one word an axis in which any two words of different axes meet once; the same in every run. */
export function pairwise(lists = Object.values(axes)) {
  const options = lists.map((l) => ['', ...l]);
  const left = new Set();
  const key = (i, a, k, b) => `${i},${a},${k},${b}`;
  options.forEach((x, i) => options.forEach((y, k) => { if (i < k) for (const a of x) for (const b of y) if (a && b) left.add(key(i, a, k, b)); }));
  const combos = [];
  while (left.size > 0) {
    const row = [];
    // Start from a pair that is left, then the word that brings most on every other axis.
    const [i0, a0, k0, b0] = left.values().next().value.split(',');
    row[i0] = a0;
    row[k0] = b0;
    options.forEach((x, i) => {
      if (row[i] !== undefined) return;
      const gain = (a) => (a ? row.reduce((n, b, k) => n + (b && left.has(i < k ? key(i, a, k, b) : key(k, b, i, a)) ? 1 : 0), 0) : 0);
      row[i] = x.reduce((best, a) => (gain(a) > gain(best) ? a : best), '');
    });
    row.forEach((a, i) => row.forEach((b, k) => { if (i < k && a && b) left.delete(key(i, a, k, b)); }));
    combos.push(row.filter(Boolean).join('.'));
  }
  return combos;
}

/** Two at a time, since a page waits more than it works. `work(page, item)` gives findings. */
export async function each(browser, items, work, options = {}) {
  const all = [];
  const left = [...items];
  const worker = async () => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    while (left.length > 0) {
      const item = left.shift();
      all.push(...await work(page, item, context));
    }
    await context.close();
  };
  await Promise.all([worker(), worker()]);
  return all;
}
