import type { ErrorTriage as TriageRow } from '@/prisma/generated/client';
import type { Connection } from './connection';
import { parseInput, triageInputSchema } from './inputs';
import { TRIAGE_STATES, type Triage, type TriageSettings, type TriageState } from './settings';

export function createTriageSettings(
  connection: Connection,
  { now }: { readonly now: () => number },
): TriageSettings {
  const { prisma } = connection;
  return {
    async getTriage(fingerprints) {
      if (fingerprints.length === 0) return [];
      const rows = await prisma.errorTriage.findMany({ where: { fingerprint: { in: [...fingerprints] } } });
      return rows.map(toTriage);
    },

    async setTriage(input) {
      const { fingerprint, state } = parseInput(triageInputSchema, input);
      const data = { state, changedAt: new Date(now()) };
      const row = await connection.change(() =>
        prisma.errorTriage.upsert({
          where: { fingerprint },
          create: { fingerprint, ...data },
          update: data,
        }),
      );
      return toTriage(row);
    },
  };
}

function toTriage({ fingerprint, state, changedAt }: TriageRow): Triage {
  return { fingerprint, state: toState(state), changedAt: changedAt.getTime() };
}

/** A state of a newer version hides nothing. */
function toState(text: string): TriageState {
  return TRIAGE_STATES.find((state) => state === text) ?? 'open';
}
