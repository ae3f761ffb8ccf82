// Micrositios: by path and by host, archived, draft, frozen; made by `estrado new`; one that is wrong costs nothing else.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { root, start } from './env.mjs';

let env, dir;
const ids = ['urna-electronica', 'participacion-ciudadana', 'proceso-electoral-2026-2027', 'proceso-electoral-2023-2024'];
const at = (host, uri) => env.get(uri, { headers: { Host: host } });
// The last sheet: a micrositio's colours come behind the theme's.
const style = (r) => [...r.text.matchAll(/rel="stylesheet" href="([^"]+)"/g)].at(-1)[1];
const yml = (id) => path.join(dir, id, 'micrositio.yml');
const edit = (id, from, to) => fs.writeFileSync(yml(id), fs.readFileSync(yml(id), 'utf8').replace(from, to));

before(async () => {
  env = await start({ parts: [] });
  dir = path.join(env.dir, 'micrositios');
  fs.cpSync(path.join(root, 'content/micrositios'), dir, { recursive: true });
  for (const id of ['cerca-uno', 'cerca-dos', 'cerca-tres', 'cerca-cuatro', 'cerca-cinco', 'cerca-seis']) {
    fs.mkdirSync(path.join(dir, id, 'es-MX'), { recursive: true });
    fs.writeFileSync(yml(id), `title: Sitio ${id}\npath: /${id}\nlife: live\n`);
    fs.writeFileSync(path.join(dir, id, 'es-MX/_index.md'), `---\ntitle: Sitio ${id}\nowner: Pruebas\n---\n\nTexto.\n`);
    fs.writeFileSync(path.join(dir, id, 'es-MX/votar.md'), `---\ntitle: Votar en ${id}\nowner: Pruebas\n---\n\nTexto.\n`);
  }
  fs.writeFileSync(
    path.join(env.dir, 'alertas.yml'),
    '- {id: solo-cerca, level: notice, title: Alerta de un micrositio, text: Prueba., site: cerca-uno, starts: 2020-01-01, ends: 2099-01-01}\n',
  );
  env.sets.alerts = path.join(env.dir, 'alertas.yml');
  env.sets.micrositios_dir = dir;
  await env.startRedis();
  await env.startSite();
  await env.startNginx();
});
after(() => env?.close());

test('each answers by its path and by its host, with its name, menu and colours', async () => {
  const own = style(await env.get('/contacto'));
  for (const id of ids) {
    const byPath = await env.get(`/${id}`);
    const byHost = await at(`${id}.localhost`, '/');
    assert.equal(byPath.status, 200, id);
    assert.equal(byHost.status, 200, id);
    const h1 = /<h1>(.*?)<\/h1>/.exec(byPath.text)[1];
    assert.equal(/<h1>(.*?)<\/h1>/.exec(byHost.text)[1], h1);
    assert.match(byPath.text, new RegExp(`class="micro-name" href="/${id}"`));
    assert.notEqual(style(byPath), own, `${id}: colours of its own`);
    assert.match(byPath.text, /href="\/accesibilidad/);
    assert.match(byHost.text, new RegExp(`rel="canonical" href="[^"]*/${id}"`), 'one true address');
    assert.equal((await env.get(style(byPath))).status, 200);
  }
});

test('at its host pages have short addresses, whole ones too, and what it lacks is the institute\'s', async () => {
  const host = 'urna-electronica.localhost';
  assert.match((await at(host, '/prestamo')).text, /<h1>Préstamo/);
  assert.match((await at(host, '/urna-electronica/prestamo')).text, /<h1>Préstamo/);
  const contact = await at(host, '/contacto');
  assert.equal(contact.status, 200);
  assert.doesNotMatch(contact.text, /class="micro-name"/);
  assert.equal((await at(host, '/accesibilidad')).status, 200);
  const missing = await at(host, '/no-hay');
  assert.equal(missing.status, 404);
  assert.match(missing.text, /class="micro-name" href="\/urna-electronica"/);
});

test('hosts do not share answers', async () => {
  const all = await Promise.all([...Array(3).keys()].flatMap(() => [at('urna-electronica.localhost', '/'), at('participacion-ciudadana.localhost', '/'), env.get('/')]));
  const titles = all.map((r) => /<title>(.*?)<\/title>/.exec(r.text)[1]);
  assert.equal(new Set(titles).size, 3, titles.join());
  assert.match(titles[0], /Urna/);
  assert.match(titles[1], /Participación/);
  await assert.rejects(at('desconocido.localhost', '/'));
});

test('what is not found offers its own pages first', async () => {
  for (const id of ['cerca-uno', 'cerca-dos', 'cerca-seis']) {
    const r = await env.get(`/${id}/votarr`);
    assert.equal(r.status, 404);
    const main = r.text.slice(r.text.indexOf('<main'));
    assert.equal(/<ul class="link-list">\s*<li><a href="([^"]+)"/.exec(main)[1], `/${id}/votar`);
    assert.equal(main.match(/href="\/cerca-\w+\/votar"/g).length, 5);
  }
});

test('an alert of one is on its pages and on no others', async () => {
  for (const uri of ['/cerca-uno', '/cerca-uno/votar']) assert.match((await env.get(uri)).text, /Alerta de un micrositio/);
  for (const uri of ['/', '/cerca-dos']) assert.doesNotMatch((await env.get(uri)).text, /Alerta de un micrositio/);
});

test('an archived one says so on every page, with its day', async () => {
  for (const uri of ['/proceso-electoral-2023-2024', '/proceso-electoral-2023-2024/novedades'])
    assert.match((await env.get(uri)).text, /class="archived" role="note">.*Sitio archivado el \d+ de \p{L}+ de \d{4}/u);
  assert.doesNotMatch((await env.get('/urna-electronica')).text, /class="archived"/);
});

test('the way: home, micrositio, page; the same address as ever', async () => {
  const r = await env.get('/participacion-ciudadana/plebiscito');
  const crumbs = /<nav class="wrap crumbs"[\s\S]*?<\/nav>/.exec(r.text)[0];
  assert.deepEqual([...crumbs.matchAll(/href="([^"]+)"/g)].map((m) => m[1]), ['/', '/participacion-ciudadana']);
});

test('a new one is a draft of four files, checked, seen when it is live', async () => {
  const made = await env.command('new', 'micrositio', 'prueba-nueva', '--title', 'Prueba «nueva»');
  assert.equal(made.status, 0, made.stderr);
  assert.match(made.stdout, /life: live/);
  assert.equal((await env.command('new', 'micrositio', 'prueba-nueva')).status, 2, 'never over another');
  for (const bad of ['../x', 'X', 'a', 'en']) assert.equal((await env.command('new', 'micrositio', bad)).status, 2, bad);
  let check = await env.command('check');
  assert.equal(check.status, 0, check.stdout);
  assert.notEqual((await env.command('render', '/prueba-nueva')).status, 0, 'a draft is not shown');
  edit('prueba-nueva', 'life: draft', 'life: live');
  const page = await env.command('render', '/prueba-nueva');
  assert.equal(page.status, 0, page.stderr);
  assert.match(page.stdout, /<h1>Prueba «nueva»<\/h1>/);
  check = await env.command('check');
  assert.equal(check.status, 0, check.stdout);
});

test('colours that cannot be read are refused with pair, ratio and what would do', async () => {
  edit('prueba-nueva', '# palette:', 'palette: {claro-sistema: {accent: "#ffcc00"}}\n# palette:');
  const { status, stdout, stderr } = await env.command('check');
  edit('prueba-nueva', 'palette: {claro-sistema: {accent: "#ffcc00"}}\n', '');
  assert.equal(status, 1);
  assert.match(stderr, /prueba-nueva\/micrositio\.yml:\d+: error: .*accent.*#[0-9a-f]{6}/);
});

test('a frozen one may not change; one that is wrong costs only itself', async () => {
  const line = /^frozen: [0-9a-f]{64}$/m.exec((await env.command('micrositio', 'freeze', 'prueba-nueva')).stdout)[0];
  fs.appendFileSync(yml('prueba-nueva'), `${line}\n`);
  assert.equal((await env.command('check')).status, 0);
  fs.appendFileSync(path.join(dir, 'prueba-nueva/es-MX/preguntas.md'), '\nUna línea más.\n');
  const { status, stdout, stderr } = await env.command('check');
  assert.equal(status, 1);
  assert.match(stderr, /prueba-nueva\/micrositio\.yml:\d+: error: .*congelado/);
  assert.equal((await env.command('render', '/urna-electronica')).status, 0);
  assert.notEqual((await env.command('render', '/prueba-nueva')).status, 0);
});
