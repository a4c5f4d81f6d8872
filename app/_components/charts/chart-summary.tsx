import type { ChartRow } from './figure-rows';
import type { SeriesSpec } from './series';
import { formatUnit, type Unit } from './units';

/** A chart's data as a table for screen readers. Its container clips it, because no table is narrower than its words. */
export function ChartSummary({
  label,
  rows,
  series,
  unit,
}: {
  readonly label: string;
  readonly rows: readonly ChartRow[];
  readonly series: readonly SeriesSpec[];
  readonly unit: Unit;
}) {
  return (
    <div className="sr-only">
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">Series</th>
            <th scope="col">Lowest</th>
            <th scope="col">Highest</th>
            <th scope="col">Latest</th>
          </tr>
        </thead>
        <tbody>
          {series.map((one) => {
            const values = rows.flatMap((row) => row[one.key] ?? []);
            const low = values.length === 0 ? null : Math.min(...values);
            const high = values.length === 0 ? null : Math.max(...values);
            return (
              <tr key={one.key}>
                <th scope="row">{one.label}</th>
                <td>{formatUnit(unit, low)}</td>
                <td>{formatUnit(unit, high)}</td>
                <td>{formatUnit(unit, values.at(-1) ?? null)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
