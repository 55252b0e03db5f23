/**
 * Fewer daily returns than this make no year. The deviation of a sample of n is uncertain by about
 * 1 / √(2(n − 1)): 13 % with 30, 25 % with nine; and what is raised to the power of 365 multiplies
 * the error of its mean as often.
 */
export const ANNUAL_RETURNS_MIN = 30

/** The figures that project a run onto a year. */
export const ANNUAL_FIGURES = [
  'returnAnnPct',
  'cagrPct',
  'volatilityAnnPct',
  'sharpe',
  'sortino',
  'calmar',
] as const
