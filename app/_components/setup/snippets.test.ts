import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { PLACE_OF_KEY, snippets } from './snippets';

describe('snippets', () => {
  it('install the package from where it is: it is not on npm', () => {
    expect(snippets('http://localhost:4318', null)[0]?.code).toContain(
      'npm i <path to faaslens>/instrumentation',
    );
  });
  it('name the endpoint of this instance and ask for a key only when one is needed', () => {
    for (const snippet of snippets('http://collector:4318', null)) {
      expect(snippet.code).toContain('http://collector:4318');
      expect(snippet.code).not.toContain('key>');
    }
    for (const snippet of snippets('http://collector:4318', PLACE_OF_KEY))
      expect(snippet.code).toContain('<your ingest key>');
  });
  it('have the key in its place once there is one, so that nothing is left to fill in', () => {
    for (const { code } of snippets('http://collector:4318', 'fl_ingest_x')) {
      expect(code).toMatch(/Bearer(%20| )fl_ingest_x/);
      expect(code).not.toContain('key>');
    }
  });
  it('offer a curl command that a shell turns into valid JSON with fresh ids', () => {
    const code = snippets('http://localhost:4318', PLACE_OF_KEY).at(-1)?.code ?? '';
    const script = `curl() { for last; do :; done; printf %s "$last"; }\n${code}`;
    const body = JSON.parse(execFileSync('sh', ['-c', script], { encoding: 'utf8' }));
    const span = body.resourceSpans[0].scopeSpans[0].spans[0];
    expect(span.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(span.spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(Number(span.endTimeUnixNano) - Number(span.startTimeUnixNano)).toBeGreaterThan(0);
    expect(Math.abs(Number(span.startTimeUnixNano) / 1e6 - Date.now())).toBeLessThan(10_000);
  });
});
