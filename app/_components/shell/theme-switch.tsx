'use client';

import { useSyncExternalStore } from 'react';
import { BUTTON } from '../ui/controls';
import { Icon } from '../ui/icons';

const KEY = 'faaslens-theme';
const NEXT = { system: 'light', light: 'dark', dark: 'system' } as const;
const ICONS = { system: 'system', light: 'sun', dark: 'moon' } as const;
type Theme = keyof typeof NEXT;

function stored(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}

function subscribe(changed: () => void): () => void {
  addEventListener(KEY, changed);
  addEventListener('storage', changed);
  return () => {
    removeEventListener(KEY, changed);
    removeEventListener('storage', changed);
  };
}

/** Cycles through system, light and dark; the choice stays in this browser. /theme.js applies it. */
export function ThemeSwitch() {
  const theme = useSyncExternalStore(subscribe, stored, (): Theme => 'system');
  const change = () => {
    try {
      if (NEXT[theme] === 'system') localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, NEXT[theme]);
    } catch {
      // A browser that stores nothing keeps following the system.
    }
    dispatchEvent(new Event(KEY));
  };
  const label = `Theme: ${theme}. Change to ${NEXT[theme]}`;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={change}
      className={`${BUTTON} px-2 max-sm:px-1.5`}
    >
      <Icon name={ICONS[theme]} />
    </button>
  );
}
