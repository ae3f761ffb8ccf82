// Kinds of pages as people with a choice, or with a system of their own, meet them.
//
// make test: every word once and the rest pairwise, with axe. make a11y (A11Y_FULL=1): every kind × (plain, every word alone, ten
// combinations, the system's settings) × 320/768/1280 px with three engines; it writes accessibility/resultado.yml.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../it/env.mjs';
import * as lib from './lib.mjs';

const { full, widths, words, systems } = lib;
// A11Y_ONLY=home,table: those kinds alone, while one is at work on them; nothing is written then.
const only = process.env.A11Y_ONLY?.split(',');
const kinds = lib.kinds.filter((k) => !only || only.includes(k.name));
const kind = (name) => lib.kinds.find((k) => k.name === name);
const started = Date.now();
const count = { pages: new Set(), views: 0, engines: Object.fromEntries(Object.keys(lib.engines).map((e) => [e, { runs: 0, findings: 0 }])) };

const found = []; // by the whole matrix
let world, audit;

before(async () => {
  world = await lib.launch();
  if (full) audit = JSON.parse((await world.site.command('check', '--json')).stdout);
});

after(async () => {
  await world?.close();
  if (!full || !audit) return;
  const runs = Object.values(count.engines).reduce((n, e) => n + e.runs, 0);
  console.log(`# ${count.pages.size} kinds of page, ${count.views} views, ${runs} runs of engines, ${found.length} findings, ${Math.round((Date.now() - started) / 60000)} min`);
  if (!only && count.views > 0) writeResult(); // not when single tests were named
});

/** Ten combinations, each word in some of them: what the issue counts; a third of them with a system's setting, too. */
const ten = () => {
  const all = lib.pairwise();
  return Array.from({ length: 10 }, (_, i) => all[Math.floor((i * all.length) / 10)]);
};

const has = (choice, word) => choice.split('.').includes(word);

/** What is measured in every view at every width, by our own probes. */
function measures(view, width) {
  const { choice, system } = view;
  const isForced = systems[system]?.forcedColors === 'active';
  const strict = ['c-claro', 'c-oscuro', 'c-amarillo'].some((w) => has(choice, w));
  const list = [['promised', choice], ['sideways'], ['clipped'], ['targets', lib.largeTargets]];
  // Forced colours are the reader's own: nothing of ours to measure but what is drawn at all.
  if (isForced) list.push(['forced']);
  else list.push(['contrast', strict], ['edges'], ['focus', has(choice, 'k-1') ? 4 : 2]);
  if (has(choice, 'c-gris') && !isForced) list.push(['grey']);
  if (has(choice, 'm-0') || system === 'still') list.push(['moving']);
  if (width === 320) list.push(['space', true], ['sideways'], ['clipped'], ['space', false]);
  return list;
}

const label = (view, width) => [view.kind.name, view.choice, view.system, width && `${width} px`].filter(Boolean).join(' · ');

/** One view at the widths given: our measurements, then the engines with all that opens opened. */
async function look(page, view, context) {
  const all = [];
  const seen = page.seen ??= lib.watch(page, world.url);
  const say = (width, found) => all.push(...found.map((f) => `${label(view, width)}: ${f}`));
  try {
    await lib.choose(context, world.url, view.choice);
    await page.setViewportSize({ width: view.widths[0], height: 900 });
    say(0, await lib.enter(page, world.url, view.kind, systems[view.system]));
    count.pages.add(view.kind.name);
    for (const width of view.widths) {
      await page.setViewportSize({ width, height: 900 });
      say(width, await lib.measure(page, [['open', false], ...measures(view, width)]));
      count.views++;
      for (const name of view.engines) {
        const found = await lib.findings(page, name, { contrast: systems[view.system]?.forcedColors !== 'active' });
        count.engines[name].runs++;
        count.engines[name].findings += found.length;
        say(width, found);
      }
    }
    if (has(view.choice, 'c-gris') && view.hues) say(0, await lib.hues(page));
    say(0, seen.take());
  } catch (error) {
    all.push(`${label(view)}: ${error.message.split('\n')[0]}`);
  }
  return all;
}

const visit = (views) => lib.each(world.browser, views, look);
const none = (list) => assert.deepEqual(list, [], `${list.length} findings`);

// ---- make test ----

if (!full) {
  // Rotating kinds and widths, so that over the words every kind and every width has its turn.
  const view = (choice, i, more = {}) => ({ kind: kinds[i % kinds.length], choice, system: '', widths: [widths[i % 3]], engines: ['axe'], ...more });

  test('every word alone', () => visit(words.flatMap((w, i) => [view(w, i * 2), view(w, i * 2 + 7)])).then(none));
  test('any two words together', () => visit(lib.pairwise().map((c, i) => view(c, i + 3))).then(none));
  test("the system's own settings, without a choice and under one", () => visit(Object.keys(systems).flatMap((system, i) => [
    view('', i * 3, { system }), view('', i * 3 + 1, { system }), view('c-crema.t-200', i * 3 + 2, { system })])).then(none));
  test('the other engines on the plain pages', () => visit(kinds.map((k, i) => ({ ...view('', i), kind: k, engines: ['ibm', 'htmlcs'] }))).then(none));
  test('grey has no hue in any pixel', () => visit(['home', 'table', 'preferences', '404'].map((name, i) => ({ ...view('c-gris', i), kind: kind(name), engines: [], hues: true }))).then(none));
}

// ---- make a11y ----

if (full) {
  const all = Object.keys(lib.engines);
  const view = (k, choice, system = '') => ({ kind: k, choice, system, widths: [1280, 768, 320], engines: all, hues: true });
  const run = (views) => visit(views).then((now) => { found.push(...now); none(now); });

  test('every kind, plain', () => run(kinds.map((k) => view(k, ''))));
  for (const word of words) test(`every kind, ${word}`, () => run(kinds.map((k) => view(k, word))));
  for (const [i, combo] of ten().entries()) test(`every kind, combination ${i + 1}: ${combo}`, () => run(kinds.map((k) => view(k, combo))));
  for (const system of Object.keys(systems)) test(`every kind, system ${system}`, () => run(kinds.flatMap((k, i) => [view(k, '', system), ...(i % 4 === 0 ? [view(k, ten()[i % 10], system)] : [])])));
}

/** What the accessibility statement tells: facts of the last whole run. */
function writeResult() {
  const lines = [
    '# Written by `make a11y`: the last whole run over every kind of page in every way to look and read.',
    `date: ${new Date().toISOString().slice(0, 10)}`,
    `version: ${/^VERSION +:= (\S+)/m.exec(fs.readFileSync(path.join(root, 'Makefile'), 'utf8'))[1]}`,
    `pages: ${count.pages.size}`,
    `views: ${count.views}`,
    'engines:',
    ...Object.entries(count.engines).map(([key, e]) => `  - { name: "${lib.engines[key].name}", version: "${lib.engines[key].version}", runs: ${e.runs}, findings: ${e.findings} }`),
    `audit: { pages: ${audit.pages}, views: ${audit.views}, findings: ${audit.errors} }`,
    '',
  ];
  fs.writeFileSync(path.join(root, 'accessibility/resultado.yml'), lines.join('\n'));
}

// ---- what needs hands ----

/** Opens each view once and does something with it. */
async function handle(views, act, options = {}) {
  return lib.each(world.browser, views, async (page, view, context) => {
    try {
      if (view.choice !== undefined) await lib.choose(context, world.url, view.choice);
      const wrong = await lib.enter(page, world.url, view.kind, systems[view.system]);
      return [...wrong, ...await act(page, view)].map((f) => `${label(view)}: ${f}`);
    } catch (error) {
      return [`${label(view)}: ${error.message.split('\n')[0]}`];
    }
  }, options);
}
const some = () => (full ? kinds : ['home', 'table', 'results', '404', 'preferences', 'barrier errors'].map(kind));
const choices = () => (full ? ['', 'c-amarillo.t-300.e-1.k-1', 'r-1.c-oscuro', 'l-1.i-0.v-1.u-1'] : ['']);
const views = () => some().flatMap((k) => choices().map((choice) => ({ kind: k, choice, system: '' })));

test('the keyboard, there and back: the skip link first, every stop seen, in order, no trap', () =>
  handle(views(), async (page) => [...await lib.walk(page), ...await lib.skips(page)], { viewport: { width: 1280, height: 900 } }).then(none));

test('the keyboard at 320 px', () =>
  handle(views().slice(0, full ? undefined : 3), (page) => lib.walk(page), { viewport: { width: 320, height: 640 } }).then(none));

test("the browser's own text size is obeyed, and twice the size fits", () => handle(views(), async (page) => {
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('main')).fontSize));
  const normal = await size();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
  const isForm = await page.evaluate(() => !!document.querySelector('[aria-invalid]'));
  if (isForm) await page.goto(page.url());
  else await page.reload();
  await lib.putProbe(page);
  const found = await lib.measure(page, [['sideways'], ['clipped']]);
  const ratio = await size() / normal;
  if (Math.abs(ratio - 2) > 0.05) found.push(`text grows ${ratio.toFixed(2)} times`);
  await cdp.send('Page.setFontSizes', { fontSizes: { standard: 16, fixed: 13 } });
  await cdp.detach();
  return found;
}, { viewport: { width: 640, height: 900 } }).then(none));

test('paper: dark on white, of its own size, nothing to press', () => handle([...views(), { kind: kind('table'), choice: 'c-amarillo.t-300.e-1.u-1.k-1', system: '' }], async (page) => {
  await page.emulateMedia({ media: 'print' });
  const found = await lib.measure(page, [['paper']]);
  await page.emulateMedia({ media: 'screen' });
  return found;
}).then(none));

test('the same words and fields with JavaScript off', async () => {
  const said = (page) => page.evaluate(() => document.body.innerText.replace(/[0-9a-f-]{16,}/g, '') + document.querySelectorAll('input,button,select,textarea').length);
  const open = async (context, view) => {
    await lib.choose(context, world.url, view.choice);
    const page = await context.newPage();
    await page.goto(world.url + view.kind.path);
    if (view.kind.enter) await Promise.all([page.waitForNavigation(), view.kind.enter(page)]);
    const text = await said(page);
    await page.close();
    return text;
  };
  const found = await lib.each(world.browser, views(), async (page, view, context) => {
    const silent = await world.browser.newContext({ javaScriptEnabled: false });
    const [on, off] = [await open(context, view), await open(silent, view)];
    await silent.close();
    return on === off ? [] : [`${label(view)}: other words with JavaScript off`];
  });
  none(found);
});
