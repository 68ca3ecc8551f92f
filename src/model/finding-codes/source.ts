import type { FindingCode } from '../findings.js';
import { quote } from '../quote.js';

const keepsLastGood = 'The entries of its last good reading stay in the catalog, and age.';

export const SOURCE_CODES = {
  'source/missing': {
    severity: 'error',
    title: 'The repository or folder is not there',
    explanation: `The host answered that there is no such repository, or none that we may see. ${keepsLastGood}`,
    message: ({ detail }) => `The repository or folder was not found: ${quote(detail ?? '', 200)}.`,
    hint: () => 'Check the address and that the token or key may read it, or take the source out of the configuration.',
  },
  'source/needs-credentials': {
    severity: 'error',
    title: 'The host asks for credentials',
    explanation: `The host asked for a user name, a password or a key, and nobody is there to type one. ${keepsLastGood}`,
    message: ({ detail }) => `The host asks for credentials: ${quote(detail ?? '', 200)}.`,
    hint: () => 'Give git a credential helper, an http.extraHeader or an SSH key that may read the repository.',
  },
  'source/unreachable': {
    severity: 'error',
    title: 'The host gave no usable answer',
    explanation: `The network, the host or git failed, also after retries. ${keepsLastGood}`,
    message: ({ detail, attempts }) =>
      `The source could not be read after ${attempts ?? 1} attempt${attempts === 1 ? '' : 's'}: ${quote(detail ?? '', 200)}.`,
    hint: () => 'The next run tries again by itself. If it lasts, check the address and the host.',
  },
  'source/timed-out': {
    severity: 'error',
    title: 'The source took too long',
    explanation: `Reading the source took longer than the time limit and was stopped. ${keepsLastGood}`,
    message: ({ seconds }) => `Reading the source was stopped after ${seconds} seconds.`,
    hint: () => 'A large repository may need a sub-path or a longer --timeout.',
  },
  'source/host-down': {
    severity: 'error',
    title: 'The host does not answer',
    explanation: `Several sources of the host in a row got no answer, so that nothing more was asked of it in this run. ${keepsLastGood}`,
    message: ({ host, count }) =>
      `This source was not asked: its host ${quote(host ?? '', 200)} left ${count} others in a row without an answer in this run.`,
    hint: () => 'The next run tries again by itself. If it lasts, check the network and the host.',
  },
  'source/rate-limited': {
    severity: 'error',
    title: 'The host asks us to come back later',
    explanation: `The host answered that too many requests came. ${keepsLastGood}`,
    message: ({ detail }) => `The host limits the rate of requests: ${quote(detail ?? '', 200)}.`,
    hint: () => 'The next run tries again. Index less often, or with a token that has a higher limit.',
  },
  'source/postponed': {
    severity: 'error',
    title: 'The budget of the run ended before this source',
    explanation: `The points that the run may spend at GitHub went to others. The next run asks this source first. ${keepsLastGood}`,
    message: ({ detail }) => `The source was not read: ${quote(detail ?? '', 200)}.`,
    hint: () => 'The next run goes on from here. Raise --max-points or `github.max_points` if runs never catch up.',
  },
  'source/token-refused': {
    severity: 'error',
    title: 'GitHub does not accept the token',
    explanation: `The token is wrong, has expired or was revoked. Nothing more was asked of this GitHub in the run. ${keepsLastGood}`,
    message: ({ detail }) => `GitHub does not accept the token: ${quote(detail ?? '', 200)}.`,
    hint: () =>
      'Put a new token into the variable that it came from (CHORA_GITHUB_TOKEN, GITHUB_TOKEN, or GH_ENTERPRISE_TOKEN) and run again.',
  },
  'source/token-forbidden': {
    severity: 'error',
    title: 'The token may not read this',
    explanation: `GitHub knows the token and refuses it here: a permission or the authorization for single sign-on is missing. ${keepsLastGood}`,
    message: ({ detail }) => `The token may not read this: ${quote(detail ?? '', 200)}.`,
    hint: () => 'Give the token read access to contents and metadata, and authorize it for the organization’s single sign-on.',
  },
  'source/disabled': {
    severity: 'error',
    title: 'The host has disabled the repository',
    explanation: `The repository exists and its host gives nothing of it to anybody. ${keepsLastGood}`,
    message: ({ repository }) => `The repository ${quote(repository ?? '')} is disabled by its host.`,
    hint: () => 'Its owner learns the reason from the host. Take the source out of the configuration if it stays so.',
  },
  'source/no-default-branch': {
    severity: 'error',
    title: 'The repository has no default branch',
    explanation: `The repository has commits, but its default branch is not there. ${keepsLastGood}`,
    message: ({ repository }) => `The default branch of ${quote(repository ?? '')} is not there.`,
    hint: () => 'Choose a default branch in the settings of the repository, or give the source a `ref`.',
  },
  'source/replaced': {
    severity: 'error',
    title: 'Another repository has taken the name',
    explanation: `The host gives the repository of this name another number than before: it was deleted and made anew, or somebody else took its name. ${keepsLastGood}`,
    message: ({ pinned, found }) =>
      `This is repository ${quote(found ?? '')} at its host, and the catalog holds what was read of ${quote(pinned ?? '')}.`,
    hint: () => 'Ask the owner. If it is meant, take the source out of the configuration, index, and put it in again.',
  },
  'source/renamed': {
    severity: 'warning',
    title: 'The repository has another name now',
    explanation: 'The host leads from the configured name to the new one. It stops when somebody takes the old name.',
    message: ({ name }) => `The repository is called ${quote(name ?? '')} now.`,
    hint: () => 'Write the new name into the configuration.',
  },
  'source/transferred': {
    severity: 'warning',
    title: 'The repository has another owner now',
    explanation: 'The host leads from the configured name to the new one. Who owns a repository decides what it may claim.',
    message: ({ name }) => `The repository belongs to another owner now: ${quote(name ?? '')}.`,
    hint: () => 'Check that this is meant, and write the new name into the configuration.',
  },
  'source/tree-truncated': {
    severity: 'error',
    title: 'The repository holds more files than its host lists',
    explanation: `The host cut the list of files short, so that manifests might be missed. ${keepsLastGood}`,
    message: () => 'The host lists only a part of the files of this repository.',
    hint: () => 'Give the source a `path`, or read it as a git source.',
  },
  'source/too-large': {
    severity: 'error',
    title: 'The source sends more bytes than allowed',
    explanation: `More bytes arrived for this source than the limit allows, and reading was stopped. ${keepsLastGood}`,
    message: ({ limit }) => `The source sent more than ${limit} bytes and was stopped.`,
    hint: () => 'Raise --max-bytes if this repository is meant to be that large.',
  },
  'source/too-many-manifests': {
    severity: 'warning',
    title: 'More files match the manifest globs than allowed',
    explanation: 'Only the first files, in the order of their paths, are read.',
    message: ({ found, limit }) => `${found} files match the manifest globs; the first ${limit} by path are read.`,
    hint: () => 'Narrow the globs under `manifests` or give the source a `path`.',
  },
  'source/too-many-tags': {
    severity: 'warning',
    title: 'More tags match than allowed',
    explanation: 'Only the newest tags by version are read as released versions.',
    message: ({ found, limit }) => `${found} tags match; the newest ${limit} are read.`,
    hint: () => 'Narrow the `tags` glob of this source.',
  },
  'source/ref-missing': {
    severity: 'error',
    title: 'The branch or tag is gone',
    explanation: `The repository answers but has no such branch or tag. ${keepsLastGood}`,
    message: ({ ref }) => `The repository has no branch or tag ${quote(ref ?? '')}.`,
    hint: () => 'Check `ref` in the configuration; without it the default branch is read.',
  },
  'source/empty': {
    severity: 'warning',
    title: 'The repository has no commit',
    explanation: 'The repository exists but nothing was ever pushed to it.',
    message: () => 'The repository has no commit yet.',
    hint: () => 'Push a first commit, or take the source out of the configuration.',
  },
  'source/path-missing': {
    severity: 'error',
    title: 'The sub-path does not exist in the commit',
    explanation: `The commit has no folder at the configured path. ${keepsLastGood}`,
    message: ({ path }) => `The commit has no folder ${quote(path ?? '')}.`,
    hint: () => 'Check `path` in the configuration.',
  },
  'source/no-manifests': {
    severity: 'info',
    title: 'No file matches the manifest globs',
    explanation: 'The source was read, and nothing in it looks like a manifest by its name.',
    message: () => 'No file of this source matches the manifest globs.',
    hint: () => 'Add a capability.yaml, or set `manifests` in the configuration.',
  },
  'source/symlink': {
    severity: 'warning',
    title: 'A matching file is a symbolic link',
    explanation: 'Links are not followed: they may lead out of the repository.',
    message: () => 'This is a symbolic link; links are not followed.',
    hint: () => 'Commit the manifest itself in place of the link.',
  },
  'source/submodule': {
    severity: 'info',
    title: 'A submodule is not entered',
    explanation: 'A submodule belongs to another repository, which may be a source of its own.',
    message: () => 'This is a submodule; it is not entered.',
    hint: () => 'List the submodule’s repository as a source of its own.',
  },
  'source/lfs-pointer': {
    severity: 'warning',
    title: 'A matching file is kept in Git LFS',
    explanation:
      'The commit holds a pointer in place of the file. Git LFS is not asked: a manifest is meant to be in the repository.',
    message: ({ size }) =>
      `This is a Git LFS pointer${size === undefined ? '' : ` to a file of ${size} bytes`}, not the manifest.`,
    hint: () => 'Take the file out of Git LFS: `git lfs migrate export --include=<file>`.',
  },
  'source/unsafe-path': {
    severity: 'error',
    title: 'A file has a hostile path',
    explanation: 'The path would lead out of the source, or holds control characters. The file is not read.',
    message: ({ path }) => `The file is not read because of its path ${quote(path ?? '')}.`,
    hint: () => 'Rename the file.',
  },
  'source/unreadable-file': {
    severity: 'error',
    title: 'A matching file could not be read',
    explanation: 'The file matches the globs, but reading it failed.',
    message: ({ detail }) => `The file could not be read: ${quote(detail ?? '', 200)}.`,
    hint: () => 'Check the permissions of the file.',
  },
  'source/last-good-kept': {
    severity: 'warning',
    title: 'Entries of an earlier reading are kept',
    explanation: 'The source could not be read this time. What was read last stays in the catalog, and ages.',
    message: ({ entries, commit }) => `${entries} entries of the last good reading${commit ? ` (${commit})` : ''} are kept.`,
  },
} as const satisfies Record<string, FindingCode>;
