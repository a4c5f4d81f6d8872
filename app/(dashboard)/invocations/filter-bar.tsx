import { OUTCOMES } from '@/core/model/invocation';
import { AttributeFilter } from '../../_components/filters/attribute-filter';
import { FilterFold } from '../../_components/filters/filter-fold';
import {
  type Choice,
  ClearFilters,
  FilterChip,
  SelectFilter,
  TextFilter,
} from '../../_components/filters/filters';
import { FACTS, type InvocationFilters, NAMES } from '../../_components/filters/invocation-filters';
import { PresetLinks } from '../../_components/filters/preset-links';
import { OUTCOME_LABELS } from '../../_components/ui/outcome-badge';
import type { Scope } from '../../_components/url/scope';
import { FIELD_LABELS, fieldLabel } from './explore/fields';
import { GroupChoice } from './explore/group-choice';
import { PRESET_PARAMS, presetsFor } from './explore/presets';

/** Filters that have no control of their own. */
const CHIPS = [
  'failed',
  'maxDurationMs',
  'minCostUsd',
  'memoryMb',
  'fingerprint',
  ...NAMES,
  ...FACTS,
] as const;
const CHIP_LABELS: Readonly<Record<string, string>> = {
  failed: 'failed',
  maxDurationMs: 'shorter than, ms',
  minCostUsd: 'cost from, USD',
  dependency: 'waited for',
  called: 'called',
  failedCall: 'failed call to',
  fingerprint: 'error group',
  requestKey: 'attempts at',
};
const CONTROLS = ['functionId', 'outcome', 'coldStart', 'minDurationMs', 'q'];

interface FilterBarProps {
  readonly functions: readonly Choice[];
  readonly promoted: readonly string[];
  readonly filters: InvocationFilters;
  /** What presets are reckoned from. */
  readonly totals: Parameters<typeof presetsFor>[0];
  readonly scope: Scope;
  /** All other parameters of the URL. */
  readonly params: Readonly<Record<string, string | number | boolean>>;
}

/** What narrows the list of invocations, and groups it. */
export function FilterBar({ functions, promoted, filters, totals, scope, params }: FilterBarProps) {
  const attributes = Object.keys(filters.attribute ?? {}).map((key) => ({ key, name: `attribute.${key}` }));
  return (
    <div className="flex flex-wrap items-center gap-2">
      <PresetLinks
        path="/invocations"
        presets={presetsFor(totals)}
        replaces={PRESET_PARAMS}
        scope={scope}
        params={params}
      />
      <FilterFold names={CONTROLS}>
        <SelectFilter name="functionId" label="Function" any="All functions" choices={functions} />
        <SelectFilter
          name="outcome"
          label="Outcome"
          any="Any outcome"
          choices={OUTCOMES.map((value) => ({ value, label: OUTCOME_LABELS[value] }))}
        />
        <SelectFilter
          name="coldStart"
          label="Cold start"
          any="Cold and warm"
          choices={[
            { value: 'true', label: 'Cold only' },
            { value: 'false', label: 'Warm only' },
          ]}
        />
        <TextFilter
          name="minDurationMs"
          label="Shortest duration in milliseconds"
          placeholder="Min ms"
          kind="number"
          width="w-24"
        />
        <TextFilter name="q" label="Search invocations" placeholder="Error, function or id" width="w-40" />
        {promoted.length > 0 && <AttributeFilter label="Promoted attribute" keys={promoted} />}
      </FilterFold>
      <GroupChoice
        fields={Object.entries(FIELD_LABELS).map(([value, label]) => ({ value, label }))}
        attributes={promoted}
      />
      {CHIPS.map((name) => (
        <FilterChip key={name} name={name} label={CHIP_LABELS[name] ?? fieldLabel(name)} />
      ))}
      {attributes.map(({ key, name }) => (
        <FilterChip key={name} name={name} label={key} />
      ))}
      <ClearFilters names={[...CHIPS, ...CONTROLS, ...attributes.map(({ name }) => name)]} />
    </div>
  );
}
