import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);

// The programs that the tests of other Node.js versions use; they lie there once those have run.
const OTHERS = join(import.meta.dirname, '../../../e2e/programs/node_modules');
const program = (major: number) => join(OTHERS, `node-${major}/bin/node`);

interface Seen {
  readonly spans: readonly { name: string; failed: boolean; sent: boolean }[];
  readonly errors: readonly string[];
}

describe('outgoing calls, bundled', () => {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-outgoing-'));
  const files = { esm: join(folder, 'scenario.mjs'), cjs: join(folder, 'scenario.cjs') };

  beforeAll(async () => {
    const entryPoints = [join(import.meta.dirname, 'testing/scenario.ts')];
    for (const [format, outfile] of Object.entries(files)) {
      await build({
        entryPoints,
        outfile,
        format: format as 'esm',
        bundle: true,
        minify: true,
        platform: 'node',
      });
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const seenBy = async (node: string, format: keyof typeof files) => {
    // Node.js 22 has a WebSocket without being asked.
    const { stdout } = await run(node, ['--experimental-websocket', files[format]], { timeout: 60_000 });
    return JSON.parse(stdout) as Seen;
  };
  const expected = (major: number) => [
    { name: 'GET 127.0.0.1', failed: false, sent: true },
    // Only the undici of Node.js 24 lets a body be seen that `fetch` was given.
    { name: major >= 24 ? 'DynamoDB.GetItem orders' : 'DynamoDB.GetItem', failed: false, sent: true },
    { name: 'GET 127.0.0.1', failed: false, sent: true },
    { name: 'DynamoDB.GetItem orders', failed: false, sent: true },
    { name: 'GET 127.0.0.1', failed: true, sent: true },
    { name: 'GET 127.0.0.1', failed: true, sent: true },
    // HTTP/2 takes no header at this point, and Node.js 20 does not tell of it.
    ...(major >= 22 ? [{ name: 'GET 127.0.0.1', failed: false, sent: false }] : []),
    // WebSockets, the second one refused.
    { name: 'GET 127.0.0.1', failed: false, sent: true },
    { name: 'GET 127.0.0.1', failed: true, sent: true },
  ];
  const own = Number(process.versions.node.split('.')[0]);

  it.each(['esm', 'cjs'] as const)(
    'are seen and given their context by this Node.js, as %s',
    async (format) => {
      expect(await seenBy(process.execPath, format)).toEqual({ spans: expected(own), errors: [] });
    },
  );

  const others = [22, 24].filter((major) => existsSync(program(major)));
  it.skipIf(others.length === 0).each(others)(
    'are seen and given their context by Node.js %i',
    async (major) => {
      expect(await seenBy(program(major), 'esm')).toEqual({ spans: expected(major), errors: [] });
    },
  );
});
