import { api } from './api';
import type { Service } from './service';

/** Each would do harm if it were markup, an address, a control sequence or a direction of its own. */
export const HOSTILE = {
  script: '<script>window.harmed = 1</script><img src=x onerror="window.harmed = 2">',
  svg: '<svg onload="window.harmed = 3"><a xlink:href="javascript:window.harmed = 4">x</a></svg>',
  address: 'javascript:window.harmed=5//',
  ansi: '\u001b[31mred\u001b[0m\u001b]8;;http://evil.example\u0007link\u001b]8;;\u0007',
  bidi: '\u202egnp.exe\u2066\u2067 \u202ctxet',
  nul: 'before\u0000after\u0001\u0008\u007f',
  template: '{{constructor.constructor("window.harmed=6")()}}$' + '{window.harmed=7}',
  long: 'W'.repeat(3000),
  lone: 'lone \ud83d surrogate',
} as const;

/** As long as a name may be, without the control characters that names are refused with. */
const NAME = `${HOSTILE.script} ${HOSTILE.bidi} ${HOSTILE.template} `.padEnd(200, 'W').slice(0, 200);

/** What people name, hostile: channels, a rule that fires for what is sent, keys, users, prices, redaction, views. */
export async function plantHostileSettings(service: Service): Promise<readonly string[]> {
  const make = <Made>(path: string, body: object) =>
    api<Made>(service.url, path, { method: 'POST', body: JSON.stringify(body) });
  const { channel } = await make<{ channel: { id: string } }>('/alerts/channels', {
    name: NAME,
    type: 'webhook',
    settings: { url: 'https://hooks.example/x' },
    enabled: true,
  });
  const rule = await make<{ id: string }>('/alerts/rules', {
    name: NAME,
    figure: 'errors',
    condition: { kind: 'threshold', threshold: 0 },
    // At the end of the first minute, which goes by while screens are looked at.
    points: { breaching: 1, of: 1, clear: 60 },
    delaySeconds: 0,
    groupBy: 'function',
    channelId: channel.id,
  });
  await make('/keys', { name: NAME, scope: 'read' });
  await make('/users', { email: 'x@example.org', name: NAME, role: 'viewer' });
  const price = await make<{ id: string }>('/prices/overrides', {
    provider: 'aws',
    product: 'lambda',
    meter: 'requests',
    priceUsd: '0.0000001',
    from: '2026-12-01',
    source: NAME,
  });
  await make('/privacy/redaction/rules', {
    name: 'customer',
    kind: 'pattern',
    match: '<script>window.harmed = 8</script>x{8}',
  });
  await make('/views', { name: NAME, screen: 'invocations', query: 'q=%3Cscript%3E' });
  return [
    '/alerts',
    '/alerts/rules/new',
    `/alerts/rules/${rule.id}`,
    `/alerts/rules/${rule.id}/edit`,
    `/alerts/channels/${channel.id}`,
    '/costs/prices',
    `/costs/prices/${price.id}`,
    '/settings/keys',
    '/settings/users',
    '/settings/privacy',
    '/settings/retention',
    '/settings/account',
  ];
}
