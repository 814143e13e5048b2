import { stores as found } from "virtual:stores";

/** The session stores to choose from: one per folder under templates/stores, in the order their store.json asks for. */
export const stores = found;

/** The store that an answer names. */
export function storeNamed(name: string): (typeof stores)[number] {
  const store = stores.find(({ value }) => value === name);
  if (!store) throw new Error(`no store is called ${name}`);
  return store;
}
