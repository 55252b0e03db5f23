import { configureGlobal, readConfigureGlobal } from 'fast-check'

/**
 * The same commit gives the same answer: properties draw from one seed here. PROPERTY_SEED sets
 * another, or `random`; the soak runs draw anew each time.
 */
const { PROPERTY_SEED: wanted = '20261123' } = process.env

if (wanted !== 'random') {
  const seed = Number(wanted)
  if (!Number.isSafeInteger(seed))
    throw new Error(`PROPERTY_SEED is ${wanted}: give a whole number, or the word random.`)
  configureGlobal({ ...readConfigureGlobal(), seed })
}
