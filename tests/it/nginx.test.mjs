// nginx's files: taken by nginx without a word, right in every point that is easy to get wrong (read
// from `nginx -T`), and doing what they say.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fetchRaw, root, run, start, waitFor } from './env.mjs';

// ---- nginx's grammar, as far as it goes: words, strings, comments, blocks ----

function tokens(text) {
  const found = [];
  const pattern = /\s+|#[^\n]*|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([{};])|((?:\$\{\w+\}|[^\s{};"'#])(?:\$\{\w+\}|[^\s{};])*)/gy;
  for (const m of text.matchAll(pattern)) {
    if (m[3]) found.push({ mark: m[3] });
    else if (m[1] ?? m[2] ?? m[4]) found.push({ word: m[1] ?? m[2] ?? m[4] });
    else if (m[0] === '""' || m[0] === "''") found.push({ word: '' });
  }
  return found;
}

function parse(list) {
  const block = [];
  let words = [];
  while (list.length > 0) {
    const { mark, word } = list.shift();
    if (mark === undefined) words.push(word);
    else if (mark === '}') return block;
    else {
      block.push({ name: words[0], args: words.slice(1), block: mark === '{' ? parse(list) : null });
      words = [];
    }
  }
  return block;
}

/** What `nginx -T` says, with includes put in their places. */
function tree(dump, dir) {
  const files = new Map();
  for (const part of dump.split(/^# configuration file (?=\/)/m).slice(1)) {
    const end = part.indexOf(':\n');
    files.set(part.slice(0, end), part.slice(end + 2));
  }
  const expand = (block) =>
    block.flatMap((d) => {
      if (d.name === 'include') {
        const file = path.resolve(dir, d.args[0]).replace('[f]', 'f');
        return files.has(file) ? expand(parse(tokens(files.get(file)))) : [];
      }
      return [{ ...d, block: d.block && expand(d.block) }];
    });
  return expand(parse(tokens(files.get(path.join(dir, 'nginx.conf')))));
}

/** Every directive with the blocks around it, outermost first. */
function* walk(block, around = []) {
  for (const d of block) {
    yield { ...d, around };
    if (d.block) yield* walk(d.block, [...around, d]);
  }
}

const variants = {
  'the demonstration': {},
  'a real site behind TLS and a proxy': {
    environment: 'production',
    base_url: 'https://iepc.example',
    'pools.public.hosts': 'iepc.example,www.iepc.example',
    'nginx.trusted_proxies': '10.0.0.0/8,2001:db8::/32',
    'nginx.redirect_listen': '127.0.0.1:18999',
  },
  'rendered files only': { 'nginx.static_only': true },
};

/** A certificate for the names that the tests use; returns its files. */
async function certificate(dir) {
  const files = { certificate: path.join(dir, 'tls.pem'), key: path.join(dir, 'tls.key') };
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=iepc.example'];
  const made = await run('openssl', [...args, '-keyout', files.key, '-out', files.certificate]);
  assert.equal(made.status, 0, made.stderr);
  return files;
}

for (const [name, sets] of Object.entries(variants)) {
  describe(`nginx -T for ${name}`, () => {
    let env;
    let all;
    const named = (directive) => all.filter((d) => d.name === directive);
    const only = (directive) => new Set(named(directive).map((d) => d.args.join(' ')));

    before(async () => {
      env = await start({ parts: [], sets: { ...sets, 'nginx.listen': '127.0.0.1:18998' } });
      if (sets['nginx.redirect_listen']) {
        const tls = await certificate(env.dir);
        Object.assign(env.sets, { 'nginx.tls_certificate': tls.certificate, 'nginx.tls_key': tls.key });
      }
      const written = await env.command('config', 'nginx', env.nginxDir);
      assert.equal(written.status, 0, written.stderr);
      const dump = await run('nginx', ['-T', '-q', '-p', env.nginxDir, '-c', 'nginx.conf']);
      assert.equal(dump.status, 0, dump.stderr);
      assert.equal(dump.stderr, '');
      all = [...walk(tree(dump.stdout, env.nginxDir))];
      assert.ok(all.length > 150, `${all.length}`);
    });
    after(() => env?.close());

    test('limits and time-outs are set as they must be, once', () => {
      const want = {
        server_tokens: 'off',
        autoindex: 'off',
        absolute_redirect: 'off',
        client_header_timeout: '10s',
        client_body_timeout: '10s',
        send_timeout: '10s',
        keepalive_timeout: '15s',
        keepalive_requests: '1000',
        reset_timedout_connection: 'on',
        large_client_header_buffers: '4 8k',
        max_headers: '64',
        client_max_body_size: '64k',
        limit_conn: 'at_once 64',
        limit_conn_status: '429',
        limit_req_status: '429',
      };
      for (const [directive, value] of Object.entries(want)) assert.deepEqual([...only(directive)], [value], directive);
      for (const d of [...named('limit_conn_zone'), ...named('limit_req_zone')]) assert.match(d.args[0], /^\$(client|form)_key$/);
    });

    test('nothing that visitors write steers a redirect, a file or an upstream', () => {
      for (const d of [...named('return'), ...named('rewrite'), ...named('add_header')])
        assert.doesNotMatch(d.args.join(' '), /\$(uri|document_uri|http_|arg_|args|cookie_)/, d.args.join(' '));
      for (const d of [...named('fastcgi_pass'), ...named('root')]) assert.doesNotMatch(d.args[0], /\$/);
      assert.deepEqual([...only('proxy_pass'), ...only('alias'), ...only('ssi'), ...only('slice'), ...only('perl')], []);
    });

    test('patterns are matched only against addresses and choices', () => {
      for (const map of named('map')) {
        if (!map.block.some((line) => line.name.startsWith('~'))) continue;
        const patterns = map.block.filter((line) => line.name.startsWith('~')).map((line) => line.name);
        // Anchored at both ends, one way to match: no path makes it work.
        if (map.args[0] === '$uri') assert.deepEqual(patterns, ['~^/lector(?<read_path>/[^\\n]*)$']);
        else assert.ok(['$remote_addr', '$binary_remote_addr', '$arg_a11y', '$cookie_a11y', '$asked_choice.$kept_choice'].includes(map.args[0]), map.args[0]);
      }
      // Two patterns over paths: of bounded length and anchored, so that no path makes them work.
      const known = ['^/audio/[0-9a-f]{40}[.]mp3$', '/(?:archivo|version/[1-9][0-9]?[0-9]?)$'];
      assert.deepEqual(named('location').filter((d) => d.args[0].startsWith('~') && !known.includes(d.args[1])).map((d) => d.args.join(' ')), []);
      assert.ok(!named('server_name').some((d) => d.args.some((a) => a.startsWith('~'))));
    });

    test('of a choice only words that nginx knows come out, and only into error pages', () => {
      const maps = named('map').filter((map) => map.args[0] === '$asked_choice.$kept_choice');
      assert.equal(maps.length, 7);
      for (const map of maps) {
        const [none, found, ...more] = map.block;
        assert.deepEqual([none.name, ...none.args, more.length], ['default', '', 0]);
        const word = found.name.match(/\(\?<(\w+)>[a-z]-(\d|\(\?:[a-z0-9|]+\))\)\(\?:\\\.\|\$\)$/);
        assert.ok(word, found.name);
        assert.deepEqual(found.args, [` $${word[1]}`]);
      }
      for (const d of all) {
        if (!d.args.some((a) => /\$(arg_a11y|cookie_a11y|asked_choice|kept_choice|class_|word_)/.test(a))) continue;
        assert.ok(d.name === 'sub_filter' || d.name === 'map' || (d.name === 'set' && d.args[0] === '$kept') || d.around.at(-1).name === 'map', `${d.name} ${d.args.join(' ')}`);
      }
    });

    test('no "if" in a location, and elsewhere only to return', () => {
      for (const d of named('if')) {
        assert.ok(!d.around.some((b) => b.name === 'location'));
        assert.deepEqual(d.block.map((line) => line.name), ['return']);
      }
    });

    test('wherever headers are added, all headers of safety are, on every status', () => {
      const safety = ['Content-Security-Policy', 'X-Content-Type-Options', 'Referrer-Policy', 'Cross-Origin-Resource-Policy', 'Cross-Origin-Opener-Policy', 'Permissions-Policy', 'Strict-Transport-Security'];
      const blocks = new Map();
      for (const d of named('add_header')) {
        const block = d.around.at(-1);
        blocks.set(block, [...(blocks.get(block) ?? []), d.args]);
      }
      assert.ok(blocks.size >= 4);
      for (const [block, headers] of blocks) {
        for (const header of safety) {
          const [found, ...more] = headers.filter(([n]) => n === header);
          assert.ok(found && more.length === 0, `${header} in ${block.name} ${block.args.join(' ')}`);
          assert.equal(found[2], 'always', header);
        }
      }
    });

    test('foreign hosts get no answer, and every server has its names', () => {
      for (const server of named('server').filter((d) => d.block)) {
        const listens = server.block.filter((d) => d.name === 'listen');
        assert.ok(listens.length > 0);
        assert.ok(server.block.some((d) => d.name === 'server_name'));
        if (!listens.some((d) => d.args.includes('default_server'))) continue;
        const returns = [...walk(server.block)].filter((d) => d.name === 'return').map((d) => d.args[0]);
        assert.deepEqual(returns, ['444']);
      }
      const addresses = new Set(named('listen').map((d) => d.args[0]).filter((a) => !a.startsWith('unix:')));
      const defaults = new Set(named('listen').filter((d) => d.args.includes('default_server')).map((d) => d.args[0]));
      assert.deepEqual(defaults, addresses);
    });

    test('files are found without following links, and error pages only from inside', () => {
      for (const d of named('location').filter((l) => l.args.includes('/estatico/')))
        assert.ok(d.block.some((line) => line.name === 'disable_symlinks' && line.args[0] === 'on'));
      const pages = named('location').filter((d) => d.args.includes('/-/errores/'));
      assert.ok(pages.length >= 3);
      for (const d of pages) assert.ok(d.block.some((line) => line.name === 'internal'));
    });

    test('every error that nginx makes has a page', () => {
      for (const server of named('server').filter((d) => d.block)) {
        if (server.block.some((d) => d.name === 'return' && d.args[0] === '444')) continue;
        const statuses = server.block.filter((d) => d.name === 'error_page').flatMap((d) => d.args);
        for (const status of ['400', '403', '404', '405', '413', '414', '429', '431', '494', '500', '501', '502', '503', '504'])
          assert.ok(statuses.includes(status), status);
      }
      for (const d of named('error_page')) {
        const file = d.args.at(-1);
        if (file.startsWith('/-/')) assert.ok(fs.existsSync(path.join(env.nginxDir, 'html', file)), file);
      }
    });

    test('no log line can hold a query, a cookie or a whole address', () => {
      const formats = named('log_format').flatMap((d) => d.args).join(' ');
      assert.doesNotMatch(formats, /\$(request|request_uri|args|query_string|http_\w+|cookie_\w+|remote_addr|binary_remote_addr|realip_remote_addr|remote_user)\b/);
      for (const d of named('access_log')) assert.ok(d.args[0] === 'off' || d.args[1] === 'estrado');
      assert.deepEqual([...only('error_log')].map((a) => a.split(' ').at(-1)), ['alert']);
    });

    test('all that nginx writes lies in the state folder', () => {
      const paths = ['pid', 'access_log', 'error_log', 'client_body_temp_path', 'fastcgi_temp_path', 'proxy_temp_path', 'scgi_temp_path', 'uwsgi_temp_path', 'fastcgi_cache_path'];
      for (const directive of paths) {
        for (const d of named(directive)) assert.ok(d.args[0] === 'off' || d.args[0].startsWith(`${env.sets.state_dir}/`), `${directive} ${d.args[0]}`);
      }
    });

    test('addresses are taken from proxies only when site.yml names them', () => {
      const trusted = (sets['nginx.trusted_proxies'] ?? '').split(',').filter(Boolean);
      assert.deepEqual(named('set_real_ip_from').map((d) => d.args[0]), trusted);
      assert.deepEqual(named('real_ip_header').map((d) => d.args[0]), trusted.length > 0 ? ['X-Forwarded-For'] : []);
    });

    test('a worker hears what is named, once, and nothing of X-Forwarded-* or Proxy', () => {
      for (const location of named('location').filter((d) => d.block.some((line) => line.name === 'fastcgi_pass'))) {
        const params = location.block.filter((d) => d.name === 'fastcgi_param');
        const names = params.map((d) => d.args[0]);
        assert.equal(new Set(names).size, names.length, location.args.join(' '));
        const value = Object.fromEntries(params.map((d) => d.args));
        assert.equal(value.REMOTE_ADDR, '$remote_addr');
        assert.equal(value.HTTP_HOST, '$host');
        assert.equal(value.HTTP_PROXY, '');
        assert.equal(value.ESTRADO_LOCAL, location.args.some((a) => a.startsWith('/-/')) ? '1' : undefined);
        assert.doesNotMatch(params.map((d) => d.args[1]).join(' '), /forwarded|tcpinfo/);
        const set = Object.fromEntries(location.block.map((d) => [d.name, d.args.join(' ')]));
        assert.equal(set.fastcgi_pass_request_headers, 'off');
        assert.equal(set.fastcgi_next_upstream, 'error timeout invalid_header');
        assert.equal(set.fastcgi_keep_conn, 'off');
        assert.equal(set.fastcgi_request_buffering, 'on');
        assert.equal(set.fastcgi_buffering, 'on');
        assert.equal(set.fastcgi_read_timeout, '15s');
      }
    });

    test('upstreams name one socket twice', () => {
      for (const upstream of named('upstream')) {
        const [first, second, ...more] = upstream.block.map((d) => d.args.join(' '));
        assert.equal(first, second);
        assert.match(first, / max_fails=0$/);
        assert.deepEqual(more, []);
      }
      assert.equal(named('upstream').length, sets['nginx.static_only'] ? 0 : 1);
    });

    test('the cache is flat, keyed by all that changes a page, and old only in place of an error', () => {
      for (const d of named('fastcgi_cache_path')) {
        assert.ok(!d.args.some((a) => a.startsWith('levels=')));
        assert.ok(d.args.includes('use_temp_path=off'));
      }
      for (const location of named('location').filter((d) => d.block.some((line) => line.name === 'fastcgi_cache'))) {
        const set = Object.fromEntries(location.block.map((d) => [d.name, d.args.join(' ')]));
        assert.equal(set.fastcgi_cache_key, '$request_method|$host|$request_uri|$encoding');
        assert.equal(set.fastcgi_cache_bypass, '$goes_past');
        assert.equal(set.fastcgi_no_cache, '$goes_past');
        assert.equal(set.fastcgi_cache_lock, 'on');
        assert.equal(set.fastcgi_cache_use_stale, 'error timeout invalid_header http_500 http_503');
        assert.equal(set.fastcgi_cache_background_update, 'off');
        assert.equal(set.fastcgi_cache_valid, undefined);
        assert.equal(set.open_file_cache, undefined);
        assert.ok(!location.around.some((b) => b.block.some((line) => line.name === 'open_file_cache')));
      }
    });

    test('TLS is 1.2 and 1.3, with HTTP/2', () => {
      if (!sets['nginx.redirect_listen']) {
        assert.deepEqual(named('ssl_certificate'), []);
        return;
      }
      assert.deepEqual([...only('ssl_protocols')], ['TLSv1.2 TLSv1.3']);
      assert.deepEqual([...only('ssl_session_tickets')], ['off']);
      assert.deepEqual([...only('ssl_reject_handshake')], ['on']);
      for (const d of named('listen').filter((l) => l.args[0] === '127.0.0.1:18998')) assert.ok(d.args.includes('ssl') && d.args.includes('http2'));
    });
  });
}

// ---- what it does ----

/** Bytes as they are; resolves with what came back when nginx hangs up. */
function raw(env, bytes) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(env.target);
    const chunks = [];
    socket.once('error', (error) => error.code !== 'ECONNRESET' && reject(error)); // how nginx hangs up on nobody
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.once('connect', () => socket.write(bytes));
    socket.once('close', () => {
      const text = Buffer.concat(chunks).toString();
      resolve({ text, status: Number(text.match(/^HTTP\/1\.[01] (\d+)/)?.[1] ?? 0) });
    });
  });
}

const accessLog = (env) => {
  const file = path.join(env.sets.state_dir, 'log/nginx-access.log');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
};
/** The log line whose path is this; nginx writes it within a second or so. */
const logged = (env, uri) =>
  waitFor(`a log line for ${uri}`, () =>
    accessLog(env)
      .split('\n')
      .find((line) => line.includes(`path="${uri}"`)),
  );

function isErrorPage(r, what) {
  assert.match(r.headers['content-type'], /^text\/html; charset=utf-8$/, what);
  assert.match(r.text, /<html lang="es-MX" class="[a-z0-9 -]*">/, what);
  assert.match(r.text, /<h1>[^<]+<\/h1>/, what);
  assert.match(r.text, /demostración/, what);
  assert.equal(r.headers['cache-control'], 'no-store', what);
  assert.match(r.headers['content-security-policy'], /^default-src 'none'/, what);
  assert.equal(r.headers['x-content-type-options'], 'nosniff', what);
  assert.match(r.headers['x-request-id'], /^[0-9a-f]{32}$/, what);
  assert.ok(r.text.includes(r.headers['x-request-id']), what);
}

describe('nginx with no worker', () => {
  let env;
  before(async () => {
    env = await start({ parts: ['nginx'], sets: { 'nginx.conn_per_address': 1000 } });
  });
  after(() => env?.close());

  test('answers 503 at once, with a page of its own that says when to come back', async () => {
    const began = Date.now();
    const r = await env.get('/instituto?clave=secreta');
    assert.ok(Date.now() - began < 2000);
    assert.equal(r.status, 503);
    assert.equal(r.headers['retry-after'], '30');
    isErrorPage(r, '503');
    const [, style] = r.text.match(/<link rel="stylesheet" href="([^"]+)"/);
    const css = await env.get(style);
    assert.equal(css.status, 200);
    assert.match(css.headers['content-type'], /^text\/css/);
    const head = await env.get('/instituto', { method: 'HEAD' });
    assert.equal(head.status, 503);
  });

  test('answers for itself what is wrong before a worker would see it', async () => {
    const cases = [
      [404, '/-/health', {}],
      [404, '/-/metrics', {}],
      [404, '/-/errores/503.html', {}],
      [404, '/estatico/', {}],
      [404, '/estatico/no-hay.css', {}],
      [405, '/contacto', { method: 'TRACE' }],
      [413, '/contacto', { method: 'POST', body: Buffer.alloc(70000) }],
      [414, `/${'a'.repeat(9000)}`, {}],
      [431, '/', { headers: { 'X-Large': 'x'.repeat(10000) } }],
      [400, '/a%00b', {}],
    ];
    for (const [status, uri, options] of cases) {
      const what = `${options.method ?? 'GET'} ${uri.slice(0, 40)}`;
      const r = await env.get(uri, options);
      assert.equal(r.status, status, what);
      isErrorPage(r, what);
      assert.equal(r.headers.allow, status === 405 ? 'GET, HEAD' : undefined, what);
      assert.equal(r.headers['retry-after'], undefined, what);
    }
  });

  test('looks as its reader chose, and says nothing else of what was sent', async () => {
    const classes = async (query, cookie, status = 503) => {
      const r = await env.get(`/no-hay${query === undefined ? '' : `?${query}`}`, cookie === undefined ? {} : { headers: { Cookie: cookie } });
      assert.equal(r.status, status);
      isErrorPage(r, `${query} ${cookie}`);
      assert.doesNotMatch(r.text + JSON.stringify(r.headers), /secreto|a11y|CLASES/);
      return r.text.match(/<html lang="es-MX" class="([^"]*)">/)[1].trim();
    };
    const everything = 'c-amarillo.t-300.f-dislexia.e-1.u-1.m-0.i-0.r-1.l-1.v-1.k-1';
    const cases = [
      [undefined, undefined, ''],
      ['a11y=c-oscuro.t-200', undefined, 'c-oscuro t-200'],
      [undefined, 'a11y=c-oscuro.t-200', 'c-oscuro t-200'],
      [undefined, `otra=secreto; a11y=${everything}; mas=secreto`, 'c-amarillo t-300 f-dislexia e-1 u-1 m-0 k-1'],
      [`x=secreto&a11y=${everything}`, undefined, 'c-amarillo t-300 f-dislexia e-1 u-1 m-0 k-1'],
      // The query first, axis by axis; the first word of an axis; any order.
      ['a11y=c-claro.k-1', 'a11y=c-oscuro.t-150', 'c-claro t-150 k-1'],
      ['a11y=', 'a11y=c-gris', 'c-gris'],
      ['a11y=t-125.c-crema.c-oscuro', undefined, 'c-crema t-125'],
      // What is no word is nothing, and takes nothing with it.
      ['a11y=secreto.e-1..secreto', undefined, 'e-1'],
      ['a11y=c-oscuros.xc-gris.C-CLARO.t-2000.e-12', undefined, ''],
      ['a11y=c-oscuro%22%3E%3Cscript%3Esecreto', undefined, ''],
      [undefined, 'a11y="><script>secreto</script>.u-1', 'u-1'],
      ['a11y=secreto%0a.u-1', 'a11y=$secreto.${secreto}', 'u-1'],
      [`a11y=${'c-gris.'.repeat(14)}`, 'a11y=c-claro', 'c-claro'],
      [`a11y=${'.'.repeat(90)}c-gris`, undefined, 'c-gris'],
    ];
    for (const [query, cookie, want] of cases) assert.equal(await classes(query, cookie), want, `${query} | ${cookie}`);
  });

  test('error pages have the colours of the theme', async () => {
    const css = await env.get('/-/errores/errores.css');
    assert.match(css.text, /^\/\* palette\.yml \*\/\n:root,/);
    assert.match(css.text, /@media screen\{\.c-amarillo,[^{]*\{color-scheme:dark;--page:#000000;/);
    const known = new Set(css.text.match(/--[a-z0-9-]+(?=:)/g));
    for (const used of css.text.match(/(?<=var\()--[a-z0-9-]+/g)) assert.ok(known.has(used), used);
    assert.doesNotMatch(css.text.split('\n').slice(12).join('\n'), /#[0-9a-f]{3,8}\b/i);
  });

  test('foreign hosts get nothing, and a missing one an error page', async () => {
    assert.equal((await raw(env, 'GET / HTTP/1.1\r\nHost: example.org\r\n\r\n')).text, '');
    assert.equal((await raw(env, 'GET / HTTP/1.0\r\n\r\n')).text, '');
    assert.equal((await raw(env, 'GET http://example.org/ HTTP/1.1\r\nHost: localhost\r\n\r\n')).text, '');
    assert.equal((await raw(env, 'GET /\r\n')).text, '');
    const none = await raw(env, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n');
    assert.equal(none.status, 400);
    assert.match(none.text, /<h1>/);
  });

  test('two readings of one request are refused', async () => {
    const heads = {
      'length and chunks': 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n',
      'two lengths': 'Content-Length: 5\r\nContent-Length: 6\r\n',
      'an odd coding': 'Transfer-Encoding: xchunked\r\n',
      'a coding twice': 'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n',
      'a negative length': 'Content-Length: -1\r\n',
      'a host twice': 'Host: localhost\r\n',
      'a blank before the colon': 'Transfer-Encoding : chunked\r\n',
    };
    for (const [what, head] of Object.entries(heads)) {
      const r = await raw(env, `POST /contacto HTTP/1.1\r\nHost: localhost\r\n${head}Connection: close\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      assert.ok([400, 501].includes(r.status), `${what}: ${r.status}`);
      assert.equal(r.text.match(/^HTTP\/1\.1 /gm).length, 1, what);
    }
  });

  test('more headers than allowed are refused', async () => {
    const headers = Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`X-${i}`, '1']));
    const r = await env.get('/', { headers });
    assert.ok([400, 431].includes(r.status), `${r.status}`);
    isErrorPage(r, 'headers');
  });

  test('its log has the path and the first method, and nothing behind the question mark', async () => {
    await env.get('/no-hay-nadie?clave=secreta', { headers: { Cookie: 'a11y=secreta2', Referer: 'http://localhost/?secreta3', 'User-Agent': 'secreta4' } });
    const line = await logged(env, '/no-hay-nadie');
    assert.match(line, / method="GET" /);
    assert.match(line, / status=503 /);
    assert.match(line, / from=127\.0\.0\.0$/);
    await env.get('/no-hay-nadie-2', { method: 'POST', body: 'secreta5' });
    assert.match(await logged(env, '/no-hay-nadie-2'), / method="POST" /);
    const error = fs.readFileSync(path.join(env.sets.state_dir, 'log/nginx-error.log'), 'utf8');
    assert.doesNotMatch(accessLog(env) + error + env.nginx.text(), /secreta/);
  });

  test('what visitors write cannot make a line of the log', async () => {
    await env.get('/linea%0Atime=2000-01-01%22falsa');
    const line = await waitFor('the line', () => accessLog(env).split('\n').find((l) => l.includes('falsa')));
    assert.match(line, /^time=\d{4}-.* path="\/linea\\x0Atime=2000-01-01\\x22falsa"/);
  });

  test('X-Forwarded-For of just anybody is not believed', async () => {
    await env.get('/quien-soy', { headers: { 'X-Forwarded-For': '203.0.113.77' } });
    assert.match(await logged(env, '/quien-soy'), / from=127\.0\.0\.0$/);
  });
});

describe('nginx behind a proxy that site.yml names', () => {
  let env;
  const from = (address) => ({ headers: { 'X-Forwarded-For': address } });
  before(async () => {
    env = await start({
      parts: ['site', 'nginx'],
      sets: { 'nginx.trusted_proxies': '127.0.0.0/8', 'nginx.costly_per_minute': 1, 'nginx.costly_burst': 2, 'pools.public.processes': 2 },
    });
  });
  after(() => env?.close());

  test('logs shortened addresses', async () => {
    const cases = {
      '203.0.113.77': '203.0.113.0',
      '198.51.100.1, 203.0.113.77': '203.0.113.0',
      '2001:db8:1:2:3:4:5:6': '2001:db8:1::',
      '2001:db8:1::6': '2001:db8:1::',
      '2001:db8::6': '2001:db8::',
      '2001::6': '2001::',
      '2001::3:4:5:6:7': '2001::',
      '::1': '-',
      nonsense: '127.0.0.0',
    };
    let n = 0;
    for (const [forwarded, want] of Object.entries(cases)) {
      const uri = `/acerca-de-${n++}`;
      await env.get(uri, from(forwarded));
      assert.equal((await logged(env, uri)).match(/ from=(\S+)$/)[1], want, forwarded);
    }
  });

  test('searching too often gets 429 with a page; reading goes on', async () => {
    const ask = (address) => env.get('/buscar?q=acta', from(address));
    for (let i = 0; i < 3; i++) assert.equal((await ask('203.0.113.5')).status, 200);
    const r = await ask('203.0.113.5');
    assert.equal(r.status, 429);
    assert.equal(r.headers['retry-after'], '60');
    isErrorPage(r, '429');
    assert.equal((await env.get('/', from('203.0.113.5'))).status, 200);
    assert.equal((await ask('203.0.113.6')).status, 200);
  });

  test('one household of IPv6 is one visitor', async () => {
    const ask = (address) => env.get('/buscar?q=acta', from(address));
    for (let i = 0; i < 3; i++) assert.equal((await ask(`2001:db8:7::${i}`)).status, 200);
    assert.equal((await ask('2001:db8:7::9999:1')).status, 429);
    assert.equal((await ask('2001:db8:7:0:ffff::')).status, 429);
    assert.equal((await ask('2001:db8:7:1::1')).status, 200);
    for (let i = 0; i < 3; i++) assert.equal((await ask('::ffff:192.0.2.1')).status, 200);
    assert.equal((await ask('192.0.2.1')).status, 429);
    assert.equal((await ask('::ffff:192.0.2.2')).status, 200);
  });

  test('health and figures are for the local socket alone, whatever a visitor sends', async () => {
    assert.equal((await env.local('/-/health')).status, 200);
    assert.equal((await env.local('/')).status, 404);
    for (const uri of ['/-/health', '/-/metrics', '/-%2fhealth', '/%2d/health', '/x/../-/health', '/-/./metrics', '/-//health']) {
      const r = await raw(env, `GET ${uri} HTTP/1.1\r\nHost: localhost\r\nESTRADO_LOCAL: 1\r\nEstrado-Local: 1\r\nConnection: close\r\n\r\n`);
      assert.ok([400, 404].includes(r.status), `${uri}: ${r.status}`);
      assert.doesNotMatch(r.text, /"live"|estrado_workers/, uri);
    }
  });
});

describe('what nginx still holds', () => {
  let env;
  let content;
  const page = (head) => `---\ntitle: Prueba de nginx\nowner: Pruebas\n${head}---\n\nTodavía aquí.\n`;
  before(async () => {
    content = fs.mkdtempSync('/tmp/estrado-it-content-');
    fs.cpSync(path.join(root, 'content/pages'), content, { recursive: true });
    for (const n of [1, 2]) fs.writeFileSync(path.join(content, `es-MX/prueba-nginx-${n}.md`), page('').replace('nginx', `nginx ${n}`));
    env = await start({ parts: ['site', 'nginx'], sets: { content_dir: content, 'pools.public.processes': 2 } });
  });
  after(async () => {
    await env?.close();
    if (content) fs.rmSync(content, { recursive: true, force: true });
  });

  test('serves while no worker lives, but never a page that was withdrawn meanwhile', async () => {
    for (const n of [1, 2]) assert.equal((await env.get(`/prueba-nginx-${n}`)).status, 200);
    fs.writeFileSync(path.join(content, 'es-MX/prueba-nginx-2.md'), page('withdrawn:\n  reason: Se retiró.\n  date: 2024-01-01\n').replace('nginx', 'nginx 2'));
    env.site.signal('SIGHUP');
    await waitFor('the page to be gone', async () => (await env.get('/prueba-nginx-2?now')).status === 410);
    // What the old generation answered until its end is forgotten as well, when its loader has gone.
    const children = () => fs.readFileSync(`/proc/${env.site.pid}/task/${env.site.pid}/children`, 'utf8').trim().split(' ');
    await waitFor('the old generation to have gone', () => children().length === 1);
    assert.equal((await env.get('/prueba-nginx-1')).status, 200);
    await env.site.stop('SIGTERM');
    const held = await env.get('/prueba-nginx-1');
    assert.equal(held.status, 200);
    assert.match(held.text, /Todavía aquí/);
    const gone = await env.get('/prueba-nginx-2');
    assert.ok([410, 503].includes(gone.status), `${gone.status}`);
    assert.doesNotMatch(gone.text, /Todavía aquí/);
  });
});

describe('rendered files only', () => {
  let env;
  let content;
  before(async () => {
    content = fs.mkdtempSync('/tmp/estrado-it-content-');
    fs.cpSync(path.join(root, 'content/pages'), content, { recursive: true });
    fs.writeFileSync(
      path.join(content, 'es-MX/prueba-retirada.md'),
      '---\ntitle: Prueba retirada\nowner: Pruebas\nwithdrawn:\n  reason: Duplicaba otra.\n  date: 2024-03-01\n---\n\nTexto retirado.\n',
    );
    fs.writeFileSync(path.join(content, 'es-MX/prueba-alias.md'), '---\ntitle: Prueba alias\nowner: Pruebas\naliases: [/antes/prueba]\n---\n\nTexto.\n');
    env = await start({ parts: [], sets: { content_dir: content, 'nginx.static_only': true } });
    const rendered = await env.command('render', '--all', path.join(env.sets.state_dir, 'rendered'));
    assert.equal(rendered.status, 0, rendered.stderr);
    await env.startNginx();
  });
  after(async () => {
    await env?.close();
    if (content) fs.rmSync(content, { recursive: true, force: true });
  });

  test('need no worker, Redis or database, in any encoding', async () => {
    for (const uri of ['/', '/contacto', '/mapa-del-sitio', '/buscar?q=x', '/robots.txt', '/sitemap.xml']) {
      const r = await env.get(uri);
      assert.equal(r.status, 200, uri);
      assert.ok(r.headers['content-security-policy'], uri);
      assert.match(r.headers['cache-control'], /^public, max-age=/, uri);
    }
    for (const encoding of ['gzip', 'br']) {
      const r = await env.get('/contacto', { headers: { 'Accept-Encoding': encoding } });
      assert.equal(r.headers['content-encoding'], encoding);
      assert.match(r.headers.vary, /accept-encoding/i);
    }
    const { etag } = (await env.get('/contacto')).headers;
    assert.equal((await env.get('/contacto', { headers: { 'If-None-Match': etag } })).status, 304);
  });

  test('keep moved, withdrawn and missing pages apart', async () => {
    const moved = await env.get('/antes/prueba');
    assert.equal(moved.status, 301);
    assert.equal(moved.headers.location, '/prueba-alias');
    const gone = await env.get('/prueba-retirada');
    assert.equal(gone.status, 410);
    assert.match(gone.text, /Duplicaba otra\./);
    assert.doesNotMatch(gone.text, /Texto retirado/);
    const missing = await env.get('/no-existe');
    assert.equal(missing.status, 404);
    assert.match(missing.text, /<form[^>]*action="\/buscar"/);
    for (const r of [moved, gone, missing]) assert.ok(r.headers['content-security-policy']);
  });

  test('show no file that is no page', async () => {
    for (const uri of ['/redirects.conf', '/gone.conf', '/contacto/index.html', '/contacto/index.html.gz', '/prueba-retirada/410.html', '/404.html'])
      assert.equal((await env.get(uri)).status, 404, uri);
  });

  test('know their methods', async () => {
    for (const [method, status] of [['POST', 405], ['DELETE', 405], ['HEAD', 200]]) {
      const r = await env.get('/contacto', { method });
      assert.equal(r.status, status, method);
      if (status === 405) assert.equal(r.headers.allow, 'GET, HEAD');
    }
    const r = await raw(env, 'BREW /contacto HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    assert.equal(r.status, 501);
    assert.match(r.text, /<h1>/);
  });

  test('are healthy without the program', async () => {
    assert.equal(JSON.parse((await env.local('/-/health')).text).static_only, true);
  });
});

describe('TLS', () => {
  let env;
  const get = (options) =>
    new Promise((resolve, reject) => {
      const request = https.request({ host: '127.0.0.1', port: env.port, path: '/', servername: 'iepc.example', rejectUnauthorized: false, headers: { Host: 'iepc.example' }, agent: false, ...options }, (r) => {
        r.resume();
        r.on('end', () => resolve(r));
      });
      request.on('error', reject);
      request.end();
    });
  before(async () => {
    env = await start({ parts: [], sets: { 'pools.public.hosts': 'iepc.example' } });
    const tls = await certificate(env.dir);
    const probe = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    env.plainPort = probe.address().port;
    await new Promise((resolve) => probe.close(resolve));
    Object.assign(env.sets, {
      'nginx.tls_certificate': tls.certificate,
      'nginx.tls_key': tls.key,
      'nginx.redirect_listen': `127.0.0.1:${env.plainPort}`,
    });
    await env.startNginx();
  });
  after(() => env?.close());

  test('carries HSTS on every answer, errors included', async () => {
    const r = await get({});
    assert.equal(r.statusCode, 503);
    assert.equal(r.headers['strict-transport-security'], 'max-age=63072000; includeSubDomains');
  });

  test('speaks HTTP/2', async () => {
    const client = http2.connect(`https://127.0.0.1:${env.port}`, { servername: 'iepc.example', rejectUnauthorized: false });
    const headers = await new Promise((resolve, reject) => {
      client.once('error', reject);
      const request = client.request({ ':path': '/-/errores/errores.css', ':authority': 'iepc.example' });
      request.once('response', resolve);
      request.once('error', reject);
      request.resume();
    });
    client.close();
    assert.equal(headers[':status'], 200);
  });

  test('refuses other names and versions before 1.2', async () => {
    await assert.rejects(get({ servername: 'example.org' }));
    await assert.rejects(get({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }));
    assert.equal((await get({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' })).statusCode, 503);
    assert.equal((await get({ minVersion: 'TLSv1.3' })).statusCode, 503);
  });

  test('is where plain HTTP leads, address and query untouched, without HSTS', async () => {
    const plain = { host: '127.0.0.1', port: env.plainPort };
    const r = await fetchRaw(plain, '/a%0d%0aX:%20y/b?q=%C3%B1', { headers: { Host: 'iepc.example' } });
    assert.equal(r.status, 301);
    assert.equal(r.headers.location, 'https://iepc.example/a%0d%0aX:%20y/b?q=%C3%B1');
    assert.equal(r.headers['strict-transport-security'], undefined);
    await assert.rejects(fetchRaw(plain, '/', { headers: { Host: 'example.org' } }));
  });
});
