'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useTransition } from 'react';
import { BUTTON, CONTROL } from '../ui/controls';
import { Icon } from '../ui/icons';
import { REFRESH_CHOICES } from '../url/scope';
import { useQuery } from '../url/use-query';

/** Asks the server again, by hand or every few seconds; a hidden tab waits and catches up once when it is seen again. */
export function AutoRefresh() {
  const router = useRouter();
  const { scope, change } = useQuery();
  const [pending, startTransition] = useTransition();
  const refresh = useCallback(() => startTransition(() => router.refresh()), [router]);
  const seconds = Number(scope.refresh ?? 0);

  useEffect(() => {
    if (seconds === 0) return;
    let missed = false;
    const tick = () => {
      if (document.hidden) missed = true;
      else refresh();
    };
    const seen = () => {
      if (!document.hidden && missed) {
        missed = false;
        refresh();
      }
    };
    const timer = setInterval(tick, seconds * 1000);
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [seconds, refresh]);

  return (
    <div className="flex">
      <button
        type="button"
        aria-label="Refresh now"
        title="Refresh now"
        onClick={refresh}
        className={`${BUTTON} rounded-r-none px-2`}
      >
        <Icon name="refresh" className={`size-4 ${pending ? 'motion-safe:animate-spin' : ''}`} />
      </button>
      <select
        aria-label="Auto refresh"
        className={`${CONTROL} -ml-px rounded-l-none`}
        value={scope.refresh ?? 'off'}
        onChange={(event) => {
          const { value } = event.currentTarget;
          change({ refresh: value === 'off' ? null : value });
        }}
      >
        <option value="off">Off</option>
        {REFRESH_CHOICES.map((choice) => (
          <option key={choice} value={choice}>
            {choice === '60' ? '1m' : `${choice}s`}
          </option>
        ))}
      </select>
    </div>
  );
}
