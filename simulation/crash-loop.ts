import { parseArgs } from 'node:util'
import { runCrashCycles, summarize } from './crash/crash-loop.ts'

const USAGE = 'npm run crash -- [--cycles N] [--seed S] [--from K] [--at-once D]'

function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new Error(`--${name} takes a whole number above zero, not "${text}".\n${USAGE}`)
}

/** Prints a line a cycle and a summary; returns the exit code. */
async function run(): Promise<number> {
  const { values } = parseArgs({
    options: {
      cycles: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string', default: '1' },
      'at-once': { type: 'string', default: '2' },
    },
  })
  const seed = wholeNumber('seed', values.seed)
  const results = await runCrashCycles({
    cycles: wholeNumber('cycles', values.cycles),
    seed,
    from: wholeNumber('from', values.from),
    atOnce: wholeNumber('at-once', values['at-once']),
    onCycle: ({ cycle, deaths, ordersAtVenue, fills, recoveryMs, problems }) => {
      const worst = Math.round(Math.max(0, ...recoveryMs))
      const killed = deaths.length > 0 ? `killed ${deaths.join(', then ')}` : 'not killed'
      console.log(
        `${cycle}: ${killed}; ${ordersAtVenue} orders, ${fills} fills, back in ${worst} ms`,
      )
      for (const problem of problems) console.log(`   ${problem}`)
      if (problems.length > 0) {
        console.log(`   repeat: npm run crash -- --cycles 1 --seed ${seed} --from ${cycle}`)
      }
    },
  })
  const all = summarize(results)
  console.log(
    `${all.cycles} cycles, ${all.deaths} kills, ${all.orders} orders, ${all.fills} fills: ` +
      `${all.lost} lost, ${all.doubled} doubled, ${all.otherProblems} other problems; ` +
      `recovery p50 ${Math.round(all.recoveryP50Ms)} ms, p99 ${Math.round(all.recoveryP99Ms)} ms`,
  )
  return all.lost + all.doubled + all.otherProblems === 0 ? 0 : 1
}

run().then(
  (code) => {
    process.exitCode = code
  },
  (cause: unknown) => {
    console.error(cause instanceof Error ? cause.message : cause)
    process.exitCode = 2
  },
)
