import { Socket } from 'node:net';
import pino from 'pino';
import { createDoor } from '@/core/auth/authorize';
import { FaaslensError } from '@/core/errors';
import type { Ingest, IngestResult } from '../../ingest/ingest';
import type { Encoding } from '../../otlp/decode';
import { decodeLogs, decodeTraces } from '../../otlp/decode';
import { createOtlpServer, type OtlpLimits, type OtlpServer } from '../server';

export interface TestServer {
  readonly server: OtlpServer;
  readonly port: number;
  readonly url: string;
  /** Bytes of the bodies that reached the ingest, in order. */
  readonly sizes: number[];
  /** What the operator was told. */
  readonly logged: { level: number; msg: string }[];
  /** Replaces what the ingest does with a body. */
  accept: (signal: string, encoding: Encoding, body: Uint8Array) => Promise<IngestResult>;
  ready: boolean;
}

export const INGEST_KEY = 'flk_ingest_key_of_the_tests';
/** Asking for this key fails because the database is locked. */
export const LOCKED_KEY = 'flk_locked';
export const READ_KEY = 'flk_read_key_of_the_tests_';

/** A server on a free port whose ingest decodes but keeps nothing; `accept` makes it fail or wait. */
export async function startServer({
  auth = 'off',
  limits = {},
}: {
  auth?: 'off' | 'required';
  limits?: Partial<OtlpLimits>;
} = {}): Promise<TestServer> {
  const sizes: number[] = [];
  const logged: TestServer['logged'] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => logged.push(JSON.parse(line)) });
  const state: Pick<TestServer, 'accept' | 'ready'> = {
    ready: true,
    accept: async (signal, encoding, body) =>
      signal === 'traces' ? decodeTraces(body, encoding, 1n) : decodeLogs(body, encoding, 1n),
  };
  const ingest: Ingest = {
    alive: true,
    submit: (signal, encoding, body) => {
      sizes.push(body.byteLength);
      return state.accept(signal, encoding, body);
    },
    close: async () => {},
  };
  const door = createDoor({
    config: { auth, host: '127.0.0.1', publicUrl: null, adminKey: null },
    findKey: async (secret) => {
      if (secret === LOCKED_KEY) throw new FaaslensError('unavailable', 'keys cannot be read');
      if (secret === INGEST_KEY) return { id: 'one', scope: 'ingest' };
      return secret === READ_KEY ? { id: 'two', scope: 'read' } : null;
    },
  });
  const server = createOtlpServer({
    config: { host: '127.0.0.1', otlpHttpPort: 0 },
    ingest,
    door,
    ready: () => state.ready,
    log,
    limits,
  });
  const { port } = await server.listen();
  return Object.assign(state, { server, port, url: `http://127.0.0.1:${port}`, sizes, logged });
}

/** Writes bytes to a bare connection; resolves with all that came back once it is closed. */
export function rawExchange(
  port: number,
  write: (socket: Socket) => void,
): Promise<{ text: string; ms: number }> {
  return new Promise((resolve) => {
    const started = performance.now();
    const socket = new Socket();
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve({ text, ms: performance.now() - started }));
    socket.connect(port, '127.0.0.1', () => write(socket));
  });
}

/** Code and message of a google.rpc.Status in either encoding. */
export function readStatus(contentType: string | null, body: Buffer): { code: number; message: string } {
  if (contentType === 'application/json') return JSON.parse(body.toString());
  // code: varint field 1; message: field 2 with a length of one or two bytes.
  const lengthBytes = (body[3] ?? 0) < 0x80 ? 1 : 2;
  return { code: body[1] ?? -1, message: body.toString('utf8', 3 + lengthBytes) };
}
