import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the tests of one run keep the package that the first of them builds. */
    builtPackage: string;
  }
}

/** For Vitest: before its first process starts. */
export function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-package-'));
  provide('builtPackage', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
