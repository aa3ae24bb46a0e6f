/** Takes the place of `platform/tasks`: what is due runs when the model says so. */
const due: (() => void)[] = [];

export const nextTask = (task: () => void) => void due.push(task);
export const callPage = (callback: () => void) => callback();

/** The tasks that are due now; they are not due any more. */
export const takeTasks = () => due.splice(0);
