// The audit of finished pages, over the whole site: `estrado check` fails for what it finds, told once however many pages share
// it; `serve --watch` shows it to editors and publishes all the same.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fetchRaw, root, start, waitFor } from './env.mjs';

let env, theme;

before(async () => {
  env = await start({ parts: [], serve: ['--watch'] });
  theme = path.join(env.dir, 'temas/institucional');
  fs.cpSync(path.join(root, 'themes/institucional'), theme, { recursive: true });
  // Breadcrumbs are no longer declared to be large enough for a finger.
  const file = path.join(theme, 'audit.yml');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('  - crumbs\n', ''));
});

after(() => env?.close());

test('the site passes its own audit, every variant included', async () => {
  const { status, stdout } = await env.command('check', '--json');
  const found = JSON.parse(stdout);
  assert.equal(status, 0, stdout);
  assert.ok(found.views > found.pages * 4 && found.pages > 80, `${found.pages} pages, ${found.views} views`);
});

test('what many pages share is told once, with their number', async () => {
  env.sets.themes_dir = path.dirname(theme);
  const { status, stdout } = await env.command('check', '--json');
  const { problems } = JSON.parse(stdout);
  const crumbs = problems.filter((p) => p.code === 'html-target-small' && /crumbs/.test(p.text));
  assert.equal(status, 1);
  assert.equal(crumbs.length, 1, JSON.stringify(crumbs));
  assert.match(crumbs[0].file, /^\/\S* \(y otras \d{2,} vistas\)$/);
});

test('under --watch an editor reads it, and pages are published all the same', async () => {
  env.sets.themes_dir = path.dirname(theme);
  await env.startSite();
  await env.startNginx();
  const local = { headers: { Host: '127.0.0.1' } };
  await waitFor('the notice', async () => /audit\.yml/.test((await fetchRaw(env.target, '/-/avisos', local)).text));
  assert.equal((await env.get('/contacto')).status, 200);
});
