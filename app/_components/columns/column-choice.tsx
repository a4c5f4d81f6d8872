'use client';

import { Popover } from '../ui/popover';
import { useQuery } from '../url/use-query';
import { type ColumnName, chosenColumns, columnsParam } from './chosen-columns';

/** Which columns a table shows; part of the URL. */
export function ColumnChoice({
  columns,
  defaults,
  links,
}: {
  readonly columns: readonly ColumnName[];
  readonly defaults: readonly string[];
  /** Columns that open a row: at least one stays. */
  readonly links: readonly string[];
}) {
  const { params, change } = useQuery();
  const all = columns.map(({ key }) => key);
  const chosen = chosenColumns(params.get('columns') ?? undefined, all, defaults, links);
  const toggle = (key: string) => {
    const next = chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key];
    change({
      columns: columnsParam(
        all.filter((one) => next.includes(one)),
        defaults,
      ),
    });
  };
  return (
    <Popover label="Columns" button={`Columns ${chosen.length}`}>
      {() => (
        <fieldset className="flex flex-col">
          <legend className="sr-only">Columns to show</legend>
          {columns.map(({ key, label }) => (
            <label
              key={key}
              className="flex min-h-7 cursor-pointer items-center gap-2 rounded px-1 hover:bg-hover"
            >
              <input
                type="checkbox"
                checked={chosen.includes(key)}
                onChange={() => toggle(key)}
                className="size-4 accent-brand"
              />
              {label}
            </label>
          ))}
          <button
            type="button"
            className="mt-1 self-start px-1 text-brand-strong text-tremor-label hover:underline"
            onClick={() => change({ columns: null })}
          >
            Default columns
          </button>
        </fieldset>
      )}
    </Popover>
  );
}
