import { stores as found } from "virtual:stores";

/** The session stores to choose from: one per folder under templates/stores, in the order their store.json asks for. */
export const stores = found;
