/** What scripts/templates-plugin.mjs makes of the templates folder. */
declare module "virtual:templates" {
  export const layers: Readonly<
    Record<
      string,
      Readonly<
        Record<
          "shared" | "typescript" | "javascript",
          Readonly<Record<string, string | ((locals: object) => string)>>
        >
      >
    >
  >;
}

declare module "virtual:stores" {
  export const stores: readonly {
    value: string;
    label: string;
    reason: string;
  }[];
}
