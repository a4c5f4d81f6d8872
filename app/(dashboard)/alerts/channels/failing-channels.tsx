import { Callout } from '@/app/_components/ui/callout';
import { LINK } from '@/app/_components/ui/controls';
import { Time } from '@/app/_components/ui/time';
import { ScopedLink } from '@/app/_components/url/scoped-link';
import type { Channel } from '@/core/settings/settings';

/** A banner for each channel that does not deliver; what it said and the way to it only for those who `mayChange` it. */
export function FailingChannels({
  channels,
  mayChange,
  leadsThere = true,
}: {
  readonly channels: readonly Channel[];
  readonly mayChange: boolean;
  /** False on the channel's own page. */
  readonly leadsThere?: boolean;
}) {
  return channels
    .filter(({ failing }) => failing)
    .map(({ id, name, enabled, failingSince, lastError }) => (
      <Callout
        key={id}
        tone="bad"
        title={`Alerts do not reach ${name}${enabled ? '' : ': its endpoint is gone, and it is turned off'}`}
      >
        {failingSince !== null && (
          <>
            Since <Time iso={new Date(failingSince).toISOString()} />.{' '}
          </>
        )}
        {mayChange && (
          <>
            {lastError !== null && `The last attempt: ${lastError}. `}
            {leadsThere && (
              <ScopedLink to={`/alerts/channels/${id}`} className={LINK}>
                See its deliveries
              </ScopedLink>
            )}
          </>
        )}
      </Callout>
    ));
}
