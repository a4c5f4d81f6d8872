import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { SourceMap } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import type { Connection } from './connection';
import { newId } from './ids';
import { parseInput } from './inputs';
import {
  MOST_MAP_BYTES,
  type SourceMapInfo,
  type SourceMapSettings,
  sourceMapInputSchema,
} from './source-map-settings';
import type { Sources } from './sources';

const MOST = 2_000;
const INFO = {
  id: true,
  functionName: true,
  version: true,
  file: true,
  bytes: true,
  createdAt: true,
} as const;
const pack = promisify(gzip);
const unpack = promisify(gunzip);

export function createSourceMapSettings(connection: Connection, { now, random }: Sources): SourceMapSettings {
  const { prisma } = connection;

  /** Whoever deploys uploads, with nobody there to delete what was deployed long ago. */
  async function makeRoom(): Promise<void> {
    const orderBy = [{ createdAt: 'desc' }, { id: 'desc' }] as const;
    const oldest = await prisma.sourceMap.findMany({
      select: { id: true },
      orderBy: [...orderBy],
      skip: MOST,
    });
    if (oldest.length === 0) return;
    const ids = oldest.map(({ id }) => id);
    await connection.change(() => prisma.sourceMap.deleteMany({ where: { id: { in: ids } } }));
  }

  return {
    async listSourceMaps({ function: functionName, version }) {
      const where = {
        ...(functionName === undefined ? {} : { functionName }),
        ...(version === undefined ? {} : { version }),
      };
      const orderBy = [{ createdAt: 'desc' }, { id: 'desc' }] as const;
      return (await prisma.sourceMap.findMany({ where, select: INFO, orderBy: [...orderBy] })).map(toInfo);
    },

    async saveSourceMap(input) {
      const { function: functionName, version, file, map } = parseInput(sourceMapInputSchema, input);
      const text = JSON.stringify(map);
      const bytes = Buffer.byteLength(text);
      if (bytes > MOST_MAP_BYTES)
        throw new FaaslensError('too_large', `map: has ${bytes} bytes, at most ${MOST_MAP_BYTES} are taken`);
      const at = new Date(now());
      const row = { bytes, content: Uint8Array.from(await pack(text)), createdAt: at };
      const key = { functionName, version, file };
      const saved = await connection.change(() =>
        prisma.sourceMap.upsert({
          where: { functionName_version_file: key },
          create: { ...key, ...row, id: newId('map', now(), random) },
          update: row,
          select: INFO,
        }),
      );
      await makeRoom();
      return toInfo(saved);
    },

    async readSourceMap(id) {
      const row = await prisma.sourceMap.findUnique({ where: { id }, select: { content: true } });
      if (row === null) throw unknown(id);
      return (await unpack(row.content, { maxOutputLength: MOST_MAP_BYTES })).toString('utf8');
    },

    async deleteSourceMap(id) {
      const { count } = await connection.change(() => prisma.sourceMap.deleteMany({ where: { id } }));
      if (count === 0) throw unknown(id);
    },
  };
}

function unknown(id: string): FaaslensError {
  return new FaaslensError('not_found', `There is no source map ${id}`);
}

function toInfo({ functionName, createdAt, ...row }: Omit<SourceMap, 'content'>): SourceMapInfo {
  return { ...row, function: functionName, createdAt: createdAt.getTime() };
}
