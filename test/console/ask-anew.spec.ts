import { afterEach, describe, expect, it } from '@jest/globals';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { askAnew } from '../../console/api/ask-anew.js';

const PATH = '/v1/transfers/tr_1';

/** Somebody who looks at an answer, and a gateway that answers when it is told to. */
function looking(client: QueryClient) {
  const asked: ((answer: string) => void)[] = [];
  const queryFn = () =>
    new Promise<string>((resolve) => {
      asked.push(resolve);
    });
  const observer = new QueryObserver(client, { queryKey: [PATH], queryFn });
  observer.subscribe(() => undefined);
  const answers = async (words: string): Promise<void> => {
    asked.at(-1)?.(words);
    for (let turns = 0; turns < 5; turns += 1) await soon();
  };
  return { asked, answers, shown: () => observer.getCurrentResult().data };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));
const changes = (client: QueryClient, path = PATH) => askAnew(client, ({ queryKey: [key] }) => key === path);

describe(askAnew.name, () => {
  const client = new QueryClient();
  afterEach(() => {
    client.clear();
  });

  it('asks once more for what was asked for the first time while it changed', async () => {
    const page = looking(client);
    const heard = [changes(client), changes(client), changes(client)];
    await page.answers('simulating');
    expect(page.asked).toHaveLength(2);
    await page.answers('awaiting-confirmation');
    await Promise.all(heard);
    expect(page.asked).toHaveLength(2);
    expect(page.shown()).toBe('awaiting-confirmation');
  });

  it('shows each answer that comes, however often it changes meanwhile', async () => {
    const page = looking(client);
    await page.answers('relayed');
    void changes(client);
    await soon();
    expect(page.asked).toHaveLength(2);
    void changes(client);
    void changes(client);
    await soon();
    expect(page.asked).toHaveLength(2);
    await page.answers('signed');
    expect(page.shown()).toBe('signed');
    expect(page.asked).toHaveLength(3);
    await page.answers('executed');
    expect(page.shown()).toBe('executed');
  });

  it('asks for nothing that has not changed', async () => {
    const page = looking(client);
    await page.answers('relayed');
    await changes(client, '/v1/transfers/tr_2');
    expect(page.asked).toHaveLength(1);
  });
});
