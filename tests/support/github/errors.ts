// Errors in the form in which GitHub gives them. Those of execution carry `type` beside the message; those of a query that its
// schema refuses carry `extensions.code` and a path that begins with the operation or the fragment.
import { type ASTNode, type DocumentNode, type GraphQLError, Kind, print, visit } from 'graphql';

export interface ErrorBody {
  readonly type?: string;
  readonly code?: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly message: string;
}

/** An error for one field, which is then null. */
export class FieldError extends Error {
  readonly type: string;
  readonly extensions: Readonly<Record<string, unknown>> | undefined;

  constructor(type: string, message: string, extensions?: Readonly<Record<string, unknown>>) {
    super(message);
    this.type = type;
    this.extensions = extensions;
  }
}

export const repositoryNotFound = (name: string): FieldError =>
  new FieldError('NOT_FOUND', `Could not resolve to a Repository with the name '${name}'.`);

export function executionError(error: GraphQLError): ErrorBody {
  const cause = error.originalError;
  const place = { ...(error.path && { path: error.path }), ...(error.locations && { locations: error.locations }) };
  if (!(cause instanceof FieldError)) return { ...place, message: error.message };
  return { type: cause.type, ...place, ...(cause.extensions && { extensions: cause.extensions }), message: cause.message };
}

/** Words of graphql-js → code and words of graphql-ruby, which GitHub runs. */
const REFUSALS: readonly (readonly [RegExp, (match: RegExpExecArray) => Pick<ErrorBody, 'message' | 'extensions'>])[] = [
  [
    /^Cannot query field "(\w+)" on type "(\w+)"/,
    ([, field, type]) => ({
      extensions: { code: 'undefinedField', typeName: type, fieldName: field },
      message: `Field '${field}' doesn't exist on type '${type}'`,
    }),
  ],
  [
    /^Unknown argument "(\w+)" on field "\w+\.(\w+)"/,
    ([, argument, field]) => ({
      extensions: { code: 'argumentNotAccepted', name: field, typeName: 'Field', argumentName: argument },
      message: `Field '${field}' doesn't accept argument '${argument}'`,
    }),
  ],
  [
    /^Field "(\w+)" argument "(\w+)" of type "\S+" is required/,
    ([, field, argument]) => ({
      extensions: { code: 'missingRequiredArguments', className: 'Field', name: field, arguments: argument },
      message: `Field '${field}' is missing required arguments: ${argument}`,
    }),
  ],
  [
    /^Field "(\w+)" of type "(\S+)" must have a selection of subfields/,
    ([, field, type]) => ({
      extensions: { code: 'selectionMismatch', nodeName: `field '${field}'`, typeName: type },
      message: `Field must have selections (field '${field}' returns ${type} but has no selections. Did you mean '${field} { ... }'?)`,
    }),
  ],
  [
    /^Variable "(\$\w+)" is never used in operation "(\w+)"/,
    ([, variable, operation]) => ({
      extensions: { code: 'variableNotUsed', variableName: variable?.slice(1) },
      message: `Variable ${variable} is declared by ${operation} but not used`,
    }),
  ],
];

export function refusal(error: GraphQLError, document: DocumentNode): ErrorBody {
  const node = error.nodes?.[0];
  const place = {
    ...(node && { path: pathOf(node, document) }),
    ...(error.locations && { locations: error.locations }),
  };
  for (const [pattern, words] of REFUSALS) {
    const match = pattern.exec(error.message);
    if (match !== null) return { ...place, ...words(match) };
  }
  return { ...place, message: error.message };
}

/** A variable that does not fit its type, in the words of GitHub; what is wrong with it, in those of graphql-js. */
export function invalidVariable({ message, nodes, locations }: GraphQLError): ErrorBody {
  const node = nodes?.[0];
  const place = locations && { locations };
  if (node?.kind !== Kind.VARIABLE_DEFINITION) return { ...place, message };
  const problems = [{ path: [], explanation: message.replace(/^.*?; /, '') }];
  const words = `Variable $${node.variable.name.value} of type ${print(node.type)} was provided invalid value`;
  return { extensions: { problems }, ...place, message: words };
}

/** Names on the way from the operation or fragment to a node. */
function pathOf(wanted: ASTNode, document: DocumentNode): string[] {
  let found: string[] = [];
  visit(document, {
    enter: (node, _key, _parent, _path, ancestors) => {
      if (node !== wanted) return;
      found = [...ancestors, node].flatMap((step) => {
        if (!('kind' in step)) return [];
        const { kind } = step;
        if (kind === Kind.OPERATION_DEFINITION) return [operationName(step)];
        if (kind === Kind.FRAGMENT_DEFINITION) return [`fragment ${nameOf(step)}`];
        if (kind === Kind.FIELD) return [aliasOf(step)];
        return kind === Kind.ARGUMENT ? [nameOf(step)] : [];
      });
    },
  });
  return found;
}

function operationName(node: ASTNode): string {
  if (node.kind !== Kind.OPERATION_DEFINITION) return '';
  return node.name === undefined ? node.operation : `${node.operation} ${node.name.value}`;
}

function aliasOf(node: ASTNode): string {
  return node.kind === Kind.FIELD ? (node.alias ?? node.name).value : '';
}

function nameOf(node: ASTNode): string {
  return 'name' in node && node.name !== undefined && 'value' in node.name ? String(node.name.value) : '';
}
