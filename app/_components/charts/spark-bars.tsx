const HEIGHT = 20;
const STEP = 4;

/** A row's figures over time as small bars, drawn without any script; a figure above 0 is always visible. */
export function SparkBars({ values, label }: { readonly values: readonly number[]; readonly label: string }) {
  const most = Math.max(1, ...values);
  const bars = values.map((value, index) => ({
    x: index * STEP,
    height: value === 0 ? 1 : Math.max(2, (value / most) * HEIGHT),
    isEmpty: value === 0,
  }));
  return (
    <svg role="img" aria-label={label} width={Math.max(1, values.length) * STEP} height={HEIGHT}>
      <title>{label}</title>
      {bars.map(({ x, height, isEmpty }) => (
        <rect
          key={x}
          x={x}
          y={HEIGHT - height}
          width={STEP - 1}
          height={height}
          className={isEmpty ? 'fill-line-strong' : 'fill-bad'}
        />
      ))}
    </svg>
  );
}
