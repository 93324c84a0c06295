import { found, prepareFounding } from '../src/bootstrap/set-up.js';
import type { Config } from '../src/config/config.js';
import { type Change, type ChangeAnswer, NOTHING, changeDigest } from '../src/domain/changes/change.js';
import { FoundingContent } from '../src/domain/changes/founding.js';
import type { Bytes32 } from '../src/domain/values/hex.js';
import { parseId } from '../src/domain/values/identifier.js';
import { unixSeconds } from '../src/domain/values/time.js';
import type { Founding } from './founding.js';
import { DEMO_PEOPLE, confirmationKey } from './people.js';

/** Sets Sluice up as a real installation does: prepares the founding, lets its quorum sign, and applies it. */
export async function foundSandbox(config: Config, founding: Founding): Promise<Bytes32> {
  const prepared = await prepareFounding(config, JSON.stringify(founding));
  return found(config, prepared, await foundersAnswers(prepared.change, founding));
}

/** Signs as every member of the groups that the founding requires, each with their own key. */
async function foundersAnswers(change: Change, founding: Founding): Promise<ChangeAnswer[]> {
  const { chainId, require } = FoundingContent.parse(change.content);
  const groups = require.map((each) => each.group);
  const at = unixSeconds(Math.floor(Date.now() / 1000));
  const founders = founding.people.filter((person) => person.groups.some((group) => groups.includes(group)));
  return Promise.all(
    founders.map(async ({ id, name }) => {
      const demo = DEMO_PEOPLE.find((each) => each.name === name);
      if (!demo) throw new Error(`nobody in the sandbox is called ${name}`);
      const word = { decision: 'approve', reason: '', at, head: NOTHING } as const;
      const answer = { ...word, personId: parseId('per', id) };
      const hash = changeDigest(change, answer, { chainId, id: null });
      return { ...answer, changeId: change.id, signature: await confirmationKey(demo).sign({ hash }) };
    }),
  );
}
