'use client';

import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { useState } from 'react';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import type { ViewScreen } from '@/core/settings/settings';
import { BUTTON, CONTROL, LINK } from '../../_components/ui/controls';
import { Popover } from '../../_components/ui/popover';
import { useQuery } from '../../_components/url/use-query';

export interface ViewChoice {
  readonly id: string;
  readonly name: string;
  readonly query: string;
}

/** Ways to look at this screen that were given a name; who may change settings can add the present one. */
export function SavedViews({
  screen,
  views,
  canChange,
}: {
  readonly screen: ViewScreen;
  readonly views: readonly ViewChoice[];
  readonly canChange: boolean;
}) {
  return (
    <Popover label="Saved views" button={views.length === 0 ? 'Views' : `Views ${views.length}`}>
      {(close) => (
        <div className="flex flex-col gap-2">
          {views.length === 0 && <p className="text-muted">No view of this screen is saved.</p>}
          <ul className="flex max-h-72 flex-col overflow-y-auto">
            {views.map((view) => (
              <ViewEntry key={view.id} view={view} canChange={canChange} close={close} />
            ))}
          </ul>
          {canChange && <SaveView screen={screen} close={close} />}
        </div>
      )}
    </Popover>
  );
}

function ViewEntry({
  view,
  canChange,
  close,
}: {
  readonly view: ViewChoice;
  readonly canChange: boolean;
  readonly close: () => void;
}) {
  const pathname = usePathname();
  const router = useRouter();
  const { busy, refused, run } = useChange();
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-2 rounded px-1 hover:bg-hover">
      <Link
        prefetch={false}
        href={view.query === '' ? pathname : `${pathname}?${view.query}`}
        className={`${LINK} min-w-0 flex-1 truncate py-1`}
        onClick={close}
      >
        {view.name}
      </Link>
      {canChange && (
        <button
          type="button"
          disabled={busy}
          aria-label={`Delete the view ${view.name}`}
          className="size-6 shrink-0 rounded text-muted hover:text-bad"
          onClick={() =>
            run(async () => {
              await changeApi('DELETE', `/views/${view.id}`);
              router.refresh();
            })
          }
        >
          ×
        </button>
      )}
      {refused !== null && (
        <p role="alert" className="basis-full pb-1 text-bad text-tremor-label">
          {refused}
        </p>
      )}
    </li>
  );
}

function SaveView({ screen, close }: { readonly screen: ViewScreen; readonly close: () => void }) {
  const { params } = useQuery();
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const [name, setName] = useState('');
  const save = () =>
    run(async () => {
      const query = new URLSearchParams(params);
      // Where somebody was, or what they were in the midst of.
      for (const name of ['cursor', 'compareWith']) query.delete(name);
      await changeApi('POST', '/views', { name, screen, query: query.toString() });
      router.refresh();
      close();
    });
  return (
    <form
      className="flex flex-col gap-1.5 border-line border-t pt-2"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className="flex gap-2">
        <input
          aria-label="Name of the view"
          placeholder="Save this as …"
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          className={`${CONTROL} min-w-0 grow`}
        />
        <button type="submit" disabled={busy || name.trim() === ''} className={BUTTON}>
          Save
        </button>
      </div>
      {refused !== null && (
        <p role="alert" className="text-bad text-tremor-label">
          {refused}
        </p>
      )}
    </form>
  );
}
