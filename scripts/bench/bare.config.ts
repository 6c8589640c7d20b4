/** Vitest as it comes: what the figures of `grade` are held against. */
export default {};
