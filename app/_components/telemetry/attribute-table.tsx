import Link from 'next/link';
import { Fragment } from 'react';
import type { Attributes, AttributeValue } from '@/core/model/attributes';

/** Attributes by key; objects and arrays as indented JSON. Text is shown unchanged, never as markup. */
export function AttributeTable({
  label,
  attributes,
  linkFor = () => null,
}: {
  readonly label: string;
  readonly attributes: Attributes;
  /** The link of a value that is a text, number or boolean; null for none. */
  readonly linkFor?: (key: string, value: string) => string | null;
}) {
  const entries = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return <p className="text-faint">No attributes</p>;
  return (
    <table aria-label={label} className="w-full table-fixed text-tremor-label">
      <tbody className="divide-y divide-line">
        {entries.map(([key, value]) => (
          <tr key={key} className="align-top">
            <th
              scope="row"
              className="w-2/5 max-w-80 break-words py-1 pr-3 text-left font-normal text-muted sm:w-64"
            >
              <Key text={key} />
            </th>
            <td className="whitespace-pre-wrap break-words py-1 font-mono text-ink [unicode-bidi:isolate]">
              <Value value={value} target={isPlain(value) ? linkFor(key, String(value)) : null} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Wrapped between its parts if too long; copying yields the original. */
function Key({ text }: { readonly text: string }) {
  return [...text.matchAll(/[^._/]+[._/]*|[._/]+/g)].map(({ 0: part, index: at }) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

function Value({ value, target }: { readonly value: AttributeValue; readonly target: string | null }) {
  if (target === null) return attributeText(value);
  return (
    <Link prefetch={false} href={target} title="Only what has this value" className="hover:underline">
      {attributeText(value)}
    </Link>
  );
}

function isPlain(value: AttributeValue): boolean {
  return value !== null && typeof value !== 'object';
}

function attributeText(value: AttributeValue): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : String(value);
}
