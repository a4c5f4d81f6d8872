const HEIGHT = 20;
const WIDTH = 96;
/** Of one bar, so that a few do not look like blocks. */
const WIDEST = 12;

/** A row's figures over time as small bars, drawn without any script; a figure above 0 is always visible. */
export function SparkBars({ values, label }: { readonly values: readonly number[]; readonly label: string }) {
  const most = Math.max(1, ...values);
  const step = Math.min(WIDEST, WIDTH / Math.max(1, values.length));
  const bars = values.map((value, index) => ({
    x: index * step,
    height: value === 0 ? 1 : Math.max(2, (value / most) * HEIGHT),
    isEmpty: value === 0,
  }));
  return (
    <svg role="img" aria-label={label} width={Math.max(1, values.length) * step} height={HEIGHT}>
      <title>{label}</title>
      {bars.map(({ x, height, isEmpty }) => (
        <rect
          key={x}
          x={x}
          y={HEIGHT - height}
          width={step - 1}
          height={height}
          className={isEmpty ? 'fill-line-strong' : 'fill-bad'}
        />
      ))}
    </svg>
  );
}
