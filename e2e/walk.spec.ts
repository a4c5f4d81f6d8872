import { expect, test } from './support/fixtures';
import { otlpTraces } from './support/send-traces';
import type { Service } from './support/service';
import { type Asked, ask, askAll } from './support/walk/ask';
import { bearer, createKey, signIn, uselessCredentials } from './support/walk/credentials';
import { buildId, type OpenApi, type Place, pagesBuilt, pagesOfSource, places } from './support/walk/places';
import { type Planted, plant, SHARED } from './support/walk/planted';
import { type Step, steps } from './support/walk/steps';

const ADMIN_KEY = 'the-admin-key-of-the-walk-0123456789';
const ADMIN = bearer(ADMIN_KEY);

test.use({ serviceOptions: { env: { FAASLENS_AUTH: 'required', FAASLENS_ADMIN_KEY: ADMIN_KEY } } });

/** What of the planted is in the text, but for what was asked for by name. */
function signs({ mark, ids }: Planted, path: string, text: string): readonly string[] {
  const asked = decodeURIComponent(path.replaceAll(/%(?![0-9a-f]{2})/gi, '%25')).toLowerCase();
  return [mark, ids.functionId ?? '', ids.traceId ?? '', ids.errors ?? ''].filter(
    (sign) => sign !== '' && text.includes(sign) && !asked.includes(sign),
  );
}

async function allPlaces(service: Service, planted: Planted): Promise<readonly Place[]> {
  const answer = await fetch(`${service.url}/api/v1/openapi.json`, { headers: ADMIN });
  return places((await answer.json()) as OpenApi, planted.ids);
}

/** 503 says that too many ask at once. */
const isDefect = (status: number) => status >= 500 && status !== 503;

const get = (path: string, headers: Readonly<Record<string, string>>): Asked => ({
  method: 'GET',
  path,
  headers,
});

// E2E_WALK=all asks for every place in every way with every credential; else each way and credential is tried on some.
test('whoever asks without the right credential gets no data, wherever and however they ask', async ({
  service,
}, testInfo) => {
  test.setTimeout(1_200_000);
  expect(pagesBuilt()).toEqual(expect.arrayContaining([...pagesOfSource()]));
  const traceId = 'abcdef0123456789abcdef0123456789';
  const given = { environment: 'production', mark: 'zqplantedzq', traceId, sender: ADMIN, admin: ADMIN };
  const planted = await plant(service, given);
  const all = await allPlaces(service, planted);
  const credentials = await uselessCredentials(service, ADMIN);

  // Else the walk would find nothing because nothing is there.
  const shown = new Set<string>();
  const reads = all.filter(({ kind, method }) => kind !== 'file' && method === 'GET');
  await askAll(
    service.url,
    reads.map(({ path }) => get(path, ADMIN)),
    ({ path }, { text }) => {
      if (text.includes(planted.mark) || text.includes(SHARED)) shown.add(path);
    },
  );
  for (const path of ['/', '/functions', '/invocations', '/logs', '/errors', '/alerts', '/settings/users'])
    expect(shown).toContain(path);
  for (const path of [`/traces/${traceId}`, '/api/v1/logs/tail', '/api/v1/keys', '/api/v1/traces'])
    expect(shown).toContain(path);

  const leaks: string[] = [];
  const unexpected: string[] = [];
  const walked = new Map<string, number>();
  const judge = (step: Step, { status, text }: { status: number; text: string }) => {
    const { place, variant, credential, method, path } = step;
    const line = `${method} ${path} [${variant}, ${credential.name}] ${status}`;
    if (signs(planted, path, text).length > 0 || text.includes(SHARED)) leaks.push(line);
    const isOurs = place.kind === 'call' && !place.isPublic;
    if (isOurs && variant === 'plain' && status !== credential.status) unexpected.push(line);
    if (place.kind !== 'file' && isDefect(status)) unexpected.push(line);
    const name = `${place.method} ${place.path}`;
    walked.set(name, (walked.get(name) ?? 0) + 1);
  };
  const way = steps(all, credentials, { buildId: buildId(), isWhole: process.env.E2E_WALK === 'all' });
  await askAll(service.url, way, judge);
  const list = [...walked].sort().map(([name, times]) => `${String(times).padStart(5)} x ${name}`);
  await testInfo.attach('walked', { body: list.join('\n'), contentType: 'text/plain' });
  console.log(
    `walk: ${way.length} requests to ${walked.size} places as ${credentials.length} kinds of nobody; ${shown.size} places show the data to an admin`,
  );
  expect(leaks).toEqual([]);
  expect(unexpected).toEqual([]);

  // The collector's server hands nothing out either.
  for (const { headers, name } of credentials)
    for (const path of ['/metrics', '/v1/traces', '/api/v1/functions', '/']) {
      const { status, text } = await ask(service.otlp, get(path, headers));
      expect([name, path, status >= 400, signs(planted, path, text)]).toEqual([name, path, true, []]);
    }
});

test('whoever is bound to one environment sees nothing of another, and sends nothing for it', async ({
  service,
}) => {
  test.setTimeout(1_200_000);
  const key = (body: object) => createKey(service, ADMIN, body);
  const sender = await key({ name: 'sends for ours', scope: 'ingest', environment: 'ours' });
  const ours = await plant(service, {
    environment: 'ours',
    mark: 'zqourszq',
    traceId: 'a'.repeat(32),
    sender: bearer(sender.secret),
    admin: ADMIN,
  });
  const theirs = await plant(service, {
    environment: 'theirs',
    mark: 'zqtheirszq',
    traceId: 'b'.repeat(32),
    sender: ADMIN,
    admin: ADMIN,
  });
  const reader = await key({ name: 'reads ours', scope: 'read', environment: 'ours' });
  const viewer = { email: 'bo@example.org', name: 'Bo', role: 'viewer', environment: 'ours' };
  const person = await signIn(service, ADMIN, viewer);

  const about = (path: string) => [
    path,
    `${path}?environment=theirs`,
    `${path}?from=now-1h&to=now&functionId=${theirs.ids.functionId}`,
  ];
  const reads = [...(await allPlaces(service, theirs)), ...(await allPlaces(service, ours))].filter(
    ({ kind, method }) => kind !== 'file' && method === 'GET',
  );
  const paths = [...new Set(reads.flatMap(({ path }) => about(path)))];
  const leaks: string[] = [];
  const seen = new Set<string>();
  const as = [bearer(reader.secret), { cookie: person.cookie }, { cookie: person.cookie, rsc: '1' }];
  const asked = paths.flatMap((path, index) =>
    as.filter((_, number) => number === 0 || index % 2 === number % 2).map((headers) => get(path, headers)),
  );
  await askAll(service.url, asked, ({ path }, { status, text }) => {
    if (signs(theirs, path, text).length > 0 || isDefect(status)) leaks.push(`${path} ${status}`);
    if (text.includes(ours.mark)) seen.add(path);
  });
  console.log(`walk: ${asked.length} requests by who is bound; ${seen.size} show what is theirs to see`);
  expect(leaks).toEqual([]);
  for (const path of ['/', '/functions', '/invocations', '/logs', '/errors', '/alerts', '/api/v1/logs/tail'])
    expect(seen).toContain(path);

  const resource = { 'faas.name': 'forged', 'deployment.environment.name': 'theirs' };
  const span = { traceId: 'c'.repeat(32), spanId: 'c'.repeat(16), name: 'forged', from: 0, to: 5 };
  const forged = await fetch(`${service.otlp}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(sender.secret) },
    body: JSON.stringify(otlpTraces(resource, Date.now() - 1000, [span])),
  });
  expect(forged.status).toBe(200);
  expect(await forged.json()).toMatchObject({
    partialSuccess: {
      rejectedSpans: '1',
      errorMessage: expect.stringContaining('bound to the environment ours'),
    },
  });
  expect((await ask(service.url, get(`/api/v1/traces/${span.traceId}`, ADMIN))).status).toBe(404);
});
