import { Chalk } from "chalk";

const chalk = new Chalk({ level: 1 });

/** How the parts of a text look. */
export interface Colours {
  bold: (text: string) => string;
  dim: (text: string) => string;
  green: (text: string) => string;
  red: (text: string) => string;
}

/** Colours for a terminal that shows them. */
export const colours: Colours = chalk;
