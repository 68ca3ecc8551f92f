// Signs the example federation anew: `npx node catalog/sign-example.mjs` (Node 24; it reads TypeScript as it is).
// Authorities of its own are started, sign, and are gone: only what they signed and their public keys (trusted_root.json) stay.
// Every run therefore changes every bundle. Who may sign what is written by hand, in policy.yaml.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { githubClaims, sign, startAuthority } from '../tests/support/authority.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const example = join(here, 'example');
const OWNER_ID = '80417';
const MANIFEST = /\.(ya?ml|json)$/;

/** Claims as GitHub Actions would give them to a job of the repository at a step of the example (`2-v1.1.0`, `3-head`). */
const github = (name, id, more) => (step) => {
  const tag = /^\d+-(v\d.*)$/.exec(step)?.[1];
  const ref = tag === undefined ? 'refs/heads/main' : `refs/tags/${tag}`;
  const repository = `wherry-libraries/${name}`;
  return githubClaims(repository, {
    repository_id: id,
    repository_owner_id: OWNER_ID,
    ref,
    job_workflow_ref: `${repository}/.github/workflows/sign.yml@${ref}`,
    ...more,
  });
};
/** The workflow that signs for several repositories; then the certificate's subject names its repository, not theirs. */
const shared = { job_workflow_ref: 'wherry-libraries/workflows/.github/workflows/sign.yml@refs/tags/v2' };
/** As GitLab gives them: no claim of GitHub's, and the pipeline as subject. */
const gitlab = () => ({
  iss: 'https://git.wherry-libraries.example',
  sub: 'https://git.wherry-libraries.example/operations/platform//.gitlab-ci.yml@refs/heads/main',
});

const MESSAGE = { kind: 'message' };
const STATEMENT = { kind: 'dsse' };
const OLD_STATEMENT = { kind: 'dsse', entryType: 'intoto' };

/** Repository → who signs, and in which form. What is not here stays unsigned: workshop, and the folders. */
const SIGNERS = {
  lending: [github('lending', '610001'), MESSAGE],
  'catalogue-search': [github('catalogue-search', '610002', shared), STATEMENT],
  accounts: [github('accounts', '610003'), MESSAGE],
  notices: [github('notices', '610004'), STATEMENT],
  'reading-rooms': [github('reading-rooms', '610005'), OLD_STATEMENT],
  'van-routes': [github('van-routes', '610007'), MESSAGE],
  assistants: [github('assistants', '610008', shared), STATEMENT],
  platform: [gitlab, MESSAGE],
  // Made and signed by a supplier: a valid signature that no rule names. The policy is content with any.
  practice: [
    () => githubClaims('quiet-corner/practice-exporter', { repository_id: '990017', repository_owner_id: '5150' }),
    MESSAGE,
  ],
};

const visitor = github('visitor', '610011');
const stranger = githubClaims('quiet-corner/copies', { repository_id: '990018', repository_owner_id: '5150' });
/** File of the repository visitor → its bundle. guide.yaml has none. */
const VISITOR = {
  'greet.yaml': (authority, bytes) => sign(authority, bytes, visitor('head'), MESSAGE),
  'loans.yaml': (authority, bytes) => sign(authority, bytes, visitor('head'), MESSAGE),
  'badge.yaml': (authority, bytes) => sign(authority, bytes, stranger, MESSAGE),
  'locker.yaml': (authority, bytes) =>
    sign(authority, Buffer.concat([bytes, Buffer.from('# as signed\n')]), visitor('head'), MESSAGE),
  'umbrella.yaml': (authority, bytes) =>
    sign(authority, Buffer.concat([bytes, Buffer.from('# of another file\n')]), visitor('head'), STATEMENT),
};

for (const path of filesBelow(example)) if (path.endsWith('.sigstore.json')) rmSync(path);
const authority = await startAuthority();
let count = 0;
try {
  for (const [repository, [claims, form]] of Object.entries(SIGNERS)) {
    for (const step of readdirSync(join(example, repository)).sort()) {
      for (const path of filesBelow(join(example, repository, step))) {
        if (MANIFEST.test(path)) await put(path, sign(authority, readFileSync(path), claims(step), form));
      }
    }
  }
  for (const [name, signed] of Object.entries(VISITOR)) {
    const path = join(example, 'visitor/1-head/capabilities', name);
    await put(path, signed(authority, readFileSync(path)));
  }
} finally {
  await authority.close();
}
writeFileSync(join(here, 'trusted_root.json'), `${JSON.stringify(authority.trustedRoot, null, 2)}\n`);
process.stdout.write(`${count} bundles, and the trusted root that proves them.\n`);

async function put(path, bundle) {
  writeFileSync(`${path}.sigstore.json`, `${JSON.stringify(await bundle)}\n`);
  count++;
}

function filesBelow(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
