export interface LogSearch {
  /** The part that searches the body: words and "phrases". Undefined if empty. */
  readonly words: string | undefined;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
}

const FIELD = /(^|\s)@([^\s:"@][^\s:"]{0,199}):(?:"([^"]*)"|([^\s"]+))(?=\s|$)/gu;

/** Parses a log search: `@order.id:42` and `@name:"two words"` are attributes, everything else is words. */
export function parseLogSearch(typed: string): LogSearch {
  const attributes: { key: string; value: string }[] = [];
  const words = typed
    .replace(
      FIELD,
      (_, space: string, key: string, quoted: string | undefined, plain: string | undefined) => {
        attributes.push({ key, value: quoted ?? plain ?? '' });
        return space;
      },
    )
    .trim();
  return { words: words === '' ? undefined : words, attributes };
}

/** The search without this attribute, in the form that `withAttribute` writes. */
export function withoutAttribute(typed: string, key: string, value: string): string {
  return typed
    .replace(
      FIELD,
      (field, space: string, itsKey: string, quoted: string | undefined, plain: string | undefined) =>
        itsKey === key && (quoted ?? plain ?? '') === value ? space : field,
    )
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The search with this attribute added; null when it cannot be expressed. */
export function withAttribute(typed: string, key: string, value: string): string | null {
  const field = /[\s"]/.test(value) || value === '' ? `@${key}:"${value}"` : `@${key}:${value}`;
  const [only, ...others] = parseLogSearch(field).attributes;
  if (only?.key !== key || only.value !== value || others.length > 0) return null;
  const had = parseLogSearch(typed).attributes.some((one) => one.key === key && one.value === value);
  return had ? typed : [typed.trim(), field].filter((part) => part !== '').join(' ');
}
