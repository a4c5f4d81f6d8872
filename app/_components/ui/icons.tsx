const SHAPES = {
  overview: 'M2 13V9m4 4V4m4 9V7m4 6V2',
  functions: 'M4 2.5h1.5L12 13.5M7.6 7 4 13.5',
  invocations: 'M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z',
  traces: 'M2 3.5h9M4.5 8H12M7.5 12.5H14',
  logs: 'M3 3.5h10M3 6.5h10M3 9.5h7M3 12.5h8',
  errors: 'M8 2.2 14.6 13.5H1.400ZM8 6.300v3.400M8 11.500v.200',
  costs:
    'M8 1.5v13M11 4.5C10.5 3.5 9.3 3 8 3 6.300 3 5 3.900 5 5.400 5 8.600 11.200 7.400 11.200 10.600 11.200 12.100 9.800 13 8 13c-1.500 0-2.700-.6-3.200-1.700',
  map: 'M2 6.5h3.5v3H2zM10.5 2.500H14v3h-3.500zM10.500 10.500H14v3h-3.500zM5.500 8H8m2.500-4H8v8h2.500',
  alerts: 'M8 2a4 4 0 0 0-4 4v3l-1.5 2.5h11L12 9V6a4 4 0 0 0-4-4ZM6.5 13.5a1.6 1.6 0 0 0 3 0',
  find: 'M7 2.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9ZM10.300 10.300l3.200 3.200',
  download: 'M8 2v7.500M4.500 6.500 8 10l3.500-3.500M2.500 13.500h11',
  clock: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Zm0 2.5V8l2.3 1.5',
  refresh: 'M13.5 8A5.5 5.5 0 1 1 11.7 4M13.5 2v3h-3',
  chevron: 'm6 3.5 4.5 4.5L6 12.5',
  compare: 'M4.500 3v8.500M2 9.500 4.500 12 7 9.500M11.500 13V4.500M9 6.500 11.500 4 14 6.500',
  system: 'M2 3h12v8H2zM6 14h4M8 11v3',
  sun: 'M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6ZM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7',
  person:
    'M8 2.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6ZM2.800 13.800c.5-2.700 2.600-4 5.200-4s4.700 1.300 5.200 4',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5Z',
} as const;

export type IconName = keyof typeof SHAPES;

/** An icon beside a text that says the same; hidden from screen readers. */
export function Icon({
  name,
  className = 'size-4',
}: {
  readonly name: IconName;
  readonly className?: string;
}) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`shrink-0 ${className}`}
    >
      <path d={SHAPES[name]} />
    </svg>
  );
}
