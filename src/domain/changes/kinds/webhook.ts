import { z } from 'zod';
import { idPattern } from '../../values/identifier.js';
import { type KindRules, listed, nobody, quoted } from './kind-rules.js';

/** Where events are sent. A webhook reveals amounts and names, so adding one is a governed change. */
export const WebhookContent = z.strictObject({
  label: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9 ._()#/-]{0,63}$/,
      'expected 1 to 64 plain letters, digits, spaces and . _ ( ) # / -',
    ),
  /** https and a host name: no IP literal, no credentials (THREATS I11). */
  url: z.url().max(512).refine(isPublicName, 'expected https and a host name, without credentials'),
  events: z
    .array(
      z
        .string()
        .regex(
          /^[a-z][a-z-]{0,31}\.[a-z][a-z-]{0,31}$/,
          'expected a type of the log, such as "transfer.settled"',
        ),
    )
    .min(1)
    .max(100),
});
export type WebhookContent = z.output<typeof WebhookContent>;

export const webhookRules: KindRules<WebhookContent> = {
  schema: WebhookContent,
  proposers: ['admin'],
  isSubject: (subject) => idPattern('whk').test(subject),
  canBeRemoved: true,
  // Neither way is tighter: adding one reveals more, removing one silences an alarm.
  direction: () => 'loosens',
  sentences: (subject, { before, after }) => {
    if (after === null)
      return [
        `Remove the webhook ${quoted(before?.label ?? '')} (${subject}): it is told of nothing any more.`,
      ];
    const words = `${quoted(after.url)} is told of ${listed(after.events)}`;
    return [
      `${before === null ? 'Add' : 'Change'} the webhook ${quoted(after.label)} (${subject}): ${words}.`,
    ];
  },
  concerns: nobody,
};

function isPublicName(text: string): boolean {
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return false;
  return !url.hostname.startsWith('[') && !/^[0-9.]+$/.test(url.hostname) && url.hostname.includes('.');
}
