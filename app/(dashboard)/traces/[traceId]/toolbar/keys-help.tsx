'use client';

import { openKeysHelp, useKeyGroup } from '../../../../_components/keys/key-groups';
import { BUTTON } from '../../../../_components/ui/controls';
import { SHORTCUTS } from '../state/screen-keys';

const GROUP = { title: 'Keys, while the focus is in the trace', shortcuts: SHORTCUTS };

/** A button that shows what the keys do, those of the trace first. */
export function KeysHelp() {
  useKeyGroup(GROUP);
  return (
    <button type="button" className={`${BUTTON} px-2`} aria-haspopup="dialog" onClick={openKeysHelp}>
      Keys
    </button>
  );
}
