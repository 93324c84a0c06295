import { z } from 'zod';
import { parseLabel } from '../../domain/values/text.js';
import { TypedDataView } from '../../infra/http/typed-data.contract.js';
import { parsed, wireAddress, wireText } from '../../infra/http/wire.contract.js';

/** The entry to be proposed. The proposal must repeat these members unchanged. */
export const ControlChallengeRequest = z
  .strictObject({
    address: wireAddress,
    label: parsed<string>(parseLabel),
    owner: wireText(80),
  })
  .meta({ id: 'CreateControlChallenge' });

/** The statement for the address's own key, or for its contract wallet (EIP-1271), to sign. */
export const ControlChallengeView = z
  .strictObject({
    challenge: z.string(),
    expiresAt: z.string(),
    typedData: TypedDataView,
    digest: z.string(),
  })
  .meta({ id: 'ControlChallenge' });
