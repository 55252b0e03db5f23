// npm run icons: resources/icon.svg as PNG in the sizes that systems want. Run it when the drawing
// changes; the pictures are kept in the repository, so that packaging needs no display.
import { join } from 'node:path'
import { withDisplay } from './setup/display.mjs'
import { ensureElectron } from './setup/electron-runtime.mjs'
import { PlainFailure, runScript } from './setup/plain-failure.mjs'
import { projectRoot, runCommand } from './setup/run-command.mjs'

const sizes = ['32', '64', '128', '256', '512', '1024']

await runScript(async () => {
  const { executable } = await ensureElectron()
  const program = join(projectRoot, 'scripts/setup/draw-icons')
  const words = [join(projectRoot, 'resources/icon.svg'), join(projectRoot, 'resources/icons')]
  const { code, output } = await withDisplay((env) =>
    runCommand(executable, ['--no-sandbox', program, ...words, ...sizes], {
      env,
      quiet: true,
      timeoutMs: 60_000,
    }),
  )
  if (code !== 0) throw new PlainFailure(`The icons were not drawn: ${output.trim().slice(-400)}`)
})
