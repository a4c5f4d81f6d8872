import { type StackLine, stackLines } from '@/core/model/errors/stack/stack-lines';

/** A stack as it was sent. Own frames stand out and come first; what runtimes and packages did is folded away. */
export function Stack({ stack }: { readonly stack: string }) {
  const lines = stackLines(stack);
  const own = lines.filter(({ kind }) => kind === 'own');
  if (own.length === 0 || own.length === lines.length) return <Lines label="Stack" lines={lines} />;
  return (
    <div className="flex flex-col gap-3">
      <Lines label="Own frames" lines={own} />
      <details>
        <summary className="text-brand-strong text-tremor-label hover:underline">
          Whole stack, {lines.length} lines
        </summary>
        <div className="mt-2">
          <Lines label="Whole stack" lines={lines} />
        </div>
      </details>
    </div>
  );
}

const LOOKS: Readonly<Record<StackLine['kind'], string>> = {
  own: 'text-ink font-medium',
  other: 'text-faint',
  text: 'text-body',
};

function Lines({ label, lines }: { readonly label: string; readonly lines: readonly StackLine[] }) {
  return (
    <section aria-label={label}>
      <pre className="whitespace-pre-wrap break-words rounded-md bg-page px-3 py-2 font-mono text-tremor-label [unicode-bidi:isolate]">
        {lines.map(({ number, text, kind }) => (
          <span key={number} className={`block ${LOOKS[kind]}`}>
            {text || ' '}
          </span>
        ))}
      </pre>
    </section>
  );
}
