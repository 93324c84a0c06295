import { z } from 'zod';
import { ROLES } from '../../identity/person.js';
import { idPattern } from '../../values/identifier.js';
import { noneTwice } from '../../values/contradiction.js';
import { parsePlainText } from '../../values/text.js';
import { type KindRules, isSubset, listed, nobody, quoted } from './kind-rules.js';

const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected 1 to 63 of a-z, 0-9 and -, without a - at its start');

/** A person as governed: who they are and what they may do. Their keys are governed one by one. */
export const PersonContent = z.strictObject({
  name: z.string().refine(isPlain, 'expected 1 to 80 plain characters'),
  roles: z.array(z.enum(ROLES)).superRefine(noneTwice('a role is listed twice')),
  groups: z.array(slug).max(50).superRefine(noneTwice('a group is listed twice')),
  accounts: z
    .array(z.strictObject({ issuer: z.url().max(512), subject: z.string().min(1).max(255) }))
    .max(10)
    .default([]),
});
export type PersonContent = z.output<typeof PersonContent>;

export const personRules: KindRules<PersonContent> = {
  schema: PersonContent,
  proposers: ['admin'],
  isSubject: (subject) => idPattern('per').test(subject),
  canBeRemoved: true,
  direction: ({ before, after }) => {
    if (after === null) return 'tightens';
    if (before?.name !== after.name) return 'loosens';
    const isTighter =
      isSubset(after.roles, before.roles) &&
      isSubset(after.groups, before.groups) &&
      isSubset(after.accounts.map(accountWords), before.accounts.map(accountWords));
    return isTighter ? 'tightens' : 'loosens';
  },
  sentences: (subject, { before, after }) => {
    if (after === null) {
      const name = quoted(before?.name ?? '');
      return [
        `Remove the person ${name} (${subject}), at once: no session, no key and no confirmation of theirs counts any more.`,
      ];
    }
    const rights = `roles ${listed(after.roles)}; groups ${listed(after.groups)}; OpenID accounts ${listed(after.accounts.map(accountWords))}`;
    if (before === null) return [`Add the person ${quoted(after.name)} (${subject}): ${rights}.`];
    const was = `roles ${listed(before.roles)}; groups ${listed(before.groups)}; OpenID accounts ${listed(before.accounts.map(accountWords))}`;
    const renamed =
      before.name === after.name
        ? []
        : [`Call the person ${quoted(before.name)} (${subject}) ${quoted(after.name)} from now on.`];
    return [...renamed, `${quoted(after.name)} (${subject}) has ${rights}. Before: ${was}.`];
  },
  concerns: nobody,
};

function accountWords({ issuer, subject }: PersonContent['accounts'][number]): string {
  return `${quoted(subject)} at ${quoted(issuer)}`;
}

function isPlain(text: string): boolean {
  try {
    return parsePlainText(text, 80) === text;
  } catch {
    return false; // the parser throws its reason, which the schema states in its own words
  }
}
