import {
  type ArgumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getNamedType,
  getNullableType,
  getVariableValues,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { weightOf } from './weights.js';

/** What one request may ask for, at most. */
export interface Limits {
  /** Objects it could return, those that need a question of their own to the database counting for more. */
  readonly cost: number;
  /** Fields within fields. */
  readonly depth: number;
  /** Fields written out, fragments in place. */
  readonly fields: number;
}

export const LIMITS: Limits = { cost: 30_000, depth: 20, fields: 2_000 };

/** Arguments that say how many rows a field returns. */
const SIZES = ['first', 'maxNodes', 'maxUsages'] as const;
/** The greatest size any resolver takes; beyond it the resolver refuses. */
const MAX_SIZE = 2_000;
/** Rows of a list that says no size. */
const UNSAID_SIZE = 10;

/**
 * Measures an operation before it runs, with the values of its variables, so that what a variable says
 * counts like what is written out.
 * @returns the cost
 * @throws GraphQLError with code QUERY_TOO_COSTLY, one sentence, when a limit is passed
 */
export function measure(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
  variables: Readonly<Record<string, unknown>>,
  limits: Limits = LIMITS,
): number {
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables).coerced ?? {};
  const meter = new Meter(schema, fragments, coerced, limits);
  const root = schema.getRootType(operation.operation);
  if (root) meter.visit(operation.selectionSet, root, 1, undefined, 1);
  return meter.cost;
}

class Meter {
  cost = 0;
  private fields = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>,
    private readonly variables: Readonly<Record<string, unknown>>,
    private readonly limits: Limits,
  ) {}

  /** @param size rows that lists in here hold, where a field above has said so */
  visit(selections: SelectionSetNode, type: GraphQLNamedType, times: number, size: number | undefined, depth: number) {
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) {
        this.visitField(selection, type, times, size, depth);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments[selection.name.value] : selection;
      if (!fragment) continue;
      this.count();
      const on = fragment.typeCondition ? this.schema.getType(fragment.typeCondition.name.value) : type;
      if (on) this.visit(fragment.selectionSet, on, times, size, depth);
    }
  }

  private visitField(node: FieldNode, type: GraphQLNamedType, times: number, size: number | undefined, depth: number) {
    this.count();
    if (depth > this.limits.depth) {
      throw tooCostly(`The query is more than ${this.limits.depth} levels deep: ask in several queries.`);
    }
    // Introspection is limited by graphql's own validation.
    if (node.name.value.startsWith('__')) return;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    if (!field) return;
    const said = this.sizeSaid(field, node);
    const rows = isListType(getNullableType(field.type)) ? (said ?? size ?? UNSAID_SIZE) : 1;
    const inner = times * rows;
    this.cost += times * weightOf(type.name, field.name) + (node.selectionSet ? inner : 0);
    if (this.cost > this.limits.cost) {
      throw tooCostly(
        `The query could return more than ${this.limits.cost} objects: ask for fewer rows ("first", "maxNodes") or fewer levels.`,
      );
    }
    if (node.selectionSet) this.visit(node.selectionSet, getNamedType(field.type), inner, said, depth + 1);
  }

  /** How many rows the field is asked for; undefined where it takes no such argument. */
  private sizeSaid(field: GraphQLField<unknown, unknown>, node: FieldNode): number | undefined {
    const name = SIZES.find((size) => field.args.some((arg) => arg.name === size));
    if (name === undefined) return undefined;
    const wanted = this.argument(field, node, name);
    return Math.min(Math.max(Number.isFinite(wanted) ? wanted : 1, 1), MAX_SIZE);
  }

  private argument(field: GraphQLField<unknown, unknown>, node: FieldNode, name: string): number {
    const definition = field.args.find((arg) => arg.name === name)!;
    const only: readonly ArgumentNode[] = node.arguments?.filter((argument) => argument.name.value === name) ?? [];
    try {
      const given = getArgumentValues({ ...field, args: [definition] }, { ...node, arguments: only }, this.variables);
      return Number(given[name] ?? definition.defaultValue);
    } catch {
      // A value of the wrong type: execution refuses it with words of its own.
      return Number(definition.defaultValue);
    }
  }

  private count(): void {
    this.fields += 1;
    if (this.fields > this.limits.fields) {
      throw tooCostly(`The query has more than ${this.limits.fields} fields: ask in several queries.`);
    }
  }
}

function tooCostly(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COSTLY', http: { status: 400 } } });
}
