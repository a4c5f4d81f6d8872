/**
 * For tests of what hostile input may cost: milliseconds of processor time that the work took, which depend little on what
 * else the machine does. Bounds are far above what is usual: what they are to find takes minutes.
 */
export function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
