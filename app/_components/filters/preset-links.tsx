import Link from 'next/link';
import { href } from '../url/href';
import type { Scope } from '../url/scope';

export interface Preset {
  readonly label: string;
  /** The preset as parameters of the URL. */
  readonly params: Readonly<Record<string, string>>;
  readonly hint: string;
}

/** Common searches with one click; a second click removes the preset. */
export function PresetLinks({
  path,
  presets,
  replaces,
  scope,
  params,
}: {
  /** The list's path. */
  readonly path: string;
  readonly presets: readonly Preset[];
  /** Parameters that a preset replaces. */
  readonly replaces: readonly string[];
  readonly scope: Scope;
  readonly params: Readonly<Record<string, string | number | boolean>>;
}) {
  const others = Object.fromEntries(Object.entries(params).filter(([name]) => !replaces.includes(name)));
  return (
    <ul aria-label="Presets" className="flex flex-wrap gap-1.5">
      {presets.map(({ label, params: its, hint }) => {
        const isSet = Object.entries(its).every(([name, value]) => String(params[name] ?? '') === value);
        return (
          <li key={label}>
            <Link
              prefetch={false}
              scroll={false}
              title={hint}
              aria-current={isSet ? 'true' : undefined}
              href={href(path, scope, isSet ? others : { ...others, ...its })}
              className={`inline-flex h-8 items-center rounded-full border px-3 ${
                isSet
                  ? 'border-brand bg-brand-soft font-medium text-brand-strong'
                  : 'border-line text-body hover:border-line-strong hover:bg-hover'
              }`}
            >
              {label}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
