'use client';

import { createContext, useContext } from 'react';

/** What the API said against a rule: the field, as `condition.recovery`, and what it must be. */
export interface Problem {
  readonly path: string;
  readonly text: string;
}

/** Reads `rule.condition.recovery: must not be above threshold`; null when it is about no field. */
export function readProblem(message: string): Problem | null {
  const [, path, text] = /^(?:rule\.)?([a-zA-Z][\w.]*): (.+)$/s.exec(message) ?? [];
  return path === undefined || text === undefined ? null : { path, text };
}

/** The problem that the form has now. */
export const ProblemContext = createContext<Problem | null>(null);

/** What is wrong with a field or with something in it; null when nothing is. */
export function useProblemOf(path: string): string | null {
  const problem = useContext(ProblemContext);
  if (problem === null) return null;
  return problem.path === path || problem.path.startsWith(`${path}.`) ? problem.text : null;
}
