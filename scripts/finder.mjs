/** What tests and benchmarks do about each browser: find it, insist on it, install it. */

/**
 * @param name of the browser. @param fix what a person does who lacks it.
 * @param find returns what is there, `undefined` if something is missing.
 * @param install tries to bring it.
 * @returns `insist`, which throws an error that names the fix, and `ensure`, which installs before.
 */
export function finder({ name, fix, find, install }) {
  const insist = async () => {
    const found = find();
    if (found === undefined) throw new Error(`The tests in ${name} need ${name}. ${fix}`);
    return found;
  };
  const ensure = async () => {
    if (find() === undefined) {
      console.log(`Installing ${name} …`);
      install();
    }
    return insist();
  };
  return { insist, ensure };
}
