const at = (name: string): { readonly $ref: string } => ({ $ref: `#/components/headers/${name}` });

/** The headers of answers, as components. */
export const HEADER_COMPONENTS = {
  RequestId: {
    description: 'Names this request in the logs; always one of Sluice, never what the caller sent.',
    schema: { type: 'string', pattern: '^req_', examples: ['req_01890a5d-ac96-774b-bcce-b302099a8057'] },
  },
  RetryAfter: {
    description: 'Seconds until another attempt from this network is looked at.',
    schema: { type: 'integer', minimum: 1 },
  },
  Replayed: {
    description: 'Sent if this is the stored answer to an earlier request with the same Idempotency-Key.',
    schema: { type: 'string', const: 'true' },
  },
};

/** Which answers have which of them. */
export const HEADERS = {
  always: { 'X-Request-Id': at('RequestId') },
  later: { 'Retry-After': at('RetryAfter') },
  keyed: { 'Idempotent-Replayed': at('Replayed') },
};
