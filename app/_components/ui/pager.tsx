import Link from 'next/link';
import { BUTTON } from './controls';

/** Links to older rows and, from there, back to the newest. Nothing if everything fits on one page. */
export function Pager({
  first,
  next,
  labels = { first: 'Newest', next: 'Older' },
}: {
  readonly first: string | null;
  readonly next: string | null;
  readonly labels?: { readonly first: string; readonly next: string };
}) {
  if (first === null && next === null) return null;
  return (
    <nav aria-label="Pages" className="flex justify-end gap-2 border-line border-t px-4 py-2.5">
      {first !== null && (
        <Link prefetch={false} href={first} className={BUTTON}>
          {labels.first}
        </Link>
      )}
      {next !== null && (
        <Link prefetch={false} href={next} className={BUTTON}>
          {labels.next}
        </Link>
      )}
    </nav>
  );
}
