import { z } from 'zod';
import { parseLabel } from '../../domain/values/text.js';
import { parsed, wireAddress, wireJson, wireText } from '../../infra/http/wire.contract.js';

/** The entry that is going to be proposed: the same words must stand in the proposal. */
export const ControlChallengeRequest = z.strictObject({
  address: wireAddress,
  label: parsed<string>(parseLabel),
  owner: wireText(80),
});

/** What the key of the address signs, or what its contract wallet takes a signature of (EIP-1271). */
export const ControlChallengeView = z.strictObject({
  challenge: z.string(),
  expiresAt: z.string(),
  typedData: wireJson,
  digest: z.string(),
});
