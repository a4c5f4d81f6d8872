import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freePort } from '../../scripts/free-port.mjs';
import { until } from './api';
import { ROOT, type Service } from './service';

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent in one piece with its length, or piece by piece without. */
  readonly body?: string | Buffer | readonly Buffer[];
  /** Where the client comes from: an address of this machine. */
  readonly from?: string;
}

export interface Caddy {
  /** The certificate of the authority that it made for itself: a PEM file. */
  readonly authority: string;
  readonly port: number;
  /** Asks a site by its name; answers as soon as the head of the answer is there. */
  open(name: string, path: string, asked?: Asked): Promise<IncomingMessage>;
  /** The same, with the whole answer. */
  ask(
    name: string,
    path: string,
    asked?: Asked,
  ): Promise<{ status: number; headers: IncomingMessage['headers']; body: string }>;
  stop(): Promise<void>;
}

/**
 * Runs Caddy with the recipe of docs/https.md as it stands there, but for the ports of the service. Ports of its own and
 * an authority of its own are options that a test needs.
 */
export async function startCaddy(
  program: string,
  folder: string,
  port: number,
  env: Service['env'],
): Promise<Caddy> {
  const recipe = /^## Behind Caddy$[\s\S]*?^```$\n([\s\S]*?)^```$/m.exec(
    readFileSync(join(ROOT, 'docs/https.md'), 'utf8'),
  )?.[1];
  if (recipe === undefined) throw new Error('docs/https.md has no recipe for Caddy');
  const sites = recipe
    .replace(':3000', `:${env.FAASLENS_PORT}`)
    .replace(':4318', `:${env.FAASLENS_OTLP_HTTP_PORT}`)
    .replace(':4317', `:${env.FAASLENS_OTLP_GRPC_PORT}`);
  const options = [
    'admin off',
    'local_certs',
    'skip_install_trust',
    `http_port ${await freePort()}`,
    `https_port ${port}`,
  ];
  const file = join(folder, 'Caddyfile');
  writeFileSync(file, `{\n\t${options.join('\n\t')}\n}\n\n${sites}`);
  const child = spawn(program, ['run', '--config', file, '--adapter', 'caddyfile'], {
    env: { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  const authority = join(folder, 'caddy/pki/authorities/local/root.crt');

  const open: Caddy['open'] = (name, path, { method = 'GET', headers = {}, body, from } = {}) =>
    new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host: '127.0.0.1',
          port,
          path,
          method,
          servername: name,
          ca: readFileSync(authority),
          agent: false,
          ...(from && { localAddress: from }),
          headers: { host: `${name}:${port}`, ...headers },
        },
        resolve,
      );
      outgoing.once('error', reject);
      const pieces = Array.isArray(body) ? body : [];
      for (const piece of pieces) outgoing.write(piece);
      outgoing.end(pieces.length > 0 ? undefined : body);
    });
  const ask: Caddy['ask'] = async (...asked) => {
    const answer = await open(...asked);
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) };
  };
  const isUp = async () => {
    if (child.exitCode !== null) throw new Error(`Caddy ended:\n${output}`);
    const answers = ['lens', 'otlp', 'otlp-grpc'].map((name) => open(`${name}.example.org`, '/healthz'));
    const heads = await Promise.all(answers).catch(() => []);
    for (const head of heads) head.destroy();
    return heads.length > 0;
  };
  await until(isUp, Boolean);
  return {
    authority,
    port,
    open,
    ask,
    async stop() {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}
