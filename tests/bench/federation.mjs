// Makes local git repositories full of manifests for benchmarks: real ones, written by `git fast-import`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const DOMAINS = ['billing', 'routing', 'catalog', 'identity', 'search', 'storage', 'signal', 'report', 'media', 'policy'];
const STAGES = ['plan', 'build', 'validate', 'release', 'operate', 'operate', 'operate', 'retired'];
const STABILITY = ['experimental', 'beta', 'stable', 'stable'];

const domainOf = (repository, number) => DOMAINS[(repository + number) % DOMAINS.length];

/** A manifest of ordinary length: 30 to 40 lines. */
export function manifestText(repository, number, version = '1.2.0') {
  const domain = domainOf(repository, number);
  // What it needs is there, and nothing needs itself: each action needs the next, and the last of a service that of another.
  const [service, action] = number < 9 ? [repository, number + 1] : [Math.floor(repository / 2), 9];
  return `id: ${domain}.service-${repository}.action-${number}
version: "${version}"
owner: team-${repository % 40}
title: ${domain} action ${number} of service ${repository}
description: >
  Takes what the ${domain} service ${repository} holds and hands it on in step ${number}.
  Made for a measurement: the words are ordinary and the length is that of a manifest that people write.
lifecycle_stage: ${STAGES[(repository + number) % STAGES.length]}
stability: ${STABILITY[number % STABILITY.length]}
security_tier: moderate
tags: [${domain}, service-${repository % 100}, step-${number}]
inputs:
  - name: request
    type: application/json
    required: true
  - name: locale
    type: string
outputs:
  - name: result
    type: application/json
dependencies:
  - id: ${domainOf(service, action)}.service-${service}.action-${action}
    version: ">=1.0.0 <2.0.0"
    optional: ${service === repository && action === number}
    scope: runtime
  - id: ${domainOf(service, 9)}.service-${service}.action-9
    version: ^1.0.0
    optional: ${number >= 9}
interfaces:
  - kind: rest
    endpoint: https://service-${repository}.example.org/v1/action-${number}
  - kind: cli
    command: service-${repository} action-${number} --help
adr_links:
  - docs/decisions/000${number % 10}-shape.md
links:
  - title: Runbook
    url: https://docs.example.org/service-${repository}/action-${number}
contact: team-${repository % 40}@example.org
`;
}

/** Writes one commit to a bare repository, making it if need be. `files` is path → text. */
export async function commit(folder, files, number = 1) {
  if (number === 1) await run('git', ['init', '--quiet', '--bare', '--initial-branch=main', folder]);
  const parts = [
    `commit refs/heads/main\nmark :1\ncommitter bench <bench@example.org> ${1_700_000_000 + number} +0000\ndata 5\nbench\n`,
  ];
  if (number > 1) parts.push('from refs/heads/main^0\n');
  for (const [path, text] of Object.entries(files))
    parts.push(`M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`);
  await run('git', ['-C', folder, 'fast-import', '--quiet', '--force'], parts.join(''));
}

/** Makes `count` repositories of ten manifests each below `root` and gives their folders. */
export async function makeFederation(root, count, progress = () => {}) {
  mkdirSync(root, { recursive: true });
  const folders = Array.from({ length: count }, (_, index) => join(root, `org-${index % 20}`, `service-${index}.git`));
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next++;
      const files = Object.fromEntries(
        Array.from({ length: 10 }, (_, number) => [`capabilities/action-${number}.yaml`, manifestText(index, number)]),
      );
      files['README.md'] = `# Service ${index}\n`;
      files['src/main.txt'] = 'A file that is no manifest.\n';
      await commit(folders[index], files);
      progress(index + 1, count);
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  return folders;
}

export async function run(command, args, input) {
  const child = spawn(command, args, { stdio: [input === undefined ? 'ignore' : 'pipe', 'ignore', 'inherit'] });
  if (input !== undefined) child.stdin.end(input);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
}
