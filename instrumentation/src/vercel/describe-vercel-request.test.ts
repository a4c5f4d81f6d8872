import { afterEach, expect, it } from 'vitest';
import { describeVercelRequest } from './describe-vercel-request';

const CONTEXT = Symbol.for('@vercel/request-context');

const sent = new Headers({
  'x-vercel-id': 'fra1::iad1::7jtwg-1',
  'x-matched-path': '/made/up/47',
  'user-agent': 'vercel-cron/1.0',
  'x-vercel-cron-schedule': '0 3 * * *',
});
const told = (env: Record<string, string>, route?: string) =>
  describeVercelRequest({
    request: { method: 'GET', url: 'http://shop.example/', headers: sent },
    args: [],
    env,
    options: route ? { route } : {},
  });

afterEach(() => void Reflect.deleteProperty(globalThis, CONTEXT));

const BY_PROXY = {
  trigger: 'timer',
  route: '/made/up/47',
  functionName: '/made/up/47',
  attributes: { 'faas.invocation_id': '7jtwg-1', 'faas.cron': '0 3 * * *' },
};

it("on Vercel its proxy's headers tell route, request and schedule", () => {
  expect(told({ VERCEL: '1' })).toMatchObject(BY_PROXY);
  // Where the project hides the variables of the system.
  Reflect.set(globalThis, CONTEXT, { get: () => ({}) });
  expect(told({})).toMatchObject(BY_PROXY);
});

it('on any other host a caller can name no function and no schedule by the same headers', () => {
  expect(told({})).toEqual({ functionName: undefined });
  expect(told({}, '/api/hello')).toEqual({ functionName: '/api/hello' });
});
