import { Injectable } from '@nestjs/common';
import { parseBytes32 } from '../domain/values/hex.js';
import {
  type AssetId,
  type DestinationId,
  type PersonId,
  type SafeId,
  parseId,
} from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { newId } from '../infra/database/new-id.js';
import type { SignedIntent } from '../decisions/gathered.js';
import { IntentBuilder } from '../transfer-api/transfer-requester.js';

/** A transfer that somebody could ask for. */
export interface Hypothesis {
  readonly safe: SafeId;
  readonly asset: AssetId;
  readonly destination: DestinationId;
  /** In whole asset units, as written. */
  readonly amount: string;
  readonly requester: PersonId;
}

// Of nobody, over nothing: that the requester would sign is an assumption, and said to be one.
const NO_SIGNATURE = `0x${'00'.repeat(65)}` as const;
const NO_SALT = parseBytes32(`0x${'00'.repeat(32)}`);

/** What is taken for granted of a transfer that nobody has asked for. */
export const ASSUMED: readonly string[] = [
  'The requester signs the intent.',
  'It expires as late as the policy allows.',
  'Nobody has made an exception for it.',
];

@Injectable()
export class HypotheticalIntents {
  constructor(private readonly intents: IntentBuilder) {}

  /** @throws DomainError as a request does, with the place in the request */
  async build({ requester, ...named }: Hypothesis, expiresAt: UnixSeconds): Promise<SignedIntent> {
    const request = { ...named, reference: 'Dry run', salt: NO_SALT, expiresAt };
    const intent = await this.intents.build(request, requester);
    return { id: parseId('tr', newId('tr')), intent, signature: NO_SIGNATURE };
  }
}
