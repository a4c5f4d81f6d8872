import Link from 'next/link';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';
import { PRESET_PARAMS, type Preset } from './presets';

/** One click to what people look for most; a second one takes it back. */
export function PresetLinks({
  presets,
  scope,
  params,
}: {
  readonly presets: readonly Preset[];
  readonly scope: Scope;
  readonly params: Readonly<Record<string, string | number | boolean>>;
}) {
  const others = Object.fromEntries(
    Object.entries(params).filter(([name]) => !PRESET_PARAMS.some((one) => one === name)),
  );
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
              href={href('/invocations', scope, isSet ? others : { ...others, ...its })}
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
