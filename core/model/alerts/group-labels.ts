/** The label of calls that do not say what they are made to, and of those to more dependencies than are told apart. */
export const UNNAMED_DEPENDENCY = '(others)';
