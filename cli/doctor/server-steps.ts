import { connect } from 'node:net';
import type { Config } from '@/core/config';
import { DAMAGED } from '@/core/database/errors';
import { FaaslensError } from '@/core/errors';
import { urlOf } from '../ready-text';
import { type Answer, ask, askOwn } from './ask';
import type { Step } from './step';

/** A busy machine takes seconds of its own. */
const PATIENCE_MS = 15_000;
const QUESTION = { method: 'GET', secret: null, patienceMs: PATIENCE_MS } as const;

/** The servers of a running Faaslens, as a client on this machine reaches them. */
export function serverSteps(config: Config): readonly Step[] {
  const { host, tls, port, otlpHttpPort, otlpGrpcPort, publicUrl } = config;
  const steps: Step[] = [
    {
      name: 'OTLP/HTTP',
      needed: true,
      run: () => checkOwn(tls, urlOf({ host, tls }, otlpHttpPort), 'FAASLENS_OTLP_HTTP_PORT'),
    },
    { name: 'OTLP/gRPC', needed: false, run: () => checkPort(urlOf({ host, tls }, otlpGrpcPort)) },
    {
      name: 'dashboard',
      needed: true,
      run: () => checkOwn(tls, urlOf({ host, tls }, port), 'FAASLENS_PORT'),
    },
  ];
  if (publicUrl !== null) {
    steps.push({
      name: 'public address',
      needed: false,
      run: () =>
        checkReady(
          publicUrl,
          ask(`${publicUrl}/readyz`, {
            ...QUESTION,
            hint: 'does FAASLENS_PUBLIC_URL lead to the dashboard?',
          }),
        ),
    });
  }
  return steps;
}

function checkOwn(tls: Config['tls'], url: string, setting: string): Promise<string> {
  const hint = `is Faaslens started, with the same ${setting}?`;
  return checkReady(url, askOwn(tls, `${url}/readyz`, { ...QUESTION, hint }));
}

async function checkReady(url: string, asked: Promise<Answer>): Promise<string> {
  const { status, text } = await asked;
  if (status === 200 && text.includes(DAMAGED))
    throw new FaaslensError('unavailable', `${url}: ${text.trim()}`);
  if (status === 200) return `${url} is ready`;
  throw new FaaslensError('unavailable', `${url} answers ${status}: its log says why`);
}

function checkPort(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const fault = (cause?: Error) =>
      reject(
        new FaaslensError('unavailable', `nothing listens at ${url} (FAASLENS_OTLP_GRPC_PORT)`, { cause }),
      );
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port),
      timeout: PATIENCE_MS,
    });
    socket.once('connect', () => {
      socket.destroy();
      resolve(`${url} listens`);
    });
    socket.once('timeout', () => {
      socket.destroy();
      fault();
    });
    socket.once('error', fault);
  });
}
