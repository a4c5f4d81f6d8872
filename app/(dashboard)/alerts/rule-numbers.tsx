import { CONTROL } from '@/app/_components/ui/controls';
import { Field } from '@/app/_components/ui/field';
import { type FigureName, figureFacts } from '@/core/model/alerts/figures';
import type { RuleDefinition, ThresholdCondition } from '@/core/model/alerts/rule';

const UNITS = { count: '', share: '%', ms: 'ms', usd: 'USD', minutes: 'minutes' } as const;

/** The two limits of a plain threshold. Shares are typed as percent. */
export function ThresholdFields({
  figure,
  condition,
  onChange,
}: {
  readonly figure: FigureName;
  readonly condition: ThresholdCondition;
  readonly onChange: (condition: ThresholdCondition) => void;
}) {
  const { unit, label } = figureFacts(figure);
  const scale = unit === 'share' ? 100 : 1;
  const shown = UNITS[unit] === '' ? '' : ` (${UNITS[unit]})`;
  return (
    <>
      <Decimal
        label={`Fires ${condition.direction}${shown}`}
        help={label}
        scale={scale}
        value={condition.threshold}
        onChange={(threshold) => onChange({ ...condition, threshold })}
      />
      <Decimal
        label={`Recovers at${shown}`}
        help="Between the two nothing changes, so that it does not flap."
        scale={scale}
        value={condition.recovery ?? condition.threshold}
        onChange={(recovery) => onChange({ ...condition, recovery })}
      />
    </>
  );
}

/** How many minutes make an alert, and how many end it. */
export function PointFields({
  points,
  onChange,
}: {
  readonly points: RuleDefinition['points'];
  readonly onChange: (points: RuleDefinition['points']) => void;
}) {
  return (
    <>
      <Whole
        label="Fires after (bad minutes)"
        min={1}
        value={points.breaching}
        onChange={(breaching) => onChange({ ...points, breaching })}
      />
      <Whole
        label="Out of (minutes)"
        min={1}
        value={points.of}
        onChange={(of) => onChange({ ...points, of })}
      />
      <Whole
        label="Resolves after (good minutes)"
        help="In a row. More are calmer: what comes and goes is one incident."
        min={1}
        value={points.clear}
        onChange={(clear) => onChange({ ...points, clear })}
      />
    </>
  );
}

interface NumberProps {
  readonly label: string;
  readonly help?: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

export function Whole({ label, help, min, value, onChange }: NumberProps & { readonly min: number }) {
  return (
    <Field label={label} {...(help === undefined ? {} : { help })}>
      {(id) => (
        <input
          id={id}
          type="number"
          required
          min={min}
          value={value}
          className={CONTROL}
          onChange={(event) => onChange(event.target.valueAsNumber)}
        />
      )}
    </Field>
  );
}

function Decimal({ label, help, scale, value, onChange }: NumberProps & { readonly scale: number }) {
  return (
    <Field label={label} {...(help === undefined ? {} : { help })}>
      {(id) => (
        <input
          id={id}
          type="number"
          required
          step="any"
          defaultValue={Number((value * scale).toPrecision(6))}
          className={CONTROL}
          onChange={(event) => onChange(event.target.valueAsNumber / scale)}
        />
      )}
    </Field>
  );
}
