// The form for barriers, from nginx to the table and back: nothing that a person typed is lost,
// nothing is kept twice, and nobody reads it who should not.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root, start, waitFor } from './env.mjs';

const form = '/accesibilidad/barrera';
const type = 'application/x-www-form-urlencoded';
let env;

before(async () => {
  env = await start({ sets: { 'nginx.forms_per_minute': 60000, 'nginx.forms_burst': 10000 } });
});
after(() => env?.close());

const encode = (fields) => (typeof fields === 'string' ? fields : new URLSearchParams(fields).toString());
const send = (fields, headers = {}) => env.get(form, { method: 'POST', body: encode(fields), headers: { 'Content-Type': type, ...headers } });
const number = (text) => text.match(/name="ficha" value="([0-9a-f]{24})"/)[1];
const unescape = (s) => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;|&#x27;/g, "'").replace(/&amp;/g, '&');
/** What stands in a field of a page. */
const valueOf = (text, name) => {
  const area = text.match(new RegExp(`<textarea[^>]* name="${name}"[^>]*>([^<]*)</textarea>`));
  return unescape((area ?? text.match(new RegExp(`<input type="text"[^>]* name="${name}" value="([^"]*)"`)))[1]);
};
const owner = async (sql) => {
  const r = await env.psql('estrado_owner', `SET search_path = estrado; ${sql}`);
  assert.equal(r.status, 0, r.stderr);
  return r.stdout.trim();
};
const count = async () => Number(await owner('SELECT count(*) FROM barrier_report'));
const keyOf = (r) => r.headers.location.match(/\?clave=([2-9A-Z]{10})$/)[1];

const report = (more = {}) => ({
  tipo: 'barrera',
  que: 'No puedo abrir el menú\r\ncon el teclado.',
  pagina: '/resultados/prep',
  formato: '',
  equipo: 'Firefox 140, NVDA',
  contacto: 'ana@example.org',
  sitio_web: '',
  ficha: '0123456789abcdef01234567',
  ...more,
});

describe('the form', () => {
  test('works without a script and never is kept', async () => {
    const r = await env.get(form);
    assert.equal(r.status, 200);
    assert.equal(r.headers['cache-control'], 'no-store');
    assert.doesNotMatch(r.text, /<script/i);
    assert.match(r.text, /<form [^>]*method="post" action="\/accesibilidad\/barrera"/);
    assert.notEqual(number(r.text), number((await env.get(form)).text));
  });

  test('privacy is told before the first field, and contact may be left empty', async () => {
    const { text } = await env.get(form);
    assert.ok(text.indexOf('href="/aviso-de-privacidad"') < text.indexOf('<fieldset'));
    assert.match(text, /<label for="barrera_contacto">[^<]*\(opcional\)<\/label>/);
    assert.match(text, /name="contacto"[^>]* autocomplete="email"/);
  });

  test('the trap is for nobody', async () => {
    const { text } = await env.get(form);
    assert.match(text, /<div [^>]*hidden><label for="barrera_sitio_web">[^<]+<\/label> <input [^>]*tabindex="-1" autocomplete="off"><\/div>/);
  });

  test('knows the page that led here, of ours only', async () => {
    const page = async (uri, headers) => valueOf((await env.get(uri, { headers })).text, 'pagina');
    assert.equal(await page(`${form}?volver=/contacto`), '/contacto');
    assert.equal(await page(form, { Referer: 'http://localhost/resultados/prep?q=secreta' }), '/resultados/prep');
    assert.equal(await page(form, { Referer: 'https://example.org/x' }), '');
    assert.equal(await page(form, { Referer: `http://localhost${form}` }), '');
    assert.equal(await page(`${form}?volver=//example.org/x`), '/');
  });

  test('can be opened for another format', async () => {
    assert.match((await env.get(`${form}?tipo=formato`)).text, /value="formato" checked/);
    assert.match((await env.get(`${form}?tipo=%3Cb%3E`)).text, /value="barrera" checked/);
  });
});

describe('a report', () => {
  test('is stored as it was written, and the answer tells a reference and nothing else', async () => {
    const r = await send(report());
    assert.equal(r.status, 303);
    assert.match(r.headers.location, /^\/accesibilidad\/barrera\/recibido\?clave=[2-9A-Z]{10}$/);
    assert.equal(r.headers['cache-control'], 'no-store');
    const row = await owner(`SELECT kind, page, what, format, equipment, contact, state FROM barrier_report WHERE reference = '${keyOf(r)}'`);
    assert.equal(row, 'barrier|/resultados/prep|No puedo abrir el menú\ncon el teclado.||Firefox 140, NVDA|ana@example.org|open');
    const done = await env.get(r.headers.location);
    assert.equal(done.status, 200);
    const key = keyOf(r);
    assert.ok(done.text.includes(`<strong>${key.slice(0, 5)}-${key.slice(5)}</strong>`));
    assert.match(done.text, /por confirmar/);
    assert.doesNotMatch(done.text, /ana@example\.org/);
  });

  test('sent twice, or ten times at once, is stored once with one reference', async () => {
    const n = await count();
    const ficha = number((await env.get(form)).text);
    const all = await Promise.all(Array.from({ length: 10 }, () => send(report({ ficha }))));
    assert.deepEqual([...new Set(all.map((r) => r.status))], [303]);
    assert.equal(new Set(all.map(keyOf)).size, 1);
    assert.equal(await count(), n + 1);
    const other = await send(report({ ficha, que: 'Otra cosa' }));
    assert.notEqual(keyOf(other), keyOf(all[0]));
    const again = await send(report({ ficha: number((await env.get(form)).text) }));
    assert.notEqual(keyOf(again), keyOf(all[0]));
    assert.equal(await count(), n + 3);
  });

  test('needs only what happened', async () => {
    const r = await send({ tipo: 'formato', que: 'En letra grande' });
    assert.equal(r.status, 303);
    assert.equal(await owner(`SELECT kind, what, contact FROM barrier_report WHERE reference = '${keyOf(r)}'`), 'format|En letra grande|');
  });

  test('fills every field to its limit, in letters of four bytes', async () => {
    const long = { que: '😀'.repeat(4000), equipo: 'ñ'.repeat(500), formato: 'ñ'.repeat(500), contacto: 'ñ'.repeat(200), pagina: 'x'.repeat(1000) };
    const r = await send(report(long));
    assert.equal(r.status, 303);
    assert.equal(await owner(`SELECT char_length(what) FROM barrier_report WHERE reference = '${keyOf(r)}'`), '4000');
  });

  test('a key that is none gets no thanks', async () => {
    for (const key of ['', 'ACDEF', '%3Cscript%3E', 'ACDEFGHJK0']) {
      const r = await env.get(`${form}/recibido?clave=${key}`);
      assert.equal(r.status, 404);
      assert.doesNotMatch(r.text, /class="reference"|Recibimos/);
    }
  });
});

describe('what is wrong', () => {
  test('is told at once, first in the title, with links to the fields, and all that was typed', async () => {
    const n = await count();
    const typed = report({ que: ' \r\n ', contacto: 'c'.repeat(201), equipo: 'Lector "X" <b>', tipo: 'otro' });
    const r = await send(typed);
    assert.equal(r.status, 422);
    assert.match(r.text, /<title>Error: /);
    assert.match(r.text, /<section class="error-summary"[^>]*tabindex="-1" autofocus>/);
    assert.ok(r.text.indexOf('error-summary') < r.text.indexOf('<form class="form"'));
    for (const id of ['barrera_tipo_barrera', 'barrera_que', 'barrera_contacto']) {
      assert.ok(r.text.includes(`<li><a href="#${id}">`), id);
      assert.ok(r.text.includes(` id="${id}"`), id);
    }
    for (const name of ['que', 'contacto'])
      assert.match(r.text, new RegExp(`id="barrera_${name}"[^>]* aria-invalid="true" aria-describedby="barrera_${name}_error barrera_${name}_ayuda"`));
    assert.doesNotMatch(r.text, /id="barrera_equipo"[^>]* aria-invalid/);
    assert.match(r.text, /201 signos\. Caben 200\./);
    assert.equal(valueOf(r.text, 'contacto'), typed.contacto);
    assert.equal(valueOf(r.text, 'equipo'), typed.equipo);
    assert.equal(number(r.text), typed.ficha);
    assert.equal(await count(), n);
    const ids = [...r.text.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]);
    assert.equal(new Set(ids).size, ids.length);
  });

  test('nothing is cut: a text that is too long comes back whole', async () => {
    const que = `${'palabra '.repeat(600)}fin`;
    const r = await send(report({ que }));
    assert.equal(r.status, 422);
    assert.equal(valueOf(r.text, 'que'), que);
  });

  test('a trap that was filled in keeps the rest, and the second try works', async () => {
    const first = await send(report({ sitio_web: 'http://example.org', ficha: 'a'.repeat(24) }));
    assert.equal(first.status, 422);
    assert.doesNotMatch(first.text, /http:\/\/example\.org/);
    assert.match(first.text, /<li><a href="#barrera_enviar">/);
    const second = await send(report({ que: valueOf(first.text, 'que'), sitio_web: '', ficha: number(first.text) }));
    assert.equal(second.status, 303);
  });

  test('markup and invisible signs are text, or are told', async () => {
    const evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>\'{{title}}';
    const r = await send(report({ que: '', equipo: evil, pagina: evil, contacto: evil, formato: evil, ficha: 'x"><b>' }));
    assert.equal(r.status, 422);
    assert.doesNotMatch(r.text, /<script|<img src=x|<b>/);
    for (const name of ['equipo', 'pagina', 'contacto', 'formato']) assert.equal(valueOf(r.text, name), evil);
    const odd = await send(report({ que: 'a\u0007b\u202ec\u001b[31m' }));
    assert.equal(odd.status, 422);
    assert.equal(valueOf(odd.text, 'que'), 'abc[31m');
    assert.match(odd.text, /signos invisibles/);
    const textarea = await send(report({ que: '</textarea><script>alert(1)</script>', contacto: 'x'.repeat(300) }));
    assert.doesNotMatch(textarea.text, /<script/);
    assert.equal(valueOf(textarea.text, 'que'), '</textarea><script>alert(1)</script>');
  });

  test('what is no form is refused in words', async () => {
    const n = await count();
    const cases = [
      [400, 'que=%00&tipo=barrera'], [400, 'que=%ff%fe'], [400, 'que=%zz'], [400, Buffer.from([0x71, 0x3d, 0xff])],
      [400, encode(report()), { 'Content-Type': 'text/plain' }], [400, '{"que":"x"}', { 'Content-Type': 'application/json' }],
      [413, `que=${'x'.repeat(70000)}`], [413, 'a=1&'.repeat(100)], [422, ''],
    ];
    for (const [status, body, headers] of cases) {
      const r = await env.get(form, { method: 'POST', body, headers: { 'Content-Type': type, ...headers } });
      assert.equal(r.status, status, String(body).slice(0, 40));
      assert.match(r.text, /<h1/);
    }
    assert.equal(await count(), n);
    assert.equal((await env.get(`${form}/recibido`, { method: 'POST', body: '', headers: { 'Content-Type': type } })).status, 405);
  });

  test('what another site sends is refused, and says how to go on', async () => {
    const n = await count();
    const foreign = [{ Origin: 'https://example.org' }, { Origin: 'null' }, { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site', Origin: 'http://localhost' }];
    for (const headers of foreign) {
      const r = await send(report({ ficha: 'b'.repeat(24) }), headers);
      assert.equal(r.status, 403);
      assert.match(r.text, /Lo que escribió no se perdió/);
      assert.match(r.text, /<a href="\/accesibilidad\/barrera">Abrir el formulario otra vez/);
    }
    assert.equal(await count(), n);
    assert.equal((await send(report(), { Origin: 'http://localhost:1234', 'Sec-Fetch-Site': 'same-origin' })).status, 303);
    assert.equal((await env.get(form, { headers: { 'Sec-Fetch-Site': 'cross-site' } })).status, 200);
  });
});

describe('who may do what', () => {
  test('visitors\' workers add and never read', async () => {
    for (const sql of ['SELECT count(*) FROM barrier_report', 'SELECT reference FROM barrier_report', 'DELETE FROM barrier_report', "UPDATE barrier_report SET state = 'done'", 'TRUNCATE barrier_report',
      "INSERT INTO barrier_report (reference, digest, kind, page, what, format, equipment, contact) VALUES ('ACDEFGHJKM', decode(repeat('00', 32), 'hex'), 'barrier', '', 'x', '', '', '') RETURNING id",
      "INSERT INTO barrier_report (reference, digest, kind, page, what, format, equipment, contact, note) VALUES ('ACDEFGHJKM', decode(repeat('00', 32), 'hex'), 'barrier', '', 'x', '', '', '', 'y')"])
      assert.match((await env.psql('estrado_public', sql)).stderr, /42501/, sql);
  });

  test('the back office reads and marks, and changes no word of it', async () => {
    assert.equal((await env.psql('estrado_panel', 'SELECT count(*) FROM barrier_report')).status, 0);
    for (const sql of ["UPDATE barrier_report SET what = 'x'", 'DELETE FROM barrier_report', "UPDATE barrier_report SET contact = ''"])
      assert.match((await env.psql('estrado_panel', sql)).stderr, /42501/, sql);
  });

  test('the table keeps to its limits by itself', async () => {
    const row = (what, contact) => env.psql('estrado_public', `INSERT INTO barrier_report (reference, digest, kind, page, what, format, equipment, contact) VALUES ('ACDEFGHJKM', decode(repeat('01', 32), 'hex'), 'barrier', '', repeat('x', ${what}), '', '', repeat('x', ${contact}))`);
    for (const [what, contact] of [[0, 0], [4001, 0], [1, 201]]) assert.match((await row(what, contact)).stderr, /23514/);
  });

  test('officers list and mark on the command line; contacts only when asked for', async () => {
    const r = await send(report({ que: 'Línea uno\nLínea dos', contacto: 'secreto@example.org', ficha: 'c'.repeat(24) }));
    const key = keyOf(r);
    const shown = `${key.slice(0, 5)}-${key.slice(5)}`;
    const plain = await env.command('barriers');
    assert.equal(plain.status, 0, plain.stderr);
    assert.match(plain.stdout, new RegExp(`^${shown}  \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d  barrera  por atender$`, 'm'));
    assert.match(plain.stdout, /^ {4}Línea uno\n {4}Línea dos$/m);
    assert.doesNotMatch(plain.stdout, /secreto@example\.org/);
    assert.match((await env.command('barriers', '--contact')).stdout, /secreto@example\.org/);
    const done = await env.command('barriers', '--done', shown.toLowerCase());
    assert.equal(done.status, 0, done.stderr);
    assert.ok(!(await env.command('barriers')).stdout.includes(shown));
    assert.match((await env.command('barriers', '--all')).stdout, new RegExp(`^${shown} .* atendido$`, 'm'));
    assert.equal((await env.command('barriers', '--done', key)).status, 1);
    assert.equal((await env.command('barriers', '--done', 'x')).status, 1);
    assert.match((await env.command('barriers', '--done')).stderr, /misses a word after '--done'/);
    assert.equal((await env.command('barriers', '--role', 'estrado_public')).status, 2);
    assert.equal((await env.command('barriers', '--nada')).status, 2);
  });
});

describe('when things fail', () => {
  test('without PostgreSQL everything typed comes again, and the next try is stored', async () => {
    const typed = report({ que: 'Texto largo\nque no se debe perder', ficha: 'd'.repeat(24) });
    await env.postgres.stop('SIGKILL');
    const r = await send(typed);
    assert.equal(r.status, 503);
    assert.match(r.text, /No pudimos guardar su aviso/);
    for (const name of ['que', 'pagina', 'equipo', 'contacto']) assert.equal(valueOf(r.text, name), typed[name]);
    assert.equal(number(r.text), typed.ficha);
    assert.match(r.text, /value="barrera" checked/);
    assert.equal((await env.get(form)).status, 200);
    assert.equal((await env.command('barriers')).status, 2);
    await env.postgres.start();
    const again = await waitFor('the report to be stored', async () => {
      const next = await send(typed);
      return next.status === 303 && next;
    });
    assert.equal(await owner(`SELECT count(*) FROM barrier_report WHERE reference = '${keyOf(again)}'`), '1');
  });

  test('one address may send only so many; looking is not limited', async () => {
    const strict = await start({ parts: ['site', 'nginx'], sets: { 'nginx.forms_per_minute': 1, 'nginx.forms_burst': 1 } });
    try {
      const post = () => strict.get(form, { method: 'POST', body: '', headers: { 'Content-Type': type } });
      assert.deepEqual([(await post()).status, (await post()).status, (await post()).status], [422, 422, 429]);
      for (let i = 0; i < 5; i++) assert.equal((await strict.get(form)).status, 200);
    } finally {
      await strict.close();
    }
  });

  test('no log holds a word of what was sent', async () => {
    const words = ['ana@example.org', 'secreto@example.org', 'NVDA', 'teclado', 'perder'];
    const logs = [env.site.log, env.postgres.log, env.nginx.log, env.redis.log, ...fs.readdirSync(path.join(env.dir, 'var/log')).map((f) => path.join(env.dir, 'var/log', f))];
    await waitFor('nginx to write its log', () => logs.some((f) => fs.readFileSync(f, 'utf8').includes('path="/accesibilidad/barrera"')));
    for (const log of logs) {
      const text = fs.readFileSync(log, 'utf8');
      for (const word of words) assert.ok(!text.includes(word), `${word} in ${log}`);
    }
    assert.match(env.site.text(), /event=barrier-not-kept/);
  });
});

describe('the statement', () => {
  const address = '/accesibilidad/declaracion';
  const data = fs.readFileSync(path.join(root, 'accessibility/criterios.yml'), 'utf8');
  const counted = (judged) => data.split(`judged: ${judged}\n`).length - 1;
  const rows = (text, id) => (text.split(`<caption id="${id}">`)[1]?.split('</table>')[0].match(/<tr>/g) ?? []).length - 1;
  let own;

  /** A site whose statement is other files. */
  const page = async (files) => {
    const dir = path.join(own.dir, 'accessibility');
    fs.rmSync(dir, { recursive: true, force: true });
    fs.mkdirSync(dir);
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(dir, name), text);
    return own.command('render', address);
  };

  before(async () => {
    own = await start({ parts: [] });
    // What its folder lacks is the program's; here that is a folder with all but the statement.
    const share = path.join(own.dir, 'share');
    fs.cpSync(path.join(root, 'fcgi/locales'), path.join(share, 'fcgi/locales'), { recursive: true });
    own.environment.ESTRADO_SHARE = share;
    own.options.siteYml = path.join(own.dir, 'site.yml');
    fs.copyFileSync(path.join(root, 'site.yml'), own.options.siteYml);
    Object.assign(own.sets, { content_dir: path.join(root, 'content/pages'), themes_dir: path.join(root, 'themes'), glossary: path.join(root, 'content/glosario.yml') });
  });
  after(() => own?.close());

  test('says the numbers of the data, and claims no level', async () => {
    const { status, text } = await env.get(address);
    assert.equal(status, 200);
    assert.equal(counted('machine') + counted('person') + counted('no'), 86);
    assert.ok(text.includes(`al menos en parte: ${counted('machine')} de 86.`));
    assert.ok(text.includes(`Los juzgó una persona: ${counted('person')} de 86.`));
    assert.ok(text.includes(`Nadie los ha juzgado: ${counted('no')} de 86.`));
    assert.equal(rows(text, 'tabla_programa'), counted('machine'));
    assert.equal(rows(text, 'tabla_sin_juzgar'), counted('no'));
    assert.equal(rows(text, 'tabla_fallas'), fs.readFileSync(path.join(root, 'accessibility/declaracion.yml'), 'utf8').split('\n  - what: ').length - 1);
    assert.match(text, /Sin prueba con personas usuarias/);
    assert.doesNotMatch(text, /conforme|cumple con|nivel AA/i);
    assert.match(text, /href="\/accesibilidad\/barrera"/);
    assert.match(text, /href="\/accesibilidad\/barrera\?tipo=formato"/);
  });

  test('without data it is a page that says so', async () => {
    const r = await page({});
    assert.equal(r.status, 0, r.stderr);
    assert.match(r.stdout, /Todavía no se ha hecho una revisión completa/);
    assert.match(r.stdout, /Fecha de esta declaración: por confirmar/);
    assert.match(r.stdout, /al menos en parte: 0 de 0/);
  });

  test('a result and tests with persons are told as they are', async () => {
    const r = await page({
      'declaracion.yml': 'date: 2027-02-01\nknown:\n  - {what: Falla <b>, where: Aquí, since: 2027-01-02, until: 2027-03-04}\ntests:\n  - {date: 2027-01-15, who: Cinco personas, what: Buscar su casilla}\n',
      'criterios.yml': data,
      'resultado.yml': 'date: 2027-01-31\nversion: 9.8.7\npages: 17\nviews: 1234\nengines:\n  - { name: "axe-core", version: "4.1", runs: 1200, findings: 3 }\naudit: { pages: 95, views: 664, findings: 0 }\n',
    });
    assert.equal(r.status, 0, r.stderr);
    assert.match(r.stdout, /31 de enero de 2027, con la versión 9\.8\.7/);
    assert.match(r.stdout, /17 clases de página.*1[,.]234 vistas/);
    assert.match(r.stdout, /<th scope="row">axe-core<\/th>\n<td>4\.1<\/td>\n<td>1,?200<\/td>\n<td>3<\/td>/);
    assert.match(r.stdout, /Falla &lt;b&gt;<\/th>\n<td>Aquí<\/td>\n<td>2 de enero de 2027<\/td>\n<td>4 de marzo de 2027/);
    assert.match(r.stdout, /Cinco personas/);
    assert.doesNotMatch(r.stdout, /Sin prueba con personas/);
  });

  test('what is wrong in it is told with file and line by check, and the page says less', async () => {
    const r = await page({ 'declaracion.yml': 'date: mañana\nknown: []\n', 'criterios.yml': 'criteria:\n  - {number: 9.9.9, level: A, name: x, judged: no}\n', 'resultado.yml': 'pages: muchas\n' });
    assert.match(r.stdout, /Fecha de esta declaración: por confirmar/);
    assert.match(r.stdout, /Todavía no se ha hecho/);
    const check = await own.command('check');
    assert.equal(check.status, 1);
    for (const place of ['accessibility/declaracion.yml:1: error: «date»', 'accessibility/criterios.yml:2: error: WCAG 2.2 no tiene', 'accessibility/resultado.yml:1: error:'])
      assert.ok(check.stderr.includes(place), `${place}\n${check.stderr}`);
  });
});
