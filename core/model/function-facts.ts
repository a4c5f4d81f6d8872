import { type Attributes, numberAttribute, stringAttribute } from './attributes';
import { lambdaArnOf, platformOf, runsOn } from './faas-resource';
import type { FunctionFacts } from './invocation';
import { plausibleMb, plausibleMs } from './plausible';

const MEBIBYTE = 1024 * 1024;

const ARCHITECTURES: ReadonlyMap<string, string> = new Map([
  ['amd64', 'x86_64'],
  ['x64', 'x86_64'],
  ['x86_64', 'x86_64'],
  ['arm64', 'arm64'],
  ['aarch64', 'arm64'],
]);

/** What an invocation span and its resource say about the function; attributes must have their current names. */
export function functionFacts(span: Attributes, resource: Attributes): FunctionFacts {
  const either = (key: string) => stringAttribute(resource, key) ?? stringAttribute(span, key);
  const architecture = either('host.arch');
  const arn = lambdaArnOf(span, resource);
  return {
    service: stringAttribute(resource, 'service.name'),
    platform: platformOf(resource) ?? platformOf(span) ?? runsOn(resource) ?? (arn ? 'aws_lambda' : null),
    runtime: runtimeOf(resource),
    architecture: architecture && (ARCHITECTURES.get(architecture) ?? architecture),
    memoryMb: memoryMb(
      numberAttribute(resource, 'faas.max_memory') ?? numberAttribute(span, 'faas.max_memory'),
    ),
    timeoutMs: timeLimitMs(numberAttribute(span, 'faaslens.time_limit_ms')),
    version: either('faas.version') ?? arn?.version ?? stringAttribute(resource, 'service.version'),
  };
}

function runtimeOf(resource: Attributes): string | null {
  const name = stringAttribute(resource, 'process.runtime.name');
  const version = stringAttribute(resource, 'process.runtime.version');
  if (name === null) return stringAttribute(resource, 'telemetry.sdk.language');
  return version === null ? name : `${name} ${version}`;
}

/**
 * No convention has an attribute for it: platform feeds report it, and our wrapper sends the time left when the handler began.
 * Lambda's limits are whole seconds.
 */
function timeLimitMs(leftMs: number | null): number | null {
  return plausibleMs(leftMs === null ? null : Math.ceil(leftMs / 1000) * 1000);
}

/** In whole MB. The convention has bytes, but the Lambda extension's receiver sends megabytes, too small to be bytes. */
function memoryMb(value: number | null): number | null {
  if (value === null) return null;
  return plausibleMb(Math.round(value < MEBIBYTE ? value : value / MEBIBYTE));
}
