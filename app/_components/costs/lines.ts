import type { CostLine } from '@/core/model/costs/cost-split';

/** What a part of the cost is called, how it is drawn, and what it means. */
export const LINE_LOOKS: Readonly<
  Record<CostLine, { readonly label: string; readonly color: string; readonly meaning: string }>
> = {
  work: {
    label: 'Own work',
    color: 'var(--s-1)',
    meaning: 'Time in which the function was not waiting for a call that was traced.',
  },
  waiting: {
    label: 'Waiting',
    color: 'var(--s-4)',
    meaning: 'Billed time spent only on waiting for calls to others.',
  },
  init: {
    label: 'Cold starts',
    color: 'var(--c-cold)',
    meaning: 'Billed time that environments took to start.',
  },
  telemetry: {
    label: 'Telemetry',
    color: 'var(--s-6)',
    meaning: 'What the wrapper took: loading it, and flushes after the handler that were billed.',
  },
  request: { label: 'Requests', color: 'var(--s-8)', meaning: 'Fees per request, however long it takes.' },
  untraced: {
    label: 'Untraced',
    color: 'var(--t-border-strong)',
    meaning: 'Executions known only from the platform: nothing tells what they did.',
  },
};
