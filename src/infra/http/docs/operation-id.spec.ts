import { expect, it } from '@jest/globals';
import { operationId } from './operation-id.js';

it.each([
  ['TransfersController', 'list', 'listTransfers'],
  ['TransfersController', 'show', 'showTransfer'],
  ['PoliciesController', 'show', 'showPolicy'],
  ['PeopleController', 'show', 'showPerson'],
  ['ApiKeysController', 'create', 'createApiKey'],
  ['InboxController', 'show', 'showInbox'],
  ['AddressController', 'check', 'checkAddress'],
  ['SafesController', 'listFindings', 'listFindings'],
])('%s.%s is %s', (controller, handler, id) => {
  expect(operationId(controller, handler)).toBe(id);
});
