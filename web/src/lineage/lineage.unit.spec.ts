import { describe, expect, it } from '@jest/globals';
import { graphOf, type Graph, type GraphLink, type LineageAnswer } from './graph.js';
import { flowPath, NODE_HEIGHT, NODE_WIDTH, placeGraph } from './layout.js';
import { centreOn, fitTo, panBy, zoomAt } from './view.js';

const link = (child: string, parent: string): GraphLink => ({
  child,
  parent,
  relation: 'TRAINED_ON',
  royaltyPpm: 50_000,
  policy: 'RELATIVE',
  belowTerms: false,
  crossesChains: false,
});

const graph = (pairs: readonly (readonly [string, string])[]): Graph => ({
  root: pairs[0]![0],
  truncated: false,
  nodes: [...new Set(pairs.flat())].map((id) => ({ id, name: id, kind: 'MODEL', chain: 'eip155:1', depth: 0 })),
  links: pairs.map(([child, parent]) => link(child, parent)),
});

const answer = (direction: 'UP' | 'DOWN', ids: readonly string[], links: readonly (readonly [string, string])[]) =>
  ({
    direction,
    truncated: false,
    root: { id: ids[0]! },
    nodes: ids.map((id, depth) => ({ depth, asset: { id, name: null, kind: null, chain: 'eip155:1' } })),
    links: links.map(([child, parent]) => ({
      ...link(child, parent),
      child: { id: child },
      parent: { id: parent },
    })),
  }) satisfies LineageAnswer;

describe('both directions of a lineage', () => {
  it('become one graph with the root once, ancestors below zero and descendants above', () => {
    const both = graphOf([answer('UP', ['b', 'a'], [['b', 'a']]), answer('DOWN', ['b', 'c'], [['c', 'b']])]);
    expect(both.nodes.map((node) => [node.id, node.depth])).toEqual([
      ['b', 0],
      ['a', -1],
      ['c', 1],
    ]);
    expect(both.links).toHaveLength(2);
  });

  it('drop a link whose end was cut away', () => {
    expect(graphOf([answer('UP', ['b'], [['b', 'a']])]).links).toEqual([]);
  });
});

describe('the drawing', () => {
  it('puts every parent left of its child', () => {
    const placed = placeGraph(
      graph([
        ['d', 'b'],
        ['d', 'c'],
        ['b', 'a'],
        ['c', 'a'],
        ['d', 'a'],
      ]),
    );
    const x = new Map(placed.nodes.map((node) => [node.id, node.x]));
    for (const { child, parent } of placed.links) expect(x.get(parent)!).toBeLessThan(x.get(child)! - NODE_WIDTH);
  });

  it('lets no two assets cover each other, five hundred of them neither', () => {
    const pairs = Array.from({ length: 499 }, (_, index) => [`n${index + 1}`, `n${Math.floor(index / 3)}`] as const);
    const { nodes, width, height } = placeGraph(graph(pairs));
    const rows = new Map<number, number[]>();
    for (const { x, y } of nodes) {
      expect(x >= 0 && x <= width && y >= 0 && y <= height).toBe(true);
      rows.set(x, [...(rows.get(x) ?? []), y]);
    }
    for (const column of rows.values()) {
      column.sort((a, b) => a - b);
      column.slice(1).forEach((y, index) => expect(y - column[index]!).toBeGreaterThanOrEqual(NODE_HEIGHT));
    }
  });

  it('takes a loop, which several chains can make', () => {
    const placed = placeGraph(
      graph([
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
      ]),
    );
    expect(placed.links).toHaveLength(3);
    for (const { path } of placed.links) expect(path).toMatch(/^M[\d.,-]+C/);
  });

  it('labels links only where the labels do not cover each other', () => {
    const many = Array.from({ length: 120 }, (_, index) => [`n${index}`, 'root'] as const);
    expect(placeGraph(graph(many)).labelled).toBe(false);
    expect(placeGraph(graph(many.slice(0, 20))).labelled).toBe(true);
  });

  it('curves level through its points', () => {
    expect(flowPath([])).toBe('');
    expect(
      flowPath([
        { x: 0, y: 0 },
        { x: 10, y: 20 },
      ]),
    ).toBe('M0,0C5,0 5,20 10,20');
  });
});

describe('the view of it', () => {
  const frame = { width: 400, height: 200 };

  it('fits all, never magnified, in the middle', () => {
    expect(fitTo({ width: 800, height: 200 }, frame)).toEqual({ scale: 0.5, x: 0, y: 50 });
    expect(fitTo({ width: 100, height: 100 }, frame)).toEqual({ scale: 1, x: 150, y: 50 });
  });

  it('opens on the asset where all would be too small to read', () => {
    const view = fitTo({ width: 8_000, height: 4_000 }, frame, { x: 4_000, y: 2_000 });
    expect(view.scale).toBeGreaterThan(0.6);
    expect(4_000 * view.scale + view.x).toBeCloseTo(200);
  });

  it('keeps the point under the pointer where it is while zooming', () => {
    const view = zoomAt({ x: 10, y: 20, scale: 1 }, 2, { x: 110, y: 120 });
    expect(view).toEqual({ scale: 2, x: -90, y: -80 });
  });

  it('stops zooming at its ends', () => {
    expect(zoomAt({ x: 0, y: 0, scale: 1 }, 1e9, { x: 0, y: 0 }).scale).toBe(3);
    expect(zoomAt({ x: 0, y: 0, scale: 1 }, 1e-9, { x: 0, y: 0 }).scale).toBe(0.05);
  });

  it('moves only for what is out of sight', () => {
    const view = { x: 0, y: 0, scale: 1 };
    expect(centreOn(view, { x: 200, y: 100 }, frame)).toBe(view);
    expect(centreOn(view, { x: 1_000, y: 100 }, frame)).toEqual(panBy(view, -800, 0));
  });
});
