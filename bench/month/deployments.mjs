const HOUR_MS = 3_600_000;
const EVERY_DAYS = 6;
const BAD = 0.15;
const ROLLED_BACK_AFTER_MS = 2 * HOUR_MS;
const GOOD = { errorShare: 0, slowness: 1 };
const FAILING = { errorShare: 0.25, slowness: 1 };
const SLOW = { errorShare: 0.01, slowness: 3 };

/**
 * Deploys every function every six days or so; some versions fail or are slow and are rolled back after two hours.
 * Answers what of a function runs at a time: its resource, the share of errors it adds, how much slower it is.
 */
export function createDeployments(random, functions, startMs, days) {
  const ofFunction = new Map(functions.map((one) => [one, timeline(random, one, startMs, days)]));
  return (one, atMs) => {
    const steps = ofFunction.get(one);
    let step = steps.length - 1;
    while (step > 0 && steps[step].fromMs > atMs) step -= 1;
    return steps[step];
  };
}

function timeline(random, one, startMs, days) {
  const steps = [{ fromMs: startMs, resource: versioned(one, 1), ...GOOD }];
  const endMs = startMs + days * 24 * HOUR_MS;
  let fromMs = startMs;
  for (let version = 2; ; version++) {
    fromMs += (0.5 + random.share()) * EVERY_DAYS * 24 * HOUR_MS;
    if (fromMs >= endMs) return steps;
    const bad = random.share() < BAD;
    const before = steps.at(-1).resource;
    steps.push({
      fromMs,
      resource: versioned(one, version),
      ...(!bad ? GOOD : random.share() < 0.5 ? FAILING : SLOW),
    });
    if (bad) steps.push({ fromMs: fromMs + ROLLED_BACK_AFTER_MS, resource: before, ...GOOD });
  }
}

function versioned({ resource }, version) {
  const attributes = {
    ...resource.attributes,
    'faas.version': `${version}`,
    'service.version': `1.${version}.0`,
  };
  return { ...resource, attributes };
}
