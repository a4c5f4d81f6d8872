import type { KeepPolicy } from '../model/keeping/policy';

/** How much of telemetry is kept, and for how long. */
export interface KeepSettings {
  /** All is kept until it is set. */
  getKeepPolicy(): Promise<KeepPolicy>;
  /** @throws FaaslensError `invalid_input` that names the field */
  setKeepPolicy(policy: KeepPolicy): Promise<KeepPolicy>;
}
