import type { ReactNode } from 'react';
import type { FunctionInfoView } from '@/core/model/views';
import { formatDuration } from '../../../_components/format/duration';
import { formatMemory } from '../../../_components/format/number';
import { Time } from '../../../_components/ui/time';

/** What is known about a function, as its newest invocation said it; unknown facts are left out. */
export function Identity({ info }: { readonly info: FunctionInfoView }) {
  const platform = info.platform === null || info.platform === info.provider ? null : info.platform;
  const facts: readonly [string, string | null][] = [
    ['Environment', info.environment],
    ['Provider', [info.provider, platform].filter(Boolean).join(' · ')],
    ['Account', info.accountId],
    ['Region', info.region],
    ['Runtime', [info.runtime, info.architecture].filter(Boolean).join(' · ')],
    ['Memory', info.memoryMb === null ? null : formatMemory(info.memoryMb)],
    ['Timeout', info.timeoutMs === null ? null : formatDuration(info.timeoutMs)],
    ['Version', info.version],
    ['Service', info.service === info.name ? null : info.service],
  ];
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-2">
      {facts.map(([label, value]) =>
        value ? (
          <Fact key={label} label={label}>
            {value}
          </Fact>
        ) : null,
      )}
      <Fact label="First seen">
        <Time iso={info.firstSeen} style="minute" />
      </Fact>
      <Fact label="Last seen">
        <Time iso={info.lastSeen} style="minute" />
      </Fact>
    </dl>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-faint text-tremor-label">{label}</dt>
      <dd className="break-words text-ink">{children}</dd>
    </div>
  );
}
