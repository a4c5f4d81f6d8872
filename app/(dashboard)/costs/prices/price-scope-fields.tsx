import { CONTROL } from '@/app/_components/ui/controls';
import type { PricedScope } from '@/core/pricing/prices-in-force';
import type { PriceDraft, refusedField } from './price-draft';
import { PriceField } from './price-field';
import { scopeKey } from './priced-place';

interface PriceScopeFieldsProps {
  readonly draft: PriceDraft;
  readonly scopes: readonly PricedScope[];
  readonly wrong: ReturnType<typeof refusedField>;
  readonly onChange: (change: Partial<PriceDraft>) => void;
}

/** What a price or a discount is about. A price is of one meter; a discount may be of everything. */
export function PriceScopeFields({ draft, scopes, wrong, onChange }: PriceScopeFieldsProps) {
  const isDiscount = draft.kind === 'discount';
  const scope = scopes.find((one) => scopeKey(one) === draft.of);
  const providers = [...new Set(scopes.map(({ provider }) => provider))];
  const why = (field: keyof PriceDraft) => (wrong?.field === field ? wrong.why : null);
  const choose = (of: string) => {
    const chosen = scopes.find((one) => scopeKey(one) === of);
    const meter = isDiscount ? '' : (chosen?.meters[0]?.meter ?? '');
    onChange({ of, meter, plan: '', region: '', architecture: '' });
  };
  return (
    <>
      <PriceField label="Product" help="Whose prices it changes" wrong={why('of')}>
        {(props) => (
          <select
            {...props}
            value={draft.of}
            className={CONTROL}
            onChange={(event) => choose(event.target.value)}
          >
            {isDiscount &&
              providers.map((provider) => (
                <option key={provider} value={provider}>
                  Everything of {provider}
                </option>
              ))}
            {scopes.map((one) => (
              <option key={scopeKey(one)} value={scopeKey(one)}>
                {one.title}
              </option>
            ))}
          </select>
        )}
      </PriceField>
      <PriceField label="Meter" help="What it is the price of" wrong={why('meter')}>
        {(props) => (
          <select
            {...props}
            value={draft.meter}
            disabled={!scope}
            className={CONTROL}
            onChange={(event) => onChange({ meter: event.target.value })}
          >
            {(isDiscount || draft.meter === '') && <option value="">All meters</option>}
            {scope?.meters.map(({ meter }) => (
              <option key={meter}>{meter}</option>
            ))}
          </select>
        )}
      </PriceField>
      <PriceField label="Region" help="As the provider names it; empty: all" wrong={why('region')}>
        {(props) => (
          <>
            <input
              {...props}
              value={draft.region}
              list={`${props.id}-regions`}
              autoComplete="off"
              className={CONTROL}
              onChange={(event) => onChange({ region: event.target.value })}
            />
            <datalist id={`${props.id}-regions`}>
              {scope?.regions.map((region) => (
                <option key={region} value={region} />
              ))}
            </datalist>
          </>
        )}
      </PriceField>
      {scope && scope.plans.length > 0 && (
        <PriceField label="Plan" help="Of those that the product has" wrong={why('plan')}>
          {(props) => (
            <select
              {...props}
              value={draft.plan}
              className={CONTROL}
              onChange={(event) => onChange({ plan: event.target.value })}
            >
              <option value="">All plans</option>
              {scope.plans.map((plan) => (
                <option key={plan}>{plan}</option>
              ))}
            </select>
          )}
        </PriceField>
      )}
      {scope?.byArchitecture && (
        <PriceField label="Architecture" help="Of the processor" wrong={why('architecture')}>
          {(props) => (
            <select
              {...props}
              value={draft.architecture}
              className={CONTROL}
              onChange={({ target: { value } }) =>
                onChange({ architecture: value === 'x86_64' || value === 'arm64' ? value : '' })
              }
            >
              <option value="">Both</option>
              <option>x86_64</option>
              <option>arm64</option>
            </select>
          )}
        </PriceField>
      )}
    </>
  );
}
