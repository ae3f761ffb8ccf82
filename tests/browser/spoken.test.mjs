// What a screen reader is told: the accessibility tree of the main pages, as Chromium hands it to the system, compared with
// tests/golden/lector-pantalla/. UPDATE_GOLDEN=1 writes it anew; read the difference before you commit it.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../it/env.mjs';
import * as lib from './lib.mjs';

const dir = path.join(root, 'tests/golden/lector-pantalla');
const pages = {
  inicio: 'home', seccion: 'section', articulo: 'article', tabla: 'table', 'busqueda': 'results', 'no-existe': '404',
  preferencias: 'preferences', 'barrera-con-errores': 'barrier errors', 'lista-de-enlaces': 'outline',
  lector: { name: 'reader', path: '/lector/contacto' },
};

let world;
before(async () => { world = await lib.launch(); });
after(() => world?.close());

// Parts of the tree that nothing announces.
const silent = new Set(['none', 'generic', 'InlineTextBox', 'LayoutTable', 'LayoutTableRow', 'LayoutTableCell', 'ListMarker', 'RootWebArea', 'LineBreak']);
// Their name is what they hold: the text inside says it again.
const named = new Set(['link', 'button', 'heading', 'LabelText', 'Legend', 'DisclosureTriangle', 'radio', 'checkbox', 'textbox', 'searchbox', 'columnheader', 'rowheader', 'option']);
const states = ['level', 'checked', 'expanded', 'required', 'invalid', 'disabled', 'readonly', 'autocomplete', 'hasPopup', 'current'];

// Days, addresses of requests and names of files change without the page saying anything else.
const steady = (text) => text.replace(/\s+/g, ' ').trim()
  .replace(/\d{1,2} de [a-zé]+ de \d{4}/g, '<día>')
  .replace(/\b[0-9a-f]{16,}\b/g, '<número>')
  .replace(/127\.0\.0\.1:\d+|localhost:\d+/g, '<sitio>');

function lines(nodes) {
  const byId = new Map(nodes.map((n) => [n.nodeId, n]));
  const out = [];
  const visit = (node, depth, inName) => {
    const role = node.role?.value ?? '';
    const name = steady(node.name?.value ?? '');
    const isText = role === 'StaticText';
    const isSaid = !node.ignored && !silent.has(role) && !(isText && (inName || !name));
    if (isSaid) {
      const told = Object.fromEntries((node.properties ?? []).map((p) => [p.name, p.value?.value]));
      const more = states.filter((s) => told[s] !== undefined && told[s] !== false && told[s] !== 'false' && told[s] !== '' && !(role === 'listitem' && told[s] === 1)).map((s) => (told[s] === true ? s : `${s}=${told[s]}`));
      if (node.value?.value) more.push(`value=${steady(String(node.value.value))}`);
      if (node.description?.value) more.push(`(${steady(node.description.value)})`);
      out.push(`${'  '.repeat(depth)}${isText ? name : [role, name && JSON.stringify(name), ...more].filter(Boolean).join(' ')}`);
    }
    const holds = inName || (isSaid && named.has(role) && name !== '');
    for (const id of node.childIds ?? []) if (byId.has(id)) visit(byId.get(id), depth + (isSaid && !isText ? 1 : 0), holds);
  };
  visit(nodes[0], 0, false);
  return out;
}

for (const [file, name] of Object.entries(pages)) {
  test(`what is told of: ${file}`, async () => {
    const kind = typeof name === 'string' ? lib.kinds.find((k) => k.name === name) : name;
    const context = await world.browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    assert.deepEqual(await lib.enter(page, world.url, kind), []);
    const cdp = await context.newCDPSession(page);
    const { nodes } = await cdp.send('Accessibility.getFullAXTree');
    const text = `${steady(await page.title())}\n${lines(nodes).join('\n')}\n`;
    await context.close();
    const golden = path.join(dir, `${file}.txt`);
    if (process.env.UPDATE_GOLDEN === '1') {
      fs.mkdirSync(dir, { recursive: true });
      fs.writeFileSync(golden, text);
    }
    assert.ok(fs.existsSync(golden), `${golden}: UPDATE_GOLDEN=1 writes it`);
    assert.equal(text, fs.readFileSync(golden, 'utf8'));
  });
}
