'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { BUTTON } from '../ui/controls';
import { Icon } from '../ui/icons';
import { href } from '../url/href';
import { useGo } from '../url/use-go';
import { useQuery } from '../url/use-query';
import { showUtc, zoneChoice } from '../zone/zone-store';
import { onOpenKeysHelp } from './key-groups';
import { type GlobalKey, globalKey } from './key-map';
import { nextRow } from './next-row';

/** Loaded when first opened. */
const Palette = dynamic(() => import('../palette/palette').then((code) => code.Palette), { ssr: false });
const KeysDialog = dynamic(() => import('./keys-dialog').then((code) => code.KeysDialog), { ssr: false });

/** Between `g` and the key of a screen. */
const GO_MS = 1500;

/** The keys that work on every screen, what they open, and a button for devices without a keyboard. */
export function GlobalKeys() {
  const router = useRouter();
  const go = useGo();
  const { scope } = useQuery();
  const [open, setOpen] = useState<'palette' | 'help' | null>(null);
  const goingUntil = useRef(0);

  useEffect(() => onOpenKeysHelp(() => setOpen('help')), []);
  useEffect(() => {
    const run = (key: GlobalKey) => {
      if (key.kind === 'palette' || key.kind === 'help') setOpen(key.kind);
      else if (key.kind === 'go') go(href(key.path, scope));
      else if (key.kind === 'refresh') router.refresh();
      else if (key.kind === 'live') document.querySelector<HTMLElement>('header [data-key=live]')?.click();
      else if (key.kind === 'utc') showUtc(!zoneChoice().utc);
      else if (key.kind === 'row') nextRow(key.step)?.focus();
      else if (key.kind === 'search') document.querySelector<HTMLElement>('main input[type=search]')?.focus();
      else if (key.kind === 'range')
        document.querySelector<HTMLElement>('header [data-key=range] button')?.click();
    };
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.isComposing) return;
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest('dialog')) return;
      const inField = target?.closest('input, select, textarea, [contenteditable]') != null;
      const command = event.ctrlKey || event.metaKey;
      const key = globalKey({ key: event.key, command, inField }, event.timeStamp < goingUntil.current);
      goingUntil.current = key?.kind === 'begin-go' ? event.timeStamp + GO_MS : 0;
      if (key === null) return;
      event.preventDefault();
      run(key);
    };
    // On the window, so that parts of the screen that use a key themselves handle it first.
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [router, go, scope]);

  const close = () => setOpen(null);
  return (
    <>
      <button
        type="button"
        aria-label="Find, or go to"
        aria-haspopup="dialog"
        title="Find, or go to (Ctrl K)"
        className={`${BUTTON} px-2 max-sm:px-1.5`}
        onClick={() => setOpen('palette')}
      >
        <Icon name="find" />
      </button>
      {open === 'palette' && <Palette onClose={close} onHelp={() => setOpen('help')} />}
      {open === 'help' && <KeysDialog onClose={close} />}
    </>
  );
}
