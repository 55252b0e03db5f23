import { join } from 'node:path'
import type { Plugin } from 'vite'

/** A known bug: one place of one source, changed only in the bundle of a test. */
export interface PlantedBug {
  readonly name: string
  /** Where the search begins: a seed that found it before, to save time. */
  readonly firstSeed: number
  /** From the project's root. */
  readonly file: string
  /** Stands in the file exactly once. */
  readonly find: string
  readonly put: string
  /** Words of the rule that has to notice it. */
  readonly caughtBy: RegExp
}

/** How often the place of a bug stands in its source; anything but once is a plant that rotted. */
export const countPlaces = (source: string, { find }: PlantedBug): number =>
  source.split(find).length - 1

/** Changes the source on its way into a bundle. */
export function plantingPlugin(bug: PlantedBug): Plugin {
  const path = join(process.cwd(), bug.file)
  return {
    name: `planted bug: ${bug.name}`,
    enforce: 'pre',
    transform(code, id) {
      if (id.split('?')[0] !== path) return null
      if (countPlaces(code, bug) !== 1) throw new Error(`"${bug.name}" has lost its place`)
      return code.replace(bug.find, () => bug.put)
    },
  }
}
