import { type Exchange, isHtml } from "./exchange.ts";

/** The hidden fields of a page's forms with their values: CSRF tokens above all. Empty for what is no HTML. */
export function hiddenFields(page: Exchange): Record<string, string> {
  const inputs = tagsOf(page, "input").filter(
    (tag) => attribute(tag, "type")?.toLowerCase() === "hidden",
  );
  return Object.fromEntries(
    inputs.flatMap((tag) => {
      const name = attribute(tag, "name");
      return name ? [[name, attribute(tag, "value") ?? ""]] : [];
    }),
  );
}

export function hasPasswordField(page: Exchange): boolean {
  return tagsOf(page, "input").some(
    (tag) => attribute(tag, "type")?.toLowerCase() === "password",
  );
}

/** A file on the same origin that the page loads: style sheet, script, picture or font. */
export function assetOf(page: Exchange): URL | undefined {
  return ["link", "script", "img"]
    .flatMap((name) => tagsOf(page, name))
    .map((tag) => attribute(tag, "href") ?? attribute(tag, "src") ?? "")
    .filter((address) => URL.canParse(address, page.url.href))
    .map((address) => new URL(address, page.url))
    .find(
      ({ origin, pathname }) =>
        origin === page.url.origin && fileName.test(pathname),
    );
}

const fileName =
  /\.(css|js|mjs|png|svg|ico|jpe?g|gif|webp|avif|woff2?|webmanifest)$/i;

/** Enough of HTML for forms that servers write; the page is at most a megabyte. */
function tagsOf(page: Exchange, name: string): string[] {
  if (!isHtml(page)) return [];
  const tags = new RegExp(`<${name}\\s[^<>]{1,2000}>`, "gi");
  return page.body.match(tags) ?? [];
}

function attribute(tag: string, name: string): string | undefined {
  const pattern = new RegExp(
    `\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`,
    "i",
  );
  const [, ...values] = pattern.exec(tag) ?? [];
  const value = values.find((text) => text !== undefined);
  return value?.replace(/&(amp|quot|#39|#x27|lt|gt|#x3D|#x2F);/gi, (entity) =>
    characterOf(entity.toLowerCase()),
  );
}

function characterOf(entity: string): string {
  const named: Record<string, string> = {
    "&amp;": "&",
    "&quot;": '"',
    "&#39;": "'",
    "&#x27;": "'",
    "&lt;": "<",
    "&gt;": ">",
    "&#x3d;": "=",
    "&#x2f;": "/",
  };
  return named[entity] ?? entity;
}
