// `estrado jobs`: recordings of a small site. What they are, that they are made once, that two runs do not meet, and what a
// run leaves behind that was killed, had no room, or had no programs. The programs of the voice wait at a gate where a test
// needs a run to stand still.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { estrado, root, run, start, waitFor } from './env.mjs';

const LOCK_KEY = 0x65737472616a6f62n; // fcgi/cmd_jobs.c
const DAY = 24 * 3600;
let site, audio, content;

before(async () => {
  site = await start({ parts: ['postgres', 'redis'] });
  assert.equal((await site.command('migrate')).status, 0);
  content = path.join(site.dir, 'content');
  audio = path.join(site.sets.state_dir, 'audio');
  fs.cpSync(path.join(root, 'tests/site/content'), content, { recursive: true });
  Object.assign(site.sets, { content_dir: content, glossary: path.join(root, 'tests/site/glosario.yml') });
});
after(() => site?.close());

const recordings = () => (fs.existsSync(audio) ? fs.readdirSync(audio).filter((f) => f.endsWith('.mp3')).sort() : []);
const leftovers = () => fs.readdirSync(audio).filter((f) => !/^[0-9a-f]{40}\.mp3$/.test(f));

/** What a visitor's player would find: { title, seconds }; throws for a file that is not whole. */
function listen(file) {
  const b = fs.readFileSync(path.join(audio, file));
  const size = (at) => (b[at] << 21) | (b[at + 1] << 14) | (b[at + 2] << 7) | b[at + 3];
  assert.equal(b.toString('latin1', 0, 3), 'ID3');
  const tag = b.subarray(10, 10 + size(6));
  assert.equal(tag.toString('latin1', 0, 4), 'TIT2');
  const title = tag.toString('utf8', 11, 10 + ((tag[4] << 21) | (tag[5] << 14) | (tag[6] << 7) | tag[7]));
  let frames = 0;
  let at = 10 + tag.length;
  while (at < b.length) {
    assert.equal(b.readUInt16BE(at) & 0xfffe, 0xfff2, `${file}: no frame of MPEG 2, layer III at ${at}`);
    const kbps = [0, 8, 16, 24, 32, 40, 48, 56, 64][b[at + 2] >> 4];
    const rate = [22050, 24000, 16000][(b[at + 2] >> 2) & 3];
    assert.equal(b[at + 3] >> 6, 3, 'one channel');
    assert.equal(kbps, 32);
    at += Math.floor((72000 * kbps) / rate) + ((b[at + 2] >> 1) & 1);
    frames++;
  }
  assert.equal(at, b.length, `${file}: ends inside a frame`);
  return { title, seconds: (frames * 576) / 22050 };
}

/** espeak-ng behind a gate: it waits until the gate is opened. */
function gate() {
  const fifo = path.join(site.dir, 'gate');
  const script = path.join(site.dir, 'gated-espeak');
  fs.rmSync(fifo, { force: true });
  assert.equal(spawnSync('mkfifo', [fifo]).status, 0);
  fs.writeFileSync(script, `#!/bin/sh\n[ ! -p ${fifo} ] || read -r _ <${fifo}\nexec /usr/bin/espeak-ng "$@"\n`, { mode: 0o755 });
  return {
    script,
    open: () => {
      const fd = fs.openSync(fifo, fs.constants.O_RDWR);
      fs.unlinkSync(fifo);
      fs.writeSync(fd, '\n');
      return () => fs.closeSync(fd);
    },
  };
}

/** A run in the background; resolves with { status, signal, out } when it ends. */
function launch(sets = {}) {
  const more = Object.entries(sets).flatMap(([k, v]) => ['--set', `${k}=${v}`]);
  const child = spawn(estrado, [...site.arguments(), ...more, 'jobs'], { env: site.environment });
  let out = '';
  child.stdout.on('data', (data) => (out += data));
  child.stderr.on('data', (data) => (out += data));
  const ended = new Promise((resolve) => child.once('close', (status, signal) => resolve({ status, signal, out })));
  return { child, ended };
}

const commandLine = (pid) => fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
const speaker = (pid, script) =>
  fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).find((child) => commandLine(child).includes(script));

test('every visible page gets a whole recording of its own, and a second run makes none', async () => {
  const first = await site.command('jobs');
  assert.equal(first.status, 0, first.stdout + first.stderr);
  const made = recordings();
  assert.match(first.stdout, new RegExp(`Audio: ${made.length} grabaciones nuevas`));
  assert.ok(made.length >= 6, made.join());
  const heard = made.map(listen);
  for (const { title, seconds } of heard) assert.ok(seconds > 1, `${title}: ${seconds} s`);
  const titles = heard.map((h) => h.title);
  assert.ok(titles.includes('Consejo General'), titles.join());
  for (const unseen of ['borrador', 'futura', 'pasada', 'retirada']) {
    const file = fs.readdirSync(content, { recursive: true }).find((f) => path.basename(f) === `${unseen}.md`);
    const title = /^title: *(.*)$/m.exec(fs.readFileSync(path.join(content, file), 'utf8'))[1];
    assert.ok(!titles.includes(title), `${unseen}: «${title}»`);
  }
  assert.deepEqual(leftovers(), []);

  const before = made.map((f) => fs.statSync(path.join(audio, f)).mtimeMs);
  const second = await site.command('jobs', '--once');
  assert.equal(second.status, 0);
  assert.match(second.stdout, new RegExp(`Audio: ninguna grabación nueva, ${made.length} de antes`));
  assert.deepEqual(recordings(), made);
  assert.deepEqual(made.map((f) => fs.statSync(path.join(audio, f)).mtimeMs), before);
});

test('another program can play them', async () => {
  const wav = path.join(site.dir, 'decoded.wav');
  const decoded = await run('lame', ['--quiet', '--decode', path.join(audio, recordings()[0]), wav]);
  assert.equal(decoded.status, 0, decoded.stderr);
  assert.ok(fs.statSync(wav).size > 44100, 'a second at least');
});

test('the list of jobs', async () => {
  const { status, stdout } = await site.command('jobs', '--list');
  assert.equal(status, 0);
  assert.match(stdout, /^voice /m);
  assert.equal((await site.command('jobs', 'nada')).status, 2);
});

test('a changed page has a new recording; the old one stays for a week, and longer while the site has errors', async () => {
  const before = recordings();
  const file = path.join(content, 'es-MX/instituto/consejo.md');
  fs.appendFileSync(file, '\nUn acuerdo nuevo.\n');
  const { status, stdout } = await site.command('jobs');
  assert.equal(status, 0, stdout);
  assert.match(stdout, /Audio: una grabación nueva/);
  const fresh = recordings().filter((f) => !before.includes(f));
  assert.equal(fresh.length, 1);
  assert.equal(listen(fresh[0]).title, 'Consejo General');

  // Nothing has it any more: only a time of access in the past tells.
  const old = before.filter((f) => listen(f).title === 'Consejo General');
  assert.equal(old.length, 1);
  const age = (days) => fs.utimesSync(path.join(audio, old[0]), Date.now() / 1000 - days * DAY, Date.now() / 1000);
  age(6);
  await site.command('jobs');
  assert.ok(recordings().includes(old[0]), 'six days are not a week');
  age(8);
  const broken = path.join(content, 'es-MX/rota.md');
  fs.writeFileSync(broken, 'sin datos\n');
  assert.equal((await site.command('jobs')).status, 0);
  assert.ok(recordings().includes(old[0]), 'the site was not whole');
  fs.rmSync(broken);
  assert.match((await site.command('jobs')).stdout, /, una quitada\./);
  assert.deepEqual(recordings(), [...before.filter((f) => f !== old[0]), fresh[0]].sort());
});

test('of two runs at once the second says so and does nothing, with and without a database', async () => {
  for (const sets of [{}, { 'postgresql.socket_dir': '' }]) {
    fs.rmSync(audio, { recursive: true });
    const g = gate();
    const first = launch({ ...sets, 'voice.espeak': g.script });
    await waitFor('the first run to speak', () => speaker(first.child.pid, g.script));
    const second = await launch(sets).ended;
    assert.equal(second.status, 0, second.out);
    assert.match(second.out, /^Otra ejecución/);
    assert.deepEqual(recordings(), []);
    const close = g.open();
    const { status, out } = await first.ended;
    close();
    assert.equal(status, 0, out);
    assert.ok(recordings().length >= 6);
  }
});

test('a run on another host with the same database holds this one off', async () => {
  const psql = spawn('psql', ['-XAtq', '-h', site.sockets.pg, '-U', 'estrado_public', '-d', 'estrado'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  psql.stdout.on('data', (data) => (said += data));
  psql.stdin.write(`SELECT pg_advisory_lock(${LOCK_KEY});\n\\echo held\n`);
  await waitFor('the lock', () => said.includes('held'));
  assert.match((await site.command('jobs')).stdout, /^Otra ejecución/);
  psql.stdin.end();
  await new Promise((resolve) => psql.once('close', resolve));
  assert.match((await site.command('jobs')).stdout, /Audio: /);
});

test('killed in the middle, a run leaves nothing half done, and the next one goes on', async () => {
  fs.rmSync(audio, { recursive: true });
  // At any moment of the work ...
  for (let n = 0; n < 3; n++) {
    const { child, ended } = launch();
    await waitFor('another recording', () => recordings().length > n);
    child.kill('SIGKILL');
    assert.equal((await ended).signal, 'SIGKILL');
    recordings().forEach(listen);
  }
  // ... and while the voice speaks: it dies with the run.
  const g = gate();
  const { child, ended } = launch({ 'voice.espeak': g.script });
  const speaks = await waitFor('the voice', () => speaker(child.pid, g.script));
  child.kill('SIGKILL');
  await ended;
  await waitFor('the voice to end', () => !fs.existsSync(`/proc/${speaks}`) || commandLine(speaks) === '');
  // What a kill inside the writing of a file leaves behind.
  fs.writeFileSync(path.join(audio, `${'0'.repeat(40)}.mp3.4711.tmp`), 'half');
  const { status, stdout } = await site.command('jobs');
  assert.equal(status, 0, stdout);
  assert.deepEqual(leftovers(), []);
  assert.ok(recordings().length >= 6);
  recordings().forEach(listen);
});

test('without room the run ends, says so, and leaves no half file', async () => {
  fs.rmSync(audio, { recursive: true });
  const g = gate();
  const { child, ended } = launch({ 'voice.espeak': g.script });
  await waitFor('the voice', () => speaker(child.pid, g.script));
  const limited = await run('prlimit', ['--pid', String(child.pid), '--fsize=4096']);
  assert.equal(limited.status, 0, limited.stderr);
  const close = g.open();
  const { status, out } = await ended;
  close();
  assert.equal(status, 2, out);
  assert.match(out, /No hay espacio en /);
  assert.match(out, /event=voice-disk-full/);
  assert.deepEqual(fs.readdirSync(audio), []);
  assert.equal((await site.command('jobs')).status, 0);
});

test('one page that fails costs only itself, and is named by its address alone', async () => {
  fs.rmSync(audio, { recursive: true });
  const script = path.join(site.dir, 'picky-espeak');
  fs.writeFileSync(script, '#!/bin/sh\ntext=$(cat)\ncase $text in *"órgano de dirección"*) exit 3 ;; esac\nprintf "%s" "$text" | /usr/bin/espeak-ng "$@"\n', { mode: 0o755 });
  site.sets['voice.espeak'] = script;
  const { status, stdout, stderr } = await site.command('jobs');
  delete site.sets['voice.espeak'];
  assert.equal(status, 1, stdout);
  assert.match(stdout, /Una grabación no se pudo hacer/);
  assert.deepEqual([...stderr.matchAll(/event=voice-failed path=(\S+) why=(\S+)/g)].map((m) => m.slice(1)), [['/instituto/consejo-general', 'invalid']]);
  assert.doesNotMatch(stderr, /órgano/);
  assert.ok(recordings().length >= 5);
  assert.match((await site.command('jobs')).stdout, /Audio: una grabación nueva/);
});

test('a voice that does not exist, and programs that are not there, are told and stop nothing else', async () => {
  site.sets['voice.name'] = 'nadie';
  const unknown = await site.command('jobs');
  delete site.sets['voice.name'];
  assert.ok(unknown.status > 0 && /voice-failed/.test(unknown.stderr), unknown.stdout);
  site.sets['voice.lame'] = '/no/such/lame';
  const missing = await site.command('jobs');
  assert.equal(missing.status, 2);
  assert.match(missing.stdout, /Falta el programa \/no\/such\/lame/);
  assert.match(missing.stderr, /event=voice-program-missing program=\/no\/such\/lame/);
  assert.equal((await site.command('render', '/instituto')).status, 0);
  delete site.sets['voice.lame'];
  site.sets['voice.enabled'] = 'false';
  const off = await site.command('jobs');
  assert.equal(off.status, 0);
  assert.match(off.stdout, /apagado/);
  delete site.sets['voice.enabled'];
});

test('who chose to listen gets a player, in parts, for ever; who did not, does not', async () => {
  fs.rmSync(audio, { recursive: true });
  await site.startSite();
  await site.startNginx();
  const listening = { headers: { Cookie: 'a11y=v-1' } };
  const uri = '/instituto/consejo-general';
  const early = await site.get(uri, listening);
  assert.match(early.text, /todavía no está listo/);
  assert.doesNotMatch(early.text, /<audio/);
  assert.equal((await site.command('jobs')).status, 0);
  // Redis holds the early page for a minute: under another name of the host it is made anew.
  const page = await site.get(uri, { headers: { Cookie: 'a11y=v-1', Host: '127.0.0.1' } });
  const src = /<audio controls preload="none" src="(\/audio\/[0-9a-f]{40}\.mp3)"/.exec(page.text)?.[1];
  assert.ok(src, page.text.slice(0, 3000));
  assert.match(page.text, new RegExp(`<a href="${src}" download>`));
  assert.doesNotMatch((await site.get(uri)).text, /<audio/);

  const whole = await site.get(src);
  assert.equal(whole.status, 200);
  assert.equal(whole.headers['content-type'], 'audio/mpeg');
  assert.equal(whole.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.equal(whole.headers['accept-ranges'], 'bytes');
  assert.match(whole.headers['content-security-policy'], /media-src 'self'/);
  assert.deepEqual(whole.body, fs.readFileSync(path.join(audio, path.basename(src))));
  const part = await site.get(src, { headers: { Range: 'bytes=100-199' } });
  assert.equal(part.status, 206);
  assert.equal(part.headers['content-range'], `bytes 100-199/${whole.body.length}`);
  assert.deepEqual(part.body, whole.body.subarray(100, 200));
  const again = await site.get(src, { headers: { 'If-None-Match': whole.headers.etag } });
  assert.equal(again.status, 304);
});

test('nothing else of that folder is given out', async () => {
  fs.writeFileSync(path.join(audio, `${'0'.repeat(40)}.mp3.4711.tmp`), 'half');
  fs.symlinkSync('/etc/passwd', path.join(audio, `${'1'.repeat(40)}.mp3`));
  for (const uri of ['/audio/', '/audio', `/audio/${'0'.repeat(40)}.mp3.4711.tmp`, `/audio/${'0'.repeat(40)}.mp3`, `/audio/${'1'.repeat(40)}.mp3`, '/audio/../run/jobs.lock', `/audio/${'A'.repeat(40)}.mp3`]) {
    const { status, text } = await site.get(uri);
    assert.ok([400, 403, 404].includes(status), `${uri}: ${status}`);
    assert.doesNotMatch(text, /root:|half/);
  }
});

test('a site of files has its recordings too', async () => {
  const rendered = path.join(site.sets.state_dir, 'rendered');
  assert.equal((await site.command('render', '--all', rendered)).status, 0);
  const src = /<audio[^>]* src="([^"]*)"/.exec(fs.readFileSync(path.join(rendered, 'instituto/consejo-general/index.html'), 'utf8'))?.[1];
  assert.match(src ?? '', /^\/audio\//);
  await site.nginx.stop();
  await site.site.stop();
  site.sets['nginx.static_only'] = 'true';
  await site.startNginx();
  assert.match((await site.get('/instituto/consejo-general')).text, /<audio/);
  assert.equal((await site.get(src, { headers: { Range: 'bytes=0-9' } })).status, 206);
});
