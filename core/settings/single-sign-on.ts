import type { SingleSignOn as SingleSignOnRow } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import type { Connection } from './connection';
import { parseInput } from './inputs';
import type { SingleSignOn, SingleSignOnSettings } from './people';
import { singleSignOnSchema } from './people-inputs';
import type { Sealing } from './sealing';
import { toRole } from './user-view';

const ABOUT = 'single sign-on';
const ONLY = { id: 1 } as const;

export async function findSingleSignOn({ prisma }: Connection): Promise<SingleSignOn | null> {
  const row = await prisma.singleSignOn.findUnique({ where: ONLY });
  return row === null ? null : toSingleSignOn(row);
}

export function createSingleSignOnSettings(connection: Connection, sealing: Sealing): SingleSignOnSettings {
  const { prisma } = connection;
  return {
    getSingleSignOn: () => findSingleSignOn(connection),

    async openSingleSignOn() {
      const row = await prisma.singleSignOn.findUnique({ where: ONLY });
      return row && { ...toSingleSignOn(row), clientSecret: await sealing.open(row.clientSecret, ABOUT) };
    },

    async setSingleSignOn(input) {
      const { clientSecret, domains, ...rest } = parseInput(singleSignOnSchema, input);
      const before = await prisma.singleSignOn.findUnique({ where: ONLY });
      // A kept secret must not be sent to another provider.
      if (clientSecret === undefined && before?.issuer !== rest.issuer)
        throw new FaaslensError('invalid_input', 'clientSecret: must be given, also for another issuer');
      const sealed =
        clientSecret === undefined ? before?.clientSecret : await sealing.seal(clientSecret, ABOUT);
      const data = { ...rest, domains: JSON.stringify(domains), clientSecret: sealed ?? '' };
      const row = await connection.change(() =>
        prisma.singleSignOn.upsert({ where: ONLY, create: { ...ONLY, ...data }, update: data }),
      );
      return toSingleSignOn(row);
    },

    async removeSingleSignOn() {
      await connection.change(() => prisma.singleSignOn.deleteMany());
    },
  };
}

function toSingleSignOn({ issuer, clientId, label, domains, role }: SingleSignOnRow): SingleSignOn {
  return { issuer, clientId, label, domains: JSON.parse(domains), role: toRole(role) };
}
