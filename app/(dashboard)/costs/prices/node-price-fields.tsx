import { useState } from 'react';
import { CONTROL } from '@/app/_components/ui/controls';
import { nodePrice } from './price-draft';
import { PriceField } from './price-field';

/** What a GB-second of a cluster of one's own costs, out of what a node costs and has. */
export function NodePriceFields({ onPrice }: { readonly onPrice: (price: string) => void }) {
  const [usdPerHour, setUsdPerHour] = useState('');
  const [gb, setGb] = useState('');
  const work = (usd: string, size: string) => {
    setUsdPerHour(usd);
    setGb(size);
    const price = nodePrice(usd, size);
    if (price !== null) onPrice(price);
  };
  return (
    <>
      <PriceField label="Or: a node costs, USD an hour" help="Fills the price in" wrong={null}>
        {(props) => (
          <input
            {...props}
            value={usdPerHour}
            inputMode="decimal"
            className={CONTROL}
            onChange={(event) => work(event.target.value, gb)}
          />
        )}
      </PriceField>
      <PriceField label="and has, GB of memory" help="Its price ÷ 3600 ÷ its memory" wrong={null}>
        {(props) => (
          <input
            {...props}
            value={gb}
            inputMode="decimal"
            className={CONTROL}
            onChange={(event) => work(usdPerHour, event.target.value)}
          />
        )}
      </PriceField>
    </>
  );
}
