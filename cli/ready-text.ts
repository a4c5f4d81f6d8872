import { join } from 'node:path';
import { asksForKey } from '@/core/auth/asks-for-key';
import type { Config } from '@/core/config';

/** The address of a server of ours as a client on this machine reaches it. */
export function urlOf({ host, tls }: Pick<Config, 'host' | 'tls'>, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `${tls === null ? 'http' : 'https'}://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/** What a person sees when everything runs: addresses, where the data lies, and how to send a first trace. */
export function readyText({
  config,
  root,
  seconds,
}: {
  config: Config;
  root: string;
  seconds: number;
}): string {
  const examples = join(root, 'examples');
  return [
    '',
    `Faaslens is ready (${seconds.toFixed(1)} s)`,
    `  Dashboard  ${config.publicUrl ?? urlOf(config, config.port)}`,
    `  OTLP/HTTP  ${urlOf(config, config.otlpHttpPort)}`,
    `  OTLP/gRPC  ${urlOf(config, config.otlpGrpcPort)}`,
    `  Data       ${config.dataDir}`,
    '',
    'Send a first trace from a wrapped function (in another terminal):',
    `  cd "${examples}"`,
    `  export OTEL_EXPORTER_OTLP_ENDPOINT=${urlOf(config, config.otlpHttpPort)}`,
    ...(asksForKey(config)
      ? [
          '  export OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer%20<key of faaslens keys create --scope ingest>"',
        ]
      : []),
    '  node run-lambda.mjs aws-lambda/checkout.mjs --event aws-lambda/events/checkout.json',
    '',
    'The dashboard shows how to wrap your own. Ctrl+C stops everything.',
    '',
  ].join('\n');
}
