import { compare } from "./compare.mjs";
import { generatedApp, plainApp } from "./contestants.mjs";
const apps=[await plainApp()];
for (const s of (process.argv[2]??"memory,sqlite").split(",")) apps.push(await generatedApp(s));
console.table(await compare(apps,{seconds:Number(process.argv[3]??3),rounds:Number(process.argv[4]??3)}));
