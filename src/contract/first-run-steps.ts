/** The stations of the first run, in their order. */
export const FIRST_RUN_STEPS = [
  'welcome',
  'account',
  'device',
  'bracket',
  'close',
  'result',
] as const
export type FirstRunStep = (typeof FIRST_RUN_STEPS)[number]
