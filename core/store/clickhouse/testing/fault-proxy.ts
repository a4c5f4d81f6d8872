import { once } from 'node:events';
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What stands between a client and the engine does to requests, until it is told otherwise. */
export type Fault =
  | 'none'
  /** Takes requests and never answers. */
  | 'silent'
  /** Ends the connection where the answer should begin; the engine has done what was asked. */
  | 'answer lost'
  /** Ends the connection in the middle of the answer. */
  | 'answer cut'
  /** All is well by the status, and an error follows half of the answer. */
  | 'error behind the status'
  /** All is well, says something that is no ClickHouse. */
  | 'something else'
  /** The engine's version is one of long ago. */
  | 'old'
  /** The engine's answer to everything but what reads: an error with this code. */
  | { readonly refusesWrites: number };

export interface FaultProxy {
  /** The address with the proxy in the place of the engine. */
  through(address: string): string;
  set(fault: Fault): void;
  stop(): Promise<void>;
}

/** A server of its own in front of the engine, on real sockets. */
export async function startFaultProxy(): Promise<FaultProxy> {
  let fault: Fault = 'none';
  let engine = '';
  const server = createServer(async (incoming, outgoing) => {
    const sent = await buffer(incoming);
    const asked = decodeURIComponent(incoming.url ?? '').replaceAll('+', ' ') + sent.toString('latin1');
    if (fault === 'silent') return;
    if (fault === 'something else') return void outgoing.end();
    if (typeof fault === 'object' && /\bINSERT INTO|\bCREATE\b/.test(asked))
      return refuse(outgoing, fault.refusesWrites);
    const answer = await forward(engine, incoming, sent);
    const body = await buffer(answer);
    if (fault === 'answer lost') return void outgoing.destroy();
    const { 'content-length': _length, 'transfer-encoding': _encoding, ...headers } = answer.headers;
    outgoing.writeHead(answer.statusCode ?? 500, headers);
    if (fault === 'old' && asked.includes('version()'))
      return void outgoing.end('{"version":"24.8.1.2684"}\n');
    if (fault === 'answer cut') {
      outgoing.write(body.subarray(0, body.length / 2));
      return void setImmediate(() => outgoing.destroy());
    }
    if (fault === 'error behind the status')
      return void outgoing.end(Buffer.concat([wholeLines(body), ERROR_OF_THE_MIDDLE]));
    outgoing.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    through(address) {
      const url = new URL(address);
      engine = url.origin;
      return `http://127.0.0.1:${port}${url.pathname}`;
    },
    set(next) {
      fault = next;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const ERROR_OF_THE_MIDDLE = Buffer.from(
  'Code: 241. DB::Exception: Memory limit (total) exceeded. (MEMORY_LIMIT_EXCEEDED)\n',
);

/** The first half of the rows, each of them whole. */
function wholeLines(body: Buffer): Buffer {
  const end = body.lastIndexOf('\n', body.length / 2);
  return body.subarray(0, end + 1);
}

function refuse(outgoing: ServerResponse, code: number): void {
  outgoing.writeHead(500, { 'X-ClickHouse-Exception-Code': String(code) });
  outgoing.end(`Code: ${code}. DB::Exception: Cannot write. (REFUSED_BY_TEST)`);
}

async function forward(engine: string, incoming: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  const { host: _host, 'transfer-encoding': _encoding, ...headers } = incoming.headers;
  const outgoing = ask(engine + incoming.url, {
    method: incoming.method ?? 'GET',
    headers: { ...headers, 'content-length': body.length },
  });
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return answer;
}
