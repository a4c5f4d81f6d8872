import type { SeriesSpec } from './series';

/** What the colours of a chart mean. */
export function Legend({ series }: { readonly series: readonly SeriesSpec[] }) {
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1 text-muted text-tremor-label">
      {series.map((one) => (
        <li key={one.key} className="flex items-center gap-1.5">
          <span
            aria-hidden="true"
            className={one.kind === 'bar' ? 'size-2 rounded-[2px]' : 'h-0.5 w-3 rounded-full'}
            style={{ background: one.color }}
          />
          {one.label}
        </li>
      ))}
    </ul>
  );
}
