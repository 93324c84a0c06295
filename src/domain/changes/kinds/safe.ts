import { z } from 'zod';
import { SafeProfileSchema, profileDrift, profileHash } from '../../safes/profile.js';
import { idPattern } from '../../values/identifier.js';
import { type KindRules, nobody, quoted } from './kind-rules.js';

/** A Safe as governed: its label, and the profile that the chain must match from then on (invariant 15). */
export const SafeContent = z.strictObject({
  label: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9 ._()#/-]{0,63}$/,
      'expected 1 to 64 plain letters, digits, spaces and . _ ( ) # / -',
    ),
  profile: SafeProfileSchema,
});
export type SafeContent = z.output<typeof SafeContent>;

export const safeRules: KindRules<SafeContent> = {
  schema: SafeContent,
  proposers: ['admin'],
  isSubject: (subject) => idPattern('safe').test(subject),
  canBeRemoved: false,
  direction: () => 'loosens',
  sentences: (subject, { before, after }) => {
    if (after === null) return [];
    const { profile } = after;
    const words = `${profile.address} on chain ${String(profile.chainId)}, ${String(profile.threshold)} of ${String(profile.owners.length)} owners ${profile.owners.join(', ')}, guard ${profile.guard}, profile ${profileHash(profile)}`;
    if (before === null) return [`Onboard the Safe ${quoted(after.label)} (${subject}): ${words}.`];
    const drift = profileDrift(before.profile, profile).map(
      ({ field, expected, actual }) => `${field} becomes ${actual}. Before: ${expected}.`,
    );
    const label =
      before.label === after.label
        ? []
        : [`It is called ${quoted(after.label)}, not ${quoted(before.label)}.`];
    return [`Pin the Safe ${quoted(before.label)} (${subject}) anew: ${words}.`, ...label, ...drift];
  },
  concerns: nobody,
};
