import {
  type Choice,
  ClearFilters,
  FilterChip,
  SelectFilter,
  TextFilter,
} from '../../_components/filters/filters';
import { FILTERS } from '../../_components/filters/log-filters';

/** What the list of log records and the live tail can be narrowed by. */
export function LogFilterBar({ functions }: { readonly functions: readonly Choice[] }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <TextFilter
        name="q"
        label="Search logs"
        placeholder={'Words, "a phrase", @order.id:42'}
        width="w-72 max-sm:w-full"
      />
      <SelectFilter name="functionId" label="Function" any="All functions" choices={functions} />
      <FilterChip name="severity" label="severity from" />
      <FilterChip name="maxSeverity" label="severity to" />
      <FilterChip name="traceId" label="trace" />
      <FilterChip name="spanId" label="span" />
      <ClearFilters names={FILTERS} />
    </div>
  );
}
