'use client';

import type { Choice } from '@/app/_components/filters/filters';
import { FIGURES, type FigureName, type FigureSource, figureFacts } from '@/core/model/alerts/figures';
import type { Grouping } from '@/core/model/alerts/rule';
import type { RuleInput } from '@/core/settings/settings';
import { GROUPS, SEVERITIES } from '../rule-words';
import { knowsVersions, withFigure } from './rule-draft';
import { ChoiceField, LineField, RuleField, WordField } from './rule-field';

const SOURCES: Readonly<Record<FigureSource, string>> = {
  rollups: 'Invocations, latency, cost',
  invocations: 'Inits and memory',
  dependencies: 'Calls to dependencies',
  runs: 'Heartbeat',
  events: 'Logs and errors',
  rules: 'Other rules',
  self: 'Faaslens itself',
};

export interface ScopeChoices {
  readonly functions: readonly Choice[];
  readonly environments: readonly string[];
  readonly services: readonly string[];
  /** Keys of promoted attributes. */
  readonly attributes: readonly string[];
}

/** Which figure is watched, of what, and what is looked at on its own. */
export function ScopeFields({
  rule,
  choices,
  onChange,
}: {
  readonly rule: RuleInput;
  readonly choices: ScopeChoices;
  readonly onChange: (rule: RuleInput) => void;
}) {
  const { filter, groupBy, logs } = rule;
  const setFilter = (change: Partial<RuleInput['filter']>) =>
    onChange({ ...rule, filter: { ...filter, ...change } });
  const { source } = figureFacts(rule.figure);
  const isOfCalls = source === 'dependencies';
  const attribute = groupBy.startsWith('attribute:') ? groupBy.slice('attribute:'.length) : null;
  return (
    <>
      <RuleField path="figure" label="Figure">
        {(control) => (
          <select
            {...control}
            value={rule.figure}
            onChange={(event) => onChange(withFigure(rule, event.target.value as FigureName))}
          >
            {Object.entries(SOURCES).map(([source, title]) => (
              <optgroup key={source} label={title}>
                {Object.entries(FIGURES)
                  .filter(([, facts]) => facts.source === source)
                  .map(([name, { label }]) => (
                    <option key={name} value={name}>
                      {label}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        )}
      </RuleField>
      <WordField
        path="groupBy"
        label="Watched on its own"
        help="Each has its own state and its own incidents."
        words={groupsFor(source)}
        value={attribute === null ? groupBy : 'attribute'}
        onChange={(word) =>
          onChange({
            ...rule,
            groupBy: word === 'attribute' ? `attribute:${choices.attributes[0] ?? ''}` : (word as Grouping),
          })
        }
      />
      {attribute !== null && (
        <LineField
          path="groupBy"
          label="Attribute"
          help={
            choices.attributes.length === 0
              ? 'No attribute is promoted yet: group the invocations by one, and press “Promote it” there.'
              : `Promoted: ${choices.attributes.join(', ')}`
          }
          value={attribute}
          onChange={(key) => onChange({ ...rule, groupBy: `attribute:${key ?? ''}` })}
        />
      )}
      {logs !== null && (
        <>
          <LineField
            path="logs.q"
            label="Log records that hold"
            help="Words, as in the log search. Empty: any."
            value={logs.q}
            onChange={(q) => onChange({ ...rule, logs: { ...logs, q: q ?? '' } })}
          />
          <WordField
            path="logs.minSeverity"
            label="Of severity"
            words={SEVERITIES}
            value={String(logs.minSeverity)}
            onChange={(severity) => onChange({ ...rule, logs: { ...logs, minSeverity: Number(severity) } })}
          />
        </>
      )}
      <ChoiceField
        path="filter.functionId"
        label="Function"
        any="Every function"
        choices={choices.functions}
        value={filter.functionId}
        onChange={(functionId) => setFilter({ functionId })}
      />
      <ChoiceField
        path="filter.environment"
        label="Environment"
        any="Any environment"
        choices={choices.environments.map((name) => ({
          value: name,
          label: name === '' ? '(unnamed)' : name,
        }))}
        value={filter.environment}
        onChange={(environment) => setFilter({ environment })}
      />
      <ChoiceField
        path="filter.service"
        label="Service"
        any="Any service"
        choices={choices.services.map((name) => ({ value: name, label: name }))}
        value={filter.service}
        onChange={(service) => setFilter({ service })}
      />
      {isOfCalls && (
        <LineField
          path="filter.dependency"
          label="Dependency"
          placeholder="any"
          help="Its name as in the costs by dependency: a host, or what AWS calls it."
          value={filter.dependency}
          onChange={(dependency) => setFilter({ dependency })}
        />
      )}
      {knowsVersions(source) && (
        <LineField
          path="filter.version"
          label="Version"
          placeholder="any"
          value={filter.version}
          onChange={(version) => setFilter({ version })}
        />
      )}
    </>
  );
}

/** What a figure is known of on its own: of Faaslens itself there is one. */
function groupsFor(source: FigureSource): Readonly<Record<string, string>> {
  const { version, attribute, dependency, ...common } = GROUPS;
  if (source === 'self') return { all: common.all };
  if (source === 'dependencies') return { ...common, dependency };
  return knowsVersions(source) ? { ...common, version, attribute } : common;
}
