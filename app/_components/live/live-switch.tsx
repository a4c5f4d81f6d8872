'use client';

import { usePathname } from 'next/navigation';
import { BUTTON } from '../ui/controls';
import { Icon } from '../ui/icons';
import { useQuery } from '../url/use-query';
import { whyNotLive } from './live-screens';
import { type LiveState, useLive } from './use-live';

const LOOKS: Readonly<Record<LiveState['kind'], { readonly text: string; readonly dot: string }>> = {
  off: { text: 'Live', dot: 'border border-line-strong' },
  connecting: { text: 'Live', dot: 'bg-line-strong' },
  live: { text: 'Live', dot: 'bg-good' },
  held: { text: 'Paused', dot: 'bg-warn' },
  refused: { text: 'Stopped', dot: 'bg-bad' },
};

/** Refreshes the screen, by hand or whenever something changed on the server. */
export function LiveSwitch() {
  const pathname = usePathname();
  const { scope, change } = useQuery();
  const whyNot = whyNotLive(pathname, scope);
  const wanted = scope.live === true;
  const { state, pending, refresh } = useLive(wanted && whyNot === null);
  const { text, dot } = LOOKS[state.kind];
  const why = 'why' in state ? state.why : null;
  return (
    <div className="flex">
      <button
        type="button"
        aria-label="Refresh now"
        title="Refresh now"
        onClick={refresh}
        className={`${BUTTON} px-2 ${whyNot === undefined ? '' : 'rounded-r-none'}`}
      >
        <Icon name="refresh" className={`size-4 ${pending && !wanted ? 'motion-safe:animate-spin' : ''}`} />
      </button>
      {whyNot !== undefined && (
        <button
          type="button"
          data-key="live"
          aria-pressed={wanted && whyNot === null}
          disabled={whyNot !== null}
          title={whyNot ?? (why === null ? 'Live updates' : `${text}: ${why}`)}
          onClick={() => change({ live: wanted ? null : '1' })}
          className={`${BUTTON} -ml-px w-22 max-sm:w-18 rounded-l-none px-0 ${state.kind === 'off' ? '' : 'text-brand-strong'}`}
        >
          <span aria-hidden="true" className={`size-2 rounded-full ${dot}`} />
          {text}
          {why !== null && <span className="sr-only">: {why}</span>}
        </button>
      )}
    </div>
  );
}
