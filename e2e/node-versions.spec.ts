import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { api, until } from './support/api';
import { expect, test } from './support/fixtures';
import { invokeLambda } from './support/lambda';
import { installPacked } from './support/packed';
import { otherNode } from './support/programs';
import { startService } from './support/service';

// One after the other: both install into the same folder.
test.describe.configure({ mode: 'default' });
test.skip(
  process.platform !== 'linux' || process.arch !== 'x64',
  'npm brings other Node versions for Linux on x64 only',
);

for (const major of [22, 24] as const) {
  test(`what npm pack makes, with the driver as it comes, and wrapped functions run on Node ${major}`, async ({
    page,
    storeEnv,
  }) => {
    const node = await otherNode(major);
    const folder = mkdtempSync(join(tmpdir(), `faaslens-node-${major}-`));
    const command = join(installPacked(folder, 'as it comes'), 'bin/faaslens.mjs');
    await collectStatements(node, folder);
    const service = await startService({ node, command, cwd: folder, env: storeEnv });
    expect(service.output()).not.toContain('Compiling');
    await invokeLambda({ file: 'aws-lambda/checkout.mjs', otlp: service.otlp, times: 2, node });
    const { totals } = await until(
      () => api<{ totals: { invocations: number } }>(service.url, '/overview?from=now-1h&to=now'),
      ({ totals: { invocations } }) => invocations === 2,
    );
    expect(totals.invocations).toBe(2);
    await page.goto(service.url);
    await expect(page.getByRole('link', { name: 'checkout' }).first()).toBeVisible();
    await service.stop();
    service.discard();
    rmSync(folder, { recursive: true, force: true });
  });
}

/** Lets the garbage collector free statements of the driver: with some versions of it Node 24.19 and later abort there. */
async function collectStatements(node: string, folder: string): Promise<void> {
  const script = `const database = new (require('better-sqlite3'))(':memory:');
    for (let count = 0; count < 100_000; count++) database.prepare('SELECT 1');`;
  await promisify(execFile)(node, ['-e', script], { cwd: folder });
}
