import { LOG_LEVELS, type LogLevel } from '../diagnostics';
import type { Environment } from './environment';
import { parseKeyValues } from './key-values';
import { type ReadNumber, readNumber } from './read-number';
import { readSignal, type SignalConfig } from './signal-config';

export interface SamplerConfig {
  /** The part of `OTEL_TRACES_SAMPLER` after an optional `parentbased_`. */
  readonly root: string;
  readonly parentBased: boolean;
  /** 0 to 1; used by `traceidratio` alone. */
  readonly ratio: number;
}

export interface Limits {
  readonly attributeCount: number;
  /** Characters that are kept of an attribute, a log body or a stack trace. */
  readonly valueLength: number;
  readonly eventCount: number;
  readonly linkCount: number;
}

/** What the variables say. A signal that is not exported is `undefined`. */
export interface Config {
  readonly disabled: boolean;
  readonly logLevel: LogLevel;
  readonly serviceName: string | undefined;
  readonly resourceAttributes: Readonly<Record<string, string>>;
  readonly traces: SignalConfig | undefined;
  readonly logs: SignalConfig | undefined;
  readonly sampler: SamplerConfig;
  readonly limits: Limits;
  /** False when `OTEL_PROPAGATORS` leaves `tracecontext` out: incoming context is then ignored. */
  readonly traceContext: boolean;
  /** Whether outgoing calls become spans and carry the trace context. */
  readonly outgoing: boolean;
  /** Whether the payloads of every invocation are looked at. */
  readonly payloads: boolean;
  /** Answers the caller first and sends then, where the platform can be asked to stay awake. */
  readonly sendAfterAnswer: boolean;
  /** One sentence per value that could not be used as it is. */
  readonly warnings: readonly string[];
}

/** Reads the configuration; never throws, what is wrong is replaced by its default and named in `warnings`. */
export function readConfig(env: Environment): Config {
  const warnings: string[] = [];
  const word = (name: string) => env[name]?.trim().toLowerCase() || undefined;
  const number = readNumber(env, warnings);
  const count = (name: string) => number([`OTEL_SPAN_${name}_COUNT_LIMIT`, `OTEL_${name}_COUNT_LIMIT`], 128);
  const length = 'ATTRIBUTE_VALUE_LENGTH_LIMIT';
  const level = word('OTEL_LOG_LEVEL');
  return {
    disabled: word('OTEL_SDK_DISABLED') === 'true',
    logLevel: LOG_LEVELS.find((known) => known === level) ?? 'info',
    serviceName: env.OTEL_SERVICE_NAME?.trim() || undefined,
    resourceAttributes: parseKeyValues(env.OTEL_RESOURCE_ATTRIBUTES),
    traces: readSignal('traces', env, number, warnings),
    logs: readSignal('logs', env, number, warnings),
    sampler: readSampler(word('OTEL_TRACES_SAMPLER'), number, warnings),
    limits: {
      attributeCount: count('ATTRIBUTE'),
      // The specification has no limit here; a function has little memory and a bounded flush.
      valueLength: number([`OTEL_SPAN_${length}`, `OTEL_${length}`], 32_768),
      eventCount: count('EVENT'),
      linkCount: count('LINK'),
    },
    traceContext: /\btracecontext\b/.test(word('OTEL_PROPAGATORS') ?? 'tracecontext'),
    outgoing: word('FAASLENS_OUTGOING') !== 'false',
    payloads: (word('FAASLENS_PAYLOADS') ?? 'off') !== 'off',
    sendAfterAnswer: word('FAASLENS_SEND_AFTER_ANSWER') === 'true',
    warnings,
  };
}

const SAMPLER = /^(parentbased_)?(always_on|always_off|traceidratio)$/;
const DEFAULT_SAMPLER = 'parentbased_always_on';

function readSampler(name = DEFAULT_SAMPLER, number: ReadNumber, warnings: string[]): SamplerConfig {
  const [, parentBased, root] = SAMPLER.exec(name) ?? [];
  if (root === undefined) {
    warnings.push(`OTEL_TRACES_SAMPLER=${name} is not known; ${DEFAULT_SAMPLER} is used`);
    return { root: 'always_on', parentBased: true, ratio: 1 };
  }
  return {
    root,
    parentBased: parentBased !== undefined,
    ratio: root === 'traceidratio' ? number(['OTEL_TRACES_SAMPLER_ARG'], 1, 0, 1) : 1,
  };
}
