import type { Outcome } from '@/core/model/invocation';
import { Badge, type Tone } from './badge';

export const OUTCOME_LABELS: Readonly<Record<Outcome, string>> = {
  ok: 'ok',
  error: 'error',
  timeout: 'timeout',
  oom: 'out of memory',
  throttled: 'throttled',
};

const TONES: Readonly<Record<Outcome, Tone>> = {
  ok: 'neutral',
  error: 'bad',
  timeout: 'warn',
  oom: 'bad',
  throttled: 'warn',
};

/** How an invocation ended. */
export function OutcomeBadge({ outcome }: { readonly outcome: Outcome }) {
  if (outcome === 'ok') return <span className="text-muted">ok</span>;
  return <Badge tone={TONES[outcome]}>{OUTCOME_LABELS[outcome]}</Badge>;
}

/** Marks an invocation that paid for an environment's start. */
export function ColdBadge({ title }: { readonly title?: string }) {
  return (
    <Badge tone="cold" title={title ?? 'Cold start: this invocation waited for a new environment'}>
      cold
    </Badge>
  );
}
