import type { MappedLine, Original } from '@/core/model/errors/stack/mapped-line';

/** A stack. Own frames stand out and come first; those of runtimes and packages are folded. Nothing without lines. */
export function Stack({ lines }: { readonly lines: readonly MappedLine[] }) {
  if (lines.length === 0) return null;
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

const LOOKS: Readonly<Record<MappedLine['kind'], string>> = {
  own: 'text-ink font-medium',
  other: 'text-faint',
  text: 'text-body',
};

function Lines({ label, lines }: { readonly label: string; readonly lines: readonly MappedLine[] }) {
  return (
    <section aria-label={label}>
      <pre className="whitespace-pre-wrap break-words rounded-md bg-page px-3 py-2 font-mono text-tremor-label [unicode-bidi:isolate]">
        {lines.map(({ number, text, kind, original }) => (
          <span
            key={number}
            className={`block ${LOOKS[kind]}`}
            title={original === null ? undefined : text.trim()}
          >
            {original === null ? text || ' ' : <Mapped text={text} original={original} />}
          </span>
        ))}
      </pre>
    </section>
  );
}

/** A frame at its place in the original source, with that line of it. */
function Mapped({
  text,
  original: { file, line, column, name, code },
}: {
  readonly text: string;
  readonly original: Original;
}) {
  const sent = /^\s*at (async )?(?:(.*) )?\(/.exec(text);
  const called = name ?? sent?.[2] ?? '';
  const place = `${file}:${line}:${column}`;
  return (
    <>
      {`    at ${sent?.[1] ?? ''}${called === '' ? place : `${called} (${place})`}`}
      {code !== null && code !== '' && (
        <span className="mt-0.5 mb-1 ml-8 block rounded bg-sunken px-2 font-normal text-body">{code}</span>
      )}
    </>
  );
}
