import type { TypedDataDefinition } from 'viem';
import { z } from 'zod';
import { wireTime } from '../../sandbox/founding.js';
import type { Reply } from '../../sandbox/person-client.js';
import { withPerson, withPrompts } from '../builders/founding.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

const DAY = 86_400;

export interface Given {
  readonly rule: string;
  readonly ceiling: string;
  readonly reason: string;
  readonly ticket: string;
  readonly expiresAt: string;
}

/** An exception that fits a transfer of 80 ETH. */
export function given(change: Partial<Given> = {}): Given {
  const expiresAt = wireTime(Date.now() + 1_800_000);
  const named = { rule: 'eth-per-transfer', ceiling: '80', reason: 'Settlement', ticket: 'OPS-7' };
  return { ...named, expiresAt, ...change };
}

/** A story about the exceptions for one held transfer at a time. */
export class ExceptionStory {
  /** The transfer that exceptions are brought for. */
  held = '';

  private constructor(readonly story: StorySteps) {}

  static async open(): Promise<ExceptionStory> {
    // Clara may ask for transfers as well, so that separation of duties has something to refuse.
    const founding = (document: Parameters<typeof withPerson>[0]) =>
      withPrompts(withPerson(document, 'Clara', { roles: ['compliance', 'operator'] }));
    const lasting = (document: Parameters<typeof withPerson>[0]) => {
      const { policy, ...rest } = founding(document);
      return { ...rest, policy: { ...policy, maxExpirySeconds: 31 * DAY } };
    };
    return new ExceptionStory(await openStory({ safes: 4, founding: lasting }));
  }

  async holdOne(): Promise<void> {
    this.held = await this.story.requested({ amount: '80' }, 'needs-exception');
  }

  /** Brings an exception that may be another than the one that was signed, by somebody else's key. */
  async except(
    name: string,
    sent: Given,
    how: { signs?: Given; key?: string; transfer?: string } = {},
  ): Promise<Reply> {
    const { signs = sent, key = name, transfer = this.held } = how;
    const statement = async (of: Given) => {
      const query = new URLSearchParams({ ...of }).toString();
      return this.story.person('Carlos').get(`/v1/transfers/${transfer}/exception-statement?${query}`);
    };
    const wanted = await statement(signs);
    // What has no statement can still be sent, with a signature over another one.
    const { body } = wanted.status === 200 ? wanted : await statement(given());
    if (!body['typedData']) throw new Error(JSON.stringify([wanted.body, body]));
    const signature = await this.story.account(key).signTypedData(body['typedData'] as TypedDataDefinition);
    return this.story.person(name).post(`/v1/transfers/${this.held}/exceptions`, { ...sent, signature });
  }

  async statuses(id: string): Promise<readonly string[]> {
    const Detail = z.looseObject({ exceptions: z.array(z.looseObject({ status: z.string() })) });
    return Detail.parse(await this.story.show(id)).exceptions.map(({ status }) => status);
  }
}
