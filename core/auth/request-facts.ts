/** What the door needs to know about a request, whatever server received it. */
export interface RequestFacts {
  readonly method: string;
  /** By lower-case name; repeated headers are joined by `, `; undefined if absent. */
  header(name: string): string | undefined;
}
