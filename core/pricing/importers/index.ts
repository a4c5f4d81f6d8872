import { FaaslensError } from '../../errors';
import { awsOffer, importAwsOffer } from './aws-offer';
import { azureRetail, importAzureRetail } from './azure-retail';
import { googleCatalog, importGoogleCatalog } from './google-catalog';
import type { ImportedPrices } from './imported';

export type { ImportedPrices };

const WANTED =
  'the file must be an AWS Price List offer file, an Azure Retail Prices answer or a Google Cloud Billing catalog answer';

/**
 * Reads a provider's price file as downloaded: an AWS Price List offer file, an Azure Retail Prices response, or a Google Cloud
 * Billing catalog response.
 * @throws FaaslensError `invalid_input` for any other text, and for a file without a supported price
 */
export function importPriceFile(text: string): ImportedPrices {
  return importPriceJson(parseJson(text));
}

/**
 * The same for the parsed content of the file.
 * @throws FaaslensError `invalid_input` as `importPriceFile`
 */
export function importPriceJson(json: unknown): ImportedPrices {
  const imported = read(json);
  if (imported.prices.length === 0) {
    throw new FaaslensError(
      'invalid_input',
      `the file holds no price of a product that is known here (${imported.skipped} others)`,
    );
  }
  return imported;
}

function read(json: unknown): ImportedPrices {
  const offer = awsOffer.safeParse(json);
  if (offer.success) return importAwsOffer(offer.data);
  const retail = azureRetail.safeParse(json);
  if (retail.success) return importAzureRetail(retail.data);
  const catalog = googleCatalog.safeParse(json);
  if (catalog.success) return importGoogleCatalog(catalog.data);
  throw new FaaslensError('invalid_input', WANTED);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FaaslensError('invalid_input', `this is not JSON; ${WANTED}`, { cause });
  }
}
