import { ScopedLink } from '@/app/_components/url/scoped-link';
import type { ChannelKindView } from '@/app/_queries/channels';

/** The kinds of channels to choose from, as links to the form of each. */
export function KindChoice({
  kinds,
  chosen,
}: {
  readonly kinds: readonly ChannelKindView[];
  readonly chosen: string;
}) {
  return (
    <nav aria-label="Types of channels" className="flex flex-wrap gap-2">
      {kinds.map(({ kind, title }) => (
        <ScopedLink
          key={kind}
          to="/alerts/channels/new"
          params={{ type: kind }}
          aria-current={kind === chosen ? 'page' : undefined}
          className={`rounded-md border px-3 py-1 font-medium ${
            kind === chosen
              ? 'border-brand text-brand-strong'
              : 'border-line text-body hover:border-line-strong hover:bg-hover'
          }`}
        >
          {title}
        </ScopedLink>
      ))}
    </nav>
  );
}
