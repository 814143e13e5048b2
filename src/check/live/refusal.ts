import { type Exchange, isHtml, redirectOf } from "./exchange.ts";
import { leadsToHttps } from "./first-visits.ts";
import { hasPasswordField } from "./html.ts";

/** Why an answer to a form looks like a no, in words; undefined when it looks like a yes. */
export function refusalOf(answer: Exchange, form: URL): string | undefined {
  if (answer.status >= 400) return `it answers ${answer.status}`;
  if (leadsToHttps(answer)) return "it redirects to HTTPS";
  const next = redirectOf(answer);
  if (next && isWayBack(next, form, answer))
    return `it redirects to ${next.pathname}${next.search}`;
  if (answer.status !== 200) return undefined;
  if (hasPasswordField(answer)) return "it shows a form with a password again";
  return !isHtml(answer) && saysNo.test(answer.body)
    ? "its JSON tells of an error"
    : undefined;
}

const saysNo =
  /"(success|ok|authenticated|loggedIn)"\s*:\s*false|"errors?"\s*:\s*("[^"]|\[[^\]]|\{|true)/;

function isWayBack(next: URL, form: URL, { url }: Exchange): boolean {
  if (next.origin !== url.origin) return false;
  // A form on the home page leads to the home page.
  const isBack = next.pathname === form.pathname && form.pathname !== "/";
  return (
    isBack ||
    /(^|[/?&=_-])(error|fail|failed|failure|invalid)\b/i.test(
      next.pathname + next.search,
    )
  );
}
