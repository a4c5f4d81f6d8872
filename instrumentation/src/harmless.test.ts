import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { wrap as wrapAzure } from './azure-functions/wrap';
import { wrap as wrapWorker } from './cloudflare-workers/wrap';
import { currentRuntime, existingRuntime, seatRuntime } from './current-runtime';
import { wrap as wrapFirebase } from './firebase/wrap';
import { wrap as wrapGoogle } from './google-cloud-functions/wrap';
import { wrap as wrapKnative } from './knative/wrap';

const endpoint = (address: string) => vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', address);

describe('a handler runs', () => {
  beforeEach(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true));
  afterEach(() => {
    existingRuntime()?.dispose();
    seatRuntime(undefined);
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  const said = () => vi.mocked(process.stderr.write).mock.calls.join('');

  const echo = async (...given: unknown[]) => given[0];
  it.each([
    ['Azure', wrapAzure(echo)],
    ['Google', wrapGoogle(echo)],
    ['Firebase', wrapFirebase(echo)],
    ['Knative', wrapKnative(echo)],
    ['Cloudflare', wrapWorker({ scheduled: echo }).scheduled],
  ])('where an endpoint has a login that is wrongly encoded: %s', async (_platform, handler) => {
    endpoint('http://user:100%@127.0.0.1:9');
    expect(await handler({ id: 'e1' }, {})).toEqual({ id: 'e1' });
  });

  it('where nothing can be instrumented at all, which is said once', () => {
    const detect = () => {
      throw new Error('no such platform');
    };
    expect(currentRuntime({}, detect)).toBeUndefined();
    expect(currentRuntime({}, detect)).toBeUndefined();
    expect(said().match(/no such platform/g)).toHaveLength(1);
  });

  it('where an event has not the form that its platform gives it', async () => {
    endpoint('http://127.0.0.1:9');
    const call = { rawRequest: { headers: null }, data: 1 };
    expect(await wrapFirebase(echo)(call)).toBe(call);
    expect(await wrapWorker({ fetch: echo }).fetch(undefined, {}, {})).toBeUndefined();
    expect(said()).toContain('could not be instrumented');
  });
});
