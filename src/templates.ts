import { layers } from "virtual:templates";
import { type Answers, optionNames } from "./options.ts";
import { storeNamed } from "./stores.ts";

/** The text itself, or what renders it where the template has tags. */
export type Template = string | ((locals: object) => string);

/** The templates of one layer, by the path each gets in the project. */
export type Layer = ReadonlyMap<string, Template>;

/**
 * The layers a project is made of, to be laid over each other in this order: no rule chooses them, a folder is taken
 * when an answer has its name. Only these are loaded.
 */
export function layersFor(answers: Answers): Promise<Layer[]> {
  const names = [
    "base",
    answers.language,
    ...optionNames.flatMap((name) => featureOf(name, answers[name])),
    ...(storeNamed(answers.store).server ? ["features/server"] : []),
    `stores/${answers.store}`,
  ];
  const loaded = names.flatMap((name) => layers[name]?.() ?? []);
  return Promise.all(
    loaded.map(async (loading) => {
      const { shared, [answers.language]: own } = await loading;
      return new Map(Object.entries({ ...shared, ...own }));
    }),
  );
}

function featureOf(name: string, value: Answers[keyof Answers]): string[] {
  if (typeof value === "string") return [`features/${value}`];
  return value === true ? [`features/${name}`] : [];
}
