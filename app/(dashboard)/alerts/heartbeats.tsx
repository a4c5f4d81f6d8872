import { stretch } from '@/app/_components/format/duration';
import { Card } from '@/app/_components/ui/card';
import { MORE_LINK } from '@/app/_components/ui/controls';
import { ScopedLink } from '@/app/_components/url/scoped-link';
import { listHeartbeats } from '@/app/_queries/heartbeats';
import { MINUTE_MS } from '@/core/model/time-range';

const MOST_SHOWN = 10;

/** Functions that a schedule invokes and no rule watches, each with the way to the rule that would; nothing when there is none. */
export async function Heartbeats({ environment }: { readonly environment?: string }) {
  const found = await listHeartbeats(environment);
  if (found.length === 0) return null;
  return (
    <Card title="Scheduled, and nobody is told when they do not run">
      <ul>
        {found.slice(0, MOST_SHOWN).map(({ functionId, functionName, environment: of, periodMinutes }) => (
          <li key={functionId} className="flex flex-wrap justify-between gap-x-4 py-1">
            <span className="min-w-0 break-words text-body">
              {functionName}
              <span className="text-muted">
                {of === '' ? '' : `, ${of}`}, about every {stretch(periodMinutes * MINUTE_MS)}
              </span>
            </span>
            <ScopedLink to="/alerts/rules/new" params={{ heartbeatOf: functionId }} className={MORE_LINK}>
              Watch {functionName}
            </ScopedLink>
          </li>
        ))}
      </ul>
      {found.length > MOST_SHOWN && <p className="text-muted">and {found.length - MOST_SHOWN} more</p>}
    </Card>
  );
}
