import { existsSync, readdirSync } from 'node:fs'
import { basename } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { buildConstants } from './build/build-constants.mts'
import { bundledPackages } from './build/bundled-packages.mts'

/** Every src/main/workers/*-worker.ts is an entry of its own: out/main/<name>-worker.js. */
function workerEntries(): Record<string, string> {
  const folder = 'src/main/workers'
  if (!existsSync(folder)) return {}
  const files = readdirSync(folder).filter((name) => name.endsWith('-worker.ts'))
  return Object.fromEntries(files.map((name) => [basename(name, '.ts'), `${folder}/${name}`]))
}

/** package.json has no "type": main, preload and command line come out as CommonJS. */
export default defineConfig({
  main: {
    define: buildConstants,
    build: {
      target: 'node20.18',
      externalizeDeps: { exclude: bundledPackages },
      rollupOptions: {
        input: {
          index: 'src/main/index.ts',
          countersign: 'src/cli/index.ts',
          ...workerEntries(),
        },
        output: {
          format: 'cjs',
          entryFileNames: '[name].js',
          // no spaces and comments: what a process loads it keeps as text
          minify: { compress: false, mangle: false, codegen: true },
          // beside the entries: __dirname is out/main in every one of them
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    build: {
      target: 'node20.18',
      externalizeDeps: false,
      rollupOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].js' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    build: {
      target: 'chrome130',
      assetsInlineLimit: 0,
      // one style sheet: a screen that is opened later must not be drawn before its style
      cssCodeSplit: false,
      minify: true,
      rollupOptions: { input: { index: 'src/renderer/index.html' } },
    },
    plugins: [react()],
  },
})
