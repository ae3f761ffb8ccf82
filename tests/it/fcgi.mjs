// FastCGI as nginx's side speaks it, written from the specification
// (https://fastcgi-archives.github.io/FastCGI_Specification.html), so that a test can
// send any bytes at all: right ones, half ones, and wrong ones.
import net from 'node:net';

export const BEGIN_REQUEST = 1;
export const ABORT_REQUEST = 2;
export const END_REQUEST = 3;
export const PARAMS = 4;
export const STDIN = 5;
export const STDOUT = 6;
export const STDERR = 7;
export const GET_VALUES = 9;

export const RESPONDER = 1;
export const KEEP_CONN = 1;

/** One record. `content` above 65,535 bytes does not fit in one; see stream(). */
export function record(type, id, content = Buffer.alloc(0), padding = 0) {
  const head = Buffer.alloc(8);
  head.writeUInt8(1, 0);
  head.writeUInt8(type, 1);
  head.writeUInt16BE(id, 2);
  head.writeUInt16BE(content.length, 4);
  head.writeUInt8(padding, 6);
  return Buffer.concat([head, content, Buffer.alloc(padding)]);
}

/** Any number of bytes as records of one type, ended by an empty one. */
export function stream(type, id, content, piece = 65535) {
  const records = [];
  for (let at = 0; at < content.length; at += piece) records.push(record(type, id, content.subarray(at, at + piece)));
  records.push(record(type, id));
  return Buffer.concat(records);
}

export function begin(id, role = RESPONDER, flags = 0) {
  const body = Buffer.alloc(8);
  body.writeUInt16BE(role, 0);
  body.writeUInt8(flags, 2);
  return record(BEGIN_REQUEST, id, body);
}

function length(n) {
  if (n < 128) return Buffer.from([n]);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE((n | 0x80000000) >>> 0, 0);
  return bytes;
}

/** Name-value pairs; `params` is an object or a list of pairs (names may repeat). */
export function pairs(params) {
  const list = Array.isArray(params) ? params : Object.entries(params);
  return Buffer.concat(
    list.flatMap(([name, value]) => {
      const n = Buffer.from(name);
      const v = Buffer.from(value);
      return [length(n.length), length(v.length), n, v];
    }),
  );
}

/** The parameters that nginx sends for GET `uri`, with `more` over them. */
export function paramsFor(uri, more = {}) {
  const [path, query = ''] = uri.split('?');
  return {
    REQUEST_METHOD: 'GET',
    REQUEST_URI: uri,
    DOCUMENT_URI: path,
    SCRIPT_NAME: path,
    PATH_INFO: path,
    QUERY_STRING: query,
    CONTENT_TYPE: '',
    CONTENT_LENGTH: '',
    SERVER_PROTOCOL: 'HTTP/1.1',
    GATEWAY_INTERFACE: 'CGI/1.1',
    HTTP_HOST: 'localhost',
    SERVER_NAME: 'localhost',
    REMOTE_ADDR: '127.0.0.1',
    ...more,
  };
}

/** A whole request as bytes. */
export function request(uri, { params = {}, body = Buffer.alloc(0), id = 1 } = {}) {
  return Buffer.concat([
    begin(id),
    stream(PARAMS, id, pairs(paramsFor(uri, params))),
    stream(STDIN, id, Buffer.from(body)),
  ]);
}

/** What came back: stdout and stderr as buffers, END_REQUEST or null, status and headers of the answer. */
export function parse(bytes) {
  const out = [];
  const err = [];
  let end = null;
  let at = 0;
  while (at + 8 <= bytes.length) {
    const type = bytes.readUInt8(at + 1);
    const n = bytes.readUInt16BE(at + 4);
    const padding = bytes.readUInt8(at + 6);
    if (at + 8 + n > bytes.length) break;
    const content = bytes.subarray(at + 8, at + 8 + n);
    if (type === STDOUT) out.push(content);
    if (type === STDERR) err.push(content);
    if (type === END_REQUEST) end = { app: content.readUInt32BE(0), protocol: content.readUInt8(4) };
    at += 8 + n + padding;
  }
  return { end, stderr: Buffer.concat(err), ...answer(Buffer.concat(out)), left: bytes.length - at };
}

function answer(stdout) {
  const split = stdout.indexOf('\r\n\r\n');
  if (split < 0) return { stdout, status: 0, headers: {}, body: Buffer.alloc(0) };
  const headers = {};
  for (const line of stdout.subarray(0, split).toString().split('\r\n')) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { stdout, status: parseInt(headers.status ?? '200', 10), headers, body: stdout.subarray(split + 4) };
}

/** A connection to a FastCGI socket that sends what it is told. */
export class Connection {
  constructor(socket) {
    this.socket = socket;
    this.chunks = [];
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('data', (chunk) => this.chunks.push(chunk));
    socket.on('error', () => {}); // the other side may hang up; 'close' follows
  }

  static async open(path) {
    const socket = net.connect({ path });
    const connection = new Connection(socket);
    await new Promise((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return connection;
  }

  send(bytes) {
    return new Promise((resolve) => this.socket.write(bytes, () => resolve()));
  }

  /** What came until now. */
  get received() {
    return Buffer.concat(this.chunks);
  }

  /** Everything until the other side closes. */
  async all() {
    await this.closed;
    return parse(this.received);
  }

  /** Closes at once, like a process that died. */
  drop() {
    this.socket.destroy();
  }
}

/** Sends one request and returns the parsed answer. */
export async function ask(path, uri, options) {
  const connection = await Connection.open(path);
  await connection.send(request(uri, options));
  return connection.all();
}
