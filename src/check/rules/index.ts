import type { Rule } from "../rule.ts";
import { cookieExpiresStatic } from "./cookie-expires-static.ts";
import { cookieHttpOnlyFalse } from "./cookie-httponly-false.ts";
import { cookieInsecure } from "./cookie-insecure.ts";
import { cookieMaxAgeMissing } from "./cookie-maxage-missing.ts";
import { cookieSameSiteMissing } from "./cookie-samesite-missing.ts";
import { cookieSameSiteNoneInsecure } from "./cookie-samesite-none-insecure.ts";
import { cookieSecureWithoutHttps } from "./cookie-secure-without-https.ts";
import { csrfMissing } from "./csrf-missing.ts";
import { defaultName } from "./default-name.ts";
import { deprecatedMiddleware } from "./deprecated-middleware.ts";
import { legacyKey } from "./legacy-key.ts";
import { logoutWithoutDestroy } from "./logout-without-destroy.ts";
import { maxAgeSuspicious } from "./maxage-suspicious.ts";
import { memoryStore } from "./memory-store.ts";
import { middlewareOrder } from "./middleware-order.ts";
import { misplacedOption } from "./misplaced-option.ts";
import { passportLogoutCallback } from "./passport-logout-callback.ts";
import { resave } from "./resave.ts";
import { saveUninitialized } from "./save-uninitialized.ts";
import { secretEphemeral } from "./secret-ephemeral.ts";
import { secretFallback } from "./secret-fallback.ts";
import { secretHardcoded } from "./secret-hardcoded.ts";
import { secretMissing } from "./secret-missing.ts";
import { sessionBeforeStatic } from "./session-before-static.ts";
import { sessionFixation } from "./session-fixation.ts";
import { sessionModuleState } from "./session-module-state.ts";
import { trustProxyMissing } from "./trust-proxy-missing.ts";
import { trustProxyPermissive } from "./trust-proxy-permissive.ts";

/** All rules: errors, warnings, infos. */
export const rules: readonly Rule[] = [
  secretHardcoded,
  secretMissing,
  cookieInsecure,
  cookieSecureWithoutHttps,
  cookieHttpOnlyFalse,
  cookieSameSiteNoneInsecure,
  sessionFixation,
  misplacedOption,
  cookieExpiresStatic,
  middlewareOrder,
  sessionModuleState,
  passportLogoutCallback,
  secretFallback,
  memoryStore,
  cookieSameSiteMissing,
  csrfMissing,
  saveUninitialized,
  resave,
  trustProxyMissing,
  logoutWithoutDestroy,
  maxAgeSuspicious,
  deprecatedMiddleware,
  defaultName,
  cookieMaxAgeMissing,
  sessionBeforeStatic,
  trustProxyPermissive,
  legacyKey,
  secretEphemeral,
];
