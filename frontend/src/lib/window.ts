/** longestDays is the longest window of days that can be typed: ten years. */
export const longestDays = 3650;
