'use client';

import { CONTROL } from '../ui/controls';
import { useQuery } from '../url/use-query';

/** Filters every screen by one environment. Renders nothing if there is nothing to choose. */
export function EnvironmentSelect({ environments }: { readonly environments: readonly string[] }) {
  const { scope, change } = useQuery();
  const chosen = scope.environment;
  const known =
    chosen === undefined || environments.includes(chosen) ? environments : [...environments, chosen];
  if (known.length === 0 || (known.length === 1 && known[0] === '' && chosen === undefined)) return null;
  return (
    <select
      aria-label="Environment"
      className={`${CONTROL} max-w-44 min-w-0 truncate`}
      value={chosen === undefined ? 'all' : `=${chosen}`}
      onChange={(event) => {
        const { value } = event.currentTarget;
        change({ environment: value === 'all' ? null : value.slice(1), functionId: null });
      }}
    >
      <option value="all">All environments</option>
      {known.map((name) => (
        <option key={name} value={`=${name}`}>
          {name === '' ? '(no environment)' : name}
        </option>
      ))}
    </select>
  );
}
