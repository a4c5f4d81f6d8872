/** How a database is spread over servers. */
export interface Layout {
  /** Name of the cluster as its servers know it; null for one server. */
  readonly cluster: string | null;
}

/**
 * The table that holds the rows. On a cluster every shard has one, and the table of the name itself is Distributed: it
 * reads them all, and sends each row that it is given to the shard of its identity.
 */
export function keptTable({ cluster }: Layout, table: string): string {
  return cluster === null ? table : `${table}_local`;
}

/** The same where rows are removed or rewritten: on every server that has some. */
export function keptTableEverywhere(layout: Layout, table: string): string {
  return `${keptTable(layout, table)}${onCluster(layout)}`;
}

/** `ON CLUSTER ...`, or nothing. */
export function onCluster({ cluster }: Layout): string {
  return cluster === null ? '' : ` ON CLUSTER \`${cluster}\``;
}

/** A table in which a server tells of itself, as all servers of the cluster tell it. */
export function ofAllServers({ cluster }: Layout, systemTable: string): string {
  return cluster === null ? systemTable : `clusterAllReplicas('${cluster}', ${systemTable})`;
}

/** The same of one server of each shard, which together tell of one copy of the data. */
export function ofOneCopy({ cluster }: Layout, systemTable: string): string {
  return cluster === null ? systemTable : `cluster('${cluster}', ${systemTable})`;
}
