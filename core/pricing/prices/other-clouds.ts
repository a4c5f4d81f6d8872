import { type ListPrice, listPrices, monthly } from '../list-price';

const SHARED = { region: 'global', source: 'faas-list', confidence: 'medium' } as const;

export const OTHER_CLOUDS: readonly ListPrice[] = [
  ...listPrices({ ...SHARED, provider: 'digitalocean', product: 'functions' }, [
    {
      meter: 'duration',
      unit: 'GiB-second',
      price: '0.0000185',
      free: monthly('90000', 'account'),
      rounding: 'at least 100 ms',
    },
  ]),
  ...listPrices({ ...SHARED, provider: 'oracle', product: 'functions' }, [
    { meter: 'requests', unit: 'request', price: '0.0000002', free: monthly('2000000', 'tenancy') },
    { meter: 'duration', unit: 'GB-second', price: '0.00001417', free: monthly('400000', 'tenancy') },
  ]),
  ...listPrices({ ...SHARED, provider: 'ibm', product: 'code-engine' }, [
    { meter: 'cpu', unit: 'vCPU-second', price: '0.00003431', free: monthly('100000', 'account') },
    { meter: 'memory', unit: 'GB-second', price: '0.00000356', free: monthly('200000', 'account') },
    { meter: 'requests', unit: 'request', price: '0.000000538', free: monthly('100000', 'account') },
  ]),
  ...(['knative', 'openfaas', 'cluster'] as const).flatMap((provider) =>
    listPrices({ ...SHARED, provider, product: 'functions', source: 'user' }, [
      { meter: 'duration', unit: 'GB-second', price: null, rounding: 'memory × time on the clock' },
      { meter: 'cpu', unit: 'vCPU-second', price: null, rounding: 'vCPU × time on the clock' },
    ]),
  ),
];
