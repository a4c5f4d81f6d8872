'use client';

import { type ReactNode, useState } from 'react';
import type { Evidence, Figure, Kept } from '@/core/model/advice/advice';
import { formatDuration } from '../../_components/format/duration';
import { formatMoney } from '../../_components/format/money';
import { formatCount, formatMemory, formatPercent, NO_FIGURE } from '../../_components/format/number';

/** The figures that an advice is drawn from, made into a table when they are asked for. */
export function EvidenceDetails({
  evidence,
  label,
}: {
  readonly evidence: Evidence;
  readonly label: string;
}) {
  return (
    <Details summary="The data" look="text-brand-strong">
      {() => <EvidenceTable evidence={evidence} label={label} />}
    </Details>
  );
}

/** What is right as it is. */
export function KeptDetails({ kept }: { readonly kept: readonly Kept[] }) {
  return (
    <div className="mt-3 border-line border-t pt-3">
      <Details
        summary={`${formatCount(kept.length)} more things were looked at and are best left as they are`}
        look="text-muted"
      >
        {() => (
          <ul className="mt-2 flex flex-col gap-1 text-tremor-label">
            {kept.map(({ kind, function: of, reason }) => (
              <li key={`${kind} ${of?.id}`}>
                <span className="text-muted">
                  {of === null ? 'all functions' : of.name}, {kind}:
                </span>{' '}
                {reason}
              </li>
            ))}
          </ul>
        )}
      </Details>
    </div>
  );
}

/** What is in it is made when it is opened: dozens of them are half of the page, and few are. */
function Details({
  summary,
  look,
  children,
}: {
  readonly summary: string;
  readonly look: string;
  readonly children: () => ReactNode;
}) {
  const [opened, setOpened] = useState(false);
  return (
    <details onToggle={() => setOpened(true)}>
      <summary className={`${look} text-tremor-label`}>{summary}</summary>
      {opened && children()}
    </details>
  );
}

function EvidenceTable({ evidence, label }: { readonly evidence: Evidence; readonly label: string }) {
  return (
    <div className="mt-1.5 overflow-x-auto">
      <table aria-label={`Data: ${label}`} className="text-tremor-label">
        <thead>
          <tr>
            {evidence.columns.map((column) => (
              <th key={column} scope="col" className="py-1 pr-5 text-left font-normal text-faint">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {evidence.rows.map((row) => (
            <tr key={row.map(cell).join(' ')}>
              {row.map((value, index) => (
                <td key={evidence.columns[index]} className="py-1 pr-5 text-ink tabular-nums">
                  {cell(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cell(value: string | Figure | null): string {
  if (value === null) return NO_FIGURE;
  if (typeof value === 'string') return value;
  switch (value.unit) {
    case 'count':
      return formatCount(value.value);
    case 'ms':
      return formatDuration(value.value);
    case 'mb':
      return formatMemory(value.value);
    case 'usd':
      return formatMoney(value.value);
    case 'share':
      return formatPercent(value.value);
  }
}
