const { contextBridge, ipcRenderer } = require('electron')

contextBridge.exposeInMainWorld('empty', { echo: (value) => ipcRenderer.invoke('echo', value) })
