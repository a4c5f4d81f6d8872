import { api, type List, until } from './api';
import { childrenOf } from './children';
import type { Service } from './service';

export const RANGE = 'from=now-1h&to=now';

interface Invocation {
  readonly traceId: string;
  readonly spanId: string;
  readonly functionId: string;
  readonly functionName: string;
  readonly outcome: string;
}

export interface Screen {
  readonly path: string;
  /** What it shows only when it has data; forms and settings have none. */
  readonly filled?: string;
}

const TRACES = 'tbody tr a[href^="/traces/"]';

/** Waits until the demo has sent of everything, and answers every screen of the dashboard with an address that shows some. */
export async function demoScreens(service: Service): Promise<readonly Screen[]> {
  const { items } = await until(
    () => api<List<Invocation>>(service.url, `/invocations?${RANGE}&limit=200`),
    // A function's page shows its errors too, so one of them must have failed by now.
    ({ items: rows }) =>
      new Set(rows.map(({ functionName }) => functionName)).size >= 4 &&
      rows.some(({ functionName, outcome }) => functionName === 'checkout' && outcome !== 'ok'),
  );
  const errors = await until(
    () => api<List<{ fingerprint: string }>>(service.url, `/errors?${RANGE}`),
    (list) => list.items.length > 0,
  );
  const rules = await api<List<{ id: string }>>(service.url, '/alerts/rules');
  const incidents = await api<List<{ id: string }>>(service.url, `/alerts/incidents?${RANGE}`);
  const failed = items.find(({ functionName, outcome }) => functionName === 'checkout' && outcome !== 'ok');
  const trace = `/traces/${failed?.traceId}`;
  const [one, other] = items;
  return [
    { path: '/', filled: 'ol li a[href^="/functions/"]' },
    { path: '/functions', filled: 'tbody tr a[href^="/functions/"]' },
    { path: `/functions/${failed?.functionId}`, filled: TRACES },
    { path: '/invocations', filled: TRACES },
    { path: `/invocations/compare?a=${one?.traceId}.${one?.spanId}&b=${other?.traceId}.${other?.spanId}` },
    { path: `/invocations/differences?${RANGE}&outcome=error` },
    { path: '/map' },
    { path: '/traces', filled: TRACES },
    { path: `${trace}?span=${failed?.spanId}`, filled: 'table.waterfall tbody tr' },
    { path: `${trace}?view=flame&span=${failed?.spanId}` },
    { path: `${trace}?view=table&find=e` },
    { path: '/traces/open' },
    { path: '/logs', filled: 'ul[aria-label="Log records"] > li' },
    { path: '/logs?view=patterns' },
    { path: '/logs/tail' },
    { path: '/errors?state=all', filled: 'tbody tr a[href^="/errors/"]' },
    { path: `/errors/${errors.items[0]?.fingerprint}`, filled: TRACES },
    { path: '/costs', filled: 'tbody tr a[href^="/costs?"][href*="functionId="]' },
    { path: '/costs?groupBy=dependency', filled: 'tbody tr a[href^="/invocations?"][href*="dependency="]' },
    { path: '/costs/calculator', filled: 'table[aria-label="Lines of the estimate"] tbody tr' },
    { path: '/costs/prices', filled: 'table[aria-label="Prices of AWS Lambda"] tbody tr' },
    { path: '/costs/prices/new' },
    { path: '/costs/capacity' },
    { path: '/alerts', filled: 'tbody tr a[href^="/alerts/rules/"]' },
    { path: '/alerts/rules/new' },
    ...rules.items
      .slice(0, 1)
      .flatMap(({ id }) => [{ path: `/alerts/rules/${id}` }, { path: `/alerts/rules/${id}/edit` }]),
    ...incidents.items.slice(0, 1).map(({ id }) => ({ path: `/alerts/incidents/${id}` })),
    { path: '/alerts/channels/new' },
    { path: '/settings/account' },
    { path: '/settings/keys' },
    { path: '/settings/users' },
    { path: '/settings/privacy' },
    { path: '/settings/retention' },
    { path: '/welcome' },
    { path: '/no-such-screen' },
  ];
}

/** Ends the traffic of the demo, which would take its share of the processor to the end; what it has sent stays. */
export function stopTraffic(service: Service): void {
  const demo = childrenOf(service.process.pid).find(({ command }) => command.includes('demo.mjs'));
  if (demo === undefined) throw new Error('no demo runs');
  process.kill(demo.pid);
}
