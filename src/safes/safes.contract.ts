import { z } from 'zod';
import { wireId, wireText } from '../infra/http/wire.contract.js';

export const SafeParams = z.strictObject({ id: wireId('safe') });

export const FreezeSafe = z.strictObject({ reason: wireText(280) });
