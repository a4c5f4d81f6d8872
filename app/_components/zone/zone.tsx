'use client';

import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import { NO_CHOICE, shownZone, type ZoneChoice } from './zone-cookie';
import { onZoneChange, zoneChoice } from './zone-store';

const Told = createContext<ZoneChoice>(NO_CHOICE);

/** `told`: the browser's choice as sent with its request, so that the server's times need no correction. */
export function ZoneProvider({
  told,
  children,
}: {
  readonly told: ZoneChoice;
  readonly children: ReactNode;
}) {
  return <Told value={told}>{children}</Told>;
}

/** The reader's choice, and the zone of the clock. */
export function useZoneChoice(): ZoneChoice {
  const told = useContext(Told);
  return useSyncExternalStore(onZoneChange, zoneChoice, () => told);
}

/** The zone that times are shown and typed in. */
export function useZone(): string {
  return shownZone(useZoneChoice());
}
