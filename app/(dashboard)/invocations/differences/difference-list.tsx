import Link from 'next/link';
import type { Difference } from '@/core/model/explore/rank-differences';
import { formatPercent } from '../../../_components/format/number';
import { Card } from '../../../_components/ui/card';
import { LINK, MORE_LINK } from '../../../_components/ui/controls';
import { differenceText, nameOf, valueLabel } from './difference-text';
import { foldDifferences } from './fold-differences';

interface DifferencesProps {
  readonly items: readonly Difference[];
  /** Names by ids. */
  readonly functions: ReadonlyMap<string, string>;
  /** The selected invocations for which it holds; null when lists cannot be narrowed to them. */
  readonly hrefOf: (difference: Difference) => string | null;
}

/** What the selected invocations have more often than the rest, the greatest difference first; what says the same, once. */
export function DifferenceList({ items, functions, hrefOf }: DifferencesProps) {
  return (
    <ol className="grid gap-4 lg:grid-cols-2">
      {foldDifferences(items).map(({ first: one, alike }) => {
        const href = hrefOf(one);
        return (
          <li key={`${one.kind}-${one.key}`} className="min-w-0">
            <Card
              className="h-full"
              title={<span className="wrap-anywhere">{differenceText(one, functions)}</span>}
              aside={
                href === null ? (
                  <span className="text-faint text-tremor-label">
                    {one.kind === 'field' ? 'field' : 'attribute of the span'}
                  </span>
                ) : (
                  <Link prefetch={false} href={href} className={MORE_LINK}>
                    Those invocations
                  </Link>
                )
              }
            >
              <Shares label="Selected" share={one.selectedShare} color="var(--t-brand)" />
              <Shares label="All others" share={one.restShare} color="var(--t-border-strong)" />
              {alike.length > 0 && <Alike items={alike} functions={functions} hrefOf={hrefOf} />}
              {one.values.length > 1 && <Values of={one} functions={functions} />}
            </Card>
          </li>
        );
      })}
    </ol>
  );
}

/** What separates the two sides in the same way: what it is called is enough, until someone asks for more. */
function Alike({ items, functions, hrefOf }: DifferencesProps) {
  return (
    <details className="mt-2 text-tremor-label">
      <summary className="wrap-anywhere cursor-pointer text-muted hover:text-ink">
        Just as different: {items.map(nameOf).join(', ')}
      </summary>
      <ul className="mt-1 flex flex-col gap-0.5">
        {items.map((one) => {
          const href = hrefOf(one);
          const text = differenceText(one, functions);
          return (
            <li key={`${one.kind}-${one.key}`} className="wrap-anywhere">
              {href === null ? (
                text
              ) : (
                <Link prefetch={false} href={href} className={LINK}>
                  {text}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}

function Shares({
  label,
  share,
  color,
}: {
  readonly label: string;
  readonly share: number;
  readonly color: string;
}) {
  return (
    <div className="mb-1 flex items-center gap-3">
      <span className="w-20 shrink-0 text-muted text-tremor-label">{label}</span>
      <span aria-hidden="true" className="h-2 grow rounded-full bg-sunken">
        <span
          className="block h-2 rounded-full"
          style={{ width: `${Math.max(share > 0 ? 1 : 0, share * 100)}%`, background: color }}
        />
      </span>
      <span className="w-12 shrink-0 text-right font-medium text-ink tabular-nums">
        {formatPercent(share)}
      </span>
    </div>
  );
}

function Values({
  of: { values, ...of },
  functions,
}: {
  readonly of: Difference;
  readonly functions: ReadonlyMap<string, string>;
}) {
  return (
    <details className="mt-2">
      <summary className="cursor-pointer text-muted text-tremor-label hover:text-ink">
        {values.length} values of either side
      </summary>
      <table className="mt-1 w-full text-tremor-label">
        <thead className="text-left text-muted">
          <tr>
            <th scope="col" className="font-normal">
              Value
            </th>
            <th scope="col" className="text-right font-normal">
              Selected
            </th>
            <th scope="col" className="text-right font-normal">
              All others
            </th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ value, selectedShare, restShare }) => (
            <tr key={value}>
              <td className="max-w-0 truncate pr-2" title={value}>
                {value === '' ? 'none' : valueLabel(of, value, functions)}
              </td>
              <td className="w-20 text-right tabular-nums">{formatPercent(selectedShare)}</td>
              <td className="w-20 text-right tabular-nums">{formatPercent(restShare)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
