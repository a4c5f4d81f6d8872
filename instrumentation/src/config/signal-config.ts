import type { Environment } from './environment';
import { parseKeyValues } from './key-values';

export type Signal = 'traces' | 'logs';

/** Where and how one signal is sent. */
export interface SignalConfig {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Longest time in ms that an invocation may wait for the export. */
  readonly timeoutMs: number;
  readonly gzip: boolean;
}

const DEFAULT_ENDPOINT = 'http://localhost:4318';

// The standard default of 10 s is meant for background export; here a caller waits for it.
const DEFAULT_TIMEOUT_MS = 300;

/** The variables of one signal, per-signal ones before generic ones; `undefined` when it is not to be exported. */
export function readSignal(signal: Signal, env: Environment, warnings: string[]): SignalConfig | undefined {
  const name = signal.toUpperCase();
  if (!isExported(`OTEL_${name}_EXPORTER`, env, warnings)) return undefined;
  const read = (suffix: string) =>
    env[`OTEL_EXPORTER_OTLP_${name}_${suffix}`]?.trim() || env[`OTEL_EXPORTER_OTLP_${suffix}`]?.trim();

  const protocol = read('PROTOCOL');
  if (protocol && protocol !== 'http/json') {
    warnings.push(`the OTLP protocol ${protocol} is not supported; http/json is used for ${signal}`);
  }
  const url = readUrl(signal, env, warnings);
  if (url === undefined) return undefined;
  return {
    url,
    headers: {
      ...parseKeyValues(env.OTEL_EXPORTER_OTLP_HEADERS),
      ...parseKeyValues(env[`OTEL_EXPORTER_OTLP_${name}_HEADERS`]),
    },
    timeoutMs: readTimeout(read('TIMEOUT'), warnings),
    gzip: read('COMPRESSION')?.toLowerCase() === 'gzip',
  };
}

function isExported(variable: string, env: Environment, warnings: string[]): boolean {
  const wanted = env[variable]?.trim().toLowerCase() || 'otlp';
  const names = wanted.split(',').map((name) => name.trim());
  if (names.includes('otlp')) return true;
  if (wanted !== 'none')
    warnings.push(`${variable}=${wanted} is not supported, only otlp and none; none is used`);
  return false;
}

function readUrl(signal: Signal, env: Environment, warnings: string[]): URL | undefined {
  const own = env[`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT`]?.trim();
  const generic = env.OTEL_EXPORTER_OTLP_ENDPOINT?.trim() || DEFAULT_ENDPOINT;
  const text = own || `${generic.replace(/\/+$/, '')}/v1/${signal}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  warnings.push(`the OTLP endpoint ${text} is not an http or https address; ${signal} are not sent`);
  return undefined;
}

function readTimeout(text: string | undefined, warnings: string[]): number {
  if (text === undefined) return DEFAULT_TIMEOUT_MS;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  warnings.push(`the OTLP timeout ${text} is not a number of milliseconds; ${DEFAULT_TIMEOUT_MS} is used`);
  return DEFAULT_TIMEOUT_MS;
}
