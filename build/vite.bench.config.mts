import { defineConfig } from 'vite'
import { buildConstants } from './build-constants.mts'
import { bundledPackages } from './bundled-packages.mts'

/** Libraries to compare with that Node 20.18 cannot require. */
const esmOnlyRivals = ['trading-signals']

/** How scripts/bench.mjs bundles a bench: CommonJS for Node, with the packages that Node cannot require. */
export default defineConfig({
  define: buildConstants,
  ssr: { noExternal: [...bundledPackages, ...esmOnlyRivals] },
  build: {
    target: 'node20.18',
    minify: false,
    rollupOptions: { output: { format: 'cjs', entryFileNames: '[name].js' } },
  },
})
