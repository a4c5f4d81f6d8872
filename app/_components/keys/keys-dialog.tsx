'use client';

import { useEffect, useRef } from 'react';
import { BUTTON } from '../ui/controls';
import { useKeyGroups } from './key-groups';
import { GLOBAL_SHORTCUTS, type Shortcuts } from './key-map';

/** Lists the keys: those of the part of the screen first, then the global ones. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const groups = useKeyGroups();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      aria-label="Keys"
      onClose={onClose}
      className="m-auto max-h-[85dvh] max-w-[calc(100vw-2rem)] overflow-y-auto rounded-lg bg-card p-4 text-body shadow-tremor-dropdown ring-1 ring-line backdrop:bg-black/40"
    >
      <div className="flex flex-wrap gap-x-10 gap-y-4">
        {groups.map(({ title, shortcuts }) => (
          <KeysTable key={title} title={title} shortcuts={shortcuts} />
        ))}
        <KeysTable title="Keys, everywhere" shortcuts={GLOBAL_SHORTCUTS} />
      </div>
      <form method="dialog" className="mt-3 text-right">
        <button type="submit" className={BUTTON}>
          Close
        </button>
      </form>
    </dialog>
  );
}

function KeysTable({ title, shortcuts }: { readonly title: string; readonly shortcuts: Shortcuts }) {
  return (
    <section>
      <h2 className="mb-2 font-medium text-ink">{title}</h2>
      <table aria-label={title}>
        <tbody>
          {shortcuts.map(([keys, meaning]) => (
            <tr key={keys}>
              <th
                scope="row"
                className="py-0.5 pr-6 text-left font-mono font-normal text-ink text-tremor-label"
              >
                {keys}
              </th>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
