import { CONTROL } from '@/app/_components/ui/controls';
import type { InputView, ProductView } from '@/core/pricing/catalog';
import type { Draft } from './draft';
import { InputField, Labelled } from './input-field';

/** So many are asked for at once; the rest is one click away. */
const AT_FIRST = 6;
/** Only programs say it so. */
const LEFT_OUT: readonly string[] = ['onOrAfter', 'before', 'minCost', 'minRamMb'];

interface ProductFieldsProps {
  readonly product: ProductView;
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
}

/** What the chosen product bills by, and nothing else. */
export function ProductFields({ product, draft, onChange }: ProductFieldsProps) {
  const usable = product.inputs.filter((input) => isShown(input, product));
  const [first, more] = [usable.slice(0, AT_FIRST), usable.slice(AT_FIRST)];
  const field = (input: InputView) => (
    <InputField
      key={input.name}
      input={input}
      value={draft.values[input.name] ?? ''}
      onChange={(value) => onChange({ values: { ...draft.values, [input.name]: value } })}
    />
  );
  const choice = (
    label: string,
    value: string,
    options: readonly string[],
    name: 'region' | 'plan' | 'architecture',
  ) =>
    options.length > 1 && (
      <Labelled label={label}>
        {(id) => (
          <select
            id={id}
            value={value}
            className={`${CONTROL} min-w-0 truncate`}
            onChange={(event) => onChange({ [name]: event.target.value })}
          >
            {options.map((option) => (
              <option key={option}>{option}</option>
            ))}
          </select>
        )}
      </Labelled>
    );
  return (
    <>
      <div className="grid grid-cols-2 gap-x-4 gap-y-3">
        {choice('Region', draft.region, product.regions, 'region')}
        {choice('Plan', draft.plan, product.plans, 'plan')}
        {product.provider.startsWith('aws') &&
          choice('Architecture', draft.architecture, ['x86_64', 'arm64'], 'architecture')}
        {first.map(field)}
      </div>
      {more.length > 0 && (
        <details open={more.some(({ name }) => (draft.values[name] ?? '') !== '')}>
          <summary className="cursor-pointer text-brand-strong text-tremor-label hover:underline">
            {more.length} more that it bills by
          </summary>
          <div className="mt-3 grid grid-cols-2 gap-x-4 gap-y-3">{more.map(field)}</div>
        </details>
      )}
    </>
  );
}

function isShown({ name, kind }: InputView, { provider, inputs }: ProductView): boolean {
  if (kind === 'records' || kind === 'decimals' || LEFT_OUT.includes(name)) return false;
  if (name === 'usdPerCny') return provider === 'aws-china';
  return name !== 'gb' || inputs.every((other) => other.name !== 'memoryMb');
}
