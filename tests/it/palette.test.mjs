// Colours as data: `estrado check` fails for a pair that cannot be read, a site with such a pair starts and says so, and a
// reload with one keeps what was there.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { root, start, waitFor } from './env.mjs';

let env, file, whole;
const broken = (colour) => fs.writeFileSync(file, whole.replace('visited: "#d9bde4"', `visited: "${colour}"`));

before(async () => {
  env = await start({ parts: [] });
  const themes = path.join(env.dir, 'temas');
  file = path.join(themes, 'institucional/palette.yml');
  fs.cpSync(path.join(root, 'themes/institucional'), path.dirname(file), { recursive: true });
  whole = fs.readFileSync(file, 'utf8');
  env.sets.themes_dir = themes;
});

after(() => env?.close());

const style = async () => {
  const home = await env.get('/');
  assert.equal(home.status, 200);
  return env.get(home.text.match(/<link rel="stylesheet" href="([^"]+)">/)[1]);
};

test('check tells the pair, what it has, what it needs and what would do', async () => {
  assert.notEqual(whole.indexOf('visited: "#d9bde4"'), -1);
  broken('#8a6a94');
  const { status, stdout } = await env.command('check', '--json');
  const found = JSON.parse(stdout).problems.filter((p) => p.code === 'palette-contrast');
  assert.equal(status, 1);
  assert.deepEqual(found.map((p) => p.line), Array(4).fill(whole.slice(0, whole.indexOf('visited: "#d9bde4"')).split('\n').length));
  assert.match(found[0].text, /c-tenue: visited \/ page \(3\.93:1 < 7:1\).* #b796c2\.$/);
});

test('a theme without its palette is told, and nothing starts', async () => {
  fs.rmSync(file);
  const { status, stdout } = await env.command('check', '--json');
  assert.equal(status, 2);
  assert.ok(JSON.parse(stdout).problems.some((p) => p.code === 'file-unreadable' && p.file.endsWith('palette.yml')));
  const nginx = await env.command('config', 'nginx', path.join(env.dir, 'nginx-otro'));
  assert.equal(nginx.status, 2);
});

test('a site that fails starts and says so; a reload that fails keeps what was there', async () => {
  broken('#8a6a94');
  await env.startSite();
  await env.startNginx();
  assert.match(env.site.text(), /c-tenue: visited \/ page/);
  const first = await style();
  assert.match(first.text, /^\/\* palette\.yml \*\/\n/);
  assert.match(first.text, /--visited:#8a6a94/);

  broken('#8a6a95');
  env.site.signal('SIGHUP');
  await waitFor('the refusal', () => env.events('generation-refused').length === 1);
  assert.equal((await style()).text, first.text);

  fs.writeFileSync(file, whole);
  env.site.signal('SIGHUP');
  await waitFor('new colours', async () => /--visited:#d9bde4/.test((await style()).text));
});
