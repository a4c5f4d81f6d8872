import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkFileSizes, MOST_LINES } from './file-size.mjs';

it('a file may have as many lines as the house allows, those of comments counted too', () => {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-size-'));
  writeFileSync(join(folder, 'whole.ts'), '// a line\n'.repeat(MOST_LINES));
  mkdirSync(join(folder, 'inner'));
  writeFileSync(join(folder, 'inner/long.ts'), `/**\n${' * said\n'.repeat(MOST_LINES)} */\n`);
  expect(checkFileSizes(folder)).toEqual({ files: 2, tooLong: ['inner/long.ts: 302 lines, at most 300'] });
  rmSync(folder, { recursive: true });
});
