import type { Environment } from './environment';
import { parseKeyValues } from './key-values';
import type { ReadNumber } from './read-number';

export type Signal = 'traces' | 'logs';

/** Where and how one signal is sent. */
export interface SignalConfig {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Longest time in ms that an invocation may wait for the export. */
  readonly timeoutMs: number;
  readonly gzip: boolean;
}

const PREFIX = 'OTEL_EXPORTER_OTLP_';
const DEFAULT_ENDPOINT = 'http://localhost:4318';

// The standard default of 10 s is meant for background export; here a caller waits for it.
const DEFAULT_TIMEOUT_MS = 300;

/** The variables of one signal, per-signal ones before generic ones; `undefined` when it is not to be exported. */
export function readSignal(
  signal: Signal,
  env: Environment,
  number: ReadNumber,
  warnings: string[],
): SignalConfig | undefined {
  const name = signal.toUpperCase();
  const own = `${PREFIX}${name}_`;
  const read = (variable: string) => env[variable]?.trim();
  const either = (suffix: string) => (read(own + suffix) || read(PREFIX + suffix))?.toLowerCase();

  const exporter = read(`OTEL_${name}_EXPORTER`)?.toLowerCase() || 'otlp';
  if (!/\botlp\b/.test(exporter)) {
    if (exporter !== 'none')
      warnings.push(`${signal} are not sent: OTEL_${name}_EXPORTER knows otlp and none`);
    return undefined;
  }
  const protocol = either('PROTOCOL') || 'http/json';
  if (protocol !== 'http/json') {
    warnings.push(`the OTLP protocol ${protocol} is not supported; http/json is used for ${signal}`);
  }
  const base = read(`${PREFIX}ENDPOINT`) || DEFAULT_ENDPOINT;
  const address = read(`${own}ENDPOINT`) || `${base.replace(/\/+$/, '')}/v1/${signal}`;
  if (!/^https?:/i.test(address) || !URL.canParse(address)) {
    warnings.push(`${signal} are not sent: ${address} is not an http or https address`);
    return undefined;
  }
  return {
    url: new URL(address),
    headers: { ...parseKeyValues(env[`${PREFIX}HEADERS`]), ...parseKeyValues(env[`${own}HEADERS`]) },
    timeoutMs: number([`${own}TIMEOUT`, `${PREFIX}TIMEOUT`], DEFAULT_TIMEOUT_MS, 1),
    gzip: either('COMPRESSION') === 'gzip',
  };
}
