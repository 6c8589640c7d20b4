/** Where the course is on the tab's disk. Nothing in the course is named like it. */
export const ROOT = '/cairn-tab';
