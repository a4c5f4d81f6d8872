import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const SOURCE = fileURLToPath(new URL('.', import.meta.url));
const NAMES: Record<string, string> = JSON.parse(readFileSync(`${PACKAGE}internal-names.json`, 'utf8'));

const isTest = (file: string) => /\.test\.ts$|\/testing\//.test(file);

/** What the build writes one letter for: see build.mjs. */
describe('the names that the build shortens', () => {
  it('are of objects that this package alone makes and reads, wherever they stand', () => {
    expect(strangers()).toEqual([]);
  }, 120_000);

  it('are each shortened to another name', () => {
    expect(new Set(Object.values(NAMES)).size).toBe(Object.keys(NAMES).length);
  });
});

/** Where one of the names is that of a property which somebody else declares, or nobody. */
function strangers(): string[] {
  const { config } = ts.readConfigFile(`${PACKAGE}tsconfig.json`, ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, PACKAGE);
  // Tests bring the types of whole platforms.
  const program = ts.createProgram(
    fileNames.filter((file) => !isTest(file)),
    options,
  );
  const checker = program.getTypeChecker();
  const isOwn = (symbol: ts.Symbol | undefined) =>
    symbol?.declarations?.every((declared) => declared.getSourceFile().fileName.startsWith(SOURCE)) === true;
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && Object.hasOwn(NAMES, node.text)) {
      const symbols = propertiesAt(node, checker);
      const file = node.getSourceFile();
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      if (!symbols.every(isOwn)) found.push(`${file.fileName.slice(SOURCE.length)}:${line + 1} ${node.text}`);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles()) {
    if (file.fileName.startsWith(SOURCE)) visit(file);
  }
  return found;
}

/** The properties that a name stands for; none where it is that of a variable. */
function propertiesAt(name: ts.Identifier, checker: ts.TypeChecker): (ts.Symbol | undefined)[] {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent)) {
    return parent.name === name ? [checker.getSymbolAtLocation(name)] : [];
  }
  if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) {
    const isProperty = (parent.propertyName ?? parent.name) === name;
    return isProperty ? [checker.getTypeAtLocation(parent.parent).getProperty(name.text)] : [];
  }
  if (!ts.isObjectLiteralElement(parent) || parent.name !== name) return [];
  const wanted = checker.getContextualType(parent.parent as ts.Expression);
  if (wanted === undefined) return [checker.getSymbolAtLocation(name)];
  // Those that read it by a key of their own know no such property.
  const kinds = wanted.isUnion() ? wanted.types : [wanted];
  const declared = kinds.map((kind) => kind.getProperty(name.text)).filter((symbol) => symbol !== undefined);
  return declared.length > 0 ? declared : [undefined];
}
