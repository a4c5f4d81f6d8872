'use client';

import { MORE_LINK } from '../../../../_components/ui/controls';

/** What the colours and marks mean, and the buttons that act on all spans. */
export function WaterfallToolbar({
  colors,
  onExpandAll,
  onCollapseAll,
}: {
  readonly colors: ReadonlyMap<string, string>;
  readonly onExpandAll: () => void;
  readonly onCollapseAll: () => void;
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-line border-b px-3 py-2 text-muted text-tremor-label">
      <ul aria-label="Services" className="flex flex-wrap gap-x-4 gap-y-1">
        {[...colors].map(([service, color]) => (
          <li key={service} className="flex items-center gap-1.5">
            <span aria-hidden="true" className="size-2 rounded-[2px]" style={{ background: color }} />
            {service === '' ? '(no service)' : service}
          </li>
        ))}
      </ul>
      <span className="flex items-center gap-1.5">
        <span aria-hidden="true" className="h-0.5 w-4 bg-ink" />
        critical path
      </span>
      <span className="ml-auto flex gap-3">
        <button type="button" className={MORE_LINK} onClick={onExpandAll}>
          Expand all
        </button>
        <button type="button" className={MORE_LINK} onClick={onCollapseAll}>
          Collapse all
        </button>
      </span>
    </div>
  );
}
