import type { Import } from './imports.ts';

/**
 * The imports that lead back to where they come from: each circle as the files on it, in the order
 * of the alphabet (Tarjan's strongly connected components).
 */
export function circlesIn(imports: Import[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) {
    if (to !== undefined) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const places = new Map<string, { index: number; low: number; onStack: boolean }>();
  const stack: string[] = [];
  const circles: string[][] = [];

  function visit(file: string) {
    const place = { index: places.size, low: places.size, onStack: true };
    places.set(file, place);
    stack.push(file);
    for (const other of next.get(file) ?? []) {
      const known = places.get(other);
      if (!known) place.low = Math.min(place.low, visit(other).low);
      else if (known.onStack) place.low = Math.min(place.low, known.index);
    }
    if (place.low === place.index) {
      const circle = stack.splice(stack.indexOf(file));
      for (const each of circle) places.get(each)!.onStack = false;
      if (circle.length > 1 || next.get(file)?.includes(file)) circles.push(circle.sort());
    }
    return place;
  }

  for (const file of next.keys()) if (!places.has(file)) visit(file);
  return circles;
}
