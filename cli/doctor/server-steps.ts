import { connect } from 'node:net';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import { urlOf } from '../ready-text';
import type { Step } from './step';

/** A busy machine takes seconds of its own. */
const PATIENCE_MS = 15_000;

/** The servers of a running Faaslens, as a client on this machine reaches them. */
export function serverSteps(config: Config): readonly Step[] {
  const { host, tls, port, otlpHttpPort, otlpGrpcPort, publicUrl } = config;
  const steps: Step[] = [
    {
      name: 'OTLP/HTTP',
      needed: true,
      run: () => checkReady(urlOf({ host, tls }, otlpHttpPort), 'FAASLENS_OTLP_HTTP_PORT'),
    },
    { name: 'OTLP/gRPC', needed: false, run: () => checkPort(urlOf({ host, tls }, otlpGrpcPort)) },
    { name: 'dashboard', needed: true, run: () => checkReady(urlOf({ host, tls }, port), 'FAASLENS_PORT') },
  ];
  if (publicUrl !== null) {
    steps.push({
      name: 'public address',
      needed: false,
      run: () => checkReady(publicUrl, 'FAASLENS_PUBLIC_URL'),
    });
  }
  return steps;
}

async function checkReady(url: string, setting: string): Promise<string> {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(
    (cause: unknown) => {
      throw new FaaslensError(
        'unavailable',
        `nothing answers at ${url}: is Faaslens started, with the same ${setting}?`,
        { cause },
      );
    },
  );
  await response.body?.cancel();
  if (response.ok) return `${url} is ready`;
  throw new FaaslensError('unavailable', `${url} answers ${response.status}: its log says why`);
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
