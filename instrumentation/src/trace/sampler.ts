import type { SpanContext } from '@opentelemetry/api';
import type { SamplerConfig } from '../config/config';
import type { InvocationSpanStart } from '../invocation-span-start';

/** Whether a span is recorded and exported. */
export type Sampler = (traceId: string, parent: SpanContext | undefined) => boolean;

export function createSampler(config: SamplerConfig): Sampler {
  const root = rootSampler(config);
  if (!config.parentBased) return (traceId) => root(traceId);
  return (traceId, parent) => (parent ? (parent.traceFlags & 1) === 1 : root(traceId));
}

/** The parent of an invocation as the sampler is to see it. */
export function parentOf(
  { parent, isParentOfPlatform }: Pick<InvocationSpanStart, 'parent' | 'isParentOfPlatform'>,
  sampler: Sampler,
): SpanContext | undefined {
  const isOpen = parent && isParentOfPlatform && (parent.traceFlags & 1) === 0;
  return isOpen && sampler(parent.traceId, undefined)
    ? { ...parent, traceFlags: parent.traceFlags | 1 }
    : parent;
}

function rootSampler({ root, ratio }: SamplerConfig): (traceId: string) => boolean {
  if (root !== 'traceidratio') return () => root === 'always_on';
  // The last 56 bits are the random ones in the W3C level 2 draft; 52 of them fit a double exactly.
  const threshold = (1 - ratio) * 2 ** 52;
  return (traceId) => Number.parseInt(traceId.slice(-13), 16) >= threshold;
}
