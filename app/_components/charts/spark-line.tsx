const WIDTH = 100;
const HEIGHT = 24;

/** A figure over time as a thin line, drawn without any script; gaps where nothing was measured. Hidden from screen readers. */
export function SparkLine({
  values,
  color = 'var(--t-brand)',
}: {
  readonly values: readonly (number | null)[];
  readonly color?: string;
}) {
  const most = Math.max(...values.map((value) => value ?? 0));
  if (values.length < 2 || most <= 0) return <span aria-hidden="true" className="block h-6" />;
  const x = (index: number) => (index / (values.length - 1)) * WIDTH;
  const y = (value: number) => HEIGHT - 1 - (value / most) * (HEIGHT - 3);
  const path = values
    .map((value, index) => {
      if (value === null) return '';
      const starts = index === 0 || values[index - 1] === null;
      return `${starts ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join('');
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-6 w-full"
    >
      <path d={path} fill="none" stroke={color} strokeWidth={1.25} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
