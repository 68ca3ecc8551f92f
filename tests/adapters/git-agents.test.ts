import { afterAll, describe, expect, test } from '@jest/globals';
import { GitSources } from '../../src/adapters/git/source.js';
import type { SourceReading } from '../../src/model/source.js';
import { Built, type Outcome } from '../support/built.js';
import { commitFiles, emptyRepository, git, PLAIN_GIT, removeTemporary, requestFor, temporaryFolder } from '../support/git.js';
import { eventually, processesWith, tcpHost } from '../support/hosts.js';

Object.assign(process.env, PLAIN_GIT);
const built = new Built('agents');
afterAll(removeTemporary);

/** Runs a program that has `agents`, `request(location, more)` and `say(value)`; gives what it said. */
function runProgram(body: string, onLine?: Parameters<Built['run']>[1]): Promise<Outcome> {
  return built.run(
    `import { GitAgents } from ${built.place('adapters/git/agents.js')};
import { SourceError } from ${built.place('model/source.js')};
const agents = new GitAgents(${JSON.stringify(temporaryFolder())}, 1);
const say = (value) => console.log(JSON.stringify(value));
const limits = { bytes: 1e8, files: 100, tags: 10, manifestBytes: 1e6 };
const request = (location, more = {}) => ({ spec: { id: 'example.org/team/service', kind: 'git', location, tags: 'v*' }, globs: ['**/capability.yaml'], limits, signal: new AbortController().signal, ...more });
const failureOf = (reading) => reading.then(() => null, (error) => (error instanceof SourceError ? error.failure : String(error)));
${body}
`,
    onLine,
  );
}

const agentsAlive = () => processesWith(new RegExp(`${built.folder}/dist/adapters/git/agent\\.js`));

/** On a busy machine an agent may take a while to start. */
async function killAgents(): Promise<void> {
  expect(await eventually(() => agentsAlive().length > 0)).toBe(true);
  for (const pid of agentsAlive()) process.kill(pid, 'SIGKILL');
}

describe('git in processes of its own', () => {
  test('reads what git in this process reads, and everything ends by itself', async () => {
    const repository = emptyRepository();
    commitFiles(repository, { 'capability.yaml': Buffer.from([0xff, 0x0a]), 'a/capability.yaml': 'x' });
    git(repository, ['tag', '__proto__']);
    git(repository, ['tag', 'v1.0.0']);
    const { lines, code } = await runProgram(`
      const head = await agents.readHead(request(${JSON.stringify(repository)}));
      say(head);
      const reading = await agents.readSource(request(${JSON.stringify(repository)}), head);
      say(reading.snapshots.map((snapshot) => ({ ...snapshot, files: snapshot.files.map((file) => ({ ...file, bytes: [...file.bytes] })) })));
    `);
    const reading: SourceReading = await new GitSources(temporaryFolder()).readSource(
      requestFor(repository, { tags: 'v*' }),
      null,
    );
    const plain = reading.snapshots.map((snapshot) => ({
      ...snapshot,
      files: snapshot.files.map((file) => ({ ...file, bytes: [...file.bytes] })),
    }));
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([reading.head, plain]);
    expect(code).toBe(0);
    expect(await eventually(() => agentsAlive().length === 0)).toBe(true);
  });

  test('a failure of a source comes back as one', async () => {
    const { lines } = await runProgram(`say(await failureOf(agents.readHead(request('/nonexistent/x'))));`);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ code: 'source/missing', state: 'missing', transient: false });
  });

  test('a request that is stopped midway ends with the reason, and the agent goes on', async () => {
    const repository = emptyRepository();
    commitFiles(repository, { 'capability.yaml': 'x' });
    const host = await tcpHost();
    const { lines, code } = await runProgram(`
      const controller = new AbortController();
      setTimeout(() => controller.abort(new SourceError({ code: 'source/timed-out', state: 'unreachable', transient: false, args: { seconds: 1 } })), 500);
      say(await failureOf(agents.readHead(request('git://127.0.0.1:${host.port}/x', { signal: controller.signal }))));
      say((await agents.readHead(request(${JSON.stringify(repository)}))).commit.length);
    `);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { code: 'source/timed-out', state: 'unreachable', transient: false, args: { seconds: 1 } },
      40,
    ]);
    expect(code).toBe(0);
    expect(processesWith(new RegExp(`:${host.port}/`))).toEqual([]);
    await host.close();
  });

  test('an agent that is killed fails its requests for now, and the next request has a new one', async () => {
    const repository = emptyRepository();
    commitFiles(repository, { 'capability.yaml': 'x' });
    const host = await tcpHost();
    const { lines, code } = await runProgram(
      `
      setTimeout(() => say('waiting'), 700);
      const controller = new AbortController();
      const failure = await failureOf(agents.readHead(request('git://127.0.0.1:${host.port}/x', { signal: controller.signal })));
      controller.abort();
      say(failure);
      say((await agents.readHead(request(${JSON.stringify(repository)}))).commit.length);
    `,
      (line) => {
        if (line === '"waiting"') void killAgents();
      },
    );
    await host.close();
    expect(JSON.parse(lines[1] ?? '')).toEqual({
      code: 'source/unreachable',
      state: 'unreachable',
      transient: true,
      args: { detail: 'the process that runs git ended: SIGKILL' },
    });
    expect([lines[2], code]).toEqual(['40', 0]);
  });

  test('an agent that is killed just when its request is stopped does no harm', async () => {
    const host = await tcpHost();
    const { lines, code } = await runProgram(
      `
      const controller = new AbortController();
      process.on('SIGUSR2', () => controller.abort());
      setTimeout(() => say('waiting'), 700);
      say((await failureOf(agents.readHead(request('git://127.0.0.1:${host.port}/x', { signal: controller.signal })))).code);
    `,
      (line, pid) => {
        if (line !== '"waiting"') return;
        for (const agent of agentsAlive()) process.kill(agent, 'SIGKILL');
        process.kill(pid, 'SIGUSR2');
      },
    );
    await host.close();
    expect([lines[1], code]).toEqual(['"source/unreachable"', 0]);
  });

  test('agents, and the git they run, end when the one they work for dies', async () => {
    const host = await tcpHost();
    await runProgram(
      `
      setTimeout(() => say('waiting'), 700);
      await agents.readHead(request('git://127.0.0.1:${host.port}/x'));
    `,
      (_line, _pid, kill) => kill(),
    );
    expect(await eventually(() => agentsAlive().length === 0)).toBe(true);
    expect(await eventually(() => processesWith(new RegExp(`:${host.port}/`)).length === 0)).toBe(true);
    await host.close();
  });
});
