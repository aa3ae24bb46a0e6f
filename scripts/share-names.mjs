/**
 * A Rollup plugin for minified output: gives the private members of every class the names `_0`,
 * `_1`, …, the most used first. Only their own class uses them, so classes can share these names;
 * and what has few different names compresses better.
 */
import MagicString from "magic-string";
import ts from "typescript";

/** @param {{ keep?: string[] }} options `keep`: names that classes have in common with others. */
export function shareNames({ keep = [] } = {}) {
  return {
    name: "share-names",
    renderChunk(code) {
      const output = new MagicString(code);
      const visit = (node) => {
        if (ts.isClassLike(node)) renameIn(node, output, keep);
        else node.forEachChild(visit);
      };
      visit(ts.createSourceFile("chunk.js", code, ts.ScriptTarget.Latest, true));
      return { code: output.toString(), map: output.generateMap({ hires: "boundary" }) };
    },
  };
}

function renameIn(type, output, keep) {
  const uses = new Map();
  const visit = (node) => {
    if (isMemberName(node) && /^_[a-z]/.test(node.text) && !keep.includes(node.text))
      uses.set(node.text, [...(uses.get(node.text) ?? []), node]);
    node.forEachChild(visit);
  };
  visit(type);
  [...uses.values()]
    .sort((one, other) => other.length - one.length)
    .forEach((nodes, index) => {
      for (const node of nodes) output.update(node.getStart(), node.end, `_${index}`);
    });
}

function isMemberName(node) {
  const { parent } = node;
  if (!ts.isIdentifier(node) || !parent) return false;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  return (
    (ts.isPropertyAccessExpression(parent) || ts.isClassElement(parent)) && parent.name === node
  );
}
