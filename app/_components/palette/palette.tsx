'use client';

import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { href } from '../url/href';
import { useGo } from '../url/use-go';
import { useQuery } from '../url/use-query';
import { type Command, commandsFor } from './commands';
import { Option } from './option';
import { useFound } from './use-found';

/** Opens screens and functions by name, and anything by a pasted id. */
export function Palette({ onClose, onHelp }: { readonly onClose: () => void; readonly onHelp: () => void }) {
  const go = useGo();
  const { scope } = useQuery();
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const { found, failed, pending } = useFound(typed);
  const commands = commandsFor(typed, found);
  const chosen = Math.min(at, commands.length - 1);
  const id = useId();

  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  const run = (command: Command) => {
    onClose();
    if (command.kind === 'help') onHelp();
    else if (command.path.includes('?')) go(command.path);
    else go(href(command.path, scope, command.query));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && commands.length > 0) setAt((chosen + step + commands.length) % commands.length);
    else if (event.key === 'Enter') {
      const command = commands[chosen];
      if (command) run(command);
    } else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      aria-label="Find, or go to"
      onClose={onClose}
      className="mx-auto mt-[12dvh] w-[36rem] max-w-[calc(100vw-2rem)] overflow-hidden rounded-lg bg-card p-0 text-body shadow-tremor-dropdown ring-1 ring-line backdrop:bg-black/40"
    >
      <input
        type="text"
        role="combobox"
        aria-label="A screen, a function, or any id"
        aria-expanded="true"
        aria-controls={`${id}list`}
        aria-activedescendant={chosen < 0 ? undefined : `${id}${chosen}`}
        placeholder="A screen, a function, or paste any id"
        maxLength={500}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        className="h-12 w-full border-line border-b bg-card px-4 text-ink outline-none placeholder:text-faint"
      />
      <div
        ref={list}
        id={`${id}list`}
        role="listbox"
        aria-label="Where to go"
        className="max-h-80 overflow-y-auto py-1"
      >
        {commands.map((command, index) => (
          <Option
            key={`${command.kind} ${command.path} ${command.title} ${command.note}`}
            id={`${id}${index}`}
            command={command}
            isChosen={index === chosen}
            onPoint={() => setAt(index)}
            onRun={() => run(command)}
          />
        ))}
      </div>
      <div className="flex min-h-8 items-center justify-between gap-2 border-line border-t px-4 py-1 text-muted text-tremor-label">
        <p role="status">
          {pending
            ? 'Looking…'
            : failed
              ? 'The server did not look: try again in a moment'
              : commands.length === 0 && 'Nothing has this name or id'}
          {!pending && commands.length > 0 && <span className="max-sm:hidden">↑ ↓ Enter, Escape</span>}
        </p>
        {/* A phone has no Escape. */}
        <button type="button" onClick={onClose} className="min-h-8 px-2 text-brand-strong sm:hidden">
          Close
        </button>
      </div>
    </dialog>
  );
}
