// Languages by address: what is translated, what is not and says so, and the links between them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { run, start, estrado } from './env.mjs';

let env;

before(async () => {
  env = await start({ parts: ['redis', 'site', 'nginx'] });
});
after(() => env?.close());

const lang = (html) => /<html lang="([^"]*)"/.exec(html)[1];
const main = (html) => /<main[^>]*>/.exec(html)[0];

test('an English page is English around, too, whatever the browser asks for', async () => {
  for (const accept of ['es-MX', 'en', 'hch']) {
    const { status, text } = await env.get('/en/contact', { headers: { 'accept-language': accept } });
    assert.equal(status, 200);
    assert.equal(lang(text), 'en');
    assert.doesNotMatch(main(text), / lang=/);
    assert.match(text, /Skip to content/);
    assert.match(text, /<time datetime="2026-11-23">23 November 2026<\/time>/);
    assert.match(text, /<a class="brand" href="\/en">/);
    assert.match((await env.get('/contacto', { headers: { 'accept-language': accept } })).text, /<html lang="es-MX"/);
  }
});

test('pages of one key lead to each other, by links and for machines', async () => {
  const spanish = (await env.get('/contacto')).text;
  const english = (await env.get('/en/contact')).text;
  assert.match(spanish, /href="\/en\/contact" lang="en" hreflang="en">English</);
  assert.match(english, /href="\/contacto" lang="es-MX" hreflang="es-MX">Español</);
  for (const text of [spanish, english]) {
    assert.match(text, /<link rel="alternate" hreflang="en" href="http:\/\/[^"]*\/en\/contact">/);
    assert.match(text, /<link rel="alternate" hreflang="es-MX" href="http:\/\/[^"]*\/contacto">/);
  }
});

test('what is not translated stays Spanish, is marked so and says so', async () => {
  const { status, text } = await env.get('/en/instituto');
  assert.equal(status, 200);
  assert.equal(lang(text), 'en');
  assert.match(main(text), / lang="es-MX"/);
  assert.match(text, /has not been translated into English/);
  assert.match(text, /<link rel="canonical" href="http:\/\/[^"]*:\d+\/instituto">/);
  assert.doesNotMatch(text, /<link rel="alternate" hreflang/);
  assert.match(text, /href="\/instituto" lang="es-MX" hreflang="es-MX"/);
});

test('nobody invents a language: a skeleton is Spanish and says it is', async () => {
  for (const code of ['hch', 'nah']) {
    const { status, text } = await env.get(`/${code}/contacto`);
    assert.equal(status, 200);
    assert.equal(lang(text), 'es-MX');
    assert.match(text, /todavía no está en la lengua que eligió/);
    assert.doesNotMatch((await env.get('/')).text, new RegExp(`hreflang="${code}"`));
  }
});

test('what does not exist is not found, in the language of the address', async () => {
  const { status, text } = await env.get('/en/nada-de-nada');
  assert.equal(status, 404);
  assert.match(text, /We did not find that page/);
  assert.equal((await env.get('/english')).status, 404);
});

test('check lists what is missing', async () => {
  const { status, stdout } = await run(estrado, ['--config', env.siteYml, 'check', '--translations']);
  assert.equal(status, 0);
  assert.match(stdout, /^en\s+\/instituto$/m);
  assert.match(stdout, /^hch\s+\/contacto$/m);
  assert.doesNotMatch(stdout, /^en\s+\/contacto$/m);
});
