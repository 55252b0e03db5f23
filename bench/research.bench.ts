import type { Bench } from './bench.ts'
import { backtestBenches } from './research/backtest-benches.ts'
import { freeLoop } from './research/free-loop.ts'
import { indicatorBenches } from './research/indicator-benches.ts'

/**
 * What research promises: a backtest through the engine against a plain loop and grademark, a main
 * thread that stays free, and indicators against a plain loop and against libraries.
 */
export const bench: readonly Bench[] = [...backtestBenches(), freeLoop(), ...indicatorBenches()]
