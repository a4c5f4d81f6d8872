import { KEEP_WHOLE } from '../model/keeping/policy';
import type { Connection } from './connection';
import { parseInput } from './inputs';
import { keepPolicySchema } from './keep-input';
import type { KeepSettings } from './keep-settings';

const ONLY = { id: 1 } as const;

export function createKeepSettings({ prisma, change }: Connection): KeepSettings {
  return {
    async getKeepPolicy() {
      const row = await prisma.keepPolicy.findUnique({ where: ONLY });
      return row === null ? KEEP_WHOLE : keepPolicySchema.parse(JSON.parse(row.policy));
    },
    async setKeepPolicy(input) {
      const policy = parseInput(keepPolicySchema, input);
      const data = { policy: JSON.stringify(policy) };
      await change(() =>
        prisma.keepPolicy.upsert({ where: ONLY, create: { ...ONLY, ...data }, update: data }),
      );
      return policy;
    },
  };
}
