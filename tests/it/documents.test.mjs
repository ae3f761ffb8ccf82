// Documents: one address for the current file and one for each version, sent by nginx after the worker's say; files that
// are not what they should be; tables from data. The site is small and its PDFs are made here.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { root, start, waitFor } from './env.mjs';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** A PDF of n empty pages that poppler reads without complaint. */
function pdf(n, mark) {
  const kids = Array.from({ length: n }, (_, i) => `${i + 3} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${n} >>`,
    ...Array.from({ length: n }, () => '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>'),
  ];
  let out = `%PDF-1.4\n% ${mark}\n`;
  const at = objects.map((o, i) => {
    const here = out.length;
    out += `${i + 1} 0 obj\n${o}\nendobj\n`;
    return here;
  });
  const xref = out.length;
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${at.map((a) => `${String(a).padStart(10, '0')} 00000 n \n`).join('')}`;
  return Buffer.from(`${out}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`, 'latin1');
}

const v1 = pdf(1, 'one');
const v2 = pdf(3, 'two');
const v3 = pdf(2, 'three');
let site, content, clock;

const write = (name, text) => {
  const file = path.join(content, 'es-MX', name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
};
const page = (title, head, body = 'Texto.') => `---\ntitle: ${title}\ndescription: ${title}.\nowner: Pruebas\n${head}---\n\n${body}\n`;
const versions = (...v) => `type: document\nparams:\n  versions:\n${v.map((x) => `    - ${x}\n`).join('')}`;
const at = (iso) => fs.writeFileSync(clock, `${Date.parse(iso) / 1000}\n`);

/** The files as they are now, live. */
async function reload() {
  const before = site.events('generation-live').length;
  process.kill(site.site.pid, 'SIGHUP');
  await waitFor('a new generation', () => site.events('generation-live').length > before);
}

before(async () => {
  site = await start({ parts: [] });
  content = path.join(site.dir, 'content');
  clock = path.join(site.dir, 'clock');
  fs.cpSync(path.join(root, 'tests/site/content'), content, { recursive: true });
  write('acta/acta primera.pdf', v1);
  write('acta/acta-ñ-2.pdf', v2);
  write('acta/acta3.pdf', v3);
  write(
    'acta/acta.md',
    page(
      'Acta de prueba',
      versions(
        '{file: acta primera.pdf, date: 2023-03-01, note: La primera., accessible: no}',
        '{file: acta-ñ-2.pdf, date: 2023-05-01, note: Corrige el lugar., accessible: yes, lang: en}',
        '{file: acta3.pdf, date: 2027-01-01, note: La que sigue.}',
      ),
    ),
  );
  write('acta/despues.md', page('Después', `publishdate: 2026-01-01\naliases: [/antes/despues]\n${versions('{file: acta3.pdf, date: 2023-01-01}')}`));
  write('acta/quitada.md', page('Quitada', `withdrawn:\n  reason: Estaba mal.\n  date: 2024-03-01\n${versions('{file: acta3.pdf, date: 2023-01-01}')}`));
  write('acta/todas.md', page('Todas', 'type: collection\nparams:\n  items: [/acta/acta, /acta/despues, /acta/quitada]\n'));
  write('acta/urnas.yml', 'title: Urnas\ncolumns:\n  - {name: lugar}\n  - {name: n, label: Cuántas, kind: number, total: true}\nrows:\n  - [Tala, 3]\n  - ["=A1", 4]\n');
  write('acta/tabla.md', page('Tabla', '', '{{tabla "urnas.yml"}}'));
  site.environment.ESTRADO_CLOCK = clock;
  Object.assign(site.sets, { content_dir: content, glossary: path.join(root, 'tests/site/glosario.yml'), test_clock: 'true' });
  at('2025-06-01T12:00:00Z');
  site.sets['redis.socket'] = '';
  site.sets['postgresql.socket_dir'] = '';
  await site.startSite();
  await site.startNginx();
});
after(() => site?.close());

test('the current file keeps one address, each version another', async () => {
  for (const [uri, bytes] of [['/acta/acta/archivo', v2], ['/acta/acta/version/1', v1], ['/acta/acta/version/2', v2]]) {
    const r = await site.get(uri);
    assert.equal(r.status, 200, uri);
    assert.deepEqual(r.body, bytes, uri);
    assert.equal(r.headers['content-type'], 'application/pdf');
    assert.equal(r.headers.etag, `"${sha256(bytes)}"`);
    assert.equal(r.headers['x-content-type-options'], 'nosniff');
    assert.equal(r.headers['accept-ranges'], 'bytes');
    assert.equal(r.headers['x-accel-redirect'], undefined);
  }
  assert.equal(
    (await site.get('/acta/acta/archivo')).headers['content-disposition'],
    "inline; filename=\"acta-n-2.pdf\"; filename*=UTF-8''acta-%C3%B1-2.pdf",
  );
  for (const uri of ['/acta/acta/version/0', '/acta/acta/version/3', '/acta/acta/version/01', '/acta/acta/version/', '/acta/archivo', '/archivo', `/-/archivos/${sha256(v1)}`])
    assert.equal((await site.get(uri)).status, 404, uri);
});

test('parts, and what has not changed', async () => {
  const etag = `"${sha256(v2)}"`;
  const ask = (headers, method) => site.get('/acta/acta/archivo', { headers, method });
  const part = await ask({ Range: 'bytes=0-4' });
  assert.equal(part.status, 206);
  assert.equal(part.text, '%PDF-');
  assert.equal(part.headers['content-range'], `bytes 0-4/${v2.length}`);
  assert.equal((await ask({ Range: `bytes=${v2.length}-` })).status, 416);
  assert.equal((await ask({ Range: 'bytes=0-4', 'If-Range': etag })).status, 206);
  assert.equal((await ask({ Range: 'bytes=0-4', 'If-Range': '"other"' })).status, 200);
  const same = await ask({ 'If-None-Match': etag });
  assert.equal(same.status, 304);
  assert.equal(same.headers.etag, etag);
  assert.equal((await ask({ 'If-None-Match': '"other"' })).status, 200);
  const head = await ask({}, 'HEAD');
  assert.equal(head.status, 200);
  assert.equal(head.headers['content-length'], String(v2.length));
  assert.equal((await ask({}, 'POST')).status, 405);
});

test('the page lists its versions; jobs find how many pages they have', async () => {
  const shown = async () => (await site.get('/acta/acta?n=1')).text.replace(/\s+/g, ' ');
  const text = await shown();
  assert.match(text, /Versión 2, la vigente.*1 de mayo de 2023.*Corrige el lugar\..*href="\/acta\/acta\/archivo".*Versión 1.*La primera\..*href="\/acta\/acta\/version\/1"/);
  assert.match(text, /\(PDF, 1 KB, en inglés\)/);
  assert.match(text, /El archivo es accesible\./);
  assert.match(text, /href="\/accesibilidad\/barrera\?tipo=formato&amp;volver=%2Facta%2Facta"/);
  assert.ok(text.includes(`<code>${sha256(v1)}</code>`));
  assert.ok(!text.includes('La que sigue'));
  const jobs = await site.command('jobs', '--once');
  assert.match(jobs.stdout, /Documentos: 3 PDF contados, ninguno sin poderse contar/);
  assert.match(await shown(), /\(PDF, 1 KB, 3 páginas, en inglés\)/);
  assert.doesNotMatch((await site.command('jobs', '--once')).stdout, /Documentos/);
});

test('what is not published yet, or withdrawn, answers as its page does', async () => {
  assert.equal((await site.get('/acta/despues/archivo')).status, 404);
  const gone = await site.get('/acta/quitada/archivo');
  assert.equal(gone.status, 410);
  assert.match(gone.text, /Estaba mal\./);
  assert.equal((await site.get('/acta/quitada/version/1')).status, 410);
  assert.doesNotMatch((await site.get('/acta/todas?n=1')).text, /Después/);
  at('2026-06-01T12:00:00Z');
  assert.deepEqual((await site.get('/acta/despues/archivo')).body, v3);
  const moved = await site.get('/antes/despues/version/1');
  assert.equal(moved.status, 301);
  assert.match(moved.headers.location, /\/acta\/despues\/version\/1$/);
  assert.match((await site.get('/acta/todas?n=2')).text, /Acta de prueba[^]*Después/);
  at('2027-06-01T12:00:00Z');
  assert.deepEqual((await site.get('/acta/acta/archivo')).body, v3);
  assert.deepEqual((await site.get('/acta/acta/version/2')).body, v2);
  assert.match((await site.get('/acta/acta?n=2')).text, /Versión 3, la vigente/);
  at('2025-06-01T12:00:00Z');
});

test('a file that changes changes nothing before it is loaded', async () => {
  const changed = pdf(4, 'changed');
  write('acta/acta-ñ-2.pdf', changed);
  assert.deepEqual((await site.get('/acta/acta/archivo')).body, v2);
  await reload();
  assert.deepEqual((await site.get('/acta/acta/archivo')).body, changed);
  write('acta/acta-ñ-2.pdf', v2);
  await reload();
  assert.deepEqual((await site.get('/acta/acta/archivo')).body, v2);
});

test('files that are not what they should be are told, and cost only themselves', async () => {
  write('acta/falso.pdf', '<html>no</html>');
  write('acta/nada.pdf', '');
  write('acta/mal.md', page('Mal', versions('{file: falso.pdf, date: 2023-03-01}', '{file: nada.pdf, date: 2023-03-02}', '{file: no-esta.pdf, date: 2023-03-03}', '{file: acta3.pdf, date: 2023-03-04}')));
  write('acta/rota.yml', 'title: Rota\ncolumns:\n  - {name: n, kind: number}\nrows:\n  - [1]\n  - [uno]\n');
  write('acta/rota.md', page('Rota', '', '{{tabla "rota.yml"}}'));
  const check = (await site.command('check')).stderr;
  assert.doesNotMatch(check, /^\/acta\/(acta|todas|tabla)\b.*error/m); // the audit has seen the finished pages
  assert.match(check, /acta\/mal\.md:8: .*falso\.pdf.*application\/pdf/);
  assert.match(check, /acta\/mal\.md:9: .*nada\.pdf.*0 bytes/);
  assert.match(check, /acta\/mal\.md:10: .*no-esta\.pdf/);
  assert.match(check, /acta\/rota\.yml:6: .*«n».*«uno»/);
  const shown = (await site.command('render', '/acta/mal')).stdout;
  assert.match(shown, /href="\/acta\/mal\/archivo"[^]*no está disponible/);
  assert.doesNotMatch(shown, /version\/[123]"/);
  process.kill(site.site.pid, 'SIGHUP'); // a broken save changes nothing
  await waitFor('the refusal', () => site.events('generation-refused').length > 0);
  assert.equal((await site.get('/acta/rota')).status, 404);
  assert.equal((await site.get('/acta/tabla')).status, 200);
  for (const name of ['mal.md', 'falso.pdf', 'nada.pdf', 'rota.yml', 'rota.md']) fs.rmSync(path.join(content, 'es-MX/acta', name));
});

test('more attachments than site.yml allows: the rest of the site is up', async () => {
  const video = path.join(content, 'es-MX/acta/zz-grande.mp4');
  fs.writeFileSync(video, '');
  fs.truncateSync(video, 2 * 1024 ** 3); // a hole: it takes no room
  assert.match((await site.command('check')).stderr, /zz-grande\.mp4: .*64 MB/);
  fs.rmSync(video);
  for (let i = 0; i < 3; i++) fs.writeFileSync(path.join(content, `es-MX/acta/zz-${i}.mp4`), Buffer.alloc(900 * 1024, i));
  site.sets['limits.files_mb'] = '1';
  assert.match((await site.command('check')).stderr, /content: .*limits\.files_mb/);
  delete site.sets['limits.files_mb'];
  for (let i = 0; i < 3; i++) fs.rmSync(path.join(content, `es-MX/acta/zz-${i}.mp4`));
});

test('a table is data too, and a change of it is seen', async () => {
  const text = (await site.get('/acta/tabla?n=1')).text;
  assert.match(text, /<th scope="row">Tala<\/th>\s*<td class="align-end">3<\/td>/);
  assert.match(text, /<strong>7<\/strong>/);
  const csv = await site.get(/href="(\/estatico\/urnas\.[0-9a-f]+\.csv)"/.exec(text)[1]);
  assert.equal(csv.text, "\ufefflugar,Cuántas\r\nTala,3\r\n'=A1,4\r\n");
  write('acta/urnas.yml', fs.readFileSync(path.join(content, 'es-MX/acta/urnas.yml'), 'utf8').replace('Tala', 'Tequila'));
  await reload();
  assert.match((await site.get('/acta/tabla?n=2')).text, /Tequila/);
});

test('without a program, nginx sends the same files', async () => {
  at('2026-06-01T12:00:00Z');
  const rendered = await site.command('render', '--all', path.join(site.sets.state_dir, 'rendered'));
  assert.equal(rendered.status, 0, rendered.stderr + rendered.stdout);
  await site.nginx.stop('SIGTERM');
  site.sets['nginx.static_only'] = 'true';
  await site.startNginx();
  const r = await site.get('/acta/acta/archivo');
  assert.equal(r.status, 200);
  assert.deepEqual(r.body, v2);
  assert.equal(r.headers['content-type'], 'application/pdf');
  assert.equal(r.headers.etag, `"${sha256(v2)}"`);
  assert.match(r.headers['content-disposition'], /^inline; filename="acta-n-2\.pdf"/);
  assert.equal(r.headers['x-content-type-options'], 'nosniff');
  assert.equal((await site.get('/acta/acta/archivo', { headers: { Range: 'bytes=0-4' } })).status, 206);
  assert.deepEqual((await site.get('/acta/acta/version/1')).body, v1);
  assert.equal((await site.get('/acta/quitada/archivo')).status, 410);
  assert.match((await site.get('/antes/despues/archivo')).headers.location, /\/acta\/despues\/archivo$/);
});
