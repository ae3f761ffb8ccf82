// Types as visitors meet them: lists and their pages, archives, tags, acts in any spelling, what the clock makes of a
// call; and what editors are told of mistakes, with the rest of the site up.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root, start, waitFor } from './env.mjs';

let env;
let content;
let clock;

const opens = Date.parse('2030-03-01T10:00:00-06:00') / 1000;
const closes = Date.parse('2030-04-01T18:00:30-06:00') / 1000;
const page = (head, body = 'Texto.') => `---\nowner: Pruebas\n${head}---\n\n${body}\n`;
const session = (i) => `sesion ${String(i).padStart(2, '0')}`;

const extra = {
  'lista/_index.md': page('title: Lista de prueba\nlist: {type: news, by: year, size: 10}\n', 'Texto de la lista.'),
  ...Object.fromEntries(
    Array.from({ length: 25 }, (_, i) => [
      `lista/${String(i).padStart(2, '0')}.md`,
      page(
        `title: Boletín ${session(i)}\ntype: news\ndate: ${i < 13 ? '2017' : '2018'}-01-${String(1 + i).padStart(2, '0')}\n` +
          `tags: [Prueba Única${i < 3 ? ', otra prueba' : ''}]\nparams: {number: CS ${i}/2017}\n`,
      ),
    ]),
  ),
  'llamado/_index.md': page('title: Llamados\nlist: {type: call}\n'),
  'llamado/uno.md': page(
    "title: Llamado de prueba\ntype: call\nparams:\n  opens: '2030-03-01T10:00:00-06:00'\n  closes: '2030-04-01T18:00:30-06:00'\n",
  ),
  'muy/lejos/acto.md': page('title: Acto de prueba\ntype: agreement\nparams: {number: iepc acg 7/1999, body: Consejo General, date: 1999-02-03}\n'),
};

const now = (seconds) => fs.writeFileSync(clock, `${seconds}`);

before(async () => {
  content = fs.mkdtempSync('/tmp/estrado-it-types-');
  clock = `${content}.clock`;
  now(opens - 100000);
  fs.cpSync(path.join(root, 'content/pages'), content, { recursive: true });
  for (const [name, text] of Object.entries(extra)) {
    const file = path.join(content, 'es-MX', name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
  env = await start({
    parts: ['redis', 'site', 'nginx'],
    sets: { content_dir: content, test_clock: true, 'nginx.costly_burst': 1000 },
    environment: { ESTRADO_CLOCK: clock },
  });
});
after(async () => {
  await env?.close();
  for (const left of [content, clock]) if (left) fs.rmSync(left, { recursive: true, force: true });
});

const rows = (html) => [...html.matchAll(/<li><a href="(\/lista\/\d\d)">/g)].map(([, href]) => href);
const redirect = async (uri, to) => {
  const r = await env.get(uri);
  assert.equal(r.status, 301, uri);
  assert.equal(new URL(r.headers.location, 'http://x').pathname, to, uri);
};

describe('lists', () => {
  test('the newest first, so many on a page, with the way on and back', async () => {
    const first = (await env.get('/lista')).text;
    const second = (await env.get('/lista?pagina=2')).text;
    const third = (await env.get('/lista?pagina=3')).text;
    assert.deepEqual([rows(first).length, rows(second).length, rows(third).length], [10, 10, 5]);
    assert.equal(rows(first)[0], '/lista/24');
    assert.equal(new Set([...rows(first), ...rows(second), ...rows(third)]).size, 25);
    assert.match(first, /<p>Texto de la lista/);
    assert.doesNotMatch(second, /<p>Texto de la lista/);
    assert.match(first, /rel="next" href="\/lista\?pagina=2"/);
    assert.match(second, /rel="prev" href="\/lista"/);
    assert.doesNotMatch(third, /rel="next" href="\/lista\?/);
    assert.match(second, /<h1>Lista de prueba, página 2<\/h1>/);
    assert.match(second, /rel="canonical" href="[^"]*\/lista\?pagina=2"/);
    assert.match(first, /CS 24\/2017/);
    // what Redis keeps of one page is never another
    assert.equal((await env.get('/lista?pagina=2')).text, second);
    assert.equal((await env.get('/lista')).text, first);
  });

  test('there is no page beyond the last, and none that is no number', async () => {
    for (const wrong of ['4', '0', '-1', '01', 'x', '9999999999', '2.5', '1%00'])
      assert.ok([404, 400].includes((await env.get(`/lista?pagina=${wrong}`)).status), wrong);
    assert.equal((await env.get('/contacto?pagina=7')).status, 200);
  });

  test('archives by year where no page is', async () => {
    const year = await env.get('/lista/2017');
    assert.equal(year.status, 200);
    assert.match(year.text, /<h1>Boletines de 2017<\/h1>/);
    assert.equal(rows(year.text).length, 10);
    assert.equal(rows((await env.get('/lista/2017?pagina=2')).text).length, 3);
    assert.match((await env.get('/lista')).text, /href="\/lista\/2018">2018 \(12\)/);
    for (const none of ['/lista/2016', '/lista/017', '/lista/02017', '/contacto/2017', '/llamado/2030'])
      assert.equal((await env.get(none)).status, 404, none);
    await redirect('/lista/2017/', '/lista/2017');
  });

  test('tags, however they are spelled', async () => {
    const all = await env.get('/etiquetas');
    assert.match(all.text, /href="\/etiquetas\/prueba-unica">Prueba Única<\/a> <p>25 páginas/);
    const one = await env.get('/etiquetas/prueba-unica');
    assert.match(one.text, /<h1>Etiqueta: Prueba Única<\/h1>/);
    assert.equal(rows(one.text).length, 20);
    assert.equal(rows((await env.get('/etiquetas/prueba-unica?pagina=2')).text).length, 5);
    assert.equal((await env.get('/etiquetas/ninguna')).status, 404);
    assert.equal((await env.get('/etiquetas/prueba-unica/x')).status, 404);
  });

  test('before, behind, like it', async () => {
    const html = (await env.get('/lista/01')).text;
    assert.match(html, /rel="prev" href="\/lista\/00"/);
    assert.match(html, /rel="next" href="\/lista\/02"/);
    const related = html.slice(html.indexOf('paginas_relacionadas'));
    assert.deepEqual(rows(related).slice(0, 2).sort(), ['/lista/00', '/lista/02']); // two tags in common
    assert.equal(rows(related).length, 5);
  });
});

describe('acts', () => {
  test('one address, whatever the folder', async () => {
    const r = await env.get('/acuerdos/IEPC-ACG-007-1999');
    assert.equal(r.status, 200);
    assert.match(r.text, /<dd>IEPC-ACG-007-1999<\/dd>/);
    assert.match(r.text, /<time datetime="1999-02-03">3 de febrero de 1999<\/time>/);
    assert.equal((await env.get('/muy/lejos/acto')).status, 404);
  });

  test('every spelling leads there', async () => {
    for (const typed of ['iepc-acg-7-1999', 'IEPC-ACG-007/1999', 'iepc%20acg%207%20/%201999', 'ACG-7-1999', 'IEPC-ACG-007-1999/'])
      await redirect(`/acuerdos/${typed}`, '/acuerdos/IEPC-ACG-007-1999');
    await redirect('/acuerdos/iepc-acg-16-2023', '/acuerdos/IEPC-ACG-016-2023');
    for (const none of ['IEPC-ACG-008-1999', 'IEPC-ACG-7', 'x'])
      assert.equal((await env.get(`/acuerdos/${none}`)).status, 404, none);
  });

  test('a session names its acts with links', async () => {
    assert.match((await env.get('/sesiones/2023-03-08-consejo-general')).text, /<dd><a href="\/acuerdos\/IEPC-ACG-016-2023">/);
  });
});

describe('the clock', () => {
  test('a call opens and closes at its second, in its page and in its list', async () => {
    const says = async (text) => {
      // nginx may keep what it has for a second of its own clock
      for (const uri of ['/llamado/uno', '/llamado'])
        await waitFor(`${uri}: ${text}`, async () => (await env.get(uri)).text.includes(text));
    };
    await says('Abre el 1 de marzo de 2030, 10:00 h');
    now(opens - 1);
    await says('Abre el');
    now(opens);
    await says('Abierta hasta el 1 de abril de 2030, 18:00:30 h');
    now(closes - 1);
    await says('Abierta hasta el');
    now(closes);
    await says('Cerró el 1 de abril de 2030, 18:00:30 h');
  });
});

describe('what editors are told', () => {
  const wrong = {
    'mal/tipo.md': 'title: Mal tipo\ntype: sesion\n',
    'mal/campo.md': 'title: Mal campo\ntype: call\nparams:\n  opens: mañana\n  closes: 2030-01-01 10:00\n',
    'mal/titulo.md': 'title: "\\u202Eo\\u0300\\u0301\\u0302\\u0303\\u0304"\n',
    [`${'hondo/'.repeat(60)}_index.md`]: 'title: Muy hondo\n',
  };

  test('each mistake with its line; everything else stays', async () => {
    for (const [name, head] of Object.entries(wrong)) {
      const file = path.join(content, 'es-MX', name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, page(head));
    }
    const { stdout } = await env.command('check', '--json');
    const told = JSON.parse(stdout).problems.filter((p) => p.level === 'error');
    const of = (name) => told.filter((p) => p.file.includes(name)).map((p) => `${p.code} ${p.line}`);
    assert.deepEqual(of('mal/tipo.md'), ['type-unknown-near 4']);
    assert.deepEqual(of('mal/campo.md'), ['field-value 6']);
    assert.deepEqual(of('mal/titulo.md'), ['front-title-signs 1']);
    assert.deepEqual(of('hondo/'), ['folder-too-deep 0']);
    assert.deepEqual(told.filter((p) => !/mal\/|hondo\//.test(p.file)), []);
  });

  test('a site that starts with them shows the rest', async () => {
    const other = await start({ parts: ['site', 'nginx'], sets: { content_dir: content } });
    try {
      await waitFor('the rest of the site', async () => (await other.get('/lista/01')).status === 200);
      assert.equal((await other.get('/mal/tipo')).status, 404);
      assert.equal((await other.get('/mal/titulo')).status, 404);
      assert.equal((await other.get('/')).status, 200);
    } finally {
      await other.close();
    }
  });
});
