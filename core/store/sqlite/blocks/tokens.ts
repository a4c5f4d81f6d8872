import type { Attributes, AttributeValue } from '../../../model/attributes';
import { mayBeError } from '../../../model/errors/from-log';
import { errorsOfSpan, reportsError } from '../../../model/errors/from-span';
import { ownText } from '../../../model/own-text';
import type { LogRecord, Resource, Span } from '../../../model/telemetry';
import { HASH_START, hashText, mix } from '../../derive/hash';
import { resourceFacts } from '../../derive/resource-facts';
import { eachWordToken } from '../../derive/words';
import type { BlockContent } from '../block/block';
import type { TokensWanted } from './block-meta';
import { type LogHash, logHash } from './log-hash';
import { TokenSet } from './token-set';

/*
 * A token is the hash of a kind and what it says, with NUL between: `trace`, id; `attribute`, key, value; `word`, word;
 * `mark`, kind, value. 0 is written as 1. Only `logToken` mixes two numbers.
 */

/** What a token of the kind `mark` says of a block. */
export type MarkKind =
  | 'origin'
  | 'environment'
  | 'service'
  | 'span'
  | 'link'
  | 'severity'
  | 'error'
  | 'error log';

/** The attributes, as sent, that name an invocation; `invocationIdOf` in core/model reads the same. */
export const INVOCATION_ID_KEYS = [
  'faas.invocation_id',
  'faas.execution',
  'aws.request_id',
  'request_id',
  'vercel.request_id',
] as const;
/** Those that name a message; `requestKeyOf` in core/model reads the same. */
export const MESSAGE_ID_KEYS = ['messaging.message.id', 'messaging.message_id'] as const;
export const EVENT_ID_KEYS = ['cloudevents.event_id'] as const;

/** Keys that say the same are hashed as the first of them: one search finds a value of any. */
const HASHED_AS = new Map<string, string>(
  [INVOCATION_ID_KEYS, MESSAGE_ID_KEYS, EVENT_ID_KEYS].flatMap((keys) => keys.map((key) => [key, keys[0]])),
);

/** Longer values are found by their start; what only starts alike is told apart by whoever reads the block. */
const MOST_OF_A_VALUE = 256;

const TRACE_START = hashText(HASH_START, 'trace\0');
const ERROR_LOG_START = hashText(HASH_START, 'error log\0');
const ATTRIBUTE_START = hashText(HASH_START, 'attribute\0');
const LOG_START = hashText(HASH_START, 'log\0');
const MARK_START = hashText(HASH_START, 'mark\0');

/** The token of a trace: every block with a span or a log record of it has it. `traceId` is lower-case hex. */
export function traceToken(traceId: string): number {
  return mix(hashText(TRACE_START, traceId)) || 1;
}

/** The token of a trace's log records that may report errors: every block with such a record has it. */
export function errorLogToken(traceId: string): number {
  return mix(hashText(ERROR_LOG_START, traceId)) || 1;
}

/**
 * The token of an attribute of a span or a log record, by the key as sent and the value as text. Strings, numbers and
 * booleans have one; `1` and `"1"` have the same, as do keys that name the same id. Null for values that have none: null,
 * arrays, objects.
 */
export function attributeToken(key: string, value: AttributeValue): number | null {
  if (value === null || typeof value === 'object') return null;
  return textToken(key, typeof value === 'string' ? value : String(value));
}

function textToken(key: string, text: string): number {
  return mix(hashText(keyState(key), text, MOST_OF_A_VALUE)) || 1;
}

/** What every block with an attribute that reads like this has: a key if it names an invocation, a message or an event. */
export function wantedOf(key: string, text: string): TokensWanted {
  const token = textToken(key, text);
  return HASHED_AS.has(key) ? { tokens: [], keys: [token] } : { tokens: [token], keys: [] };
}

/** The token of a log record that cannot be found by its trace, because it has none or no time. */
function logToken(hash: LogHash): number {
  const low = Number(hash & 0xffff_ffffn) | 0;
  return mix(Math.imul(LOG_START ^ low, 0x01000193) ^ Number(hash >> 32n)) || 1;
}

/**
 * The token of something that many records share: `origin` (hex), `environment` (also '') and `service` of every
 * resource of a block, `span` the name of a span, `link` the trace that a span links to, `error` the type of an error that a span alone reports, `error log` ''
 * with log records that may report one; for severities see `severityToken`.
 */
export function markToken(kind: MarkKind, value: string): number {
  return mix(hashText(hashText(MARK_START, `${kind}\0`), value, MOST_OF_A_VALUE)) || 1;
}

const SEVERITY_CLASSES = [13, 17, 21].map((least) => ({
  least,
  token: markToken('severity', String(least)),
}));

/**
 * The token that every block with a record of at least this severity has; null when blocks cannot be told apart by it
 * (below 13, WARN).
 */
export function severityToken(minSeverity: number): number | null {
  return SEVERITY_CLASSES.findLast(({ least }) => least <= minSeverity)?.token ?? null;
}

/** The key under which equal records are looked for: the trace, or for a record without one or without time its hash. */
export function logKey(log: LogRecord): number {
  return log.traceId === null || log.timeIsReceipt ? logToken(logHash(log)) : traceToken(log.traceId);
}

const keyStates = new Map<string, number>();
const MOST_KEYS_REMEMBERED = 5000;

function keyState(key: string): number {
  const known = keyStates.get(key);
  if (known !== undefined) return known;
  const state = hashText(hashText(ATTRIBUTE_START, HASHED_AS.get(key) ?? key), '\0');
  if (keyStates.size >= MOST_KEYS_REMEMBERED) keyStates.clear();
  keyStates.set(ownText(key), state);
  return state;
}

/** Gathers the tokens of a block while records are put into it. */
export class BlockTokens {
  private readonly all = new TokenSet();
  private readonly keySet = new TokenSet();
  private readonly resources = new Set<Resource>();
  private readonly names = new Set<string>();
  private readonly errorTypes = new Set<string>();
  private hasErrorLog = false;
  private readonly lastValues = new Map<string, AttributeValue>();
  private traceId: string | null = null;
  private severity = 0;
  private readonly addToken = (token: number): void => this.all.add(token);

  get size(): number {
    return this.all.size;
  }

  addSpan(span: Span): void {
    this.addTrace(span.traceId);
    if (!this.names.has(span.name)) {
      this.names.add(span.name);
      this.all.add(markToken('span', span.name));
    }
    for (const { traceId } of span.links) this.all.add(markToken('link', traceId));
    if (reportsError(span)) this.addErrors(span);
    this.addResource(span.resource);
    this.addAttributes(span.attributes);
  }

  addLog(log: LogRecord): void {
    if (log.traceId !== null) {
      this.addTrace(log.traceId);
      if (mayBeError(log)) this.addKey(errorLogToken(log.traceId));
    }
    this.hasErrorLog ||= mayBeError(log);
    if (log.traceId === null || log.timeIsReceipt) this.addKey(logKey(log));
    this.severity = Math.max(this.severity, log.severity);
    this.addResource(log.resource);
    this.addAttributes(log.attributes);
    eachWordToken(log.body, this.addToken);
  }

  /** All tokens, ascending. */
  tokens(): Uint32Array {
    if (this.hasErrorLog) this.all.add(markToken('error log', ''));
    for (const { least, token } of SEVERITY_CLASSES) if (this.severity >= least) this.all.add(token);
    return this.all.sorted();
  }

  /**
   * Those of traces, of their log records that may report errors, and of log records without a trace or a time, which
   * the writer looks for, and of ids of invocations, messages and events, which people do; ascending.
   */
  keys(): Uint32Array {
    return this.keySet.sorted();
  }

  clear(): void {
    this.all.clear();
    this.keySet.clear();
    this.resources.clear();
    this.names.clear();
    this.errorTypes.clear();
    this.hasErrorLog = false;
    this.lastValues.clear();
    this.traceId = null;
    this.severity = 0;
  }

  private addErrors(span: Span): void {
    for (const { type } of errorsOfSpan(span)) {
      if (this.errorTypes.has(type)) continue;
      this.errorTypes.add(type);
      this.all.add(markToken('error', type));
    }
  }

  private addTrace(traceId: string): void {
    if (traceId === this.traceId) return;
    this.traceId = traceId;
    this.addKey(traceToken(traceId));
  }

  private addKey(token: number): void {
    this.keySet.add(token);
    this.all.add(token);
  }

  private addResource(resource: Resource): void {
    if (this.resources.has(resource)) return;
    this.resources.add(resource);
    const { originHex, environment, service } = resourceFacts(resource);
    this.all.add(markToken('origin', originHex));
    this.all.add(markToken('environment', environment));
    this.all.add(markToken('service', service));
  }

  private addAttributes(attributes: Attributes): void {
    for (const key in attributes) {
      const value = attributes[key] ?? null;
      // Most values are those of the span before: comparing is cheaper than hashing.
      if (this.lastValues.get(key) === value) continue;
      this.lastValues.set(key, value);
      const token = attributeToken(key, value);
      if (token === null) continue;
      if (HASHED_AS.has(key)) this.addKey(token);
      else this.all.add(token);
    }
  }
}

/** All tokens of a content, ascending, each once. */
export function tokensOf(content: BlockContent): Uint32Array {
  const tokens = new BlockTokens();
  for (const span of content.spans) tokens.addSpan(span);
  for (const log of content.logs) tokens.addLog(log);
  return tokens.tokens();
}
