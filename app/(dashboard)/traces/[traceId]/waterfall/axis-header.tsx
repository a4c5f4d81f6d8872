import { formatDuration } from '../../../../_components/format/duration';
import { type Axis, axisTicks, placeOn } from './axis';
import { COLUMNS } from './columns';

/** The head of the waterfall: the time axis over the bars. */
export function AxisHeader({ axis }: { readonly axis: Axis }) {
  // A label that would be cut by the edge is left out.
  const ticks = axisTicks(axis, 7).filter((tick) => placeOn(axis, tick, 0).left < 93);
  return (
    <thead className="block">
      <tr className={`${COLUMNS} h-7 items-center border-line border-b text-muted text-tremor-label`}>
        <th scope="col" className="flex h-full items-center border-line border-r px-3 font-normal">
          Span
        </th>
        <th
          scope="col"
          aria-label="Time since the trace began"
          className="relative h-full overflow-hidden font-normal"
        >
          {ticks.map((tick) => (
            <span
              key={tick}
              className={`absolute top-0 flex h-full max-md:odd:hidden items-center border-line border-l whitespace-nowrap pl-1 tabular-nums ${placeOn(axis, tick, 0).left > 75 ? 'max-sm:hidden' : ''}`}
              style={{ left: `${placeOn(axis, tick, 0).left}%` }}
            >
              {formatDuration(tick)}
            </span>
          ))}
        </th>
      </tr>
    </thead>
  );
}
