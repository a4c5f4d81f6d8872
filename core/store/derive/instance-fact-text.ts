import type { InstanceFact } from '../../model/platform/instance-fact';

/** Fields are in a fixed order, so that equal facts have equal texts. */
export function instanceFactToText(fact: InstanceFact): string {
  const { kind, origin, fromNs, untilNs, endsByNs, isFirst, value, traceId, spanId } = fact;
  const { provider, accountId, region, environment, name, version, instance } = origin;
  const times = [fromNs, untilNs, endsByNs].map((time) => time?.toString() ?? null);
  return JSON.stringify([
    kind,
    [provider, accountId, region, environment, name, version, instance],
    times,
    isFirst,
    value,
    traceId,
    spanId,
  ]);
}

type FactText = [
  kind: InstanceFact['kind'],
  origin: [string, string, string, string, string, string, string],
  times: [string, string, string | null],
  isFirst: boolean,
  value: number,
  traceId: string | null,
  spanId: string | null,
];

/** The fact that `instanceFactToText` wrote. */
export function instanceFactFromText(text: string): InstanceFact {
  const [kind, origin, times, isFirst, value, traceId, spanId]: FactText = JSON.parse(text);
  const [provider, accountId, region, environment, name, version, instance] = origin;
  const [fromNs, untilNs, endsByNs] = times;
  return {
    kind,
    origin: { provider, accountId, region, environment, name, version, instance },
    fromNs: BigInt(fromNs),
    untilNs: BigInt(untilNs),
    endsByNs: endsByNs === null ? null : BigInt(endsByNs),
    isFirst,
    value,
    traceId,
    spanId,
  };
}
