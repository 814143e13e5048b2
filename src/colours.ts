import { styleText } from "node:util";

/** How the parts of a text look. */
export interface Colours {
  bold: (text: string) => string;
  dim: (text: string) => string;
  green: (text: string) => string;
  red: (text: string) => string;
  yellow: (text: string) => string;
}

/** Colours for a terminal that shows them: who uses them has looked. */
export const colours: Colours = {
  bold: (text) => styleText("bold", text, { validateStream: false }),
  dim: (text) => styleText("dim", text, { validateStream: false }),
  green: (text) => styleText("green", text, { validateStream: false }),
  red: (text) => styleText("red", text, { validateStream: false }),
  yellow: (text) => styleText("yellow", text, { validateStream: false }),
};
