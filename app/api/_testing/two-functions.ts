import { invocation, lambda, span } from './telemetry';

/** Five minutes of two functions, one of them without an environment; others before and after, which no link must show. */
export function twoFunctions() {
  return [...Array(90).keys()].flatMap((index) => {
    const [name, environment] = index % 3 === 0 ? ['shop', ''] : ['mail', 'test'];
    const id = (index + 1).toString(16).padStart(16, '0');
    const trace = id.padStart(32, 'a');
    const resource = lambda(name ?? '', environment ?? '', {
      'cloud.region': name === 'shop' ? 'us-east-1' : 'eu-west-1',
    });
    const from = (index - 15) * 5_000;
    const failed = index % 7 === 0;
    const root = invocation({
      id,
      trace,
      resource,
      from,
      to: from + 40 + index * 3,
      ...(failed ? { status: 'error' as const } : {}),
      attributes: {
        'faas.coldstart': index % 5 === 0,
        'tenant.id': index % 2 === 0 ? 'a' : 'b',
        ...(index % 5 === 0 ? { 'faaslens.init_duration_ms': 100 + index } : {}),
        'faaslens.max_memory_used_mb': 200 + index,
        'faaslens.time_limit_ms': 1000,
        ...(index % 11 === 0 ? { 'error.type': 'timeout' } : {}),
        ...(index % 13 === 0 ? { 'error.type': 'OutOfMemory' } : {}),
        ...(index % 17 === 0 ? { 'cloudflare.outcome': 'loadShed' } : {}),
      },
      ...(index % 11 === 0 || index % 13 === 0 ? { status: 'error' as const } : {}),
    });
    const outgoing = span({
      id: (index + 1000).toString(16).padStart(16, '0'),
      parent: id,
      trace,
      resource,
      kind: 'client',
      from: from + 1,
      to: from + 5 + index,
      attributes: { 'server.address': index % 2 === 0 ? 'stock.internal' : 'bank.example.com' },
      ...(index % 5 === 0 ? { status: 'error' as const } : {}),
    });
    return [root, outgoing];
  });
}
