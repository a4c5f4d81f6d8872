import { stringAttribute } from '../attributes';
import { initPhaseOf } from '../init-phase';
import { plausibleMs } from '../plausible';
import type { Span } from '../telemetry';
import { NO_FACTS, NO_FIGURES, type PlatformFact } from './fact';
import { platformOriginOf } from './origin';

/** The init that this span reports; empty unless the span is a whole init. */
export function factsOfSpan(span: Span): readonly PlatformFact[] {
  if (initPhaseOf(span) !== 'whole') return NO_FACTS;
  const durationMs = plausibleMs(Number(span.endNs - span.startNs) / 1e6);
  const errorType = stringAttribute(span.attributes, 'error.type');
  return [
    {
      ...NO_FIGURES,
      kind: 'init',
      requestId: null,
      origin: platformOriginOf(span.resource),
      timeNs: span.endNs,
      durationMs,
      initDurationMs: durationMs,
      status: span.status === 'error' || errorType !== null ? 'error' : null,
      errorType,
    },
  ];
}
