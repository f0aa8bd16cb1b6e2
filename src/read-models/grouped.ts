/** Items by key, each group in the order in which they came. */
export function grouped<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  return groupedAs(items, keyOf, (item) => item);
}

/** {@link grouped}, of what is made of each item. */
export function groupedAs<K, T, V>(items: Iterable<T>, keyOf: (item: T) => K, toValue: (item: T) => V): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(toValue(item));
    else groups.set(key, [toValue(item)]);
  }
  return groups;
}
