'use client';

import { type DragEvent, useMemo, useState } from 'react';
import { isFaaslensError } from '@/core/errors';
import { type FileTrace, readTraceFile } from '@/core/model/trace-file/read-trace-file';
import { traceOfFile } from '@/core/model/trace-file/trace-of-file';
import { formatCount } from '../../../_components/format/number';
import { Callout } from '../../../_components/ui/callout';
import { Card } from '../../../_components/ui/card';
import { CONTROL } from '../../../_components/ui/controls';
import type { TraceSource } from '../[traceId]/detail/trace-source';
import { TraceExplorer } from '../[traceId]/trace-explorer';
import { TraceFacts } from '../[traceId]/trace-facts';

const MOST_BYTES = 200 * 1_048_576;
/** As many as a stored trace shows. */
const MOST_SPANS = 10_000;

interface Opened {
  readonly name: string;
  readonly traces: readonly FileTrace[];
}

/** Takes a file that is dropped or chosen, and shows the largest of its traces; the others can be chosen. */
export function FileOpener() {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    setRefused(null);
    try {
      if (file.size > MOST_BYTES) throw new RangeError('The file is larger than 200 MB.');
      setOpened({ name: file.name, traces: readTraceFile(await file.text()) });
    } catch (error) {
      setOpened(null);
      const isTold = isFaaslensError(error) || error instanceof RangeError;
      setRefused(isTold ? error.message : 'The file could not be read.');
    }
  };
  const onDrop = (event: DragEvent<HTMLElement>) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <section
      aria-label="File"
      className="flex flex-col gap-4"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <label
        className={`flex cursor-pointer flex-col items-center gap-1 rounded-lg border-2 border-dashed px-4 text-center focus-within:border-brand hover:border-line-strong ${opened ? 'py-3' : 'py-14'} ${over ? 'border-brand bg-brand-soft' : 'border-line'}`}
      >
        <span className="font-medium text-ink">
          {opened ? 'Drop or choose another file' : 'Drop a file here, or choose one'}
        </span>
        <span className="text-muted">OTLP as JSON, also one request per line, or Jaeger’s JSON</span>
        <input
          type="file"
          accept=".json,.jsonl,.ndjson,application/json"
          className="sr-only"
          onChange={(event) => void take(event.currentTarget.files?.[0])}
        />
      </label>
      {refused !== null && (
        <div role="alert">
          <Callout tone="bad" title={refused} />
        </div>
      )}
      {opened && <OpenedFile key={opened.name} {...opened} />}
    </section>
  );
}

function OpenedFile({ name, traces }: Opened) {
  const [chosen, setChosen] = useState(0);
  const file = traces[chosen];
  const opened = useMemo(() => file && traceOfFile(file, MOST_SPANS), [file]);
  const source = useMemo<TraceSource | null>(
    () => (opened ? { kind: 'file', details: opened.details } : null),
    [opened],
  );
  if (!opened || !source) return null;
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="min-w-0 break-all font-medium text-ink [unicode-bidi:isolate]">{name}</h2>
        {traces.length > 1 && (
          <select
            aria-label="Trace of the file"
            value={chosen}
            className={CONTROL}
            onChange={(event) => setChosen(Number(event.currentTarget.value))}
          >
            {traces.map(({ traceId, spans }, index) => (
              <option key={traceId} value={index}>
                {traceId.slice(0, 12)}… · {formatCount(spans.length)} spans
              </option>
            ))}
          </select>
        )}
      </div>
      <TraceFacts trace={opened.trace} />
      <Card flush>
        <TraceExplorer key={opened.trace.traceId} trace={opened.trace} source={source} related={[]} />
      </Card>
    </>
  );
}
