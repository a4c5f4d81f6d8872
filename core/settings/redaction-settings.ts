import type { RedactionCounts } from '../model/redaction/redactor';
import type { DetectorId, RedactionRule, RedactionSettings } from '../model/redaction/rule';

/** A rule of the user's, as it is kept. */
export interface StoredRedactionRule extends RedactionRule {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** What is taken out of telemetry before it is stored. */
export interface RedactionControl {
  /** What is in force. */
  redaction(): Promise<RedactionSettings>;
  listRedactionRules(): Promise<readonly StoredRedactionRule[]>;
  /** @throws FaaslensError `invalid_input` that names the field; `conflict` for a name that is taken, or too many rules */
  createRedactionRule(input: RedactionRule): Promise<StoredRedactionRule>;
  updateRedactionRule(id: string, input: RedactionRule): Promise<StoredRedactionRule>;
  deleteRedactionRule(id: string): Promise<void>;
  setRedactionDetector(id: DetectorId, enabled: boolean): Promise<void>;
  /** In how many values each detector and rule found something since the day of that time. */
  redactionCounts(sinceMs: number): Promise<RedactionCounts>;
  addRedactionCounts(counts: RedactionCounts): Promise<void>;
}
