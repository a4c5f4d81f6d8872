import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactedUrl } from './redact-url';

const urlOf = (target: string, scheme: 'http' | 'https' = 'https', host = 'api.example.com', port = 443) =>
  redactedUrl({ method: 'GET', scheme, host, port, target, header: () => undefined });

describe('the address of a call', () => {
  it('is told with its query, and with the port only where it is not the usual one', () => {
    expect(urlOf('/v1/users?limit=10&sort=')).toBe('https://api.example.com/v1/users?limit=10&sort=');
    expect(urlOf('/a#part', 'http', '::1', 8080)).toBe('http://[::1]:8080/a');
  });

  it.each([
    'sig',
    'X-Amz-Signature',
    'X-Amz-Credential',
    'X-Amz-Security-Token',
    'AWSAccessKeyId',
    'Signature',
    'X-Goog-Signature',
    'access_token',
    'api_key',
    'apiKey',
    'key',
    'client_secret',
    'Password',
    'code',
    'jwt',
    'api%5Fkey',
  ])('keeps the name %s and hides its value', (name) => {
    expect(urlOf(`/a?x=1&${name}=hunter2&y=2`)).toBe(`https://api.example.com/a?x=1&${name}=REDACTED&y=2`);
  });

  it.each([
    ['/services/T0001/B0001/hunter2', '/services/T0001/B0001/REDACTED'],
    ['/bot123456:hunter2/sendMessage', '/bot123456:REDACTED/sendMessage'],
    ['/api/webhooks/123456/hunter2?wait=true', '/api/webhooks/123456/REDACTED?wait=true'],
    ['/verify/eyJhbGciOiJI.eyJzdWIiOiIx.hunter2/now', '/verify/REDACTED/now'],
    ['/verify?t=eyJhbGciOiJI.eyJzdWIiOiIx.hunter2', '/verify?t=REDACTED'],
  ])('hides the secret in %s', (target, shown) => {
    expect(urlOf(target)).toBe(`https://api.example.com${shown}`);
  });

  it('leaves ordinary parameters alone', () => {
    const target = '/a?keyword=x&zip_code=1&author=me&page_key_count=3&design=flat&signed=1';
    expect(urlOf(target)).toBe(`https://api.example.com${target}`);
  });

  it('never lets the value of a secret through, whatever surrounds it', () => {
    const text = fc.webQueryParameters();
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(urlOf(`/a?${before}&token=hunter2secret&${after}`)).not.toContain('hunter2secret');
      }),
    );
  });
});
