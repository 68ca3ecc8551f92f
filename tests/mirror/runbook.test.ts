import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cronProblem } from '../../src/adapters/schedule/cron.js';
import { buildProgram } from '../../src/interfaces/cli/program.js';
import { parseMirrorConfig } from '../../src/mirror/config.js';
import { parseSchedule } from '../../src/schedule/config.js';
import { chora, ROOT, temporaryFolder } from '../interfaces/cli.js';
import { commands, runScript, unknownUses } from '../support/scripts.js';

const PLACE = join(ROOT, 'mirror');
const read = (name: string) => readFileSync(join(PLACE, name), 'utf8');
const TEXT = read('README.md');

interface Block {
  readonly heading: string;
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a page, in their order. */
function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let heading = '';
  for (const [, title, language = '', text = ''] of markdown.matchAll(/^#+ (.+)$|^```(\w+)\n([\s\S]*?)^```$/gm)) {
    if (title === undefined) blocks.push({ heading, language, text });
    else heading = title;
  }
  return blocks;
}

/** The verbs of the mirror that this program has. */
function verbs(): Set<string> {
  const terminal = {
    out: () => undefined,
    err: () => undefined,
    log: () => undefined,
    style: (_: unknown, text: string) => text,
    progress: () => undefined,
    watched: false,
    width: 80,
  };
  const mirror = buildProgram(terminal, () => undefined).commands.find((each) => each.name() === 'mirror');
  return new Set(mirror?.commands.map((each) => each.name()));
}

/** Programs of the system, which may be there. */
const SYSTEMD = 'systemd-analyze';
const NGINX = 'nginx';
const CADDY = 'caddy';
const there = (program: string, option: string) => spawnSync(program, [option]).error === undefined;

describe('the runbook', () => {
  const folder = temporaryFolder();
  const children: ChildProcess[] = [];
  const there = verbs();
  const blocks = blocksOf(TEXT).filter(({ language }) => language === 'sh');
  let bin = '';
  let published = '';
  let mirror = '';
  let versions = 0;

  /** Starts a verb that serves, and gives the address that it says. */
  async function serving(args: readonly string[]): Promise<string> {
    const child = spawn(process.execPath, [join(ROOT, 'dist/bin.js'), ...args, '--port', '0', '--json'], {
      cwd: folder(),
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    children.push(child);
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding('utf8').once('data', resolve);
      child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}`)));
    });
    return (JSON.parse(line) as { url: string }).url;
  }

  /** Publishes another release. */
  async function publish(): Promise<void> {
    versions += 1;
    writeFileSync(
      join(folder(), 'quay-source/capability.yaml'),
      `id: quay.slot.assign\nversion: ${versions}.0.0\nowner: quay\nlifecycle_stage: operate\n`,
    );
    for (const args of [
      ['index', '--config', 'catalog.yaml', '--out', 'published'],
      ...(versions === 1 ? [['publish', 'init', '--out', 'published', '--keys', 'keys']] : []),
      ['publish', '--out', 'published', '--keys', 'keys'],
    ]) {
      const ran = await chora(folder(), args);
      if (ran.code !== 0) throw new Error(`${args.join(' ')}: ${ran.err}`);
    }
  }

  /** What happens in the world before a section, for its commands to deal with. */
  const BEFORE: Readonly<Record<string, () => Promise<void>>> = {
    'The next file': publish,
    'Keys that change': async () => {
      await publish();
      const ran = await chora(folder(), ['publish', 'rotate-key', '--role', 'timestamp', '--out', 'published', '--keys', 'keys']);
      expect([ran.code, ran.err]).toEqual([0, expect.any(String)]);
      copyFileSync(join(folder(), 'published/metadata/root.json'), join(folder(), 'new-root.json'));
    },
    'When something is broken': async () => {
      await publish();
      expect((await chora(folder(), ['mirror', 'sync', 'quay'])).code).toBe(0);
      writeFileSync(join(folder(), 'quay/current/index.html'), 'damaged');
    },
    // What was rolled back goes on by itself with the next release.
    'Trouble with the clock': async () => {
      await publish();
      expect(await chora(folder(), ['mirror', 'sync', 'quay'])).toMatchObject({ code: 0 });
    },
  };

  beforeAll(async () => {
    mkdirSync(join(folder(), 'quay-source'));
    writeFileSync(join(folder(), 'catalog.yaml'), 'name: Quay\nsources: [{ directory: { path: quay-source } }]\n');
    bin = commands(folder());
    await publish();
    copyFileSync(join(folder(), 'published/metadata/root.json'), join(folder(), 'root.json'));
    copyFileSync(join(folder(), 'published/metadata-airgap/root.json'), join(folder(), 'root-airgap.json'));
    published = await serving(['serve', 'published']);
  });
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
  });

  /** Verbs of a block that another version of the program has. A block that reads what such a verb makes is left out with it. */
  const lacking = ({ text }: Block) =>
    [...text.matchAll(/chora mirror (\w+)/g)].map(([, verb = '']) => verb).filter((verb) => !there.has(verb));

  const begun = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    const missing = lacking(block).map((verb) => `chora mirror ${verb}`);
    const known = missing.length === 0 ? test : test.skip;
    known(`${index + 1}: ${block.heading}${missing.length === 0 ? '' : ` (there is no ${missing.join(', ')} yet)`}`, async () => {
      if (!begun.has(block.heading)) await BEFORE[block.heading]?.();
      begun.add(block.heading);
      const lines: string[] = [];
      for (const line of block.text.trimEnd().split('\n')) {
        const [, dir] = /^chora mirror serve (\w+) --port 8081$/.exec(line) ?? [];
        if (dir === undefined) lines.push(line);
        else {
          run(lines.splice(0).join('\n'));
          mirror = await serving(['mirror', 'serve', dir]);
        }
      }
      run(lines.join('\n'));
    });
  }

  function run(text: string): void {
    const script = text
      .replaceAll('https://catalog.example.org', published.replace(/\/$/, ''))
      .replaceAll('http://mirror.example.org:8081/', mirror);
    const ran = runScript(['/bin/bash', '-euc'], script, { cwd: folder(), bin, env: {} });
    expect([script, ran.code, ran.err]).toEqual([script, 0, expect.any(String)]);
  }

  test('leaves a mirror that is whole, a served one, and one that follows it', async () => {
    for (const dir of ['quay', 'branch']) {
      expect(await chora(folder(), ['mirror', 'verify', dir])).toMatchObject({ code: 0 });
      expect(readlinkSync(join(folder(), dir, 'current'))).toMatch(/^releases\/\d+$/);
      expect(readFileSync(join(folder(), dir, 'current/index.html'), 'utf8')).toContain('quay.slot.assign');
    }
    expect((await fetch(mirror)).status).toBe(200);
    const [, server] = children;
    const ended = new Promise((resolve) => server?.once('exit', resolve));
    server?.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  test('names no command that there is none of, but those that are still to come', () => {
    const unknown = blocks.filter((block) => lacking(block).length === 0).flatMap(({ text }) => unknownUses(text));
    expect(unknown).toEqual([]);
    expect(blocks.length).toBeGreaterThan(12);
  });

  test('has a schedule that the scheduler takes', () => {
    const [yaml] = blocksOf(TEXT).filter(({ language }) => language === 'yaml');
    const { jobs } = parseSchedule(yaml?.text ?? '', 'README.md', new Map([['mirror sync', new Set(['fail-on'])]]), cronProblem);
    expect(jobs[0]?.args).toEqual(['mirror', 'sync', '--fail-on=alert', '--', 'quay']);
  });

  test('links to files that are there', () => {
    for (const [, path = ''] of TEXT.matchAll(/\]\(([^)#:]+)\)/g))
      expect(() => readFileOrFolder(join(PLACE, path))).not.toThrow();
  });
});

function readFileOrFolder(path: string): void {
  try {
    readFileSync(path);
  } catch {
    readdirSync(path);
  }
}

describe('what an operator takes along', () => {
  const folder = temporaryFolder();

  test('mirror.example.yaml is a configuration that says all there is to say', () => {
    const text = read('mirror.example.yaml');
    expect(parseMirrorConfig(text, 'mirror.example.yaml')).toMatchObject({ view: 'online', keep: 3, policy: 'policy.yaml' });
    const { properties } = JSON.parse(readFileSync(join(ROOT, 'schemas/mirror.schema.json'), 'utf8')) as { properties: object };
    const said = text.split('\n').map((line) => line.split(':')[0]);
    expect(said).toEqual(expect.arrayContaining(Object.keys(properties)));
  });

  const units = readdirSync(join(PLACE, 'systemd'));
  const verify = there(SYSTEMD, '--version') ? test : test.skip;
  verify('systemd takes the units (skipped without systemd-analyze)', () => {
    mkdirSync(join(folder(), 'units'));
    // The program is where it is installed; here, any that is there stands in for it. The same goes for the user.
    for (const name of units)
      writeFileSync(join(folder(), 'units', name), read(`systemd/${name}`).replaceAll('/usr/local/bin/chora', process.execPath));
    const ran = spawnSync(SYSTEMD, ['verify', '--man=no', ...units.map((name) => join(folder(), 'units', name))], {
      encoding: 'utf8',
    });
    const about = ran.stderr
      .split('\n')
      .filter((line) => line.includes('chora-mirror') || line.includes(join(folder(), 'units')));
    expect([about, ran.status]).toEqual([[], 0]);
  });

  test.each(units.filter((name) => name.endsWith('.service')))('%s has no more rights than it needs', (name) => {
    const text = read(`systemd/${name}`);
    for (const line of [
      'User=chora-mirror',
      'ProtectSystem=strict',
      'NoNewPrivileges=yes',
      'CapabilityBoundingSet=',
      'ProtectHome=yes',
    ])
      expect(text.split('\n')).toContain(line);
    expect(unknownUses([...text.matchAll(/^ExecStart=\/usr\/local\/bin\/(.*)$/gm)].map(([, use]) => use).join('\n'))).toEqual([]);
  });

  const nginx = there(NGINX, '-v') ? test : test.skip;
  nginx('nginx takes its configuration (skipped without nginx)', () => {
    const config = join(folder(), 'nginx.conf');
    writeFileSync(config, `pid ${folder()}/pid;\nevents { }\nhttp {\n${read('nginx.conf')}\n}\n`);
    execFileSync(NGINX, ['-t', '-q', '-p', folder(), '-c', config]);
  });

  const caddy = there(CADDY, 'version') ? test : test.skip;
  caddy('Caddy takes its configuration (skipped without caddy)', () => {
    execFileSync(CADDY, ['validate', '--adapter', 'caddyfile', '--config', join(PLACE, 'Caddyfile')]);
  });

  test('rules of both web servers for what is named by its content are those of chora', async () => {
    const { fileHeaders } = await import('../../src/site/headers.js');
    const patterns = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, source = '']) => new RegExp(source));
    const servers = [
      patterns(read('nginx.conf'), /^\s+location ~ "(.*)" \{$/gm),
      patterns(read('Caddyfile'), /^\t+@\w+ path_regexp (.*)$/gm),
    ];
    const kept = (path: string) => fileHeaders(path)['cache-control']?.includes('immutable') === true;
    for (const rules of servers) {
      const immutable = rules.filter(({ source }) => /blobs\\\/sha256|assets/.test(source));
      expect(immutable).toHaveLength(2);
      for (const path of [
        `blobs/sha256/ab/ab${'0'.repeat(62)}`,
        `assets/style.${'0'.repeat(12)}.css`,
        'assets/favicon.svg',
        'index.html',
      ])
        expect([path, immutable.some((rule) => rule.test(`/${path}`))]).toEqual([path, kept(path)]);
    }
  });

  test('Containerfile names its base without a host, installs nothing for development, and runs as nobody special', () => {
    const text = read('Containerfile');
    expect([...text.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)).toEqual(['node:24-slim', 'node:24-slim']);
    expect(text).toContain('--omit=dev');
    const [, stage = ''] = text.split(/^FROM .*\n(?![\s\S]*^FROM)/m);
    expect(stage).toMatch(/^USER node$/m);
    expect(stage).not.toMatch(/\b(npm|curl|apt-get)\b/);
    const [, entry = '[]'] = /^CMD (\[.*\])$/m.exec(stage) ?? [];
    expect(unknownUses(`chora ${(JSON.parse(entry) as string[]).join(' ')}`)).toEqual([]);
    // What it copies is all that the program is made from.
    for (const [, paths = ''] of text.matchAll(/^COPY (?!--from)(.*) \S+$/gm))
      for (const path of paths.split(' ')) expect(readdirSync(ROOT)).toContain(path);
  });
});
