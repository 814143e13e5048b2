import type { Project } from "./project.ts";
import { resolvePath } from "./resolve-import.ts";
import type { Source } from "./sources.ts";

/** Looks up the files that import a file; which those are is found out when it is first asked. */
export function importersIn(
  project: () => Project,
  sources: readonly Source[],
): Project["importersOf"] {
  let importers: Map<string, string[]> | undefined;
  return (file) => {
    importers ??= importersByFile(project(), sources);
    return (importers.get(file) ?? []).flatMap((importer) => {
      const module = project().load(importer);
      return module ? [module] : [];
    });
  };
}

function importersByFile(
  project: Project,
  sources: readonly Source[],
): Map<string, string[]> {
  const importers = new Map<string, string[]>();
  for (const { file, imports } of sources) {
    for (const source of new Set(imports)) {
      const target = resolvePath(project, file, source);
      if (target === undefined) continue;
      importers.set(target, [...(importers.get(target) ?? []), file]);
    }
  }
  return importers;
}
