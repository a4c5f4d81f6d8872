import type { RedactionRule as RuleRow } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import { DETECTOR_IDS, OFF_BY_DEFAULT, type RedactionRule } from '../model/redaction/rule';
import type { Connection } from './connection';
import { newId } from './ids';
import { parseInput } from './inputs';
import { checkRedactionRule, redactionRuleSchema } from './redaction-input';
import type { RedactionControl, StoredRedactionRule } from './redaction-settings';
import type { Sources } from './sources';

/** Each text is looked at once for each of them. */
const MOST_RULES = 50;
const DAY_MS = 86_400_000;

export function createRedactionSettings(connection: Connection, { now, random }: Sources): RedactionControl {
  const { prisma } = connection;

  async function checked(input: RedactionRule, id: string | null): Promise<RedactionRule> {
    const rule = parseInput(redactionRuleSchema, input);
    checkRedactionRule(rule);
    const other = await prisma.redactionRule.findUnique({ where: { name: rule.name } });
    if (other !== null && other.id !== id)
      throw new FaaslensError('conflict', `name: there is a rule ${rule.name} already`);
    return rule;
  }

  const list = async () => {
    const rows = await prisma.redactionRule.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
    return rows.map(toRule);
  };

  return {
    async redaction() {
      const set = new Map((await prisma.redactionDetector.findMany()).map((row) => [row.id, row.enabled]));
      const rules = (await list()).map(({ name, kind, match }) => ({ name, kind, match }));
      return {
        detectors: DETECTOR_IDS.filter((id) => set.get(id) ?? !OFF_BY_DEFAULT.includes(id)),
        rules,
      };
    },
    listRedactionRules: list,
    async createRedactionRule(input) {
      const rule = await checked(input, null);
      if ((await prisma.redactionRule.count()) >= MOST_RULES)
        throw new FaaslensError('conflict', `There are ${MOST_RULES} rules already: delete some first`);
      const data = { ...rule, id: newId('red', now(), random), createdAt: new Date(now()) };
      return toRule(await connection.change(() => prisma.redactionRule.create({ data })));
    },
    async updateRedactionRule(id, input) {
      const data = await checked(input, id);
      return toRule(await connection.change(() => prisma.redactionRule.update({ where: { id }, data })));
    },
    async deleteRedactionRule(id) {
      await connection.change(() => prisma.redactionRule.delete({ where: { id } }));
    },
    async setRedactionDetector(id, enabled) {
      if (!DETECTOR_IDS.includes(id)) throw new FaaslensError('not_found', `There is no detector ${id}`);
      await connection.change(() =>
        prisma.redactionDetector.upsert({
          where: { id },
          create: { id, enabled },
          update: { enabled },
        }),
      );
    },
    async redactionCounts(sinceMs) {
      const sums = await prisma.redactionCount.groupBy({
        by: ['name'],
        where: { day: { gte: Math.floor(sinceMs / DAY_MS) } },
        _sum: { count: true },
      });
      return Object.fromEntries(sums.map(({ name, _sum }) => [name, Number(_sum.count ?? 0)]));
    },
    async addRedactionCounts(counts) {
      const day = Math.floor(now() / DAY_MS);
      await connection.commit(
        Object.entries(counts).map(([name, count]) =>
          prisma.redactionCount.upsert({
            where: { name_day: { name, day } },
            create: { name, day, count },
            update: { count: { increment: count } },
          }),
        ),
      );
    },
  };
}

function toRule({ kind, createdAt, ...row }: RuleRow): StoredRedactionRule {
  return { ...row, kind: kind === 'key' ? 'key' : 'pattern', createdAt: createdAt.getTime() };
}
