import type { AttributeValue } from '../../../model/attributes';
import { resourceFacts } from '../../derive/resource-facts';
import { parseTextQuery, type TextQuery } from '../../derive/text-query';
import { wordToken } from '../../derive/words';
import type { LogFilters } from '../../store';
import type { Block } from '../block/block';
import { SLOT_NUMBER } from '../block/text-parts';
import type { TextPieces } from '../block/text-reader';
import type { TokensWanted } from '../blocks/block-meta';
import { markToken, severityToken, traceToken, wantedOf } from '../blocks/tokens';
import { idBytes } from '../conditions';
import type { LogFunctions } from '../log-functions';

/** What is asked of log records besides their time. */
export interface LogFilter {
  /** Blocks with matching records have all tokens of at least one of these lists; no list: nothing can match. */
  readonly tokens: readonly (readonly number[])[];
  /** They all have these keys. */
  readonly keys: readonly number[];
  /** A test of the records of one block by their numbers; null when none can match. */
  within(block: Block): RecordTest | null;
}

export interface RecordTest {
  /** By columns only. */
  quick(index: number): boolean;
  /** The rest, which reads texts. */
  full(index: number): boolean;
}

/** A function with more origins than this is not worth a search of the filter for each. */
const MOST_LISTS = 8;

/** Records have it from their resource. */
const SERVICE = 'service.name';

const NOTHING: LogFilter = { tokens: [], keys: [], within: () => null };

export function logFilter(query: LogFilters, functions: LogFunctions): LogFilter {
  const traceId = query.traceId === undefined ? null : idText(query.traceId, 32);
  const spanId = query.spanId === undefined ? null : idText(query.spanId, 16);
  if (traceId === undefined || spanId === undefined) return NOTHING;
  const origins = query.functionId === undefined ? null : functions.originsOf(query.functionId);
  if (origins?.length === 0) return NOTHING;
  const text = query.q === undefined ? null : parseTextQuery(query.q);
  const byAttributes = (query.attributes ?? []).map(wantedOfFilter);
  const common = [...commonTokens(query, text), ...byAttributes.flatMap(({ tokens }) => tokens)];
  const { minSeverity = 0, maxSeverity = Number.POSITIVE_INFINITY, environment, functionId } = query;
  const services = valuesOf(query, (key) => key === SERVICE);
  const own = valuesOf(query, (key) => key !== SERVICE);
  const known = new Set(origins);
  const asksForResource = environment !== undefined || services.length > 0 || origins !== null;

  return {
    tokens:
      origins === null || origins.length > MOST_LISTS
        ? [common]
        : origins.map((origin) => [...common, markToken('origin', origin)]),
    keys: [...(traceId === null ? [] : [traceToken(traceId)]), ...byAttributes.flatMap(({ keys }) => keys)],
    within(block) {
      const wantedTrace = traceId === null ? null : block.indexOfTrace(traceId);
      if (wantedTrace === -1) return null;
      const resources = asksForResource
        ? block.resources().map((resource) => {
            const facts = resourceFacts(resource);
            return (
              (environment === undefined || facts.environment === environment) &&
              services.every(({ value }) => facts.service === value) &&
              (origins === null || known.has(facts.originHex))
            );
          })
        : null;
      if (resources?.includes(true) === false) return null;
      const columns = block.logColumns();
      const { severity, traceIndex, resourceIndex } = columns;
      const likely = new Map<TextPieces, boolean>();
      const mayMatch = (index: number, query: TextQuery): boolean => {
        const pieces = columns.bodyPiecesAt(index);
        if (pieces === null) return true;
        const known = likely.get(pieces) ?? query.mayMatch(pieces.pieces, pieces.slots.map(isHex));
        likely.set(pieces, known);
        return known;
      };
      const isOwned = (index: number): boolean => {
        const trace = block.traceIds()[traceIndex[index] ?? -1] ?? null;
        return functions.ownerOf(columns.resourceAt(index), trace)?.id === functionId;
      };
      return {
        quick: (index) =>
          (severity[index] ?? 0) >= minSeverity &&
          (severity[index] ?? 0) <= maxSeverity &&
          (wantedTrace === null || traceIndex[index] === wantedTrace) &&
          (resources === null || resources[resourceIndex[index] ?? -1] === true),
        full: (index) =>
          (spanId === null || columns.spanIdAt(index) === spanId) &&
          (text === null || (mayMatch(index, text) && text.matches(columns.bodyAt(index)))) &&
          own.every(({ key, value }) => readsLike(columns.attributeAt(index, key), value)) &&
          (functionId === undefined || isOwned(index)),
      };
    },
  };
}

const isHex = (slot: number): boolean => slot !== SLOT_NUMBER;

function commonTokens({ environment, minSeverity }: LogFilters, text: TextQuery | null): number[] {
  const severity = minSeverity === undefined ? null : severityToken(minSeverity);
  return [
    ...(environment === undefined ? [] : [markToken('environment', environment)]),
    ...(severity === null ? [] : [severity]),
    ...(text === null ? [] : text.words.map(wordToken)),
  ];
}

function wantedOfFilter({ key, value }: { readonly key: string; readonly value: string }): TokensWanted {
  return key === SERVICE ? { tokens: [markToken('service', value)], keys: [] } : wantedOf(key, value);
}

function valuesOf({ attributes = [] }: LogFilters, wanted: (key: string) => boolean) {
  return attributes.filter(({ key }) => wanted(key));
}

/** Whether a text, number or boolean reads like this. */
function readsLike(attribute: AttributeValue | undefined, text: string): boolean {
  if (typeof attribute === 'string') return attribute === text;
  return (typeof attribute === 'number' || typeof attribute === 'boolean') && String(attribute) === text;
}

/** The id as it is stored; undefined when the text is none. */
function idText(text: string, digits: 16 | 32): string | undefined {
  return idBytes(text, digits)?.toString('hex');
}
