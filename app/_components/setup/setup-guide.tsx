import type { SetupOfReader } from '../../_queries/setup';
import { Card } from '../ui/card';
import { SetupSteps } from './setup-steps';
import { WaitForData } from './wait-for-data';

/** Shown by an empty instance: three lines to paste, and a light that turns green by itself. */
export function SetupGuide({
  setup: { otlpHttpUrl, needsKey, mayMakeKey },
}: {
  readonly setup: SetupOfReader;
}) {
  return (
    <div className="mx-auto w-full max-w-3xl py-6">
      <h1 className="font-semibold text-[1.25rem] text-ink leading-7">Send a first trace</h1>
      <p className="mt-1 mb-5 text-muted">
        Functions report to <code className="font-mono text-ink">{otlpHttpUrl}</code> over OTLP. Invocations,
        errors, cold starts and cost appear here as soon as the first one arrives.
      </p>
      <Card>
        <SetupSteps endpoint={otlpHttpUrl} needsKey={needsKey} mayMakeKey={mayMakeKey} />
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
