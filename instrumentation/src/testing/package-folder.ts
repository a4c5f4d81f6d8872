import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the tests of one run keep the package that the first of them builds. */
    builtPackage: string;
  }
}

/** For Vitest: before its first process starts. Those who set up for the same run are given the same folder. */
export function setup({ provide }: TestProject): () => void {
  const folder = join(tmpdir(), `faaslens-package-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  provide('builtPackage', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
