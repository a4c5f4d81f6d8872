import { Socket } from 'node:net';
import type { IntakeLimits } from '../intake';
import { createOtlpServer, type OtlpLimits, type OtlpServer } from '../server';
import { type TestIntake, type TestIntakeOptions, testIntake } from './intake';

export interface TestServer extends TestIntake {
  readonly server: OtlpServer;
  readonly port: number;
  readonly url: string;
  ready: boolean;
  damaged: boolean;
}

/** A server on a free port in front of a test intake. */
export async function startServer({
  limits = {},
  corsOrigins = [],
  ...options
}: TestIntakeOptions & {
  limits?: Partial<OtlpLimits & IntakeLimits>;
  corsOrigins?: readonly string[];
} = {}): Promise<TestServer> {
  const state = Object.assign(testIntake({ ...options, limits }), { ready: true, damaged: false });
  const server = createOtlpServer({
    config: { host: '127.0.0.1', otlpHttpPort: 0, corsOrigins },
    intake: state.intake,
    ready: () => state.ready,
    isDamaged: () => state.damaged,
    log: state.log,
    limits,
  });
  const { port } = await server.listen();
  return Object.assign(state, { server, port, url: `http://127.0.0.1:${port}` });
}

/** Writes bytes to a raw connection; resolves with everything received once it is closed. */
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
