// What the clock alone changes: pages, menus, alerts, phases, facts, withheld pages. The clock is moved; everywhere,
// nginx's and Redis's copies included, the change is there within two seconds.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root, start, waitFor } from './env.mjs';

const T0 = Date.UTC(2030, 4, 1, 18) / 1000; // 2030-05-01 12:00 in Guadalajara
const at = (seconds) => new Date((T0 + seconds) * 1000).toISOString().replace('.000Z', 'Z');
const page = (title, head = '', text = 'Texto.') => `---\ntitle: ${title}\nowner: Pruebas\n${head}---\n\n${text}\n`;

let env;
let dir;

const pages = {
  'tiempo/_index.md': page('Tiempo de prueba', 'menu: {name: main, weight: 90}\n'),
  'tiempo/breve.md': page('Página breve de prueba', `publishdate: ${at(200)}\nexpirydate: ${at(300)}\nmenu: main\n`),
  'tiempo/campana.md': page('Solo en la campaña', 'phases: [campaign]\nmenu: main\n'),
  'tiempo/dato.md': page('Un dato de prueba', '', 'El número es {{dato "prueba"}}, y no otro.'),
  'retiro/_index.md': page('Retiro de prueba'),
  'retiro/uno.md': page('Uno que se retira', 'aliases: [/antes/retiro]\n', 'Propaganda quetzalcóatl.'),
  'retiro/civica.md': page('Educación cívica que se queda'),
};
const proceso = `title: Proceso de prueba
summary: Solo para pruebas.
phases:
  - phase: campaign
    from: ${at(1000)}
    to: ${at(2000)}
    source: prueba
    confirmed: true
    banner: Hay campañas de prueba.
    link: /contacto
    review: [/tiempo/campana]
    cards: [{title: Tarjeta de la etapa, url: /contacto}]
  - phase: veda
    from: ${at(0)}
    to: ${at(9000)}
    source: prueba
acts:
  - {id: acto, title: "Acto; con, signos", from: 2030-05-10, source: prueba, confirmed: true}
  - {id: otro, title: Acto sin confirmar, from: 2030-06-10}
  - {id: tercero, title: Acto sin fecha}
withholding:
  from: ${at(3000)}
  to: ${at(4000)}
  source: prueba
  confirmed: true
  legal_basis: Artículo de prueba.
  applies: {paths: [/retiro]}
  exceptions: {paths: [/retiro/civica]}
`;
const signed = '  confirmed_by: Una persona\n  confirmed_on: 2030-04-01\n';
const alertas = `- {id: corte, level: important, title: Corte de prueba, text: 'Llame al {{dato "prueba"}}.', link: {url: /contacto, text: Contacto}, starts: ${at(100)}, ends: ${at(5000)}, dismissible: true}
- {id: sismo, level: emergency, title: Emergencia de prueba, starts: ${at(150)}, ends: ${at(160)}}
`;

const write = (name, text) => {
  const file = path.join(dir, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
};
const move = (seconds) => write('clock', `${T0 + seconds}`);
const get = async (uri, options) => (await env.get(uri, options)).text;
/** Within two seconds. */
const becomes = (what, fn) => waitFor(what, fn, 2000);
const shows = (uri, pattern) => becomes(`${uri} shows ${pattern}`, async () => pattern.test(await get(uri)));
const hides = (uri, pattern) => becomes(`${uri} hides ${pattern}`, async () => !pattern.test(await get(uri)));
const answers = (uri, status) => becomes(`${uri} is ${status}`, async () => (await env.get(uri)).status === status);

before(async () => {
  dir = fs.mkdtempSync('/tmp/estrado-it-time-');
  fs.cpSync(path.join(root, 'content/pages'), path.join(dir, 'pages'), { recursive: true });
  for (const [name, text] of Object.entries(pages)) write(`pages/es-MX/${name}`, text);
  write('calendario/prueba.yml', proceso + signed);
  write('alertas.yml', alertas);
  const fact = `\n  prueba: {value: 33 9999 0000, kind: telephone, source: prueba, confirmed: true, valid_from: "${at(600)}", valid_until: "${at(700)}"}`;
  write('site.yml', fs.readFileSync(path.join(root, 'site.yml'), 'utf8').replace(/^facts:/m, `facts:${fact}`));
  move(0);
  env = await start({
    parts: ['redis', 'site', 'nginx'],
    siteYml: path.join(dir, 'site.yml'),
    sets: {
      content_dir: path.join(dir, 'pages'),
      themes_dir: path.join(root, 'themes'),
      glossary: path.join(root, 'content/glosario.yml'),
      calendar: path.join(dir, 'calendario'),
      alerts: path.join(dir, 'alertas.yml'),
      test_clock: true,
      'nginx.costly_burst': 1000,
    },
    environment: { ESTRADO_CLOCK: path.join(dir, 'clock'), ESTRADO_SHARE: root },
  });
});
after(async () => {
  await env?.close();
  if (dir) fs.rmSync(dir, { recursive: true, force: true });
});

describe('by the clock alone', () => {
  test('nothing holds yet, and what nobody confirmed never does', async () => {
    const home = await get('/');
    assert.doesNotMatch(home, /class="phase"|class="alerts"|Solo en la campaña|Tarjeta de la etapa/);
    assert.match(await get('/tiempo/dato'), /El número es <span class="unconfirmed">por confirmar<\/span>, y no otro/);
    assert.equal((await env.get('/tiempo/breve')).status, 404);
  });

  test('alerts come at their second, to every page, and only as long as they last', async () => {
    move(99);
    assert.doesNotMatch(await get('/contacto'), /Corte de prueba/);
    move(100);
    await shows('/contacto', /<section class="alerts" aria-label="[^"]+">[\s\S]*Corte de prueba[\s\S]*Llame al por confirmar\./);
    for (const uri of ['/', '/no-existe', '/calendario', '/lector/contacto', '/contacto?vista=indice', '/contacto?a11y=c-amarillo', '/accesibilidad'])
      await shows(uri, /Corte de prueba/);
    move(150);
    await shows('/contacto', /alert-emergency[\s\S]*Emergencia de prueba[\s\S]*Corte de prueba/);
    assert.equal((await get('/contacto')).match(/action="\/avisos\/ocultar"/g).length, 1);
    move(160);
    await hides('/contacto', /Emergencia de prueba/);
  });

  test('an alert can be put away for the visit, by one visitor and nobody else', async () => {
    const post = (body, headers = {}) =>
      env.get('/avisos/ocultar', { method: 'POST', body, headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers } });
    const r = await post('aviso=corte&volver=%2Fcontacto');
    assert.equal(r.status, 303);
    assert.match(r.headers.location, /\/contacto$/);
    const [cookie] = [r.headers['set-cookie']].flat();
    assert.match(cookie, /^avisos=corte; Path=\/; HttpOnly; SameSite=Lax$/); // no expiry: for the visit
    const Cookie = 'avisos=corte';
    for (let i = 0; i < 3; i++) {
      assert.doesNotMatch(await get('/contacto', { headers: { Cookie } }), /Corte de prueba/);
      assert.match(await get('/contacto'), /Corte de prueba/);
    }
    assert.match((await env.get('/contacto', { headers: { Cookie } })).headers['cache-control'], /private/);
    for (const wrong of ['avisos=sismo', 'avisos=x.y', `avisos=${'corte.'.repeat(200)}`])
      assert.match(await get('/contacto', { headers: { Cookie: wrong } }), /Corte de prueba/, wrong);
    // what is no alert leaves nothing behind, and a foreign page puts nothing away
    assert.equal((await post('aviso=nada&volver=https://example.org/x')).headers['set-cookie'], undefined);
    assert.equal((await post('aviso=nada&volver=%2F%2Fexample.org')).headers.location.endsWith('/'), true);
    assert.equal((await post('aviso=corte', { Origin: 'https://example.org' })).status, 403);
  });

  test('a page is in lists, menus, search and sitemap for its time', async () => {
    const places = ['/tiempo', '/contacto', '/mapa-del-sitio', '/buscar?q=breve+de+prueba'];
    move(199);
    for (const uri of places) assert.doesNotMatch(await get(uri), /Página breve/, uri);
    move(200);
    for (const uri of places) await shows(uri, /Página breve de prueba/);
    await answers('/tiempo/breve', 200);
    move(300);
    for (const uri of places) await hides(uri, /Página breve de prueba/);
    await answers('/tiempo/breve', 404);
  });

  test('a fact holds from its first second to its last', async () => {
    move(600);
    await shows('/tiempo/dato', /El número es 33 9999 0000, y no otro/);
    await shows('/contacto', /Llame al 33 9999 0000\./);
    move(699);
    assert.match(await get('/tiempo/dato'), /33 9999 0000/);
    move(700);
    await hides('/tiempo/dato', /33 9999 0000/);
    await shows('/contacto', /Llame al por confirmar\./);
  });

  test('a phase brings its banner, its cards and its entries of the menu', async () => {
    move(999);
    assert.doesNotMatch(await get('/'), /Campañas\./);
    move(1000);
    await shows('/contacto', /class="phase"[\s\S]*Proceso de prueba: Campañas\.<\/strong> Hay campañas de prueba\./);
    await shows('/', /Tarjeta de la etapa/);
    await shows('/', /<a href="\/tiempo\/campana"/);
    assert.doesNotMatch(await get('/contacto'), /Tarjeta de la etapa/);
    move(2000);
    await hides('/', /Tarjeta de la etapa|class="phase"|href="\/tiempo\/campana"/);
    assert.equal((await env.get('/tiempo/campana')).status, 200); // it only left the menu
  });

  test('a confirmed rule withholds what it names, with its reason', async () => {
    move(2999);
    assert.equal((await env.get('/retiro/uno')).status, 200);
    move(3000);
    await answers('/retiro/uno', 451);
    const r = await env.get('/retiro/uno');
    assert.match(r.text, /Artículo de prueba\.[\s\S]*1 de mayo de 2030/);
    assert.equal((await env.get('/retiro/civica')).status, 200);
    assert.equal(new URL((await env.get('/antes/retiro')).headers.location, 'http://x').pathname, '/retiro/uno');
    for (const uri of ['/mapa-del-sitio', '/buscar?q=quetzalcoatl', '/sitemap.xml']) await hides(uri, /retiro\/uno/);
    move(4000);
    await answers('/retiro/uno', 200);
    await shows('/mapa-del-sitio', /retiro\/uno/);
  });
});

describe('the calendar', () => {
  test('for people: by month, by process, with what is not confirmed', async () => {
    const all = await get('/calendario');
    assert.match(all, /<h3 id="mes_2030-05">Mayo de 2030<\/h3>[\s\S]*<strong>10 de mayo de 2030<\/strong>[\s\S]*Acto; con, signos/);
    assert.match(all, /10 de junio de 2030<\/strong> <span class="unconfirmed">\(por confirmar\)<\/span>[\s\S]*<h3 id="mes_">Por confirmar<\/h3>[\s\S]*Acto sin fecha/);
    assert.match(await get('/calendario?proceso=prueba'), /<option value="prueba" selected>/);
    assert.match(await get('/calendario?proceso=%3Cscript%3E'), /Acto sin fecha/);
  });

  test('for calendars: RFC 5545, the same UIDs each time', async () => {
    const r = await env.get('/calendario.ics');
    assert.match(r.headers['content-type'], /^text\/calendar/);
    for (const line of r.text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
    assert.doesNotMatch(r.text, /[^\r]\n/);
    assert.match(r.text, /UID:prueba\.acto@[^\r]+\r\nDTSTAMP:\d{8}T\d{6}Z\r\nDTSTART;VALUE=DATE:20300510\r\nDTEND;VALUE=DATE:20300511\r\nSUMMARY:Acto\\; con\\, signos\r\n/);
    assert.match(r.text, /SUMMARY:por confirmar: Acto sin confirmar\r\n[\s\S]*STATUS:TENTATIVE/);
  });

  test('for programs: JSON', async () => {
    const { processes } = JSON.parse(await get('/calendario.json'));
    const [acto, otro, tercero] = processes[0].acts;
    assert.deepEqual([acto.from, acto.to, acto.confirmed], ['2030-05-10', '2030-05-10', true]);
    assert.deepEqual([otro.confirmed, otro.note, tercero.from], [false, 'por confirmar', undefined]);
  });
});

describe('check', () => {
  const problems = async () => {
    const { stdout } = await env.command('check', '--json');
    return JSON.parse(stdout).problems;
  };
  const of = (list, code) => list.filter((p) => p.code === code).map((p) => path.basename(p.file));

  test('lists what a rule would withhold, what a phase asks for, what expires', async () => {
    move(650);
    write('calendario/prueba.yml', proceso); // nobody has confirmed the rule
    const list = await problems();
    assert.deepEqual(of(list, 'withholding-would').sort(), ['_index.md', 'uno.md']);
    assert.deepEqual(of(list, 'withholding-does'), []);
    assert.deepEqual(of(list, 'calendar-review'), ['campana.md']);
    assert.deepEqual(of(list, 'fact-expires'), ['site.yml']);
    move(800);
    assert.deepEqual(of(await problems(), 'fact-expired'), ['site.yml']);
  });
});
