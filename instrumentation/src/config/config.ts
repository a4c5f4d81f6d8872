import { LOG_LEVELS, type LogLevel } from '../diagnostics';
import type { Environment } from './environment';
import { parseKeyValues } from './key-values';
import { type PayloadConfig, readPayloads } from './payload-config';
import { readSignal, type SignalConfig } from './signal-config';

export interface SamplerConfig {
  /** The part of `OTEL_TRACES_SAMPLER` after an optional `parentbased_`. */
  readonly root: 'always_on' | 'always_off' | 'traceidratio';
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

/** What the `OTEL_*` variables say. A signal that is not exported is `undefined`. */
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
  readonly payloads: PayloadConfig;
  /** Answers the caller first and sends then, where the platform can be asked to stay awake. */
  readonly sendAfterAnswer: boolean;
  /** One sentence per value that could not be used as it is. */
  readonly warnings: readonly string[];
}

const SAMPLER_ROOTS = ['always_on', 'always_off', 'traceidratio'] as const;

/** Reads the configuration; never throws, what is wrong is replaced by its default and named in `warnings`. */
export function readConfig(env: Environment): Config {
  const warnings: string[] = [];
  return {
    disabled: env.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true',
    logLevel: readLogLevel(env),
    serviceName: env.OTEL_SERVICE_NAME?.trim() || undefined,
    resourceAttributes: parseKeyValues(env.OTEL_RESOURCE_ATTRIBUTES),
    traces: readSignal('traces', env, warnings),
    logs: readSignal('logs', env, warnings),
    sampler: readSampler(env, warnings),
    limits: readLimits(env, warnings),
    traceContext: readTraceContext(env),
    outgoing: env.FAASLENS_OUTGOING?.trim().toLowerCase() !== 'false',
    payloads: readPayloads(env, warnings),
    sendAfterAnswer: env.FAASLENS_SEND_AFTER_ANSWER?.trim().toLowerCase() === 'true',
    warnings,
  };
}

function readLogLevel(env: Environment): LogLevel {
  const wanted = env.OTEL_LOG_LEVEL?.trim().toLowerCase();
  if (wanted === 'all' || wanted === 'verbose') return 'debug';
  return LOG_LEVELS.find((level) => level === wanted) ?? 'info';
}

function readSampler(env: Environment, warnings: string[]): SamplerConfig {
  const name = env.OTEL_TRACES_SAMPLER?.trim().toLowerCase() || 'parentbased_always_on';
  const parentBased = name.startsWith('parentbased_');
  const root = SAMPLER_ROOTS.find((candidate) => candidate === name.replace('parentbased_', ''));
  if (root === undefined) {
    warnings.push(`OTEL_TRACES_SAMPLER=${name} is not known; parentbased_always_on is used`);
    return { root: 'always_on', parentBased: true, ratio: 1 };
  }
  const argument = env.OTEL_TRACES_SAMPLER_ARG?.trim();
  const ratio = root === 'traceidratio' && argument ? Number(argument) : 1;
  if (ratio >= 0 && ratio <= 1) return { root, parentBased, ratio };
  warnings.push(`OTEL_TRACES_SAMPLER_ARG=${argument} is not a number from 0 to 1; 1 is used`);
  return { root, parentBased, ratio: 1 };
}

function readLimits(env: Environment, warnings: string[]): Limits {
  const count = (fallback: number, ...names: string[]): number => {
    const name = names.find((candidate) => env[candidate]?.trim());
    if (name === undefined) return fallback;
    const value = Number(env[name]);
    if (Number.isInteger(value) && value >= 0) return value;
    warnings.push(`${name}=${env[name]} is not a whole number; ${fallback} is used`);
    return fallback;
  };
  return {
    attributeCount: count(128, 'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', 'OTEL_ATTRIBUTE_COUNT_LIMIT'),
    // The specification has no limit here; a function has little memory and a bounded flush.
    valueLength: count(32_768, 'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT'),
    eventCount: count(128, 'OTEL_SPAN_EVENT_COUNT_LIMIT'),
    linkCount: count(128, 'OTEL_SPAN_LINK_COUNT_LIMIT'),
  };
}

function readTraceContext(env: Environment): boolean {
  const names = env.OTEL_PROPAGATORS?.trim().toLowerCase();
  return !names || names.split(',').some((name) => name.trim() === 'tracecontext');
}
