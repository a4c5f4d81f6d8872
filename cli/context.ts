/** What every verb is told about the installation. */
export interface CliContext {
  /** Folder that holds dist/, .next/ and prisma/. Absolute, ends with a slash. */
  readonly root: string;
  /** Folder that relative paths of settings start from: the checkout, or where an installed package was started. Absolute. */
  readonly base: string;
}
