const MOST_SERVICES = 12;

/** What the colours and marks mean. */
export function Legend({ colors }: { readonly colors: ReadonlyMap<string, string> }) {
  const services = [...colors].slice(0, MOST_SERVICES);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-3 py-1.5 text-muted text-tremor-label">
      <ul aria-label="Services" className="flex min-w-0 flex-wrap gap-x-4 gap-y-1">
        {services.map(([service, color]) => (
          <li key={service} className="flex min-w-0 items-center gap-1.5">
            <span
              aria-hidden="true"
              className="size-2 shrink-0 rounded-[2px]"
              style={{ background: color }}
            />
            <span className="max-w-60 truncate [unicode-bidi:isolate]" title={service}>
              {service === '' ? '(no service)' : service}
            </span>
          </li>
        ))}
        {colors.size > MOST_SERVICES && <li>and {colors.size - MOST_SERVICES} more</li>}
      </ul>
      <span className="ml-auto flex items-center gap-1.5">
        <span aria-hidden="true" className="h-0.5 w-4 bg-ink" />
        critical path
      </span>
    </div>
  );
}
