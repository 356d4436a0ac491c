// Bundles the CSS, drops the design tokens nobody uses, and copies the fonts of pages and report.
// Usage: npm ci --ignore-scripts && node build.mjs
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const target = join(here, "..", "static", "build");
const FONTS = ["400-normal", "400-italic", "600-normal", "700-normal"];

const DECLARATION = /(--[\w-]+):((?:"[^"]*"|'[^']*'|\((?:[^()]|\([^()]*\))*\)|[^;{}"'()])*)(;|(?=\}))/g;
const used = (css) => [...css.matchAll(/var\(\s*(--[\w-]+)/g)].map((match) => match[1]);

/** Keep only custom properties that a rule uses, directly or through another property. */
function withoutUnusedTokens(css) {
  const values = new Map();
  for (const [, name, value] of css.matchAll(DECLARATION)) values.set(name, [...(values.get(name) ?? []), value]);
  const live = new Set(used(css.replace(DECLARATION, (text, name) => (name.startsWith("--_") ? text : ""))));
  for (const name of live) for (const value of values.get(name) ?? []) for (const next of used(value)) live.add(next);
  return css.replace(DECLARATION, (text, name) => (live.has(name) || name.startsWith("--_") ? text : ""));
}

/** Name, version and licence of every package whose work is in the result. */
function notices() {
  const { dependencies } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
  return Object.keys(dependencies).map((name) => {
    const { version, license, homepage } = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
    return `${name} ${version}, ${license}${homepage ? `, ${homepage}` : ""}`;
  });
}

rmSync(target, { recursive: true, force: true });
mkdirSync(join(target, "fonts"), { recursive: true });

const result = await build({
  entryPoints: [join(here, "css", "main.css")],
  bundle: true,
  external: ["./fonts/*"],
  minify: true,
  write: false,
  target: ["chrome109", "firefox115", "safari16"],
  legalComments: "none",
  logLevel: "warning",
});
const css = `/*! NL Design System, EUPL-1.2: see third-party.txt */\n${withoutUnusedTokens(result.outputFiles[0].text)}`;
writeFileSync(join(target, "app.css"), css);
writeFileSync(join(target, "third-party.txt"), `${notices().join("\n")}\n`);

const family = join(modules, "@fontsource", "source-sans-3");
const fonts = readdirSync(join(family, "files")).filter((file) => FONTS.some((face) => file.endsWith(`-${face}.woff2`)));
for (const font of fonts) copyFileSync(join(family, "files", font), join(target, "fonts", font));
copyFileSync(join(family, "LICENSE"), join(target, "fonts", "LICENSE.txt"));

const kilobytes = (bytes) => `${(bytes.length / 1024).toFixed(1)} kB`;
console.log(`static/build/app.css ${kilobytes(css)} (${kilobytes(gzipSync(css, { level: 9 }))} gzip), ${fonts.length} fonts`);
