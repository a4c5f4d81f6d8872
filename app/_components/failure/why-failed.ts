/** What a screen says when it could not be rendered. */
export interface Failure {
  readonly title: string;
  readonly text: string;
  /** Whether the failure is likely to be temporary, so that the screen retries. */
  readonly passes: boolean;
}

/** `digest`: the code of a `FaaslensError`, else the id under which the server's log has the error. */
export function whyFailed(digest: string | undefined): Failure {
  switch (digest) {
    case 'unavailable':
      return {
        title: 'The database does not answer',
        text: 'It is busy, locked, full or unreachable; the server’s log says which. What was acknowledged is kept. This screen retries every few seconds.',
        passes: true,
      };
    case 'overloaded':
      return {
        title: 'Too many queries at once',
        text: 'The server has as many queries as it can handle. This screen retries every few seconds.',
        passes: true,
      };
    case 'timeout':
      return {
        title: 'This took too long',
        text: 'The query took longer than 30 seconds. Choose a shorter time range, or add a filter.',
        passes: false,
      };
    default: {
      const where = digest === undefined ? '' : ` under the number ${digest}`;
      return {
        title: 'This screen could not be loaded',
        text: `The server answered with an error; its log says why${where}. A shorter time range may help.`,
        passes: false,
      };
    }
  }
}
