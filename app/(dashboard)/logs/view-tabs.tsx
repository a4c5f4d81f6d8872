import Link from 'next/link';
import type { LogFilters } from '../../_components/filters/log-filters';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';

const VIEWS = [
  { view: 'lines', label: 'Lines' },
  { view: 'patterns', label: 'Patterns' },
] as const;

/** The same records line by line, or grouped by shape. */
export function ViewTabs({
  view,
  scope,
  filters,
}: {
  readonly view: (typeof VIEWS)[number]['view'];
  readonly scope: Scope;
  readonly filters: LogFilters;
}) {
  return (
    <nav aria-label="Views" className="flex rounded-md border border-line">
      {VIEWS.map((one) => (
        <Link
          key={one.view}
          prefetch={false}
          href={href('/logs', scope, { ...filters, view: one.view === 'lines' ? null : one.view })}
          aria-current={one.view === view ? 'page' : undefined}
          className={`flex h-8 items-center px-3 first:rounded-l-md last:rounded-r-md ${
            one.view === view ? 'bg-brand-soft font-medium text-brand-strong' : 'text-muted hover:bg-hover'
          }`}
        >
          {one.label}
        </Link>
      ))}
    </nav>
  );
}
