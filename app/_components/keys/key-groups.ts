'use client';

import { useEffect, useSyncExternalStore } from 'react';
import type { Shortcuts } from './key-map';

export interface KeyGroup {
  readonly title: string;
  readonly shortcuts: Shortcuts;
}

const OPEN_HELP = 'faaslens-keys';
const NONE: readonly KeyGroup[] = [];
let groups: readonly KeyGroup[] = NONE;
const listeners = new Set<() => void>();

function change(next: readonly KeyGroup[]): void {
  groups = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Adds the keys of a part of the screen to the help while it is mounted; `group` must stay the same object. */
export function useKeyGroup(group: KeyGroup): void {
  useEffect(() => {
    change([...groups, group]);
    return () => change(groups.filter((one) => one !== group));
  }, [group]);
}

/** The groups added by parts of the screen. */
export function useKeyGroups(): readonly KeyGroup[] {
  return useSyncExternalStore(
    subscribe,
    () => groups,
    () => NONE,
  );
}

/** Opens the help, from anywhere. */
export function openKeysHelp(): void {
  dispatchEvent(new Event(OPEN_HELP));
}

export function onOpenKeysHelp(open: () => void): () => void {
  addEventListener(OPEN_HELP, open);
  return () => removeEventListener(OPEN_HELP, open);
}
