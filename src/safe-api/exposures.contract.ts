import { z } from 'zod';
import { pageOf, pageQuery, wireId } from '../infra/http/wire.contract.js';
import { ExposureView, WorstCaseView, cancelShown } from './safes.contract.js';

export const ExposurePage = pageOf(ExposureView)
  .extend({
    /** What may leave all Safes together. */
    totals: z.array(WorstCaseView),
  })
  .meta({ id: 'ExposurePage' });
export type ExposurePage = z.output<typeof ExposurePage>;

export const ExposureHistoryQuery = z.strictObject({ ...pageQuery, cursor: wireId('exr').optional() });

const RecordedHash = WorstCaseView.extend({
  transfer: wireId('tr'),
  kind: z.enum(['original', 'cancel']),
  safeTxHash: z.string(),
  nonce: z.string(),
  destination: z.string(),
  owners: z.array(z.string()),
  threshold: z.int(),
  executableByAnyone: z.boolean(),
  since: z.string(),
  cancel: cancelShown,
}).meta({ id: 'RecordedHash' });
export type RecordedHash = z.output<typeof RecordedHash>;

/** What a Safe was exposed to from this moment on, until the next record. */
export const ExposureRecordView = z
  .strictObject({
    id: wireId('exr'),
    at: z.string(),
    liveHashes: z.array(RecordedHash),
    worstCases: z.array(WorstCaseView),
  })
  .meta({ id: 'ExposureRecord' });
export type ExposureRecordView = z.output<typeof ExposureRecordView>;

export const ExposureHistoryPage = pageOf(ExposureRecordView).meta({ id: 'ExposureHistoryPage' });
export type ExposureHistoryPage = z.output<typeof ExposureHistoryPage>;
