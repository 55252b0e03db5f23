// The yardstick of the benches: an Electron window with one line of text and one echoing call.
const { app, BrowserWindow, ipcMain } = require('electron')
const { join } = require('node:path')

app.setPath('userData', process.argv[process.argv.indexOf('--data') + 1])
app.whenReady().then(() => {
  ipcMain.handle('echo', (_event, value) => value)
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    show: false,
    webPreferences: { sandbox: true, preload: join(__dirname, 'preload.cjs') },
  })
  window.once('ready-to-show', () => window.show())
  window.loadFile(join(__dirname, 'index.html'))
})
app.on('window-all-closed', () => app.quit())
