/**
 * Keys that work in every window, as Electron names them. A letter or digit wants two keys beside it:
 * with one, capitals or a copy in another program would stop the desk.
 */
const ACCELERATOR =
  /^(?!.*\b(\w+)\+(?:\w+\+)*\1\+)(?:(?:(?:CommandOrControl|Control|Alt|Shift|Super|Meta)\+){2,4}[A-Z0-9]|(?:(?:CommandOrControl|Control|Alt|Shift|Super|Meta)\+){1,4}F(?:[1-9]|1\d|2[0-4]))$/

export const isAccelerator = (text: string): boolean => ACCELERATOR.test(text)

export const NO_ACCELERATOR =
  'Two of Control, Alt, Shift and Super, then a letter or a digit, such as Control+Alt+K'
