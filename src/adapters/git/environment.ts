/** What the operator's environment may tell git: certificates, accounts, where the configuration is. */
const PASSED_ON = [
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH',
  'GIT_SSH_COMMAND',
  'GIT_HTTP_USER_AGENT',
];
const SET_HERE = [
  'GIT_TERMINAL_PROMPT',
  'GIT_ASKPASS',
  'GIT_ALLOW_PROTOCOL',
  'GIT_CEILING_DIRECTORIES',
  'GIT_OPTIONAL_LOCKS',
  'GIT_HTTP_LOW_SPEED_LIMIT',
  'GIT_HTTP_LOW_SPEED_TIME',
];

/** The names that simple-git must be told of. */
export const ALLOWED_ENVIRONMENT: readonly string[] = [...PASSED_ON, ...SET_HERE];

/** Never a question, never another transport, never a repository of the folders up to `ceiling`, answers in one language. */
export function gitEnvironment(ceiling: string): Record<string, string | undefined> {
  // Each look into process.env is a call into the system's: it is read once.
  inherited ??= Object.fromEntries(Object.entries(process.env).filter(([name]) => mayPass(name)));
  return {
    ...inherited,
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    GCM_INTERACTIVE: 'never',
    // simple-git can end git but not what git started; these let ssh and the https helper end by themselves on a silent host.
    GIT_SSH_COMMAND:
      inherited.GIT_SSH_COMMAND ?? 'ssh -oBatchMode=yes -oConnectTimeout=20 -oServerAliveInterval=15 -oServerAliveCountMax=2',
    GIT_HTTP_LOW_SPEED_LIMIT: '1',
    GIT_HTTP_LOW_SPEED_TIME: '30',
    GIT_ALLOW_PROTOCOL: 'https:ssh:git:file',
    GIT_CEILING_DIRECTORIES: ceiling,
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
    LANGUAGE: 'C',
  };
}
let inherited: Record<string, string | undefined> | undefined;

/** What names programs for git to start, or redirects it, stays behind (simple-git refuses to run with it); so does npm's crowd. */
function mayPass(name: string): boolean {
  const key = name.toUpperCase();
  if (key.startsWith('NPM_')) return false;
  return key.startsWith('GIT_') ? PASSED_ON.includes(key) : !STAYS_BEHIND.has(key);
}
const STAYS_BEHIND: ReadonlySet<string> = new Set([
  'EDITOR',
  'VISUAL',
  'PAGER',
  'SSH_ASKPASS',
  'PREFIX',
  'LESSOPEN',
  'LESSCLOSE',
]);
