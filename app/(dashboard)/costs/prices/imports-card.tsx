'use client';

import { useRouter } from 'next/navigation';
import { type ChangeEvent, useId, useRef, useState } from 'react';
import { changeApi, RefusedChange } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import { formatCount } from '@/app/_components/format/number';
import { Card } from '@/app/_components/ui/card';
import { BUTTON } from '@/app/_components/ui/controls';
import { Refusal } from '@/app/_components/ui/field';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import { Time } from '@/app/_components/ui/time';
import type { ImportView } from '@/app/_queries/views/prices';

interface Imported {
  readonly source: string;
  readonly prices: number;
  readonly products: readonly string[];
  readonly skipped: number;
}

/** What price files brought, and where the next one is given. */
export function ImportsCard({
  imports,
  mayChange,
}: {
  readonly imports: readonly ImportView[];
  readonly mayChange: boolean;
}) {
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const [done, setDone] = useState('');
  const remove = ({ provider, product }: ImportView) =>
    run(async () => {
      await changeApi('DELETE', `/prices/imports?${new URLSearchParams({ provider, product })}`);
      setDone(`The built-in prices of ${provider}/${product} apply again.`);
      router.refresh();
    });
  const upload = (file: File) =>
    run(async () => {
      setDone('');
      const imported = await changeApi<Imported>('POST', '/prices/imports', await jsonOf(file));
      setDone(
        `${imported.source}: ${formatCount(imported.prices)} prices of ${imported.products.join(', ')}; ${formatCount(imported.skipped)} others left out.`,
      );
      router.refresh();
    });
  return (
    <Card title="Imported price files" flush>
      <div className="flex flex-col gap-3 px-4 pb-3">
        <p className="max-w-3xl text-muted">
          Keep prices current without a new release: import the file that the provider publishes. That is an
          AWS Price List offer file (AWSLambda), or a response of the Azure Retail Prices API or of the Google
          Cloud Billing catalog. It replaces what was imported before for the same products.
        </p>
        {mayChange && <FileInput busy={busy} onFile={(file) => void upload(file)} />}
        <Refusal text={refused} />
        <output className={done === '' ? 'hidden' : 'text-good'}>{done}</output>
      </div>
      {imports.length > 0 && (
        <Table
          label="Imported price files"
          head={
            <>
              <HeaderCell>Product</HeaderCell>
              <HeaderCell>File</HeaderCell>
              <HeaderCell align="right">Prices</HeaderCell>
              <HeaderCell align="right" wideOnly>
                Regions
              </HeaderCell>
              <HeaderCell wideOnly>Imported</HeaderCell>
              {mayChange && (
                <HeaderCell>
                  <span className="sr-only">Actions</span>
                </HeaderCell>
              )}
            </>
          }
        >
          {imports.map((one) => (
            <Row key={`${one.provider}/${one.product}`}>
              <Cell>
                {one.provider}/{one.product}
              </Cell>
              <Cell grow title={one.source}>
                {one.source}
              </Cell>
              <Cell align="right">{formatCount(one.prices)}</Cell>
              <Cell align="right" wideOnly>
                {one.regions === 0 ? 'all' : formatCount(one.regions)}
              </Cell>
              <Cell wideOnly>
                <Time iso={one.importedAt} style="minute" />
              </Cell>
              {mayChange && (
                <Cell align="right">
                  <button type="button" disabled={busy} className={BUTTON} onClick={() => void remove(one)}>
                    Remove<span className="sr-only"> {`${one.provider}/${one.product}`}</span>
                  </button>
                </Cell>
              )}
            </Row>
          ))}
        </Table>
      )}
    </Card>
  );
}

function FileInput({ busy, onFile }: { readonly busy: boolean; readonly onFile: (file: File) => void }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const chosen = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const [file] = currentTarget.files ?? [];
    if (file) onFile(file);
    // The same file may be given again after it was mended.
    currentTarget.value = '';
  };
  return (
    <div>
      <label htmlFor={id} className="sr-only">
        Price file
      </label>
      <input
        ref={input}
        id={id}
        type="file"
        accept="application/json,.json"
        disabled={busy}
        className="sr-only"
        onChange={chosen}
      />
      <button type="button" disabled={busy} className={BUTTON} onClick={() => input.current?.click()}>
        {busy ? 'Importing…' : 'Import a price file'}
      </button>
    </div>
  );
}

async function jsonOf(file: File): Promise<unknown> {
  try {
    return JSON.parse(await file.text());
  } catch {
    throw new RefusedChange(`${file.name} is not JSON: give the file as the provider’s API answers it`);
  }
}
