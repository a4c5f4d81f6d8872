'use client';

import Link from 'next/link';
import { useState } from 'react';
import { changeApi } from '../changes/change-api';
import { useChange } from '../changes/use-change';
import { BUTTON, LINK } from '../ui/controls';
import { CopyButton } from '../ui/copy-button';
import { Refusal } from '../ui/field';
import { Tabs } from '../ui/tabs';
import { PLACE_OF_KEY, snippets } from './snippets';

/** What to paste, by kind of function; a key created here is filled in everywhere. */
export function SetupSteps({
  endpoint,
  needsKey,
  mayMakeKey,
}: {
  readonly endpoint: string;
  readonly needsKey: boolean;
  readonly mayMakeKey: boolean;
}) {
  const [secret, setSecret] = useState<string | null>(null);
  const { busy, refused, run } = useChange();
  const make = () =>
    run(async () => {
      const made = await changeApi<{ readonly secret: string }>('POST', '/keys', KEY);
      setSecret(made.secret);
    });
  const items = snippets(endpoint, needsKey ? (secret ?? PLACE_OF_KEY) : null).map((snippet) => ({
    name: snippet.name,
    content: (
      <>
        <div className="mb-2 flex items-start justify-between gap-4">
          <p className="text-muted">{snippet.intro}</p>
          <CopyButton text={snippet.code} />
        </div>
        <pre className="whitespace-pre-wrap break-words rounded-md bg-sunken p-3 font-mono text-ink text-tremor-label leading-5">
          {snippet.code}
        </pre>
      </>
    ),
  }));
  return (
    <>
      <div className="pt-3">
        <Tabs items={items} />
      </div>
      {needsKey && mayMakeKey && (
        <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-2">
          {secret === null ? (
            <>
              <button type="button" disabled={busy} className={BUTTON} onClick={() => void make()}>
                Make an ingest key
              </button>
              <p className="text-muted">This instance asks for one; it then stands above, ready to copy.</p>
            </>
          ) : (
            <p role="status" className="text-good">
              The key stands above. Copy it now: it is not shown again.{' '}
              <Link prefetch={false} href="/settings/keys" className={LINK}>
                All keys
              </Link>
            </p>
          )}
          <Refusal text={refused} />
        </div>
      )}
      {needsKey && !mayMakeKey && (
        <p className="mt-3 text-muted">
          This instance asks for a key: an admin makes one of scope ingest under Settings, Keys, or in the
          folder of Faaslens with{' '}
          <code className="font-mono text-ink">node bin/faaslens.mjs keys create --scope ingest</code>.
        </p>
      )}
    </>
  );
}

const KEY = { name: 'first functions', scope: 'ingest', environment: null, expiresInDays: null };
