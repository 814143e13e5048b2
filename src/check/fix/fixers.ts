import { expiresToMaxAge } from "./fix-expires.ts";
import { placeOption } from "./fix-misplaced.ts";
import {
  addSameSite,
  keyToName,
  removeHttpOnly,
  setFalse,
} from "./fix-options.ts";
import { swapWithSession } from "./fix-order.ts";
import { secretToEnvironment } from "./fix-secret.ts";
import type { Fixer } from "./fixer.ts";

/** These change which options there are. */
export const renaming: readonly string[] = [
  "misplaced-option",
  "cookie-expires-static",
  "legacy-key",
];

/** The rules that --fix can mend without a decision that only people can take, in the order in which they are tried. */
export const fixers: Readonly<Record<string, Fixer>> = {
  "misplaced-option": placeOption,
  "cookie-expires-static": expiresToMaxAge,
  "cookie-httponly-false": removeHttpOnly,
  "legacy-key": keyToName,
  "middleware-order": swapWithSession,
  resave: setFalse("resave"),
  "save-uninitialized": setFalse("saveUninitialized"),
  "cookie-samesite-missing": addSameSite,
  "secret-hardcoded": secretToEnvironment,
};
