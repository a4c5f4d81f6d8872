import Link from 'next/link';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';

const GROUPINGS = [
  { value: 'function', label: 'Function' },
  { value: 'line', label: 'Line' },
  { value: 'dependency', label: 'Dependency' },
  { value: 'outcome', label: 'Outcome' },
  { value: 'version', label: 'Version' },
] as const;

/** By what the money is grouped; promoted attributes are choices too. */
export function GroupingTabs({
  current,
  attributes,
  scope,
  functionId,
}: {
  readonly current: string;
  readonly attributes: readonly string[];
  readonly scope: Scope;
  readonly functionId: string | undefined;
}) {
  const choices = [...GROUPINGS, ...attributes.map((key) => ({ value: `attribute:${key}`, label: key }))];
  return (
    <nav aria-label="Group costs by" className="flex flex-wrap gap-1">
      {choices.map(({ value, label }) => (
        <Link
          key={value}
          prefetch={false}
          href={href('/costs', scope, { functionId, groupBy: value })}
          aria-current={value === current ? 'true' : undefined}
          scroll={false}
          className={`rounded-md px-2.5 py-1 ${value === current ? 'bg-brand-soft font-medium text-brand-strong' : 'text-muted hover:bg-hover hover:text-ink'}`}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
