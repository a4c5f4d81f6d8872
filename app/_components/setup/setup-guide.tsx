import { Card } from '../ui/card';
import { CopyButton } from '../ui/copy-button';
import { Tabs } from '../ui/tabs';
import { snippets } from './snippets';
import { WaitForData } from './wait-for-data';

/** What an empty instance shows: three lines to paste, and a light that turns green by itself. */
export function SetupGuide({
  endpoint,
  needsKey,
}: {
  readonly endpoint: string;
  readonly needsKey: boolean;
}) {
  const items = snippets(endpoint, needsKey).map((snippet) => ({
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
    <div className="mx-auto w-full max-w-3xl py-6">
      <h1 className="font-semibold text-[1.25rem] text-ink leading-7">Send a first trace</h1>
      <p className="mt-1 mb-5 text-muted">
        Functions report to <code className="font-mono text-ink">{endpoint}</code> over OTLP. Invocations,
        errors, cold starts and cost appear here as soon as the first one arrives.
      </p>
      <Card>
        <div className="pt-3">
          <Tabs items={items} />
        </div>
        {needsKey && (
          <p className="mt-3 text-muted">
            This instance asks for a key: in the folder of Faaslens,{' '}
            <code className="font-mono text-ink">node bin/faaslens.mjs keys create --scope ingest</code> makes
            one.
          </p>
        )}
        <WaitForData />
      </Card>
      <p className="mt-4 text-muted">
        Only want to look around? Stop Faaslens and start it with{' '}
        <code className="font-mono text-ink">npm start -- --demo</code>: wrapped example functions then fill
        every screen.
      </p>
    </div>
  );
}
