import type { Socket } from 'node:net';
import { decode } from '../outgoing/decode';
import { createLines, type HttpLines } from './http-lines';
import type { HttpPost } from './post';

type Headers = Readonly<Record<string, string>>;

/**
 * Makes keep-alive clients whose requests to one origin share connections. HTTP/1.1 is spoken on a plain socket: two
 * requests this way took half the time and CPU of two through `node:http`.
 */
export function createSocketPosts(): (url: URL, headers: Headers) => HttpPost {
  const origins = new Map<string, HttpLines>();
  return (url, headers) => {
    const lines = origins.get(url.origin) ?? createLines(connector(url));
    origins.set(url.origin, lines);
    const head = requestHead(url, headers);
    const post: HttpPost = (payload, timeoutMs) => lines.post(head, payload, timeoutMs);
    // When the handler has begun to wait for something of its own.
    post.connect = () => void setImmediate(lines.connect);
    return post;
  };
}

/** Loads the one module it needs, here and not at the first request. */
function connector({ protocol, hostname, port }: URL): () => Socket {
  const host = hostname.replace(/^\[|\]$/g, '');
  const options = { host, noDelay: true, keepAlive: true };
  if (protocol === 'http:') {
    const { connect } = process.getBuiltinModule('node:net');
    return () => connect({ ...options, port: Number(port || 80) });
  }
  const { connect } = process.getBuiltinModule('node:tls');
  // An address is no name to ask a server for.
  const servername = /^[\d.]+$|:/.test(host) ? '' : host;
  return () => connect({ ...options, port: Number(port || 443), servername, ALPNProtocols: ['http/1.1'] });
}

// No variable may end a header early.
const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/g;

/** Everything ahead of the length of the body. */
function requestHead({ host, pathname, search, username, password }: URL, headers: Headers): string {
  const login = username || password ? decode(`${username}:${password}`) : undefined;
  const lines = Object.entries({
    host,
    ...(login ? { authorization: `Basic ${Buffer.from(login).toString('base64')}` } : {}),
    ...headers,
  }).map(([name, value]) => `${`${name}: ${value}`.replace(UNSENDABLE, '')}\r\n`);
  return `POST ${pathname}${search} HTTP/1.1\r\n${lines.join('')}content-length: `;
}
