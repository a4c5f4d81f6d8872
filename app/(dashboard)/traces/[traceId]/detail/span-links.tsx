'use client';

import type { RelatedView, SpanDetailView } from '@/core/model/views';
import { MORE_LINK } from '../../../../_components/ui/controls';
import { ScopedLink } from '../../../../_components/url/scoped-link';

/** The spans that a span links to, and those of other traces that link to it. */
export function SpanLinks({
  links,
  incoming,
}: {
  readonly links: SpanDetailView['links'];
  readonly incoming: readonly RelatedView[];
}) {
  if (links.length === 0 && incoming.length === 0) return null;
  return (
    <section aria-label="Links" className="min-w-0">
      <h3 className="mb-1 font-medium text-ink">Links</h3>
      <ul>
        {eachOnce(links).map((link) => (
          <li key={`to-${link.traceId}-${link.spanId}`}>
            <span className="text-muted">to </span>
            <ScopedLink
              to={`/traces/${link.traceId}`}
              params={{ span: link.spanId }}
              className={`${MORE_LINK} break-all font-mono`}
            >
              {link.traceId} / {link.spanId}
            </ScopedLink>
          </li>
        ))}
        {incoming.map(({ invocation }) => (
          <li key={`from-${invocation.traceId}-${invocation.spanId}`}>
            <span className="text-muted">from </span>
            <ScopedLink
              to={`/traces/${invocation.traceId}`}
              params={{ span: invocation.spanId }}
              className={MORE_LINK}
            >
              {invocation.functionName}
            </ScopedLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

function eachOnce(links: SpanDetailView['links']): SpanDetailView['links'] {
  return [...new Map(links.map((link) => [`${link.traceId}/${link.spanId}`, link])).values()];
}
