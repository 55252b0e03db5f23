// As the desk's own preload hands pushes to its page.
const { contextBridge, ipcRenderer } = require('electron')

contextBridge.exposeInMainWorld('books', {
  push: (kind, count) => ipcRenderer.send('push', kind, count),
  onBook: (listener) => ipcRenderer.on('book', (_event, coin, book) => listener(coin, book)),
})
