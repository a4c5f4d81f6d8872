import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../database/open';
import { newDatabase } from '../database/testing';
import { type OpenSettings, openSettings } from './index';
import { MOST_MAP_BYTES } from './source-map-settings';

let database: ReturnType<typeof newDatabase>;
let settings: OpenSettings;
let clock = 0;
beforeEach(async () => {
  database = newDatabase();
  clock = Date.UTC(2026, 0, 1);
  settings = await openSettings({ databaseFile: database.file, now: () => clock });
});
afterEach(async () => {
  await settings.close();
  database.remove();
});

const MAP = {
  version: 3,
  mappings: 'AAAA',
  sources: ['a.ts'],
  sourcesContent: ['const a = 1;'],
  names: [],
} as const;
const input = (set: object = {}) => ({
  function: 'shop',
  version: '7',
  file: 'dist/index.js',
  map: { ...MAP, sources: [...MAP.sources], sourcesContent: [...MAP.sourcesContent], names: [] },
  ...set,
});

it('keeps one map for each function, version and file, the last one', async () => {
  const first = await settings.saveSourceMap(input());
  clock += 1000;
  const again = await settings.saveSourceMap(input({ map: { ...input().map, mappings: 'CAAA' } }));
  expect(again).toMatchObject({ id: first.id, createdAt: clock });
  await settings.saveSourceMap(input({ version: '8' }));
  expect(await settings.listSourceMaps({})).toHaveLength(2);
  expect(await settings.listSourceMaps({ function: 'shop', version: '7' })).toMatchObject([{ id: first.id }]);
  expect(JSON.parse(await settings.readSourceMap(first.id))).toEqual({ ...input().map, mappings: 'CAAA' });
  await settings.deleteSourceMap(first.id);
  await expect(settings.readSourceMap(first.id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(settings.deleteSourceMap(first.id)).rejects.toMatchObject({ code: 'not_found' });
});

it('refuses by name what is no map, and one that is too large', async () => {
  const wrong: readonly [object, RegExp][] = [
    [{ map: { ...input().map, version: 2 } }, /map\.version/],
    [{ map: { version: 3, sections: [] } }, /map\.mappings/],
    [{ function: ' ' }, /function/],
    [{ version: '' }, /version/],
  ];
  for (const [set, message] of wrong)
    await expect(settings.saveSourceMap(input(set))).rejects.toThrow(message);
  const large = { ...input().map, sourcesContent: ['x'.repeat(MOST_MAP_BYTES)] };
  await expect(settings.saveSourceMap(input({ map: large }))).rejects.toMatchObject({ code: 'too_large' });
});

it('makes room for new maps by those that were saved first', async () => {
  const db = openDatabase(database.file);
  db.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
    INSERT INTO source_map (id, function_name, version, file, bytes, content, created_at)
    SELECT printf('map_%04d', i), 'shop', i, 'dist/index.js', 1, x'00',
      strftime('%Y-%m-%dT%H:%M:%f+00:00', ${clock / 1000} + i, 'unixepoch') FROM n`);
  db.close();
  clock += 3_600_000;
  const ids = async () => (await settings.listSourceMaps({})).map(({ id }) => id).sort();
  const again = await settings.saveSourceMap(input({ version: '1' }));
  expect(again.id).toBe('map_0001');
  expect(await ids()).toHaveLength(2000);
  const added = await settings.saveSourceMap(input({ version: '2001' }));
  const left = await ids();
  expect(left).toHaveLength(2000);
  expect(left).not.toContain('map_0002');
  expect(left).toEqual(expect.arrayContaining(['map_0001', 'map_0003', added.id]));
});
