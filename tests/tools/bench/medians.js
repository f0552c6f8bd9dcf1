// The one statistic of this benchmark.

/** @param {number[]} values */
export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** @param {Record<string, number[]>} seen */
export const medians = (seen) => Object.fromEntries(Object.entries(seen).map(([key, values]) => [key, median(values)]));
