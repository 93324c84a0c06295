import { z } from 'zod';
import {
  type ChangeAnswer,
  ChangeAnswerSchema,
  NOTHING,
  changeDigest,
  changeStatement,
} from '../domain/changes/change.js';
import { FoundingContent } from '../domain/changes/founding.js';
import { SignatureSchema } from '../domain/signatures/signature.js';
import { statementJson } from '../domain/signatures/statement.js';
import { parseId } from '../domain/values/identifier.js';
import { unixSeconds } from '../domain/values/time.js';
import { parseStrictJson } from '../infra/http/strict-json.js';
import type { PreparedFounding } from './prepared-founding.js';

/** A founder's answer: person and moment of the statement, and the signature over it. */
const FounderSignature = z.looseObject({
  personId: z.string(),
  at: z.int().min(0),
  signature: SignatureSchema,
});

/** The typed data for one founder's wallet (`eth_signTypedData_v4`), with the digest that the wallet shows. */
export function statementFor({ change }: PreparedFounding, person: string, now: number) {
  const { chainId } = FoundingContent.parse(change.content);
  const answer = {
    personId: parseId('per', person),
    decision: 'approve' as const,
    reason: '',
    at: unixSeconds(now),
    head: NOTHING,
  };
  const installation = { chainId, id: null };
  return {
    personId: answer.personId,
    at: answer.at,
    digest: changeDigest(change, answer, installation),
    typedData: statementJson(changeStatement(change, answer, installation)),
  };
}

/** @throws Error if the text is no founder's signature */
export function readFounderSignature({ change }: PreparedFounding, text: string): ChangeAnswer {
  const read = FounderSignature.safeParse(parseStrictJson(Buffer.from(text)));
  if (!read.success)
    throw new Error(
      'A signature file is JSON with personId, at and signature, as the statement and the wallet gave them.',
    );
  const { personId, at, signature } = read.data;
  return ChangeAnswerSchema.parse({
    changeId: change.id,
    personId,
    decision: 'approve',
    reason: '',
    at,
    head: NOTHING,
    signature,
  });
}
