// Electron starts this when no packaged application lies beside it. It does the one thing needed
// here: `electron [switches] FOLDER [arguments]` starts the application in FOLDER.
const { app } = require('electron')
const { readFileSync } = require('node:fs')
const { join, resolve } = require('node:path')

/** Modules to load first (`-r FILE`, as Playwright does) and the application's folder. */
function parse(words) {
  const modules = []
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]
    if (word === '-r' || word === '--require') {
      index += 1
      modules.push(resolve(words[index]))
    } else if (!word.startsWith('-')) {
      return { modules, folder: resolve(word) }
    }
  }
  return { modules, folder: undefined }
}

function start(folder) {
  const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })
  app.setAppPath(folder)
  app.setVersion(description.version)
  app.setName(description.productName ?? description.name)
  app.setDesktopName(`${description.name}.desktop`)
  require(join(folder, description.main))
}

const words = process.argv.slice(1)
const { modules, folder } = parse(words)
for (const module of modules) require(module)
if (folder !== undefined) {
  start(folder)
} else {
  const asked = words.includes('--version') || words.includes('-v')
  console.log(asked ? `v${process.versions.electron}` : 'usage: electron [switches] FOLDER')
  app.exit(asked ? 0 : 1)
}
