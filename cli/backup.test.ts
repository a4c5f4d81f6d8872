import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { notInBackup } from './backup';

it('says what a backup lacks: the key of secrets where there is one, and telemetry that is elsewhere', () => {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-backup-'));
  const here = { databaseFile: join(folder, 'faaslens.db'), secretKey: null, clickhouse: null };
  expect(notInBackup(here)).toEqual([]);
  const clickhouse = { url: 'http://clickhouse:8123/faaslens', cluster: null, queue: null };
  expect(notInBackup({ ...here, clickhouse })).toEqual(['Not in it: telemetry, which ClickHouse has.']);
  expect(notInBackup({ ...here, secretKey: 'a'.repeat(64) })).toEqual([
    'Not in it: what FAASLENS_SECRET_KEY holds, which opens the secrets in it.',
  ]);
  writeFileSync(join(folder, 'secret.key'), 'b'.repeat(64));
  expect(notInBackup(here)).toEqual([
    `Not in it: ${join(folder, 'secret.key')}, which opens the secrets in it: keep a copy elsewhere.`,
  ]);
  rmSync(folder, { recursive: true });
});
