import type { CanonicalPayloads } from '../events/canonical.js';
import { since, type EventContext } from './context.js';

/**
 * Keeps who may use an asset by which terms and until when. Its fee is information here: the money is a
 * usage of its own. The asset may be homed elsewhere: a licence changes none of its rules.
 */
export function licenseGranted(context: EventContext, event: CanonicalPayloads['LicenseGranted']): void {
  const { asset: assetId, licensee, termsHash, fee, token, expiry_s } = event;
  const { txHash } = context.at;
  context.state.licenses.append({ assetId, licensee, termsHash, fee, token, expiry_s, txHash, ...since(context) });
}
