/** Numbers that look random and are the same for the same seed: SFC32, as four functions that the workload needs. */
export function createRandom(seed) {
  let [a, b, c, counter] = [0x9e3779b9 ^ seed, 0x243f6a88, seed >>> 0, 1];
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 16; round++) next();
  return {
    /** From 0 up to 1, without 1. */
    share: () => next() / 2 ** 32,
    /** A whole number from 0 to `limit - 1`. */
    below: (limit) => Math.floor((next() / 2 ** 32) * limit),
    /** So many hex digits, a multiple of eight. */
    hex: (digits) => {
      let text = '';
      for (let at = 0; at < digits; at += 8) text += next().toString(16).padStart(8, '0');
      return text;
    },
    /** Log-normal: half of the values are below the median. */
    skewed: (median, spread) => {
      const radius = Math.sqrt(-2 * Math.log((next() + 1) / (2 ** 32 + 1)));
      return median * Math.exp(spread * radius * Math.cos((2 * Math.PI * next()) / 2 ** 32));
    },
  };
}

/** Picks 0 to `count - 1`, the first most often: shares fall as 1 / rank^exponent. */
export function createZipf(count, exponent, share) {
  const sums = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank++) {
    sum += 1 / (rank + 1) ** exponent;
    sums[rank] = sum;
  }
  return () => {
    const wanted = share() * sum;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
