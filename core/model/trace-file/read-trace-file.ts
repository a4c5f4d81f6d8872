import { FaaslensError } from '../../errors';
import type { Span } from '../telemetry';
import { isObject, type JsonObject } from './json-value';
import { readJaeger } from './read-jaeger';
import { readOtlp } from './read-otlp';

/** The spans of one trace in a file. */
export interface FileTrace {
  readonly traceId: string;
  readonly spans: readonly Span[];
}

/**
 * The traces in the text of a file: OTLP/JSON (also one request per line, as the collector's file exporter writes it) or Jaeger's
 * JSON. Largest first; of two spans with the same id, the last one counts.
 * @throws FaaslensError `invalid_input` that says what is wrong with the file.
 */
export function readTraceFile(text: string): readonly FileTrace[] {
  const traces = new Map<string, Map<string, Span>>();
  for (const document of documentsIn(text)) {
    for (const span of spansIn(document)) {
      const trace = traces.get(span.traceId) ?? new Map<string, Span>();
      trace.set(span.spanId, span);
      traces.set(span.traceId, trace);
    }
  }
  if (traces.size === 0)
    throw new FaaslensError('invalid_input', 'The file has no span with a trace id and a span id.');
  return [...traces]
    .map(([traceId, spans]) => ({ traceId, spans: [...spans.values()] }))
    .sort((one, other) => other.spans.length - one.spans.length);
}

function spansIn(document: JsonObject): readonly Span[] {
  if ('resourceSpans' in document) return readOtlp(document);
  if (Array.isArray(document.data) || 'processes' in document) return readJaeger(document);
  throw new FaaslensError(
    'invalid_input',
    'The file is JSON, but no trace: OTLP has resourceSpans at the top, Jaeger has data or processes.',
  );
}

function documentsIn(text: string): readonly JsonObject[] {
  const trimmed = text.trim();
  try {
    return objectsOf([JSON.parse(trimmed)]);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return objectsOf(
    trimmed
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line, index) => parseLine(line, index + 1)),
  );
}

function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new FaaslensError(
      'invalid_input',
      number === 1 ? 'The file is not JSON.' : `Line ${number} of the file is not JSON.`,
    );
  }
}

/** Flattens lists, in which some tools wrap requests. */
function objectsOf(values: readonly unknown[]): readonly JsonObject[] {
  return values.flatMap((value) => (Array.isArray(value) ? value : [value])).filter(isObject);
}
