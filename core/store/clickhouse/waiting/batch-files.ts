import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { errorCode } from '../../../database/errors';
import type { TelemetryBatch } from '../../../model/telemetry';

/** Batches as files of one folder, oldest first. */
export interface BatchFiles {
  /** What all of them take. */
  readonly bytes: number;
  readonly count: number;
  /** Resolves when it is on disk and will be found there after any crash; null when it is more than there is room for. */
  add(batch: TelemetryBatch, maxBytes: number): Promise<true | null>;
  /** The oldest; null for none. One that is damaged is set aside. Rejects while it cannot be read. */
  oldest(): Promise<{
    readonly batch: TelemetryBatch;
    remove(): Promise<void>;
    setAside(reason: string): Promise<void>;
  } | null>;
}

/** Its files begin with it, so that another form would be told from it. */
const FORM = 1;
const WHOLE = '.batch';
const ASIDE = '.refused';

interface Kept {
  readonly name: string;
  readonly bytes: number;
}

/**
 * Opens the folder, which is made when it is missing, with what an earlier process left there. `onAside` is told what was
 * set aside, by the file's new name, and why.
 */
export async function openBatchFiles(
  folder: string,
  onAside: (name: string, reason: string) => void,
): Promise<BatchFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await syncFolder(dirname(folder));
  const files: Kept[] = [];
  for (const name of (await readdir(folder)).sort()) {
    // Half of one, which nobody was told of.
    if (name.endsWith('.part')) await rm(join(folder, name), { force: true });
    if (name.endsWith(WHOLE)) files.push({ name, bytes: (await stat(join(folder, name))).size });
  }
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  let last = Number(files.at(-1)?.name.split('-')[0] ?? 0);

  const leave = (file: Kept) => {
    const at = files.indexOf(file);
    if (at < 0) return;
    files.splice(at, 1);
    bytes -= file.bytes;
  };

  return {
    get bytes() {
      return bytes;
    },
    get count() {
      return files.length;
    },
    async add(batch, maxBytes) {
      const content = serialize({ form: FORM, batch });
      if (bytes + content.length > maxBytes) return null;
      bytes += content.length;
      last = Math.max(last + 1, Date.now());
      const name = `${String(last).padStart(16, '0')}-${randomUUID()}`;
      try {
        const file = await open(join(folder, `${name}.part`), 'wx', 0o600);
        try {
          await file.writeFile(content);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(join(folder, `${name}.part`), join(folder, name + WHOLE));
        await syncFolder(folder);
      } catch (error) {
        bytes -= content.length;
        await rm(join(folder, `${name}.part`), { force: true }).catch(() => {});
        throw error;
      }
      files.push({ name: name + WHOLE, bytes: content.length });
      return true;
    },
    async oldest() {
      for (;;) {
        const [file] = files;
        if (file === undefined) return null;
        const path = join(folder, file.name);
        const setAside = async (reason: string) => {
          leave(file);
          onAside(file.name + ASIDE, reason);
          await rename(path, path + ASIDE);
        };
        const content = await contentOf(path);
        if (content === null) {
          leave(file);
          continue;
        }
        const batch = batchOf(content);
        if (batch === null) {
          await setAside('it is damaged');
          continue;
        }
        const remove = async () => {
          leave(file);
          await rm(path, { force: true });
        };
        return { batch, remove, setAside };
      }
    },
  };
}

/** Null for a file that somebody removed. */
async function contentOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Null for what is not whole. */
function batchOf(content: Buffer): TelemetryBatch | null {
  try {
    const { form, batch } = deserialize(content);
    return form === FORM ? batch : null;
  } catch {
    return null;
  }
}

/** So that the name is found after a loss of power, too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
