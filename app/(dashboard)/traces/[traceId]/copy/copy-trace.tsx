'use client';

import { writeOtlp } from '@/core/model/trace-file/write-otlp';
import type { TraceView } from '@/core/model/views';
import { BUTTON } from '../../../../_components/ui/controls';
import { CopyButton } from '../../../../_components/ui/copy-button';
import { Popover } from '../../../../_components/ui/popover';
import type { TraceSource } from '../detail/trace-source';
import { traceMarkdown } from './markdown';

/** Copies the trace in the forms that people paste elsewhere, or saves it as a file that this page opens again. */
export function CopyTrace({ trace, source }: { readonly trace: TraceView; readonly source: TraceSource }) {
  const api = `/api/v1/traces/${trace.traceId}`;
  const isStored = source.kind === 'server';
  const address = () => new URL(`/traces/${trace.traceId}`, window.location.href).href;
  const otlp = async () =>
    source.kind === 'server' ? read(`${api}/otlp`) : JSON.stringify(writeOtlp([...source.details.values()]));
  return (
    <Popover label="Copy the trace" button="Copy">
      {() => (
        <div className="flex flex-wrap gap-1.5">
          <CopyButton text={trace.traceId} label="Copy id" />
          {isStored && <CopyButton text={address} label="Copy link" />}
          <CopyButton
            text={() => traceMarkdown(trace, isStored ? address() : 'from a file')}
            label="Copy Markdown"
          />
          <CopyButton text={() => JSON.stringify(trace, null, 2)} label="Copy JSON" />
          <CopyButton text={otlp} label="Copy OTLP" />
          {isStored && (
            <a href={`${api}/otlp`} download={`trace-${trace.traceId}.json`} className={BUTTON}>
              Save as OTLP file
            </a>
          )}
        </div>
      )}
    </Popover>
  );
}

async function read(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.text();
}
