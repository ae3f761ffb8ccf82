// Runs in the page: what computed styles and boxes say. Each function is synchronous, so that it works with JavaScript off, and gives
// a list of sentences; an empty one is good. tests/browser/lib.mjs puts it into every page.
globalThis.probe = (() => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const known = new Map();

  // [r, g, b, alpha] of any CSS colour.
  const rgba = (text) => {
    if (known.has(text)) return known.get(text);
    let c;
    const m = /^rgba?\(([\d.]+),\s*([\d.]+),\s*([\d.]+)(?:,\s*([\d.]+))?\)$/.exec(text);
    if (m) {
      c = [+m[1], +m[2], +m[3], m[4] === undefined ? 1 : +m[4]];
    } else {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = '#000';
      pen.fillStyle = text;
      pen.fillRect(0, 0, 1, 1);
      const d = pen.getImageData(0, 0, 1, 1).data;
      c = [d[0], d[1], d[2], d[3] / 255];
    }
    known.set(text, c);
    return c;
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const luminance = (c) => {
    const [r, g, b] = c.map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => {
    const [x, y] = [luminance(a), luminance(b)].sort((m, n) => n - m);
    return (x + 0.05) / (y + 0.05);
  };
  const hex = (c) => `#${c.slice(0, 3).map((v) => Math.round(v).toString(16).padStart(2, '0')).join('')}`;
  const canvasColour = () => rgba(matchMedia('(prefers-color-scheme: dark)').matches && getComputedStyle(document.documentElement).colorScheme.includes('dark') ? '#121212' : '#ffffff');

  // What is painted behind an element; null below a picture.
  const ground = (e) => {
    const layers = [];
    for (let n = e; n; n = n.parentElement) {
      const s = getComputedStyle(n);
      if (s.backgroundImage !== 'none') return null;
      const c = rgba(s.backgroundColor);
      if (c[3] > 0) layers.push(c);
      if (c[3] === 1) break;
    }
    return layers.reduceRight((under, top) => over(top, under), canvasColour());
  };

  const name = (e) => {
    const words = e.getAttribute('class');
    return e.tagName.toLowerCase() + (e.id ? `#${e.id}` : '') + (words ? `.${words.trim().replace(/\s+/g, '.')}` : '');
  };
  const where = (e) => [e.parentElement?.parentElement, e.parentElement, e].filter(Boolean).map(name).join(' > ');
  const isSeen = (e) => {
    if (!e.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    const r = e.getBoundingClientRect();
    return r.width > 1 && r.height > 1;
  };
  const isClippedAway = (e) => !!e.closest('.visually-hidden:not(:focus)');
  const once = (list) => [...new Set(list)].slice(0, 12);

  // Text nodes that can be read, with their element.
  const texts = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const all = [];
    for (let n = walker.nextNode(); n; n = walker.nextNode()) {
      const e = n.parentElement;
      if (!n.data.trim() || ['SCRIPT', 'STYLE', 'TITLE', 'OPTION'].includes(e.tagName) || isClippedAway(e) || !isSeen(e)) continue;
      all.push([n, e]);
    }
    return all;
  };
  const controls = () => [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex="0"]')].filter((e) => isSeen(e) && !isClippedAway(e));

  const least = (e, strict) => {
    const s = getComputedStyle(e);
    const size = parseFloat(s.fontSize);
    const large = size >= 24 || (size >= 18.66 && +s.fontWeight >= 700);
    return strict ? 15 : large ? 4.5 : 7;
  };

  const readable = (e, colour, need, what) => {
    const under = ground(e);
    if (!under) return [`${what} on a picture: ${where(e)}`];
    const fg = over(rgba(colour), under);
    const r = ratio(fg, under);
    return r + 0.005 < need ? [`${what} ${r.toFixed(2)}:1 of ${need}, ${hex(fg)} on ${hex(under)}: ${where(e)}`] : [];
  };

  // Every text against what is behind it; placeholders and values too.
  const contrast = (strict) => {
    const found = [];
    for (const [, e] of texts()) {
      const s = getComputedStyle(e);
      found.push(...readable(e, e instanceof SVGElement ? s.fill : s.color, least(e, strict), 'text'));
    }
    for (const e of document.querySelectorAll('input,select,textarea')) {
      if (!isSeen(e) || ['hidden', 'radio', 'checkbox'].includes(e.type)) continue;
      found.push(...readable(e, getComputedStyle(e).color, least(e, strict), 'value'));
      if (e.placeholder) found.push(...readable(e, getComputedStyle(e, '::placeholder').color, least(e, strict), 'placeholder'));
    }
    return once(found);
  };

  // Where a field or button begins: its border or its ground, 3:1 against what is around it (1.4.11).
  const edges = () => {
    const found = [];
    for (const e of document.querySelectorAll('button,input,select,textarea')) {
      const s = getComputedStyle(e);
      if (!isSeen(e) || (['radio', 'checkbox'].includes(e.type) && s.appearance !== 'none')) continue;
      const around = e.parentElement && ground(e.parentElement);
      const inside = ground(e);
      if (!around || !inside) continue;
      const border = parseFloat(s.borderTopWidth) > 0 && s.borderTopStyle !== 'none' ? ratio(over(rgba(s.borderTopColor), around), around) : 1;
      const best = Math.max(border, ratio(inside, around));
      if (best < 2.995) found.push(`edge ${best.toFixed(2)}:1: ${where(e)}`);
    }
    return once(found);
  };

  // Every stop of the keyboard shows where it is: an outline of at least `width` px, 3:1 (2.4.13).
  const focus = (width) => {
    const found = [];
    const was = document.activeElement;
    for (const e of controls()) {
      e.focus({ preventScroll: true });
      const s = getComputedStyle(e);
      const around = ground(parseFloat(s.outlineOffset) >= 0 ? e.parentElement ?? e : e);
      if (s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < width) {
        found.push(`focus outline ${s.outlineStyle} ${s.outlineWidth}: ${where(e)}`);
      } else if (around) {
        const r = ratio(over(rgba(s.outlineColor), around), around);
        if (r < 2.995) found.push(`focus outline ${r.toFixed(2)}:1: ${where(e)}`);
      }
      e.blur();
    }
    was?.focus?.({ preventScroll: true });
    return once(found);
  };

  // No colour anywhere: red, green and blue alike.
  const grey = () => {
    const found = [];
    const look = (e, s, part) => {
      const values = [s.color, s.backgroundColor, s.caretColor, s.textDecorationColor];
      for (const side of ['Top', 'Right', 'Bottom', 'Left']) if (parseFloat(s[`border${side}Width`]) > 0) values.push(s[`border${side}Color`]);
      if (s.outlineStyle !== 'none') values.push(s.outlineColor);
      if (e instanceof SVGElement) values.push(...[s.fill, s.stroke].filter((v) => v !== 'none' && !v.startsWith('url')));
      for (const v of values) {
        const c = rgba(v);
        if (c[3] > 0 && Math.max(c[0], c[1], c[2]) - Math.min(c[0], c[1], c[2]) > 2) found.push(`hue ${v}: ${where(e)}${part}`);
      }
    };
    for (const e of document.querySelectorAll('body, body *')) {
      if (!e.checkVisibility()) continue;
      look(e, getComputedStyle(e), '');
      for (const part of ['::before', '::after']) {
        const s = getComputedStyle(e, part);
        if (s.content !== 'none' && s.content !== 'normal') look(e, s, part);
      }
    }
    return once(found);
  };

  const scrolls = (e) => {
    for (let n = e; n; n = n.parentElement) if (/auto|scroll/.test(getComputedStyle(n).overflowX) && n !== document.documentElement && n !== document.body) return true;
    return false;
  };

  const sideways = () => {
    const more = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (more <= 0) return [];
    const wide = [...document.body.querySelectorAll('*')].filter((e) => isSeen(e) && !scrolls(e) && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
    return [`${more} px sideways: ${wide.slice(-2).map(where).join(' | ')}`];
  };

  // Text that is cut off, or that stands on other text.
  const clipped = () => {
    const found = [];
    const boxes = [];
    for (const [node, e] of texts()) {
      let block = e;
      while (block.parentElement && getComputedStyle(block).display.startsWith('inline')) block = block.parentElement;
      for (let n = e; n && n !== document.body; n = n.parentElement) {
        const s = getComputedStyle(n);
        if (!/hidden|clip/.test(s.overflowX + s.overflowY) || isClippedAway(n)) continue;
        if (n.scrollWidth > n.clientWidth + 1 || n.scrollHeight > n.clientHeight + 1) found.push(`text cut off: ${where(n)}`);
      }
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const r of range.getClientRects()) {
        if (r.width < 2 || r.height < 2 || r.bottom + scrollY < 0) continue;
        if ((r.right > document.documentElement.clientWidth + 2 || r.left < -2) && !scrolls(e)) found.push(`text outside the window: ${where(e)}`);
        boxes.push({ r, block, e });
      }
    }
    boxes.sort((a, b) => a.r.top - b.r.top);
    for (let i = 0; i < boxes.length; i++) {
      for (let k = i + 1; k < boxes.length && boxes[k].r.top < boxes[i].r.bottom; k++) {
        const a = boxes[i], b = boxes[k];
        if (a.block === b.block || a.block.contains(b.block) || b.block.contains(a.block)) continue;
        const high = Math.min(a.r.bottom, b.r.bottom) - b.r.top;
        const wide = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left);
        if (high > 0.3 * Math.min(a.r.height, b.r.height) && wide > 2) found.push(`text on text: ${where(a.e)} and ${where(b.e)}`);
      }
    }
    return once(found);
  };

  // 24 px for everything outside running text, 44 px where the theme says so (WCAG 2.2, 2.5.8, 2.5.5).
  const BLOCK = 'p,li,dd,dt,td,th,h1,h2,h3,h4,h5,h6,figcaption,caption,address,blockquote,div';
  const inText = (e) => {
    const block = e.closest(BLOCK);
    if (e.tagName !== 'A' || !block) return false;
    const words = [...block.childNodes].some(function has(n) {
      if (n.nodeType === 3) return n.data.trim().length > 0;
      return n.nodeType === 1 && !n.matches('a,button,.visually-hidden,ul,ol,p,div,table') && [...n.childNodes].some(has);
    });
    return words || !!e.closest('.prose p, .prose li, .prose td, .prose th, .prose dd');
  };
  // Where a press counts: the box, and what a link's ::after stretches it over.
  const pressed = (e) => {
    const after = getComputedStyle(e, '::after');
    if (after.content === 'none' || after.position !== 'absolute') return e.getBoundingClientRect();
    let n = e;
    while (n.parentElement && getComputedStyle(n).position === 'static') n = n.parentElement;
    return n.getBoundingClientRect();
  };
  const targets = (large) => {
    const found = [];
    const marked = large.map((c) => `.${CSS.escape(c)}`).join(',');
    for (const e of controls()) {
      const isMain = marked !== '' && !!e.closest(marked);
      if (inText(e) && !isMain) continue;
      if (e.tagName === 'DIV' || e.tagName === 'PRE') continue; // a region that scrolls
      const boxes = [pressed(e)];
      for (const label of e.labels ?? []) if (isSeen(label) && ['radio', 'checkbox'].includes(e.type)) boxes.push(label.getBoundingClientRect());
      const high = Math.max(...boxes.map((r) => r.bottom)) - Math.min(...boxes.map((r) => r.top));
      const wide = Math.max(...boxes.map((r) => r.right)) - Math.min(...boxes.map((r) => r.left));
      const need = isMain ? 44 : 24;
      // A list's line may be as narrow as its word: nothing else stands beside it.
      if (high < need - 0.5 || wide < (e.tagName === 'A' ? 24 : need) - 0.5) found.push(`target ${Math.round(wide)}×${Math.round(high)} px, ${need} needed: ${where(e)}`);
    }
    return once(found);
  };

  const moving = () => {
    const found = [];
    for (const e of document.querySelectorAll('*')) {
      for (const part of [null, '::before', '::after']) {
        const s = getComputedStyle(e, part);
        const slow = (list) => list.split(',').some((t) => parseFloat(t) * (t.trim().endsWith('ms') ? 0.001 : 1) > 0.011);
        if (s.animationName !== 'none' && slow(s.animationDuration)) found.push(`animation ${s.animationName}: ${where(e)}`);
        if (slow(s.transitionDuration)) found.push(`transition ${s.transitionDuration}: ${where(e)}`);
      }
    }
    if (getComputedStyle(document.documentElement).scrollBehavior === 'smooth') found.push('smooth scrolling');
    return once(found);
  };

  // The reader's own colours: edges are borders, icons are drawn in a colour that shows.
  const forced = () => {
    const found = [];
    for (const e of document.querySelectorAll('button,input,select,textarea')) {
      const s = getComputedStyle(e);
      if (!isSeen(e) || (['radio', 'checkbox'].includes(e.type) && s.appearance !== 'none')) continue;
      if (parseFloat(s.borderTopWidth) < 1 || s.borderTopStyle === 'none' || rgba(s.borderTopColor)[3] === 0) found.push(`no border: ${where(e)}`);
    }
    for (const e of document.querySelectorAll('svg.icon')) {
      const under = isSeen(e) && ground(e.parentElement);
      const s = getComputedStyle(e);
      const drawn = [s.stroke, s.fill].filter((v) => v !== 'none').map(rgba).filter((c) => c[3] > 0);
      if (under && !drawn.some((c) => ratio(over(c, under), under) >= 3)) found.push(`icon not seen: ${where(e)}`);
    }
    for (const e of document.querySelectorAll('body *')) {
      if (getComputedStyle(e).forcedColorAdjust === 'none' && !e.closest('svg')) found.push(`keeps its own colours: ${where(e)}`);
    }
    return once(found);
  };

  // What the chosen words say, on everything that is read or pressed.
  const isMono = (e) => /monospace/.test(getComputedStyle(e).fontFamily);
  const spaced = (e) => {
    const s = getComputedStyle(e);
    const em = (v) => parseFloat(v) / parseFloat(s.fontSize);
    return em(s.lineHeight) > 1.99 && em(s.letterSpacing) > 0.119 && em(s.wordSpacing) > 0.159;
  };
  const underlined = (e) => {
    const s = getComputedStyle(e);
    return s.textDecorationLine.includes('underline') && parseInt(s.fontWeight, 10) >= 700;
  };
  const promised = (choice) => {
    const found = [];
    const has = (word) => choice.split('.').includes(word);
    const letter = { 'f-legible': 'Legible', 'f-dislexia': 'Dislexia' }[choice.split('.').find((w) => w.startsWith('f-'))];
    const size = Number(/t-(\d+)/.exec(choice)?.[1] ?? 100) / 100;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    if (Math.abs(rem - 16 * size) > 0.1) found.push(`a rem is ${rem} px, ${16 * size} chosen`);
    for (const [, e] of texts()) {
      if (has('e-1') && !spaced(e)) found.push(`not spaced: ${where(e)}`);
      if (letter && !isMono(e) && !getComputedStyle(e).fontFamily.replace(/"/g, '').startsWith(letter)) found.push(`not in ${letter}: ${where(e)}`);
    }
    if (letter && ![...document.fonts].some((f) => f.family.replace(/"/g, '') === letter && f.status === 'loaded')) found.push(`${letter} is not loaded`);
    for (const e of document.querySelectorAll('a[href]')) if (has('u-1') && isSeen(e) && !underlined(e)) found.push(`not underlined and bold: ${where(e)}`);
    for (const e of document.querySelectorAll('*')) if (has('k-1') && !getComputedStyle(e).cursor.startsWith('url(')) found.push(`no large pointer: ${where(e)}`);
    return once(found);
  };

  // On paper: dark on white, nothing to press or search with.
  const paper = () => {
    const found = [];
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    if (rem > 13) found.push(`as large as on the screen: a rem is ${rem} px`);
    for (const [, e] of texts()) {
      const s = getComputedStyle(e);
      const under = ground(e) ?? [255, 255, 255, 1];
      if (ratio(under, [255, 255, 255, 1]) > 1.02) found.push(`not on white: ${where(e)}`);
      if (ratio(over(rgba(s.color), under), [255, 255, 255, 1]) < 7) found.push(`pale on paper: ${where(e)}`);
    }
    for (const e of document.querySelectorAll('nav,form,button,.skip,audio,video')) if (isSeen(e)) found.push(`printed: ${where(e)}`);
    for (const e of document.querySelectorAll('body *')) if (getComputedStyle(e).position === 'fixed') found.push(`fixed: ${where(e)}`);
    return once(found);
  };

  // Opens what can be opened, or puts it back.
  const open = (all) => {
    for (const d of document.querySelectorAll('details')) {
      d.dataset.was ??= d.open ? '1' : '0';
      d.open = all || d.dataset.was === '1';
    }
  };

  // WCAG 1.4.12: text spaced by the reader.
  let sheet = null;
  const space = (on) => {
    sheet ??= new CSSStyleSheet();
    sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}');
    document.adoptedStyleSheets = on ? [sheet] : [];
  };

  return { contrast, edges, focus, grey, sideways, clipped, targets, moving, forced, promised, paper, open, space };
})();
