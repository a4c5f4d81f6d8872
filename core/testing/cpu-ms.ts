/**
 * For tests of what hostile input may cost: the processor time of the work in milliseconds, which depends little on the
 * machine's other load. Choose bounds far above the usual time: the defects to be found take minutes.
 */
export function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
