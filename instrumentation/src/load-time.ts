/** When the code of this package began to run, in ms of `performance.now()`. Imported first by every entry. */
export const loadBegan = performance.now();
