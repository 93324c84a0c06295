import { z } from 'zod';
import { latest } from '../../src/domain/register/ledger.js';
import { type PolicyDocument, PolicyDocumentSchema } from '../../src/domain/policies/policy.js';
import type { Json } from '../../src/domain/values/canonical-json.js';
import type { StorySteps } from './story-steps.js';

const Person = z.looseObject({ roles: z.array(z.string()), groups: z.array(z.string()) });

/** Changes what the register says, by the people who govern: how a change comes there is another story. */
export class RegisterEdits {
  constructor(private readonly story: StorySteps) {}

  /** A new version, made of the latest or of the one named. */
  async policy(change: (document: PolicyDocument) => PolicyDocument, of?: number): Promise<number> {
    const { ledger } = await this.story.governance();
    const versions = ledger.objects.get('policy policy') ?? [];
    const base = PolicyDocumentSchema.parse(versions.at(of === undefined ? -1 : of - 1)?.content);
    const version = versions.length + 1;
    const document = { ...change(base), name: `Policy ${String(version)}` };
    await this.story.govern('policy', 'policy', () => plain(document));
    return version;
  }

  /** For good: a person who was removed stays removed. */
  removePerson(name: string): Promise<void> {
    return this.story.govern('person', this.story.personId(name), () => null);
  }

  giveRoles(name: string, roles: readonly string[]): Promise<void> {
    return this.story.govern('person', this.story.personId(name), (before) => ({
      ...Person.parse(before),
      roles: [...roles],
    }));
  }

  /** For good: a key that was revoked is not enrolled again. */
  revokeKey(name: string): Promise<void> {
    return this.story.govern('key', this.story.account(name).address, () => null);
  }

  /** For good, too: the owner of a Safe, whose key signs Safe transactions. */
  revokeOwnerKey(name: string): Promise<void> {
    return this.story.govern('key', this.story.ownerAccount(name).address, () => null);
  }

  removeDestination(id: string): Promise<void> {
    return this.story.govern('destination', id, () => null);
  }

  expireDestination(id: string): Promise<void> {
    const expiresAt = Math.floor(Date.now() / 1000);
    return this.story.govern('destination', id, (before) => ({ ...entry(before), expiresAt }));
  }

  relabelDestination(id: string, label: string): Promise<void> {
    return this.story.govern('destination', id, (before) => ({ ...entry(before), label }));
  }

  removeAsset(id: string): Promise<void> {
    return this.story.govern('asset', id, () => null);
  }

  restoreAsset(id: string): Promise<void> {
    return this.restore('asset', id, (was) => was);
  }

  restoreDestination(id: string): Promise<void> {
    return this.restore('destination', id, entry);
  }

  private async restore(kind: 'asset' | 'destination', id: string, made: (was: Json) => Json): Promise<void> {
    const { ledger } = await this.story.governance();
    const versions = ledger.objects.get(`${kind} ${id}`) ?? [];
    const was = versions.findLast((each) => each.content !== null)?.content ?? null;
    if (latest(ledger, kind, id)?.content === null) await this.story.govern(kind, id, () => made(was));
  }
}

/** An entry without what only its founding may say of it. */
function entry(json: Json): Readonly<Record<string, Json>> {
  const { approvedAt: _, ...rest } = z.record(z.string(), z.json()).parse(json);
  return rest;
}

function plain(value: unknown): Json {
  return z.json().parse(JSON.parse(JSON.stringify(value)));
}
