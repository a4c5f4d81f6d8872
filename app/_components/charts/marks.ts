/** A moment that charts mark, in milliseconds since the epoch. */
export interface Mark {
  readonly t: number;
  readonly label: string;
}

/** The starts of the steps that contain a mark, each once: charts know no other times. */
export function markedSteps(marks: readonly Mark[], stepMs: number): readonly number[] {
  return [...new Set(marks.map(({ t }) => Math.floor(t / stepMs) * stepMs))];
}

/** The marks in the step that starts at `start`. */
export function marksInStep(marks: readonly Mark[], start: number, stepMs: number): readonly string[] {
  return marks.filter(({ t }) => t >= start && t < start + stepMs).map(({ label }) => label);
}
