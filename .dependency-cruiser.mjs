// The layout of docs/architecture.md, kept true: `npm run check` fails when an import goes against it.

/** Stages of the flow. None knows another: what two of them share is a type in the model. */
const STEPS = '^src/(sources|manifest|trust|compatibility|catalog|search|publish|site)/';
/** Where the program starts. */
const ENTRY_POINTS = '^src/(bin|index|interfaces/start)\\.ts$';
/** Node modules through which a program reads, writes, calls or asks the machine. */
const OUTSIDE_WORLD =
  '^(node:)?(fs|http|https|http2|net|tls|dgram|dns|child_process|cluster|worker_threads|os|readline|repl|tty|inspector|sqlite|vm|wasi)(/|$)';
/** Packages that do the same. */
const OUTSIDE_WORLD_PACKAGES =
  '(^|/)node_modules/(simple-git|undici|octokit|@octokit|node-fetch|got|axios|execa|cross-spawn|node-cron|chokidar|fs-extra|graceful-fs)/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'model-stands-alone',
      comment:
        'The model is the vocabulary. If a word needs code of another folder to be said, it is not a word of the model yet.',
      severity: 'error',
      from: { path: '^src/model/' },
      to: { path: '^src/', pathNot: '^src/model/' },
    },
    {
      name: 'steps-know-only-the-model',
      comment:
        'A step takes data and gives data. That is odd if it reaches for another step, or up: the order of steps is known to the indexer, the mirror and the query side alone. Move the shared type to the model.',
      severity: 'error',
      from: { path: STEPS, pathNot: '^src/site/browser/(search|matrix)/' },
      to: { path: '^src/', pathNot: '^src/(model|$1)/' },
    },
    {
      name: 'search-in-the-browser',
      comment:
        'Pages bring a program of their own along: the bundle of src/site/browser/search/ joins the search with what shows it, as the query side does for the command line. Nothing else of the site may know the search, and what builds an index does not belong into a browser.',
      severity: 'error',
      from: { path: '^src/site/browser/search/' },
      to: { path: '^src/', pathNot: ['^src/(model|site)/', '^src/search/(query|highlight|facet-names|facets|store)\\.ts$'] },
    },
    {
      name: 'matrix-in-the-browser',
      comment:
        'The bundle of src/site/browser/matrix/ says what a verdict is at the time of the visitor, and why, by the rule and in the words of the command line. Nothing else of the site may know them.',
      severity: 'error',
      from: { path: '^src/site/browser/matrix/' },
      to: { path: '^src/', pathNot: ['^src/(model|site)/', '^src/compatibility/(explain|verdict-at|waivers)\\.ts$'] },
    },
    {
      name: 'composers-look-down',
      comment:
        'The indexer, the mirror, the query side, the scheduler and what makes files of a catalog order the steps. They name what they need of the outside world in their own ops.ts; who provides it, and who calls them, is not their business.',
      severity: 'error',
      from: { path: '^src/(indexer|mirror|query|schedule|output)/' },
      to: { path: '^src/(interfaces/|adapters/|compose\\.ts$|compose/)' },
    },
    {
      name: 'adapters-implement-ops',
      comment:
        'An adapter does what an ops.ts asks and nothing more. The pure parts of sources/ (addresses, what git says) are written for adapters; one that needs code of another step holds a rule that belongs in that step.',
      severity: 'error',
      from: { path: '^src/adapters/' },
      to: { path: '^src/', pathNot: ['^src/(model|adapters|sources)/', '/(ops|tuf-client)\\.ts$'] },
    },
    {
      name: 'only-compose-imports-adapters',
      comment: 'One place decides which real operations are used. Everything else can then be run on operations of a test.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/compose(\\.ts$|/)', '^src/adapters/'] },
      to: { path: '^src/adapters/' },
    },
    {
      name: 'only-interfaces-compose',
      comment: 'Real operations are put together at the edge, once. Code below takes them as arguments.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/interfaces/', ENTRY_POINTS, '^src/compose(\\.ts$|/)'] },
      to: { path: '^src/compose(\\.ts$|/)' },
    },
    {
      name: 'outside-world-only-in-adapters',
      comment:
        'Disk, network, processes and the machine are reached through adapters. That keeps every step a function of its arguments. The two files that start the program may touch them, because they run before anything is composed.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/adapters/', '^src/bin\\.ts$', '^src/interfaces/start\\.ts$'] },
      to: { path: [OUTSIDE_WORLD, OUTSIDE_WORLD_PACKAGES] },
    },
    {
      name: 'process-only-at-the-edge',
      comment: 'Arguments, environment, streams and exit codes belong to the interface that a person called. Other code is told.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(adapters|interfaces)/', '^src/bin\\.ts$'] },
      to: { path: '^(node:)?process$' },
    },
    {
      name: 'interfaces-are-strangers',
      comment: 'CLI, HTTP and MCP give the same answers because they call the same code, not because they call each other.',
      severity: 'error',
      from: { path: '^src/interfaces/(cli|http|mcp)/' },
      to: { path: '^src/interfaces/(cli|http|mcp)/', pathNot: '^src/interfaces/$1/' },
    },
    {
      name: 'nothing-below-knows-the-interfaces',
      comment: 'An interface is one of several ways in. Code that imports one cannot be reached by the others.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/interfaces/', '^src/bin\\.ts$'] },
      to: { path: '^src/interfaces/' },
    },
    {
      name: 'entry-points-are-not-imported',
      comment: 'index.ts is the face for others, bin.ts and start.ts are programs. Inside, import the file that holds the thing.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: ENTRY_POINTS },
    },
    {
      name: 'no-cycles',
      comment:
        'Files in a circle can only be understood together. A circle closed by types alone is gone when the program runs, and is allowed.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports this file and it imports nothing: it is dead, or somebody forgot to wire it up.',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: [ENTRY_POINTS, '\\.d\\.ts$'] },
      to: {},
    },
    {
      name: 'no-dev-dependency-in-src',
      comment: 'Who installs the package does not get the dev dependencies: this import would fail on their machine.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '/node_modules/@types/' },
    },
    {
      name: 'dependencies-are-declared',
      comment: 'A package that package.json does not list is there by luck.',
      severity: 'error',
      from: { path: '^(src|tests|schemas|docs)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'undetermined'] },
    },
    {
      name: 'imports-resolve',
      comment: 'This import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'src-does-not-know-its-tests',
      comment: 'What src needs is not a test.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^tests/' },
    },
  ],
  options: {
    // TypeScript 7 has no API for tools; swc parses .ts and .tsx and tells type-only imports apart.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    // generate.mjs makes a part of src/ beforehand and is no part of it, as little as schemas/generate.mjs.
    exclude: { path: '^(dist|catalog)/|^src/site/generate\\.mjs$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
    tsPreCompilationDeps: true,
  },
};
