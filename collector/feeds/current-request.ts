const BORDER = /^(START|END|REPORT) RequestId: ([\w-]{8,64})(?:\s|$)/;

/**
 * Which request plain lines of one environment belong to, which name none: that between whose beginning and end they stand.
 * Lambda's environments serve one at a time; where two overlap, nobody can tell, and from then on none is answered.
 */
export class CurrentRequest {
  private id: string | null = null;
  private isShared = false;

  /** The request that a line which comes now belongs to, or null. */
  get(): string | null {
    return this.id;
  }

  begin(id: string): void {
    this.isShared ||= this.id !== null && this.id !== id;
    this.id = this.isShared ? null : id;
  }

  end(id: string): void {
    if (this.id === id) this.id = null;
  }

  /** Takes in a line of Lambda's own that begins or ends one; answers whether it was such a line. */
  follow(line: string): boolean {
    const [, word, id] = BORDER.exec(line) ?? [];
    if (id === undefined) return false;
    if (word === 'START') this.begin(id);
    else this.end(id);
    return true;
  }
}
