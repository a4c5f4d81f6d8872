import { claimsOf, hasTrigger } from '@/core/model/candidate';
import { groupBy } from '@/core/model/group-by';
import type { UnpricedInvocation } from '@/core/model/invocation';
import { recogniseInvocations } from '@/core/model/recognise';
import type { LogRecord, MetricPoint, Span } from '@/core/model/telemetry';
import { decodeLogs, decodeTraces, type Encoding } from '../../decode';
import { decodeMetrics } from '../../metrics';

const RECEIVED_NS = 5n;

/** Reads a file; passed in, because only tests in this folder do I/O. */
type ReadFile = (file: URL) => Uint8Array;

function payload(file: string, readFile: ReadFile): { body: Uint8Array; encoding: Encoding } {
  const body = new Uint8Array(readFile(new URL(`../../testdata/emitters/${file}`, import.meta.url)));
  return { body, encoding: file.endsWith('.pb') ? 'protobuf' : 'json' };
}

function whole<Answer extends { rejected: { count: number; message: string } }>(answer: Answer): Answer {
  if (answer.rejected.message !== '') throw new Error(answer.rejected.message);
  return answer;
}

/** The spans of a payload; throws if any was refused. */
export function spansOf(file: string, readFile: ReadFile): readonly Span[] {
  const { body, encoding } = payload(file, readFile);
  return whole(decodeTraces(body, encoding, RECEIVED_NS)).spans;
}

/** The log records of a payload; throws if any was refused. */
export function logsOf(file: string, readFile: ReadFile): readonly LogRecord[] {
  const { body, encoding } = payload(file, readFile);
  return whole(decodeLogs(body, encoding, RECEIVED_NS)).logs;
}

/** The points of a payload; throws if any was refused. */
export function pointsOf(file: string, readFile: ReadFile): readonly MetricPoint[] {
  const { body, encoding } = payload(file, readFile);
  return whole(decodeMetrics(body, encoding, RECEIVED_NS)).points;
}

/** Recognises invocations as the store does: per trace, among candidates, with every span as a possible parent. By start. */
export function invocationsOf(spans: readonly Span[]): readonly UnpricedInvocation[] {
  const traces = groupBy(spans, ({ traceId }) => traceId);
  const keyOf = (span: Span) => JSON.stringify(span.resource.attributes);
  const found = [...traces.values()].flatMap((trace) => {
    const byId = new Map(trace.map((span) => [span.spanId, span]));
    const candidates = trace.filter((span) => claimsOf(span).length > 0);
    return recogniseInvocations(
      candidates.map((span) => ({ span, resourceKey: keyOf(span) })),
      (id) => {
        const parent = byId.get(id);
        return parent && { resourceKey: keyOf(parent), hasTrigger: hasTrigger(parent) };
      },
    );
  });
  return found.sort((a, b) => Number(a.startNs - b.startNs));
}

/** The fields of an invocation that table-driven tests compare. */
export function brief(one: UnpricedInvocation): object {
  const { provider, accountId, region, environment, name } = one.function;
  return {
    function: [provider, accountId, region, environment, name].join(' '),
    platform: one.facts.platform,
    source: one.source,
    id: one.invocationId,
    trigger: one.trigger,
    coldStart: one.coldStart,
    outcome: one.outcome,
    error: one.errorType === null ? null : `${one.errorType}: ${one.errorMessage}`,
  };
}
