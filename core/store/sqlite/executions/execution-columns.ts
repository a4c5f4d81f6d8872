import type { PlatformExecution } from '../../../model/platform/execution';
import {
  NO_FIGURES,
  type PlatformFigures,
  type PlatformOrigin,
  type PlatformStatus,
} from '../../../model/platform/fact';

/**
 * How a row of `invocation` holds what the platform said about it: as short texts, because every invocation of a Lambda
 * function may have one. The request id is the row's invocation id, and times are counted from the row's start.
 */
export interface ExecutionColumns {
  readonly execution: string | null;
  readonly execution_origin: string | null;
}

const NO_COLUMNS: ExecutionColumns = { execution: null, execution_origin: null };

/** Position = the number in the text; so they may only ever grow at the end. */
export const STATUSES = [
  'success',
  'error',
  'failure',
  'timeout',
] as const satisfies readonly PlatformStatus[];
const NUMBERS = [
  'durationMs',
  'billedMs',
  'memorySizeMb',
  'maxMemoryUsedMb',
  'initDurationMs',
  'restoreDurationMs',
  'timeoutMs',
] as const satisfies readonly (keyof PlatformFigures)[];
const TEXTS = ['errorType', 'errorMessage', 'traceId'] as const satisfies readonly (keyof PlatformFigures)[];
const ORIGIN = [
  'provider',
  'accountId',
  'region',
  'environment',
  'name',
  'version',
  'instance',
] as const satisfies readonly (keyof PlatformOrigin)[];

/** What the JSON list in `execution` has at each position, and that in `execution_origin`. */
export const EXECUTION_ITEMS = ['from', 'length', 'flags', 'status', ...NUMBERS, ...TEXTS] as const;
export const ORIGIN_ITEMS: readonly (keyof PlatformOrigin)[] = ORIGIN;

const HAS_START = 1;
const HAS_END = 2;

type Item = number | string | null;

/** `startNs` is the row's. */
export function toExecutionColumns(execution: PlatformExecution | null, startNs: bigint): ExecutionColumns {
  if (execution === null) return NO_COLUMNS;
  const { fromNs, toNs, hasStart, hasEnd, status } = execution;
  const items: Item[] = [
    exact(fromNs - startNs),
    exact(toNs - fromNs),
    (hasStart ? HAS_START : 0) + (hasEnd ? HAS_END : 0),
    status === null ? null : STATUSES.indexOf(status),
    ...NUMBERS.map((name) => execution[name]),
    ...TEXTS.map((name) => execution[name]),
  ];
  while (items.at(-1) === null) items.pop();
  return { execution: JSON.stringify(items), execution_origin: originText(execution.origin) };
}

/** Null when the row has none. */
export function fromExecutionColumns(
  { execution, execution_origin }: ExecutionColumns,
  requestId: string,
  startNs: bigint,
): PlatformExecution | null {
  if (execution === null) return null;
  const [from = 0, length = 0, flags, status, ...figures]: readonly Item[] = JSON.parse(execution);
  const fromNs = startNs + BigInt(from ?? 0);
  const known: Record<string, Item> = {};
  [...NUMBERS, ...TEXTS].forEach((name, index) => {
    known[name] = figures[index] ?? null;
  });
  return {
    ...NO_FIGURES,
    ...known,
    status: STATUSES[Number(status ?? -1)] ?? null,
    requestId,
    origin: originOfText(execution_origin),
    fromNs,
    toNs: fromNs + BigInt(length ?? 0),
    hasStart: (Number(flags) & HAS_START) !== 0,
    hasEnd: (Number(flags) & HAS_END) !== 0,
  };
}

/** As a number where JSON keeps it exactly. */
function exact(ns: bigint): Item {
  const number = Number(ns);
  return Number.isSafeInteger(number) ? number : ns.toString();
}

const originTexts = new WeakMap<PlatformOrigin, string>();

function originText(origin: PlatformOrigin): string {
  const known = originTexts.get(origin);
  if (known !== undefined) return known;
  const text = JSON.stringify(ORIGIN.map((name) => origin[name]));
  originTexts.set(origin, text);
  return text;
}

function originOfText(text: string | null): PlatformOrigin {
  const values: readonly string[] = text === null ? [] : JSON.parse(text);
  const [
    provider = '',
    accountId = '',
    region = '',
    environment = '',
    name = '',
    version = '',
    instance = '',
  ] = values;
  return { provider, accountId, region, environment, name, version, instance };
}
