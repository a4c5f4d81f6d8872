import type { ErrorState } from '@/core/model/errors/state';
import { Badge, type Tone } from '../../_components/ui/badge';

const TONES: Readonly<Record<ErrorState, Tone>> = {
  open: 'warn',
  regressed: 'bad',
  resolved: 'good',
  ignored: 'neutral',
};

const MEANING: Readonly<Record<ErrorState, string>> = {
  open: 'Nobody has decided about it yet',
  regressed: 'It was resolved, and came back in a version that did not have it before',
  resolved: 'It was resolved; what old versions still do was resolved with it',
  ignored: 'Someone decided to live with it',
};

/** What is decided about a group of errors. */
export function ErrorStateBadge({ state }: { readonly state: ErrorState }) {
  return (
    <Badge tone={TONES[state]} title={MEANING[state]}>
      {state}
    </Badge>
  );
}
