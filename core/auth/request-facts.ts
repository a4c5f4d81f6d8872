/** What the door needs to know of a request, whatever server took it. */
export interface RequestFacts {
  readonly method: string;
  /** By lower-case name; repeated headers joined by `, `; undefined when it is not there. */
  header(name: string): string | undefined;
}
