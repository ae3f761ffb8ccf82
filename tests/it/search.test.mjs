// /buscar over an index that `estrado jobs` filled: words with and without their marks, synonyms, facets, files made here (PDF,
// DOCX, ODT, and some that are none), what people may type, and a database that dies in between.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { start } from './env.mjs';

let site, content, jobs;

// ---- files ----

const page = (head, body) => `---\n${head}\n---\n${body}\n`;

/** A PDF of one line of text a page. */
function pdf(lines) {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', ''];
  const kids = [];
  for (const line of lines) {
    const stream = `BT /F1 12 Tf 72 700 Td (${line}) Tj ET`;
    objects.push(`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`);
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${objects.length} 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>`,
    );
    kids.push(`${objects.length} 0 R`);
  }
  objects[1] = `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${kids.length} >>`;
  let out = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const at = out.length;
    out += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const xref = out.length;
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((o) => `${String(o).padStart(10, '0')} 00000 n \n`).join('')}`;
  return Buffer.from(`${out}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`, 'latin1');
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** A ZIP archive of one entry. */
function zip(name, text) {
  const data = Buffer.from(text);
  const packed = zlib.deflateRawSync(data);
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(crc32(data), 0);
  sizes.writeUInt32LE(packed.length, 4);
  sizes.writeUInt32LE(data.length, 8);
  const head = (signature, more) => {
    const b = Buffer.alloc(more ? 46 : 30);
    b.writeUInt32LE(signature, 0);
    const at = more ? 2 : 0;
    b.writeUInt16LE(20, 4);
    if (more) b.writeUInt16LE(20, 6);
    b.writeUInt16LE(8, 8 + at);
    sizes.copy(b, 14 + at);
    b.writeUInt16LE(name.length, 26 + at);
    return b;
  };
  const local = Buffer.concat([head(0x04034b50, false), Buffer.from(name), packed]);
  const central = Buffer.concat([head(0x02014b50, true), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

const docx = (text) =>
  zip('word/document.xml', `<?xml version="1.0"?><w:document xmlns:w="w"><w:body><w:p><w:r><w:instrText>NOSEVE</w:instrText><w:t>${text}</w:t></w:r></w:p></w:body></w:document>`);
const odt = (text, type = '') => zip('content.xml', `<?xml version="1.0"?>${type}<o:body xmlns:o="o" xmlns:t="t"><t:p>${text}</t:p><t:p>otro renglón</t:p></o:body>`);
const entity = '<!DOCTYPE x [<!ENTITY a "dedodo"><!ENTITY f SYSTEM "file:///etc/passwd">]>';

const files = {
  'gastos.pdf': pdf(['portada del informe', 'hoja sin nada', 'el rinoceronte de la fiscalizacion']),
  'roto.pdf': Buffer.from('%PDF-1.7\nno lo es'),
  'foto.pdf': Buffer.from('GIF89a esto no es'),
  'acta.docx': docx('quetzal en la sesión &amp; acta'),
  'plan.odt': odt('axolote en el plan'),
  'entidad.odt': odt('pulpo &a; &f;', entity),
  'bomba.docx': docx('a'.repeat(40 << 20)),
};

before(async () => {
  site = await start({ parts: ['postgres', 'redis'], sets: { 'limits.pg_statement_ms': 2000, 'nginx.costly_per_minute': 6000, 'nginx.costly_burst': 1000, 'voice.enabled': false } });
  content = path.join(site.dir, 'content');
  const dir = path.join(content, 'es-MX');
  fs.mkdirSync(dir, { recursive: true });
  const put = (name, text) => fs.writeFileSync(path.join(dir, name), text);
  put('_index.md', page('title: Inicio', 'Bienvenida.'));
  put('gastos.md', page('title: Gastos de campaña\ndate: 2024-02-03\ntype: news\nparams:\n  number: "1"\n  process: Proceso 2024', 'El año 2024 tuvo elecciones de diputaciones <3.'));
  put('latin.md', page('title: Voces latinas', 'La palabra ano, y la frase per ano.'));
  put('urna.md', page('title: Urna', 'El Instituto Nacional Electoral da la credencial para votar.'));
  put('manana.md', page('title: Secreto\npublishdate: 2090-01-01', 'ornitorrinco reservado'));
  put('borrador.md', page('title: Borrador\ndraft: true', 'ornitorrinco borrador'));
  for (let i = 0; i < 25; i++) put(`nota-${i}.md`, page(`title: Nota ${i}\ntype: news\ndate: 2023-01-${String(i + 1).padStart(2, '0')}\nparams:\n  number: "${i + 2}"`, 'jacaranda en flor'));
  put('archivos.md', page('title: Archivos', Object.keys(files).map((f) => `[${f}](${f})`).join('\n\n')));
  for (const [name, bytes] of Object.entries(files)) put(name, bytes);
  put('suelto.odt', odt('narval que nadie enlaza'));
  const table = path.join(site.dir, 'busqueda.yml');
  fs.writeFileSync(table, 'synonyms:\n  - [INE, Instituto Nacional Electoral]\npromoted:\n  - {words: [credencial], title: La credencial, url: /urna, text: Respuesta corta}\n');
  Object.assign(site.sets, { content_dir: content, search_table: table, glossary: path.join(site.dir, 'nada.yml'), calendar: path.join(site.dir, 'nada'), micrositios_dir: path.join(site.dir, 'nada'), alerts: path.join(site.dir, 'nada.yml') });
  assert.equal((await site.command('migrate')).status, 0);
  await site.startSite();
  await site.startNginx();
});
after(() => site?.close());

const search = async (q, more = '') => (await site.get(`/buscar?q=${encodeURIComponent(q)}${more}`)).text;
/** Titles of results, in order. */
const titles = async (q, more) => {
  const html = await search(q, more);
  const list = /<ul class="link-list results">([\s\S]*?)\n<\/ul>/.exec(html);
  return list ? [...list[1].matchAll(/<li><a href="([^"]*)">([^<]*)/g)].map((m) => m[2]) : [];
};

test('before the index is made, pages of memory answer and say so', async () => {
  const html = await search('campana');
  assert.match(html, /Gastos de campaña/);
  assert.match(html, /Por ahora solo buscamos en las páginas/);
});

test('the job reads every file once and names those that cannot be read', async () => {
  jobs = await site.command('jobs');
  assert.equal(jobs.status, 1, jobs.stdout + jobs.stderr);
  for (const name of ['roto.pdf', 'foto.pdf', 'entidad.odt']) assert.match(jobs.stdout, new RegExp(`No se pudo leer el texto de \\S*${name}`), name);
  assert.match(jobs.stdout, /No se leyó el texto de \S*bomba\.docx: es demasiado grande/);
  assert.doesNotMatch(jobs.stdout, /gastos\.pdf|acta\.docx|plan\.odt|suelto/);
  const again = await site.command('jobs');
  assert.match(again.stdout, /ninguno nuevo, ninguno quitado/);
  assert.equal((await site.psql('estrado_panel', 'SELECT count(*) FROM estrado.search_file')).stdout.trim(), String(Object.keys(files).length));
});

test('a word without marks finds both, one with marks only itself', async () => {
  assert.deepEqual(await titles('campana'), ['Gastos de campaña']);
  assert.deepEqual(await titles('CAMPAÑAS'), ['Gastos de campaña']);
  assert.deepEqual(await titles('año'), ['Gastos de campaña']);
  assert.deepEqual((await titles('ano')).sort(), ['Gastos de campaña', 'Voces latinas']);
  assert.deepEqual(await titles('eleccion'), ['Gastos de campaña']);
  assert.deepEqual(await titles('"año 2024"'), ['Gastos de campaña']);
  assert.deepEqual(await titles('"2024 año"'), []);
  assert.deepEqual(await titles('ano -campaña'), ['Voces latinas']);
});

test('fragments mark the words and are escaped', async () => {
  const html = await search('diputaciones');
  assert.match(html, /<mark>diputaciones<\/mark> &lt;3/);
  assert.match(await search('ano'), /El <mark>año<\/mark> 2024/);
});

test('synonyms and promoted answers', async () => {
  assert.deepEqual(await titles('INE'), ['Urna']);
  const html = await search('Credencial');
  assert.match(html, /Respuesta sugerida[\s\S]*?<a href="\/urna">La credencial<\/a>[\s\S]*?Respuesta corta/);
  assert.doesNotMatch(await search('credencial votar'), /Respuesta sugerida/);
});

test('files are results of their own; a PDF with the page that has the words', async () => {
  const html = await search('rinoceronte');
  assert.match(html, /<a href="\/estatico\/gastos\.[0-9a-f]+\.pdf#page=3">gastos<\/a>/);
  assert.match(html, /Archivo, página 3/);
  assert.deepEqual(await titles('quetzal'), ['acta']);
  assert.deepEqual(await titles('axolote renglon'), ['plan']);
  assert.ok((await titles('roto')).includes('roto'), 'its name is found');
  for (const word of ['NOSEVE', 'narval', 'dedodo', 'pulpo']) assert.deepEqual(await titles(word), [], word);
});

test('what is not shown is not found, and its words are not suggested', async () => {
  assert.deepEqual(await titles('ornitorrinco'), []);
  assert.doesNotMatch(await search('ornitorinco'), /ornitorrinco/);
});

test('did you mean', async () => {
  const html = await search('rinoserontes');
  assert.match(html, /Quizá quiso decir <a href="\/buscar\?q=rinoceronte">rinoceronte<\/a>\?/);
});

test('facets narrow and can be taken away; pages turn', async () => {
  const html = await search('jacaranda');
  assert.match(html, /25 resultados con «jacaranda»/);
  assert.match(html, /página 1 de 3/);
  assert.equal((await titles('jacaranda')).length, 10);
  assert.equal((await titles('jacaranda', '&pagina=3')).length, 5);
  assert.equal((await titles('jacaranda', '&pagina=9')).length, 0);
  const both = await search('2024 campana');
  assert.doesNotMatch(both, /anio=2024/, 'one year is no choice');
  const wide = await search('ano');
  assert.match(wide, /<a href="\/buscar\?q=ano&amp;tipo=news">Boletines \(1\)<\/a>/);
  const narrow = await search('ano', '&tipo=news');
  assert.match(narrow, /<a href="\/buscar\?q=ano">Quitar: Boletines<\/a>/);
  assert.deepEqual(await titles('ano', '&tipo=news'), ['Gastos de campaña']);
  assert.deepEqual(await titles('ano', '&anio=2024&proceso=Proceso%202024&sitio=-'), ['Gastos de campaña']);
  assert.deepEqual(await titles('ano', '&anio=1999'), []);
});

test('whatever is typed gets a page that helps', async () => {
  const odd = ["'", "');DROP TABLE estrado.search_row;--", '"', '""', '"campaña', '& | ! <->', "a' & 'b", '\\', ':*', '<script>', 'de la', '¿?', 'x'.repeat(5000), 'uno dos tres cuatro cinco seis siete ocho nueve diez', '\u202e\u200f', 'año\u0000'.slice(0, 3), '-campaña', '%', '𝔞𝔟𝔠'];
  for (const q of odd) {
    const { status, text } = await site.get(`/buscar?q=${encodeURIComponent(q).slice(0, 3000)}`);
    assert.equal(status, 200, q);
    assert.match(text, /<form class="search/, q);
    assert.doesNotMatch(text, /<script>|Por ahora solo buscamos/, q);
  }
  assert.match(await search('de la'), /Esas palabras están en casi todas las páginas/);
  assert.match(await search('x'), /demasiado corta|muy corta/);
  for (const more of ['&pagina=0', '&pagina=-1', '&pagina=x', '&pagina=99999', `&tipo=${'a'.repeat(400)}`, '&anio=%27', '&sitio=nada']) assert.equal((await site.get(`/buscar?q=ano${more}`)).status, 200, more);
});

test('a change is found after the next run; what is gone is not', async () => {
  fs.writeFileSync(path.join(content, 'es-MX/latin.md'), page('title: Voces latinas', 'Ahora dice ocelote.'));
  assert.equal((await site.command('jobs')).status, 1);
  assert.deepEqual(await titles('ocelote'), ['Voces latinas']);
  assert.deepEqual(await titles('ano'), ['Gastos de campaña']);
});

test('PostgreSQL dies: pages of memory answer; it comes back: all as before', async () => {
  await site.postgres.stop('SIGKILL');
  const html = await search('campana');
  assert.match(html, /Gastos de campaña/);
  assert.match(html, /mapa-del-sitio/);
  assert.equal((await site.get('/gastos')).status, 200);
  assert.equal((await site.command('jobs')).status, 1, 'the rest of the jobs is done');
  await site.postgres.start();
  for (let found = []; found.length === 0; ) found = await titles('rinoceronte');
});
