// GitHub's published GraphQL schema, and the documents that passed it.
import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { type ErrorBody, refusal } from './errors.ts';

export interface Operation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

export type Checked = { readonly ok: Operation } | { readonly errors: readonly ErrorBody[] };

let built: GraphQLSchema | null = null;

/** Reads the file itself: the package gives its text only together with its JSON form, which takes long to load. */
export function githubSchema(): GraphQLSchema {
  if (built === null) {
    const file = new URL('schema.graphql', import.meta.resolve('@octokit/graphql-schema'));
    built = buildSchema(readFileSync(file, 'utf8'), { assumeValid: true, noLocation: true });
  }
  return built;
}

const KEPT = 500;
const known = new Map<string, Checked>();

/** Parses and validates; the last few hundred documents are remembered, because clients send the same ones again. */
export function checkQuery(text: string, operationName: string | null): Checked {
  const key = `${operationName ?? ''}\n${text}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const checked = check(text, operationName);
  if (known.size >= KEPT) known.delete(known.keys().next().value ?? '');
  known.set(key, checked);
  return checked;
}

function check(text: string, operationName: string | null): Checked {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { errors: [{ ...(error.locations && { locations: error.locations }), message: error.message }] };
  }
  const refused = validate(githubSchema(), document);
  if (refused.length > 0) return { errors: refused.map((error) => refusal(error, document)) };
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const named = operationName === null ? operations : operations.filter(({ name }) => name?.value === operationName);
  const [operation] = named;
  if (operation === undefined || named.length > 1) return { errors: [{ message: 'An operation name is required' }] };
  return { ok: { document, operation, fragments: new Map(fragments.map((each) => [each.name.value, each])) } };
}
