'use client';

import { useEffect, useRef } from 'react';
import { BUTTON } from '../../../../_components/ui/controls';
import { SHORTCUTS } from '../state/screen-keys';

/** A button that shows what the keys do. */
export function KeysHelp({
  open,
  onOpen,
}: {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <>
      <button type="button" className={`${BUTTON} px-2`} aria-haspopup="dialog" onClick={() => onOpen(true)}>
        Keys
      </button>
      <dialog
        ref={dialog}
        aria-label="Keys of the trace"
        onClose={() => onOpen(false)}
        className="m-auto max-w-[calc(100vw-2rem)] rounded-lg bg-card p-4 text-body shadow-tremor-dropdown ring-1 ring-line backdrop:bg-black/40"
      >
        <h2 className="mb-2 font-medium text-ink">Keys, while the focus is in the trace</h2>
        <table aria-label="Keys and what they do">
          <tbody>
            {SHORTCUTS.map(([keys, meaning]) => (
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
        <form method="dialog" className="mt-3 text-right">
          <button type="submit" className={BUTTON}>
            Close
          </button>
        </form>
      </dialog>
    </>
  );
}
