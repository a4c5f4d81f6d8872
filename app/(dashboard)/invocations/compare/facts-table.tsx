import type { ReactNode } from 'react';
import type { FunctionDetailView, InvocationView } from '@/core/model/views';
import { formatDuration } from '../../../_components/format/duration';
import { formatMoney } from '../../../_components/format/money';
import { formatMemory, NO_FIGURE } from '../../../_components/format/number';
import { TraceLink } from '../../../_components/invocations/trace-link';
import { ColdBadge, OutcomeBadge } from '../../../_components/ui/outcome-badge';
import { Cell, HeaderCell, Row, Table } from '../../../_components/ui/table';
import type { Scope } from '../../../_components/url/scope';

interface Fact {
  readonly label: string;
  readonly of: (one: InvocationView) => ReactNode;
  /** What half of the function's invocations do. */
  readonly median?: (figures: FunctionDetailView) => ReactNode;
}

const FACTS: readonly Fact[] = [
  {
    label: 'Outcome',
    of: (one) => (
      <span className="flex gap-1.5">
        <OutcomeBadge outcome={one.outcome} />
        {one.coldStart === true && <ColdBadge />}
      </span>
    ),
  },
  {
    label: 'Duration',
    of: (one) => formatDuration(one.durationMs),
    median: ({ totals }) => formatDuration(totals.durationMs.p50),
  },
  {
    label: 'Init',
    of: (one) => formatDuration(one.initDurationMs),
    median: ({ totals }) => formatDuration(totals.initMs.p50),
  },
  { label: 'Billed', of: (one) => formatDuration(one.billedDurationMs) },
  {
    label: 'Memory used',
    of: (one) => formatMemory(one.maxMemoryUsedMb),
    median: ({ totals: { memoryShare }, memoryMb }) =>
      formatMemory(memoryShare.p50 === null || memoryMb === null ? null : memoryShare.p50 * memoryMb),
  },
  {
    label: 'Memory',
    of: (one) => formatMemory(one.memoryMb),
    median: ({ memoryMb }) => formatMemory(memoryMb),
  },
  { label: 'Cost', of: (one) => formatMoney(one.costUsd) },
  { label: 'Version', of: (one) => one.version ?? NO_FIGURE, median: ({ version }) => version ?? NO_FIGURE },
  { label: 'Trigger', of: (one) => one.trigger ?? NO_FIGURE },
  { label: 'Error', of: (one) => one.error?.type ?? NO_FIGURE },
];

/** Facts of two invocations side by side, with the median of the function. */
export function FactsTable({
  a,
  b,
  figures,
  scope,
}: {
  readonly a: InvocationView;
  readonly b: InvocationView | null;
  readonly figures: FunctionDetailView | null;
  readonly scope: Scope;
}) {
  const head = (
    <>
      <HeaderCell>Fact</HeaderCell>
      <HeaderCell>This one</HeaderCell>
      <HeaderCell>{b === null ? 'None like it' : 'Compared with'}</HeaderCell>
      <HeaderCell title="Half of the function's invocations within a day of it have less">Median</HeaderCell>
    </>
  );
  return (
    <Table label="Facts" head={head}>
      <Row>
        <Cell>Trace</Cell>
        <Cell>
          <TraceLink one={a} scope={scope} />
        </Cell>
        <Cell>{b && <TraceLink one={b} scope={scope} />}</Cell>
        <Cell>{figures && `of ${figures.name}`}</Cell>
      </Row>
      {FACTS.map(({ label, of, median }) => (
        <Row key={label}>
          <Cell>{label}</Cell>
          <Cell>
            <Value>{of(a)}</Value>
          </Cell>
          <Cell>
            <Value>{b && of(b)}</Value>
          </Cell>
          <Cell>{figures && median ? median(figures) : ''}</Cell>
        </Row>
      ))}
    </Table>
  );
}

/** Breaks on a phone, where two long names have no room beside each other. */
function Value({ children }: { readonly children: ReactNode }) {
  return <span className="max-sm:wrap-anywhere max-sm:whitespace-normal">{children}</span>;
}
