import type { RedactionCounts } from '@/core/model/redaction/redactor';
import {
  DETECTOR_IDS,
  DETECTOR_TITLES,
  type DetectorId,
  type RedactionSettings,
} from '@/core/model/redaction/rule';
import type { StoredRedactionRule } from '@/core/settings/redaction-settings';

/** A rule of redaction, for API and screens. */
export function toRuleView({ createdAt, ...rest }: StoredRedactionRule) {
  return { ...rest, createdAt: new Date(createdAt).toISOString() };
}

export interface RedactionView {
  readonly detectors: readonly {
    readonly id: DetectorId;
    readonly title: string;
    readonly enabled: boolean;
  }[];
  readonly rules: readonly ReturnType<typeof toRuleView>[];
  /** Values per detector and rule, by name. */
  readonly counts: RedactionCounts;
}

/** All redaction rules, for API and screens. */
export function toRedactionView(
  { detectors }: RedactionSettings,
  rules: readonly StoredRedactionRule[],
  counts: RedactionCounts,
): RedactionView {
  return {
    detectors: DETECTOR_IDS.map((id) => ({
      id,
      title: DETECTOR_TITLES[id],
      enabled: detectors.includes(id),
    })),
    rules: rules.map(toRuleView),
    counts,
  };
}
