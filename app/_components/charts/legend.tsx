import type { SeriesSpec } from './series';

/** What the colours of a chart mean. */
export function Legend({ series }: { readonly series: readonly SeriesSpec[] }) {
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1 text-muted text-tremor-label">
      {series.map((one) => (
        <li key={one.key} className="flex min-w-0 max-w-full items-center gap-1.5">
          <span
            aria-hidden="true"
            className={
              one.kind === 'bar' ? 'size-2 shrink-0 rounded-[2px]' : 'h-0.5 w-3 shrink-0 rounded-full'
            }
            style={{ background: one.color }}
          />
          <span className="truncate" title={one.label}>
            {one.label}
          </span>
        </li>
      ))}
    </ul>
  );
}
