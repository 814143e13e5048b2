/** What scripts/templates-plugin.mjs makes of the templates folder. */
declare module "virtual:templates" {
  /** Loads a layer: its templates by the path each gets in the project. */
  export const layers: Readonly<
    Record<
      string,
      () => Promise<
        Readonly<
          Record<
            "shared" | "typescript" | "javascript",
            Readonly<Record<string, string | ((locals: object) => string)>>
          >
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
    /** Several instances of an app can share it. */
    server: boolean;
    /** Its server as a container. */
    service?: {
      image: string;
      port: number;
      /** A shell command that fails until the server serves. */
      health: string;
      command?: string;
      environment?: Readonly<Record<string, string>>;
      /** Where in the container its data are, if they are to be kept. */
      volume?: string;
      /** The variables that lead the app to it; HOST stands for its name. */
      settings: Readonly<Record<string, string>>;
    };
    /** The folder of the app in which its data are. */
    dataFolder?: string;
  }[];
}

/** What scripts/rule-pages-plugin.mjs makes of docs/rules: Markdown by the name of the rule. */
declare module "virtual:rule-pages" {
  export const pages: Readonly<Record<string, string>>;
}
