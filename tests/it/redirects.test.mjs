// Every address of former times answers, through nginx: a page that exists, or 410 with the reason.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root, run, start, waitFor, estrado } from './env.mjs';

let env;
let folder;
let file;

before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'estrado-it-redirects-'));
  file = path.join(folder, 'redirects.csv');
  fs.writeFileSync(
    file,
    fs.readFileSync(path.join(root, 'content/redirects.csv'), 'utf8') +
      '/prueba.php?id=7,/contacto,302,exact,\n/prueba/*-*,/buscar?q=$2&de=$1,301,pattern,\n/fuera,https://www.ine.mx/,301,exact,\n',
  );
  env = await start({ sets: { redirects: file } });
});
after(async () => {
  await env?.close();
  if (folder) fs.rmSync(folder, { recursive: true, force: true });
});

describe('addresses of former times', () => {
  const own = [
    ['/node/1243', '/contacto'],
    ['/node/1243?x=1', '/contacto'],
    ['/sites/default/files/mapas2012/distrito-08.pdf', '/procesos-electorales/geografia-electoral'],
    ['/transparencia2/lista.php', '/transparencia'],
    ['/transparencia2/lista.php?id=12', '/transparencia'],
    ['/transparencia/articulo-38/fraccion-i/2012', '/transparencia/obligaciones'],
    ['/sala-de-prensa/boletines/comunicado-522017-capacitacion', '/prensa/boletines'],
    ['/proceso-electoral-2024/2024/08/28/concluye/index.html', '/procesos-electorales/2023-2024'],
    ['/sesiones-de-consejo/consejo-general', '/sesiones/consejo-general'],
    ['/sesiones-de-consejo/consejo-general/', '/sesiones/consejo-general'],
    ['/api/geografia-electoral.php?municipio=39', '/procesos-electorales/geografia-electoral'],
  ];
  for (const [from, to] of own)
    test(from, async () => {
      const r = await env.get(from);
      assert.equal(r.status, 301);
      assert.equal(new URL(r.headers.location, 'http://x').pathname, to);
      assert.equal((await env.get(to)).status, 200);
    });

  for (const [host, to] of [
    ['www2.iepcjalisco.org.mx', '/procesos-electorales'],
    ['apps5.iepcjalisco.org.mx', '/transparencia'],
    ['sigue.iepcjalisco.org.mx', '/participacion-ciudadana/firmale'],
  ])
    test(`${host} leads to the site and shows nothing itself`, async () => {
      for (const asked of ['/', '/contacto', '/buscar?q=x', '/robots.txt']) {
        const r = await env.get(asked, { headers: { host } });
        assert.equal(r.status, 301, asked);
        assert.equal(r.headers.location, `http://127.0.0.1:8080${to}`);
      }
      assert.equal((await env.get(to)).status, 200);
    });

  test('what is left of nothing says why', async () => {
    for (const asked of ['/node/17', '/sites/default/files/acta.pdf']) {
      const r = await env.get(asked);
      assert.equal(r.status, 410, asked);
      assert.match(r.text, /2011/);
    }
  });

  test('parameters count, captures are escaped, others\' hosts only where the file names them', async () => {
    assert.equal((await env.get('/prueba.php?a=b&id=7')).headers.location, '/contacto');
    assert.equal((await env.get('/prueba.php')).status, 404);
    assert.equal((await env.get('/prueba/uno-d%20os')).headers.location, '/buscar?q=d%20os&de=uno');
    assert.equal((await env.get('/fuera')).headers.location, 'https://www.ine.mx/');
  });
});

describe('check', () => {
  async function check(rows) {
    const one = path.join(folder, 'one.csv');
    fs.writeFileSync(one, rows);
    const { status, stdout, stderr } = await run(estrado, ['--config', env.siteYml, '--set', `redirects=${one}`, 'check']);
    assert.equal(status, 1);
    return stdout + stderr;
  }
  test('loops, chains, shadows and targets that do not exist are errors with their line', async () => {
    const said = await check(
      '/a,/b,301,exact,\n/b,/a,301,exact,\n/c,/d,301,exact,\n/d,/contacto,301,exact,\n/d,/buscar,301,exact,\n/e,/no-existe,301,exact,\n/contacto,/buscar,301,exact,\n',
    );
    for (const line of [1, 2, 3, 5, 6, 7]) assert.match(said, new RegExp(`one\\.csv:${line}: error`), `line ${line}\n${said}`);
    assert.doesNotMatch(said, /one\.csv:4: error/);
  });
});

describe('journal', () => {
  test('what was not found is counted, without persons, listed and taken into the file', async () => {
    for (let i = 0; i < 3; i++) await env.get('/contacto-y-domicilo?correo=ana@example.org');
    await env.get('/personas/ana@example.org');
    await env.get('/buscar?q=zxqwvut');
    const list = async () => (await env.command('journal', '--days', '1')).stdout;
    let said;
    // Four workers write theirs when nobody asks them anything.
    await waitFor('the journal', async () => {
      said = await list();
      return [/zxqwvut/, /3\s+\/contacto-y-domicilo/, /\/personas\/\*/].every((wanted) => wanted.test(said));
    });
    assert.doesNotMatch(said, /ana@/);
    assert.equal((await env.command('journal', 'accept', '/contacto-y-domicilo', '/no-existe')).status, 1);
    assert.equal((await env.command('journal', 'accept', '/contacto-y-domicilo', '/contacto')).status, 0);
    assert.match(fs.readFileSync(file, 'utf8'), /\n\/contacto-y-domicilo,\/contacto,301,exact,/);
  });
});
