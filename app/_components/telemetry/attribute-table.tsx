import type { Attributes, AttributeValue } from '@/core/model/attributes';

/** Attributes by key; objects and arrays as indented JSON. Text is shown as it came, never as markup. */
export function AttributeTable({
  label,
  attributes,
}: {
  readonly label: string;
  readonly attributes: Attributes;
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
              className="w-2/5 max-w-80 break-all py-1 pr-3 text-left font-normal text-muted sm:w-64"
            >
              {key}
            </th>
            <td className="whitespace-pre-wrap break-words py-1 font-mono text-ink [unicode-bidi:isolate]">
              {attributeText(value)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function attributeText(value: AttributeValue): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : String(value);
}
